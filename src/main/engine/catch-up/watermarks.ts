// Up to when each of Stripe's lists is known to be here: moved by a look that read the list to its end, and by live events of a list
// while that list is trusted. All of it is Stripe's time; see docs/decisions/0028.
import { StripeTime } from '#shared/domain/stripe-time.ts';
import { RETENTION_MS } from '#shared/domain/catch-up.ts';
import type { Store } from '../store/store.ts';
import type { Source } from './stripe-walk.ts';

const KEY = 'stripe_watermarks';
/** How far it may lie behind after a kill; a look then asks for that much more. */
const KEEP_EVERY_MS = 5_000;
/** How far back a list is read that was never read before. */
export const FIRST_LOOK_MS = 3_600_000;
/** A list that was read to its end is not read again from longer before that, however quiet it was. */
const QUIET_MS = 3_600_000;
/** Stripe's servers agree on the time; a mark further ahead was made by a version that went by something else. */
const AHEAD_MS = 60_000;

/** Names of marks beside the accounts' ids, which begin with `acct_`. */
const OWN = '';
const THIN = 'thin';
/** When the list of connected accounts was last read to its end: an account that is unknown has nothing before it. */
const ACCOUNTS = 'accounts';
/** An hour before Stripe was first heard of. Nothing before it is missed. */
const ORIGIN = 'origin';

export interface Mark {
  /** What Stripe created up to here is known. */
  known: StripeTime;
  /** false = the list was never read, or its mark was unusable: what is found may be old, and is not delivered by itself. */
  certain: boolean;
}

export interface Covered {
  source: Source;
  /** The newest event in the list that is not in the future; null = there is none. */
  newest: StripeTime | null;
  /** When the list was read. */
  at: StripeTime;
}

export interface Outcome {
  /** Lists that were read to their end, from their mark on. */
  covered: readonly Covered[];
  /** Lists that were not. */
  open: readonly Source[];
  /** When the list of connected accounts was read to its end; null = it was not. */
  accountsAt: StripeTime | null;
  at: StripeTime;
  /** The line has been up since before the lists were read: what comes after comes by the line. */
  trust: boolean;
}

export interface Watermarks {
  of(source: Source, at: StripeTime): Mark;
  /** No list was ever read to its end. */
  areNew(): boolean;
  /** Connected accounts there is a mark for. */
  accounts(): string[];
  /** Stripe's time is known: everything begins an hour before, if it has not begun. */
  begin(at: StripeTime): Promise<void>;
  settle(outcome: Outcome): Promise<void>;
  /** The line may miss events from now on. */
  distrust(): void;
  trusts(source: Source): boolean;
  /** The mark of a trusted list when it was read; null = it is not trusted. */
  trustedFrom(source: Source): StripeTime | null;
  /** An event came by the line. @param now Stripe's clock; null = not known */
  heard(source: Source, created: StripeTime, now: StripeTime | null): void;
  dispose(): Promise<void>;
}

export function createWatermarks(
  store: Pick<Store, 'meta' | 'write'>,
  onError: (error: unknown) => void,
): Watermarks {
  const marks = readMarks(store.meta.findMeta(KEY));
  const trusted = new Map<string, StripeTime>();
  let timer: NodeJS.Timeout | null = null;

  const originAt = (at: StripeTime): StripeTime => marks.get(ORIGIN) ?? at.minus(FIRST_LOOK_MS);

  function of(source: Source, at: StripeTime): Mark {
    const isConnected = source.kind === 'snapshot' && source.account !== null;
    const origin = originAt(at);
    const known = marks.get(nameOf(source)) ?? (isConnected ? marks.get(ACCOUNTS) : undefined) ?? origin;
    return known.since(at) > AHEAD_MS
      ? { known: at.minus(RETENTION_MS), certain: false }
      : { known, certain: known.isAfter(origin) };
  }

  async function keep(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const stored = Object.fromEntries([...marks].map(([name, mark]) => [name, mark.toUnixMs()]));
    await store.write.upsertMeta({ [KEY]: JSON.stringify(stored) });
  }

  return {
    of,
    areNew() {
      const origin = marks.get(ORIGIN);
      return [...marks].every(
        ([name, mark]) => name === ACCOUNTS || origin === undefined || !mark.isAfter(origin),
      );
    },
    accounts: () => [...marks.keys()].filter((name) => name.startsWith('acct_')),
    async begin(at) {
      const origin = marks.get(ORIGIN);
      if (origin !== undefined && origin.since(at) <= AHEAD_MS) return;
      if (origin === undefined) marks.set(ORIGIN, at.minus(FIRST_LOOK_MS));
      else marks.set(ORIGIN, at.minus(RETENTION_MS));
      await keep();
    },
    async settle({ covered, open, accountsAt, at, trust }) {
      // First: some of these marks are inherited from one that moves below.
      for (const source of open) marks.set(nameOf(source), of(source, at).known);
      // Later than the origin, where a list is that was never read.
      const read = originAt(at).plus(1_000);
      const quietSince = (readAt: StripeTime): StripeTime => StripeTime.later(readAt.minus(QUIET_MS), read);
      for (const { source, newest, at: readAt } of covered) {
        const quiet = quietSince(readAt);
        const seen = newest === null ? quiet : StripeTime.later(newest, quiet);
        const mark = StripeTime.later(of(source, readAt).known, seen);
        marks.set(nameOf(source), mark);
        if (trust) trusted.set(nameOf(source), mark);
      }
      if (accountsAt !== null) marks.set(ACCOUNTS, quietSince(accountsAt));
      await keep();
    },
    distrust() {
      trusted.clear();
      if (timer !== null) keep().catch(onError);
    },
    trusts: (source) => trusted.has(nameOf(source)),
    trustedFrom: (source) => trusted.get(nameOf(source)) ?? null,
    heard(source, created, now) {
      const name = nameOf(source);
      const mark = marks.get(name);
      // What is missing lies before this event; moving on would hide it from the next look. And one from the future says nothing.
      if (mark === undefined || !trusted.has(name) || now === null || created.isAfter(now)) return;
      marks.set(name, StripeTime.later(mark, created));
      timer ??= setTimeout(() => {
        keep().catch(onError);
      }, KEEP_EVERY_MS).unref();
    },
    async dispose() {
      if (timer !== null) await keep().catch(onError);
    },
  };
}

function nameOf(source: Source): string {
  return source.kind === 'thin' ? THIN : (source.account ?? OWN);
}

function readMarks(stored: string | null): Map<string, StripeTime> {
  const entries = Object.entries(JSON.parse(stored ?? '{}') as Record<string, unknown>);
  const marks = new Map(
    entries.flatMap(([name, ms]) =>
      typeof ms === 'number' && Number.isFinite(ms) ? [[name, StripeTime.ofUnixMs(ms)] as const] : [],
    ),
  );
  // Versions before kept one mark for thin events and accounts of which nothing had come, too.
  const own = marks.get(OWN);
  if (own !== undefined && !marks.has(ORIGIN)) {
    marks.set(ORIGIN, StripeTime.ofUnixMs(0));
    marks.set(ACCOUNTS, own);
    marks.set(THIN, own);
  }
  return marks;
}
