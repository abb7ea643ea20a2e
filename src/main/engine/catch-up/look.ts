// One look at what Stripe has since the line was last believed: what is not here is recorded, into a gap.
import type { GapReason } from '#shared/domain/catch-up.ts';
import type { Clock } from '../ports.ts';
import { keyOf } from '../store/gap-reads.ts';
import type { NewGap } from '../store/gap-writes.ts';
import type { Store } from '../store/store.ts';
import { missedEvent } from './missed-event.ts';
import { asStripeFailure, type Source, type StripeWalk } from './stripe-walk.ts';
import type { Watermarks } from './watermarks.ts';

/** Stripe lists an event a moment after it was created, and not in strict order. */
const OVERLAP_MS = 600_000;
/** How far back the very first look goes. */
const FIRST_LOOK_MS = 3_600_000;

export interface LookOrder {
  reason: GapReason;
  /** Unix milliseconds; null = from the watermarks. */
  from: number | null;
  /** A look that was cut short goes on with this gap. */
  gapId: number | null;
  signal: AbortSignal;
  /** Events listed so far. */
  onProgress: (asked: number) => void;
}

export interface LookResult {
  reason: GapReason;
  gapId: number | null;
  refusedAccounts: string[];
  thinRefused: string | null;
}

export interface LookDeps {
  walk: StripeWalk;
  store: Pick<Store, 'gaps' | 'write'>;
  marks: Watermarks;
  clock: Clock;
}

/** What was recorded before a failure stays, and the watermarks too: the next look lists it all again. @throws StripeFailure */
export async function lookForMissed(
  { walk, store, marks, clock }: LookDeps,
  order: LookOrder,
): Promise<LookResult> {
  const { from, signal } = order;
  const isFirst = marks.of(null) === null && from === null;
  const reason = isFirst ? 'first' : order.reason;
  const begunAt = clock.now();
  const settled = new Map<string | null, number>();
  const refusedAccounts: string[] = [];
  let thinRefused: string | null = null;
  let gapId = order.gapId;
  let asked = 0;

  const begin = (source: Source): { since: number; beyondRetention: boolean } => {
    const mark = source.kind === 'thin' ? marks.of(null) : marks.of(source.account);
    const wished = from ?? (mark === null ? begunAt - FIRST_LOOK_MS : mark - OVERLAP_MS);
    return {
      since: Math.max(wished, walk.oldest()),
      beyondRetention: (from ?? mark ?? wished) < walk.oldest(),
    };
  };

  async function lookAt(source: Source): Promise<void> {
    const { since, beyondRetention } = begin(source);
    let newest = since;
    let place = 0;
    for await (const page of walk.pages(source, { since, until: null }, signal)) {
      signal.throwIfAborted();
      const here = store.gaps.findKnown(page);
      const missed = page.flatMap((event, index) => {
        newest = Math.max(newest, event.createdAt);
        const known = here.get(keyOf(event));
        // Known in another version: that is noted once.
        const isOtherVersion = known !== undefined && known.apiVersion !== event.apiVersion && !known.fetched;
        return known === undefined || isOtherVersion
          ? (missedEvent(event, place + index, clock.now()) ?? [])
          : [];
      });
      place += page.length;
      asked += page.length;
      if (missed.length > 0) {
        const gap: NewGap = { reason, foundAt: begunAt, beyondRetention };
        ({ gapId } = await store.write.recordMissed(gapId ?? gap, missed));
      }
      order.onProgress(asked);
    }
    if (beyondRetention && gapId !== null) await store.write.markBeyondRetention(gapId);
    if (source.kind === 'snapshot') settled.set(source.account, newest);
    // Where the line brings nothing else, they say how far it is known.
    else if (!settled.has(null)) settled.set(null, newest);
  }

  for (const source of await walk.sources(signal)) {
    try {
      await lookAt(source);
    } catch (error) {
      const failure = asStripeFailure(error);
      // Of the own account a refusal is a failure; a connected one may have gone, and thin events are not for everyone.
      if (source.kind === 'snapshot' && source.account === null) throw error;
      if (failure === null || (failure.problem.code !== 'not_allowed' && failure.problem.code !== 'other'))
        throw error;
      if (source.kind === 'thin') thinRefused = failure.message;
      else if (source.account !== null) refusedAccounts.push(source.account);
    }
  }
  await marks.settle(settled);
  return { reason, gapId, refusedAccounts, thinRefused };
}
