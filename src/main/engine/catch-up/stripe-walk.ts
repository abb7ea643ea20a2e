// Goes through what Stripe has of a period, page by page: the own account's list, each connected account's, and thin events. A list
// that fails does not keep the others from being read.
import type { Uncovered } from '#shared/contract/catch-up.ts';
import type { StripeTime } from '#shared/domain/stripe-time.ts';
import type { DatedList, StripeEvents } from '../stripe-events/stripe-events.ts';
import type { ListedEvent } from '../stripe-events/read-list.ts';
import type { StripeFailure } from '../stripe-events/stripe-failure.ts';

/** A list at Stripe: an account's snapshot events, or thin events. */
export type Source = { kind: 'snapshot'; account: string | null } | { kind: 'thin' };

export interface Lists {
  /** Stripe's time when it was asked what lists there are. */
  at: StripeTime;
  /** The own account's first. */
  sources: Source[];
  /** The list of connected accounts was read to its end since that time; null = it could not be. */
  accountsAt: StripeTime | null;
  /** Why the list of connected accounts could not be read; null = it was, or there is none to read. */
  accountsFailure: StripeFailure | null;
}

export interface Page {
  /** Only events that the line would bring. */
  events: ListedEvent[];
  /** When Stripe responded. */
  at: StripeTime;
}

export interface Period {
  since: StripeTime | null;
  until: StripeTime | null;
}

export interface FailedList {
  source: Source;
  failure: StripeFailure;
}

export interface Visited {
  /** One by one; those after a stop were not visited, and fail with what stopped it. */
  failed: FailedList[];
  /** Why no more lists were asked for: Stripe is not reachable, or refuses the key; null = all were visited. */
  stopped: StripeFailure | null;
}

export interface StripeWalk {
  /** What lists there are. @throws StripeFailure when Stripe cannot be asked at all */
  lists(signal: AbortSignal): Promise<Lists>;
  /** Newest first. @throws StripeFailure */
  pages(source: Source, period: Period, signal: AbortSignal): AsyncGenerator<Page, void, void>;
  /** Visits the lists one after another. @throws what `visit` throws and is no StripeFailure */
  visitAll(
    sources: readonly Source[],
    visit: (source: Source) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Visited>;
  /** Whether the line would bring events of this type. */
  wanted(type: string): boolean;
}

export interface StripeWalkDeps {
  stripe: StripeEvents;
  /** Event types the line is asked for; empty = all snapshot events. */
  types: readonly string[];
  /** Connected accounts that are known already. */
  knownAccounts: () => string[];
}

/** Stripe takes at most so many types in one question. */
const MOST_TYPES = 20;

export const isThinType = (type: string): boolean => /^v\d+\./.test(type);

/** A failure of ours to read is no failure of Stripe's. */
export function asStripeFailure(error: unknown): StripeFailure | null {
  return error instanceof Error && 'problem' in error && 'stripeCode' in error
    ? (error as StripeFailure)
    : null;
}

function requireStripeFailure(error: unknown): StripeFailure {
  const failure = asStripeFailure(error);
  if (failure === null) throw error;
  return failure;
}

export const isOwn = (source: Source): boolean => source.kind === 'snapshot' && source.account === null;

export function createStripeWalk({ stripe, types, knownAccounts }: StripeWalkDeps): StripeWalk {
  const chosen = types.includes('*') ? [] : types;
  const snapshotTypes = chosen.filter((type) => !isThinType(type));
  const takesSnapshots = chosen.length === 0 || snapshotTypes.length > 0;
  const takesThin = chosen.some(isThinType);
  const wanted = (type: string): boolean => (chosen.length === 0 ? !isThinType(type) : chosen.includes(type));

  /** However many there are. */
  async function listAccounts(signal: AbortSignal): Promise<{ ids: string[]; at: StripeTime }> {
    const found: string[] = [];
    let at: StripeTime | null = null;
    let after: string | null = null;
    for (;;) {
      const page: Awaited<ReturnType<StripeEvents['listAccounts']>> = await stripe.listAccounts(
        after,
        signal,
      );
      at ??= page.at;
      found.push(...page.ids);
      const last: string | undefined = page.ids.at(-1);
      if (!page.hasMore || last === undefined || last === after) return { ids: found, at };
      after = last;
    }
  }

  /** Stripe's time, of the very list that is read by it. @throws StripeFailure when nothing of Stripe's responds */
  async function askTheTime(signal: AbortSignal): Promise<StripeTime> {
    try {
      return (await (takesSnapshots ? stripe.list({ limit: 1 }, signal) : stripe.listThin(null, signal))).at;
    } catch (error) {
      const failure = requireStripeFailure(error);
      if (failure.at === null) throw failure;
      return failure.at;
    }
  }

  /** A list failed: is it this one alone? @returns why no list can be asked for now */
  async function whyStop(
    source: Source,
    failure: StripeFailure,
    signal: AbortSignal,
  ): Promise<StripeFailure | null> {
    const { code } = failure.problem;
    const isLimited = code === 'rate_limited';
    if (code === 'no_credentials') return failure;
    if (isOwn(source) && (isLimited || code === 'not_allowed')) return failure;
    // Stripe itself said no to this list, which says nothing about the others.
    if (failure.at !== null && !isLimited) return null;
    try {
      await stripe.list({ limit: 1 }, signal);
      return null;
    } catch (error) {
      const other = requireStripeFailure(error);
      return other.at === null || other.problem.code === 'rate_limited' ? other : null;
    }
  }

  async function* snapshotPages(
    account: string | null,
    { since, until }: Period,
    signal: AbortSignal,
  ): AsyncGenerator<Page, void, void> {
    const asked = snapshotTypes.length <= MOST_TYPES ? snapshotTypes : [];
    let startingAfter: string | null = null;
    for (;;) {
      let page: DatedList;
      try {
        page = await stripe.list({ since, until, account, startingAfter, types: asked }, signal);
      } catch (error) {
        // The event that the page was to begin after has passed Stripe's 30 days meanwhile, and with it all that are older.
        if (startingAfter !== null && asStripeFailure(error)?.stripeCode === 'resource_missing') return;
        throw error;
      }
      yield { events: page.events.filter(({ type }) => wanted(type)), at: page.at };
      if (!page.hasMore || page.lastId === null || page.lastId === startingAfter) return;
      startingAfter = page.lastId;
    }
  }

  async function* thinPages({ since, until }: Period, signal: AbortSignal): AsyncGenerator<Page, void, void> {
    let next: string | null = null;
    do {
      const page: DatedList = await stripe.listThin(next, signal);
      const isIn = ({ created }: ListedEvent): boolean =>
        (since === null || !since.isAfter(created)) && (until === null || !created.isAfter(until));
      yield { events: page.events.filter((event) => wanted(event.type) && isIn(event)), at: page.at };
      const oldest = page.events.at(-1)?.created ?? null;
      const isPast = oldest !== null && since !== null && since.isAfter(oldest);
      next = isPast || page.nextPage === next ? null : page.nextPage;
    } while (next !== null);
  }

  return {
    async lists(signal) {
      let accounts: { ids: string[]; at: StripeTime } | null = null;
      let accountsFailure: StripeFailure | null = null;
      let timeFailure: StripeFailure | null = null;
      let at = await askTheTime(signal).catch((error: unknown) => {
        timeFailure = requireStripeFailure(error);
        return null;
      });
      if (takesSnapshots) {
        try {
          accounts = await listAccounts(signal);
        } catch (error) {
          accountsFailure = requireStripeFailure(error);
        }
      }
      // The own list may be the one that fails.
      at ??= accounts?.at ?? accountsFailure?.at ?? null;
      if (at === null) throw timeFailure ?? new Error('Nothing of Stripe’s was asked.');
      const ids = new Set([...knownAccounts(), ...(accounts?.ids ?? [])]);
      const snapshots: Source[] = takesSnapshots
        ? [null, ...ids].map((account) => ({ kind: 'snapshot', account }))
        : [];
      return {
        at,
        sources: takesThin ? [...snapshots, { kind: 'thin' }] : snapshots,
        accountsAt: accounts === null ? null : at,
        accountsFailure,
      };
    },
    pages: (source, period, signal) =>
      source.kind === 'thin' ? thinPages(period, signal) : snapshotPages(source.account, period, signal),
    async visitAll(sources, visit, signal) {
      const failed: FailedList[] = [];
      let stopped: StripeFailure | null = null;
      for (const source of sources) {
        if (stopped !== null) {
          failed.push({ source, failure: stopped });
          continue;
        }
        try {
          await visit(source);
        } catch (error) {
          signal.throwIfAborted();
          const failure = requireStripeFailure(error);
          failed.push({ source, failure });
          stopped = await whyStop(source, failure, signal);
        }
      }
      return { failed, stopped };
    },
    wanted,
  };
}

/** A part of a list that was not read. */
export interface Hole {
  source: Source | { kind: 'accounts' };
  since: StripeTime;
  until: StripeTime | null;
  /** null = nobody asked for it. */
  failure: StripeFailure | null;
}

/** Puts holes together by list and reason, so that a thousand accounts are not told one by one. */
export function uncoveredOf(holes: readonly Hole[]): Uncovered[] {
  const groups = new Map<string, Uncovered>();
  for (const { source, since, until, failure } of holes) {
    const list = source.kind === 'snapshot' ? (source.account === null ? 'own' : 'connected') : source.kind;
    const name = `${list} ${failure?.problem.code ?? ''} ${until?.toUnixMs() ?? ''}`;
    const group = groups.get(name) ?? {
      list,
      accounts: [],
      since: since.toUnixMs(),
      until: until?.toUnixMs() ?? null,
      problem: failure?.problem ?? null,
    };
    group.since = Math.min(group.since, since.toUnixMs());
    if (source.kind === 'snapshot' && source.account !== null) group.accounts.push(source.account);
    groups.set(name, group);
  }
  return [...groups.values()];
}
