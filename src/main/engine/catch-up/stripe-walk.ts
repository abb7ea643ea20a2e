// Goes through what Stripe has of a period, page by page, over the own account and the connected ones, and through thin events.
import { RETENTION_MS } from '#shared/domain/catch-up.ts';
import type { ListedEvent } from '../stripe-events/read-list.ts';
import type { StripeEvents } from '../stripe-events/stripe-events.ts';
import type { StripeFailure } from '../stripe-events/stripe-failure.ts';
import type { Clock } from '../ports.ts';

/** A list at Stripe: an account's snapshot events, or thin events. */
export type Source = { kind: 'snapshot'; account: string | null } | { kind: 'thin' };

export interface StripeWalk {
  /** All lists there are; the own account's first. @throws StripeFailure when Stripe cannot be asked at all */
  sources(signal: AbortSignal): Promise<Source[]>;
  /** Newest first, only events that the line would bring. @throws StripeFailure */
  pages(
    source: Source,
    period: { since: number; until: number | null },
    signal: AbortSignal,
  ): AsyncGenerator<ListedEvent[], void, void>;
  /** Whether the line would bring events of this type. */
  wanted(type: string): boolean;
  /** How far back Stripe can be asked, Unix milliseconds. */
  oldest(): number;
}

export interface StripeWalkDeps {
  stripe: StripeEvents;
  /** Event types the line is asked for; empty = all snapshot events. */
  types: readonly string[];
  /** Connected accounts that are known already. */
  knownAccounts: () => string[];
  clock: Clock;
}

/** More connected accounts than this are not worth a question each. */
const MOST_ACCOUNTS = 200;
/** Stripe takes at most so many types in one question. */
const MOST_TYPES = 20;
/** Stripe's clock and this machine's may differ, and an id that has just gone makes the next page fail. */
const RETENTION_SLACK_MS = 60_000;

export const isThinType = (type: string): boolean => /^v\d+\./.test(type);

/** A failure of ours to read is no failure of Stripe's. */
export function asStripeFailure(error: unknown): StripeFailure | null {
  return error instanceof Error && 'problem' in error && 'stripeCode' in error
    ? (error as StripeFailure)
    : null;
}

export function createStripeWalk({ stripe, types, knownAccounts, clock }: StripeWalkDeps): StripeWalk {
  const chosen = types.includes('*') ? [] : types;
  const snapshotTypes = chosen.filter((type) => !isThinType(type));
  const takesSnapshots = chosen.length === 0 || snapshotTypes.length > 0;
  const takesThin = chosen.some(isThinType);
  const wanted = (type: string): boolean => (chosen.length === 0 ? !isThinType(type) : chosen.includes(type));

  async function accounts(signal: AbortSignal): Promise<string[]> {
    const found = new Set(knownAccounts());
    try {
      let after: string | null = null;
      for (;;) {
        const { ids, hasMore } = await stripe.listAccounts(after, signal);
        for (const id of ids) found.add(id);
        after = ids.at(-1) ?? null;
        if (!hasMore || after === null || found.size >= MOST_ACCOUNTS) break;
      }
    } catch (error) {
      const code = asStripeFailure(error)?.problem.code;
      // Without Connect, or without the permission: those whose events have come are known anyway.
      if (code !== 'not_allowed' && code !== 'other') throw error;
    }
    return [...found].slice(0, MOST_ACCOUNTS);
  }

  async function* snapshotPages(
    account: string | null,
    { since, until }: { since: number; until: number | null },
    signal: AbortSignal,
  ): AsyncGenerator<ListedEvent[], void, void> {
    const asked = snapshotTypes.length <= MOST_TYPES ? snapshotTypes : [];
    let startingAfter: string | null = null;
    for (;;) {
      let page: Awaited<ReturnType<StripeEvents['list']>>;
      try {
        page = await stripe.list({ since, until, account, startingAfter, types: asked }, signal);
      } catch (error) {
        // The event that the page was to begin after has passed Stripe's 30 days meanwhile, and with it all that are older.
        if (startingAfter !== null && asStripeFailure(error)?.stripeCode === 'resource_missing') return;
        throw error;
      }
      yield page.events.filter(({ type }) => wanted(type));
      startingAfter = page.events.at(-1)?.id ?? null;
      if (!page.hasMore || startingAfter === null) return;
    }
  }

  async function* thinPages(
    { since, until }: { since: number; until: number | null },
    signal: AbortSignal,
  ): AsyncGenerator<ListedEvent[], void, void> {
    let next: string | null = null;
    do {
      const page: Awaited<ReturnType<StripeEvents['listThin']>> = await stripe.listThin(next, signal);
      yield page.events.filter(
        ({ type, createdAt }) => wanted(type) && createdAt >= since && (until === null || createdAt <= until),
      );
      const oldest = page.events.at(-1)?.createdAt ?? Number.NEGATIVE_INFINITY;
      next = oldest >= since ? page.nextPage : null;
    } while (next !== null);
  }

  return {
    async sources(signal) {
      const found: Source[] = takesSnapshots
        ? [null, ...(await accounts(signal))].map((account) => ({ kind: 'snapshot', account }))
        : [];
      return takesThin ? [...found, { kind: 'thin' }] : found;
    },
    pages: (source, period, signal) =>
      source.kind === 'thin' ? thinPages(period, signal) : snapshotPages(source.account, period, signal),
    wanted,
    oldest: () => clock.now() - RETENTION_MS + RETENTION_SLACK_MS,
  };
}
