// Nothing missed: asks Stripe after every break of the line what it has, records what is not here, and delivers it by policy or choice.
import type { CatchUpStatus, Gap, GapDetail, GapEvent } from '#shared/contract/catch-up.ts';
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { GapEventState, GapReason } from '#shared/domain/catch-up.ts';
import { StripeTime } from '#shared/domain/stripe-time.ts';
import type { EventEnvelope } from '#shared/domain/event-envelope.ts';
import type { Clock } from '../ports.ts';
import type { StripeEvents } from '../stripe-events/stripe-events.ts';
import type { Store } from '../store/store.ts';
import { createGapDelivery, type GapDeliveryDeps } from './gap-delivery.ts';
import { createGapList } from './gap-list.ts';
import { createLineWatch } from './line-watch.ts';
import { lookForMissed, passesByItself, type LookResult } from './look.ts';
import { createReconcile, type Reconcile } from './reconcile.ts';
import { asStripeFailure, createStripeWalk, type Source } from './stripe-walk.ts';
import { createWatchdog, type Watchdog, type WatchdogTimes } from './watchdog.ts';
import { createWatermarks } from './watermarks.ts';

export type ChoiceProblem = 'NOT_FOUND' | 'LOOKING' | 'NOTHING_NAMED' | 'NO_ENDPOINT' | 'NO_SECRET';

export class ChoiceError extends Error {
  readonly code: ChoiceProblem;
  constructor(code: ChoiceProblem) {
    super(code);
    this.code = code;
  }
}

export interface CatchUp {
  /** Its gaps as they were read last, some moments ago. */
  status(): CatchUpStatus;
  statusNow(): Promise<CatchUpStatus>;
  /**
   * Resolves when Stripe has been asked to the end, or could not be.
   * @param from Unix milliseconds by Stripe's clock; null = each list from where it is known
   */
  look(reason: GapReason, from?: number | null): Promise<void>;
  gap(id: number): Promise<GapDetail | null>;
  /** In the order of creation. */
  events(id: number, state: GapEventState | null, from: number, most: number): Promise<GapEvent[]>;
  /** @throws ChoiceError */
  choose(id: number, what: 'all' | 'some' | 'record', ids?: readonly string[]): Promise<Gap>;
  pause(id: number): Promise<Gap | null>;
  resume(id: number): Promise<Gap | null>;
  cancel(id: number): Promise<Gap | null>;
  reconcile: Omit<Reconcile, 'gather' | 'dispose'>;
  /** @param ids null = all differences. @throws ReconcileError, ChoiceError, StripeFailure */
  settle(what: 'record' | 'deliver', ids: readonly string[] | null): Promise<Gap | null>;
  watchdog: Pick<Watchdog, 'look'>;
  /** The state of the forwarder may be another. */
  lineChanged(): void;
  /** An event came by the line. */
  heard(envelope: Pick<EventEnvelope, 'account' | 'createdAt' | 'kind'>): void;
  /** A secret or an endpoint was found or changed; also once at the start, when what an earlier run was delivering goes on. */
  mayDeliverNow(): void;
  dispose(): Promise<void>;
}

export interface CatchUpDeps extends Pick<GapDeliveryDeps, 'match' | 'send' | 'obstacle'> {
  store: Store;
  stripe: StripeEvents;
  /** Event types the line is asked for; empty = all snapshot events. */
  types: readonly string[];
  line: () => Pick<ForwarderStatus, 'state' | 'since' | 'renewals' | 'pid'>;
  restartLine: () => Promise<void>;
  /** Why the account in use must not be asked: its events belong into another history, or nothing here is real. */
  refusal: () => string | null;
  settings: () => Settings;
  clock: Clock;
  watchdog?: WatchdogTimes | undefined;
  onChange: () => void;
  onError: (message: string, error: unknown) => void;
}

/** After a problem that passes by itself; doubled each time up to the longest. */
const RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 300_000;
const KEPT_GAPS = 200;
const OWN: Source = { kind: 'snapshot', account: null };

export function createCatchUp(deps: CatchUpDeps): CatchUp {
  const { store, stripe, line, settings, clock, onChange } = deps;
  const closing = new AbortController();
  const marks = createWatermarks(store, (error) =>
    deps.onError('Up to when events are known could not be stored.', error),
  );
  const accounts = (): string[] => [...new Set([...marks.accounts(), ...store.gaps.listAccounts()])];
  const walk = createStripeWalk({ stripe, types: deps.types, knownAccounts: accounts });
  const gaps = createGapList({
    store,
    onChange,
    onError: (error) => deps.onError('What was missed could not be read.', error),
  });
  const delivery = createGapDelivery({
    store,
    match: deps.match,
    send: deps.send,
    obstacle: deps.obstacle,
    clock,
    onChange: () => gaps.changed(),
    onError: (error) => deps.onError('What was missed could not be delivered.', error),
  });
  const reconcile = createReconcile({ walk, store, clock, onChange });
  const lineWatch = createLineWatch();

  let looking: CatchUpStatus['looking'] = null;
  let lookedAt: number | null = null;
  let problem: CatchUpStatus['problem'] = null;
  let uncovered: CatchUpStatus['uncovered'] = [];
  let silentLine: CatchUpStatus['silentLine'] = null;
  /** Waiting to be asked: from where each list is known, and from a moment somebody named. Neither stands for the other. */
  let queued: GapReason | null = null;
  let queuedFrom: StripeTime | null = null;
  let running: Promise<void> | null = null;
  let retry: { timer: NodeJS.Timeout; at: number } | null = null;
  let failures = 0;
  /** A session began while events may have been missed, and the watermarks must not be moved by what it brings. */
  let sessions = 0;

  const watchdog = createWatchdog({
    stripe,
    store,
    walk,
    line,
    since: (account) => marks.trustedFrom({ kind: 'snapshot', account }),
    mayAsk: () =>
      settings().catchUp.watch && running === null && marks.trusts(OWN) && deps.refusal() === null,
    accounts,
    clock,
    times: deps.watchdog,
    onDead(silent) {
      silentLine = silent;
      marks.distrust();
      onChange();
      deps
        .restartLine()
        .catch((error: unknown) => deps.onError('The dead line could not be restarted.', error));
      // Whether or not the line comes back.
      lookSoon('watchdog');
    },
    onError: (error) =>
      deps.onError('Stripe could not be asked whether the line brings what it should.', error),
  });

  function planRetry(): void {
    if (closing.signal.aborted) return;
    const delayMs = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** failures);
    failures += 1;
    const timer = setTimeout(() => lookSoon('retry'), delayMs);
    timer.unref();
    retry = { timer, at: clock.now() + delayMs };
  }

  /** By the policy, or left to be chosen. */
  async function decide(id: number, reason: GapReason, { outcome, mustAsk }: LookResult): Promise<void> {
    const oldest = store.gaps.oldestOfGap(id);
    const { deliverWithinMs } = settings().catchUp;
    if (oldest === null) await store.write.setGapState(id, 'done', clock.now());
    else if (reason === 'first') {
      await store.write.chooseOfGap(id, []);
      await store.write.setGapState(id, 'recorded', clock.now());
    } else {
      const ageMs = outcome.at.since(StripeTime.ofUnixMs(oldest));
      const isFresh = deliverWithinMs > 0 && ageMs <= deliverWithinMs;
      const isSent = isFresh && !mustAsk && reason !== 'reconcile';
      await store.write.setGapState(id, isSent ? 'delivering' : 'found', null);
    }
  }

  function couldNotAsk(error: unknown): void {
    const failure = asStripeFailure(error);
    const detail = error instanceof Error ? error.message : String(error);
    problem = failure?.problem ?? { code: 'other', detail };
    if (failure === null) deps.onError('What was missed could not be recorded.', error);
    if (passesByItself(problem.code)) planRetry();
  }

  async function lookOnce(reason: GapReason, from: StripeTime | null): Promise<void> {
    const session = sessions;
    if (retry !== null) clearTimeout(retry.timer);
    retry = null;
    looking = { reason, since: clock.now(), asked: 0, listsDone: 0, lists: 0 };
    onChange();
    // One that was cut short is gone on with; a comparison's waits for its choice.
    const begun = store.gaps.listGapsIn(['looking']).find((gap) => gap.reason !== 'reconcile');
    try {
      const found = await lookForMissed(
        { walk, store, marks, clock },
        {
          reason: begun?.reason ?? reason,
          from,
          onlyOpen: reason === 'retry',
          gapId: begun?.id ?? null,
          signal: closing.signal,
          onProgress(progress) {
            if (looking !== null) looking = { ...looking, ...progress };
            gaps.changed();
            onChange();
          },
        },
      );
      // A gap that is not complete waits for the look that completes it.
      if (!found.stopped)
        for (const gap of store.gaps.listGapsIn(['looking'])) await decide(gap.id, gap.reason, found);
      const trust = session === sessions && line().state === 'ready';
      await marks.settle({ ...found.outcome, trust });
      ({ uncovered } = found);
      problem = found.failure?.problem ?? null;
      if (problem === null) lookedAt = clock.now();
      if (found.mayRetry) planRetry();
      else failures = 0;
      await store.write.trimGaps(KEPT_GAPS);
    } catch (error) {
      if (closing.signal.aborted) return;
      couldNotAsk(error);
    } finally {
      looking = null;
      gaps.changed();
      onChange();
    }
    delivery.kick();
  }

  async function lookAll(): Promise<void> {
    while ((queued !== null || queuedFrom !== null) && !closing.signal.aborted) {
      const [reason, from] = queued === null ? (['asked', queuedFrom] as const) : ([queued, null] as const);
      if (queued === null) queuedFrom = null;
      else queued = null;
      if (deps.refusal() === null) await lookOnce(reason, from);
    }
  }

  function look(reason: GapReason, from: number | null = null): Promise<void> {
    if (from === null) queued = queued === null || queued === 'retry' ? reason : queued;
    else {
      const asked = StripeTime.ofUnixMs(from);
      queuedFrom = queuedFrom === null ? asked : StripeTime.earlier(queuedFrom, asked);
    }
    running ??= lookAll().finally(() => {
      running = null;
      onChange();
    });
    return running;
  }

  /** For those who do not wait for it. */
  function lookSoon(reason: GapReason): void {
    look(reason).catch((error: unknown) =>
      deps.onError('Stripe could not be asked for what was missed.', error),
    );
  }

  const shownGap = async (id: number): Promise<Gap | null> => {
    gaps.changed();
    return await store.reader.findGap(id);
  };

  function requireWay(): void {
    const obstacle = deps.obstacle();
    if (obstacle !== null) throw new ChoiceError(obstacle === 'no_secret' ? 'NO_SECRET' : 'NO_ENDPOINT');
  }

  async function setState(
    id: number,
    state: 'delivering' | 'paused' | 'recorded' | 'cancelled',
  ): Promise<void> {
    const isOver = state === 'recorded' || state === 'cancelled';
    await store.write.setGapState(id, state, isOver ? clock.now() : null);
    if (state === 'delivering') delivery.kick();
  }

  const status = (): CatchUpStatus => ({
    looking,
    lookedAt,
    nextLookAt: retry?.at ?? null,
    problem,
    uncovered,
    silentLine,
    gaps: gaps.shown(),
  });

  return {
    status,
    async statusNow() {
      await gaps.read();
      return status();
    },
    look,
    gap: (id) => store.reader.findGapDetail(id),
    events: (id, state, from, most) => store.reader.listGapEvents(id, state, from, most),

    async choose(id, what, ids = []) {
      const state = store.gaps.gapState(id);
      if (state === null) throw new ChoiceError('NOT_FOUND');
      if (state === 'looking') throw new ChoiceError('LOOKING');
      if (what === 'some' && ids.length === 0) throw new ChoiceError('NOTHING_NAMED');
      if (what !== 'record') requireWay();
      await store.write.chooseOfGap(id, what === 'all' ? null : what === 'some' ? ids : []);
      await setState(id, what === 'record' ? 'recorded' : 'delivering');
      const gap = await shownGap(id);
      if (gap === null) throw new ChoiceError('NOT_FOUND');
      return gap;
    },
    async pause(id) {
      if (store.gaps.gapState(id) === 'delivering') await setState(id, 'paused');
      return await shownGap(id);
    },
    async resume(id) {
      if (store.gaps.gapState(id) === 'paused') await setState(id, 'delivering');
      return await shownGap(id);
    },
    async cancel(id) {
      const state = store.gaps.gapState(id);
      if (state === 'delivering' || state === 'paused') {
        await store.write.chooseOfGap(id, []);
        await setState(id, 'cancelled');
      }
      return await shownGap(id);
    },

    reconcile,
    async settle(what, ids) {
      if (what === 'deliver') requireWay();
      const id = await reconcile.gather(ids);
      if (id === null) return null;
      if (what === 'record') await store.write.chooseOfGap(id, []);
      await setState(id, what === 'record' ? 'recorded' : 'delivering');
      return await shownGap(id);
    },

    watchdog,
    lineChanged() {
      const reason = lineWatch.hear(line());
      if (reason === null) return;
      sessions += 1;
      marks.distrust();
      if (reason !== 'down') lookSoon(silentLine === null ? reason : 'watchdog');
    },
    heard({ account, createdAt, kind }) {
      watchdog.heard();
      if (silentLine !== null) {
        silentLine = null;
        onChange();
      }
      const source: Source = kind === 'thin' ? { kind } : { kind: 'snapshot', account };
      if (createdAt !== null) marks.heard(source, StripeTime.ofUnixMs(createdAt), stripe.now());
    },
    mayDeliverNow: () => delivery.kick(),

    async dispose() {
      closing.abort(new Error('Hookline is shutting down.'));
      if (retry !== null) clearTimeout(retry.timer);
      watchdog.dispose();
      delivery.dispose();
      gaps.dispose();
      await Promise.allSettled([running, reconcile.dispose()]);
      await marks.dispose();
    },
  };
}
