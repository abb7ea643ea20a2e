// One look at what Stripe has since each list was last known: what is not here is recorded, into a gap. Stripe's time throughout.
import type { Uncovered } from '#shared/contract/catch-up.ts';
import { RETENTION_MS, type GapReason, type StripeProblemCode } from '#shared/domain/catch-up.ts';
import { StripeTime } from '#shared/domain/stripe-time.ts';
import type { Clock } from '../ports.ts';
import type { StripeFailure } from '../stripe-events/stripe-failure.ts';
import { keyOf } from '../store/gap-reads.ts';
import type { NewGap } from '../store/gap-writes.ts';
import type { Store } from '../store/store.ts';
import { missedEvent } from './missed-event.ts';
import { isOwn, uncoveredOf, type Hole, type Source, type StripeWalk } from './stripe-walk.ts';
import type { Covered, Mark, Outcome, Watermarks } from './watermarks.ts';

/** Stripe lists an event a moment after it was created, and not in strict order. */
const OVERLAP_MS = 600_000;
/** No account of that name has a mark of its own. */
const UNKNOWN_ACCOUNT = 'unknown';
/** Problems that may be over by themselves. */
const PASSING: ReadonlySet<StripeProblemCode> = new Set([
  'rate_limited',
  'offline',
  'not_stripe',
  'other',
] as const);

export const passesByItself = (code: StripeProblemCode): boolean => PASSING.has(code);

export interface LookOrder {
  reason: GapReason;
  /** null = each list from where it is known. */
  from: StripeTime | null;
  /** Only lists that are not trusted: those that failed before. */
  onlyOpen: boolean;
  /** A look that was cut short goes on with this gap. */
  gapId: number | null;
  signal: AbortSignal;
  onProgress: (progress: LookProgress) => void;
}

export interface LookProgress {
  /** Events listed so far. */
  asked: number;
  listsDone: number;
  lists: number;
}

export interface LookResult {
  outcome: Omit<Outcome, 'trust'>;
  /** What may be missing all the same. */
  uncovered: Uncovered[];
  /** Why the own account's events are not known, or no list can be asked for; null = the own list was read. */
  failure: StripeFailure | null;
  /** What stopped it before all lists were asked for. What it found is not complete. */
  stopped: boolean;
  /** A list failed with something that passes by itself. */
  mayRetry: boolean;
  /** Not all that was found is sure to have been missed lately: nothing is delivered without a choice. */
  mustAsk: boolean;
}

export interface LookDeps {
  walk: StripeWalk;
  store: Pick<Store, 'gaps' | 'write'>;
  marks: Watermarks;
  /** The machine's, for what is shown only. */
  clock: Clock;
}

/**
 * What was recorded before a failure stays; the caller settles the marks once the gap is decided, so that a kill in between repeats both.
 * @throws StripeFailure when Stripe cannot be asked at all
 */
export async function lookForMissed(
  { walk, store, marks, clock }: LookDeps,
  order: LookOrder,
): Promise<LookResult> {
  const { from, signal } = order;
  const foundAt = clock.now();
  const { at, sources: all, accountsAt, accountsFailure } = await walk.lists(signal);
  await marks.begin(at);
  const isFirst = marks.areNew() && from === null;
  const reason = isFirst ? 'first' : order.reason;
  const sources = order.onlyOpen ? all.filter((source) => !marks.trusts(source)) : all;
  const covered: Covered[] = [];
  const certain = new Set<Source>();
  const holes: Hole[] = [];
  let { gapId } = order;
  let asked = 0;
  let listsDone = 0;
  let mustAsk = false;

  const sinceOf = ({ known, certain: isCertain }: Mark): StripeTime =>
    from ?? (isCertain ? known.minus(OVERLAP_MS) : known);

  async function lookAt(source: Source): Promise<void> {
    const mark = marks.of(source, at);
    const oldest = at.minus(RETENTION_MS);
    const since = StripeTime.later(sinceOf(mark), oldest);
    const wasDownForLonger = oldest.isAfter(mark.known);
    const gap: NewGap = {
      reason,
      foundAt,
      beyondRetention: wasDownForLonger || oldest.isAfter(from ?? since),
    };
    let newest: StripeTime | null = null;
    let readAt: StripeTime | null = null;
    let recorded = 0;
    let place = 0;
    try {
      for await (const page of walk.pages(source, { since, until: null }, signal)) {
        signal.throwIfAborted();
        readAt ??= page.at;
        for (const { created } of page.events)
          if (!created.isAfter(page.at))
            newest = newest === null ? created : StripeTime.later(newest, created);
        const here = store.gaps.findKnown(page.events);
        const missed = page.events.flatMap((event, index) => {
          const known = here.get(keyOf(event));
          // Known in another version: that is noted once.
          const isOtherVersion =
            known !== undefined && known.apiVersion !== event.apiVersion && !known.fetched;
          return known === undefined || isOtherVersion
            ? (missedEvent(event, place + index, clock.now()) ?? [])
            : [];
        });
        place += page.events.length;
        asked += page.events.length;
        if (missed.length > 0) {
          const { gapId: id, added } = await store.write.recordMissed(gapId ?? gap, missed);
          gapId = id;
          recorded += added;
        }
        order.onProgress({ asked, listsDone, lists: sources.length });
      }
    } catch (error) {
      // The newest of them are recorded, and the older ones are not known yet.
      if (recorded > 0) mustAsk = true;
      throw error;
    }
    if (recorded > 0 && !mark.certain && !isFirst) mustAsk = true;
    if (wasDownForLonger) gapId = await store.write.gatherGap(gapId ?? gap, []);
    if (gap.beyondRetention && gapId !== null) await store.write.markBeyondRetention(gapId);
    listsDone += 1;
    // What lies between where it was known and where it was asked from is as unknown as before.
    if (from !== null && from.isAfter(mark.known)) {
      if (!marks.trusts(source)) holes.push({ source, since: mark.known, until: from, failure: null });
      return;
    }
    covered.push({ source, newest, at: readAt ?? at });
    if (mark.certain) certain.add(source);
  }

  const { failed, stopped } = await walk.visitAll(sources, lookAt, signal);
  for (const { source, failure } of failed)
    holes.push({ source, since: marks.of(source, at).known, until: null, failure });
  if (accountsFailure !== null) {
    const unknown = marks.of({ kind: 'snapshot', account: UNKNOWN_ACCOUNT }, at).known;
    holes.push({ source: { kind: 'accounts' }, since: unknown, until: null, failure: accountsFailure });
  }
  const failures = holes.flatMap(({ failure }) => failure ?? []);
  const isDone = stopped === null;
  // What an incomplete gap holds of a list that was never read is found again, so that it is asked for then, too.
  const settled = isDone ? covered : covered.filter(({ source }) => certain.has(source));
  const isSettled = new Set(settled.map(({ source }) => source));
  return {
    outcome: { covered: settled, open: sources.filter((source) => !isSettled.has(source)), accountsAt, at },
    uncovered: uncoveredOf(holes),
    failure: stopped ?? failed.find(({ source }) => isOwn(source))?.failure ?? null,
    stopped: !isDone,
    mayRetry: failures.some(({ problem }) => passesByItself(problem.code)),
    mustAsk,
  };
}
