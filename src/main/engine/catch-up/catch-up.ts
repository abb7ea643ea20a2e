// Nothing missed: asks Stripe after every break of the line what it has, records what is not here, and delivers it by policy or choice.
import type { CatchUpStatus, Gap, GapDetail, GapEvent, StripeProblem } from '#shared/contract/catch-up.ts';
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { GapEventState, GapReason } from '#shared/domain/catch-up.ts';
import type { EventEnvelope } from '#shared/domain/event-envelope.ts';
import type { Clock } from '../ports.ts';
import type { StripeEvents } from '../stripe-events/stripe-events.ts';
import type { Store } from '../store/store.ts';
import { createGapDelivery, type GapDeliveryDeps } from './gap-delivery.ts';
import { createGapList } from './gap-list.ts';
import { createLineWatch } from './line-watch.ts';
import { lookForMissed } from './look.ts';
import { createReconcile, type Reconcile } from './reconcile.ts';
import { asStripeFailure, createStripeWalk } from './stripe-walk.ts';
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
  /** Resolves when Stripe has been asked to the end, or could not be. @param from Unix milliseconds; null = from what was seen last */
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
  heard(envelope: Pick<EventEnvelope, 'account' | 'createdAt'>): void;
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
const PASSING: ReadonlySet<StripeProblem['code']> = new Set<StripeProblem['code']>([
  'rate_limited',
  'offline',
  'other',
]);
const KEPT_GAPS = 200;

export function createCatchUp(deps: CatchUpDeps): CatchUp {
  const { store, stripe, line, settings, clock, onChange } = deps;
  const closing = new AbortController();
  const marks = createWatermarks(store, (error) =>
    deps.onError('Up to when events are known could not be stored.', error),
  );
  const accounts = (): string[] => [...new Set([...marks.accounts(), ...store.gaps.listAccounts()])];
  const walk = createStripeWalk({ stripe, types: deps.types, knownAccounts: accounts, clock });
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
  let problem: StripeProblem | null = null;
  let refusedAccounts: string[] = [];
  let thinRefused: string | null = null;
  let silentLine: CatchUpStatus['silentLine'] = null;
  let queued: { reason: GapReason; from: number | null } | null = null;
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
    since: (account) => Math.min(line().since, marks.of(account) ?? line().since),
    mayAsk: () => settings().catchUp.watch && running === null && marks.trusted() && deps.refusal() === null,
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

  function planRetry(code: StripeProblem['code']): void {
    if (!PASSING.has(code) || closing.signal.aborted) return;
    const delayMs = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** failures);
    failures += 1;
    const timer = setTimeout(() => lookSoon('retry'), delayMs);
    timer.unref();
    retry = { timer, at: clock.now() + delayMs };
  }

  /** By the policy, or left to be chosen. */
  async function decide(id: number, reason: GapReason, foundAt: number): Promise<void> {
    const oldest = store.gaps.oldestOfGap(id);
    const { deliverWithinMs } = settings().catchUp;
    if (oldest === null) await store.write.setGapState(id, 'done', clock.now());
    else if (reason === 'first') {
      await store.write.chooseOfGap(id, []);
      await store.write.setGapState(id, 'recorded', clock.now());
    } else {
      const isFresh = deliverWithinMs > 0 && foundAt - oldest <= deliverWithinMs && reason !== 'reconcile';
      await store.write.setGapState(id, isFresh ? 'delivering' : 'found', null);
    }
  }

  async function lookOnce({ reason, from }: { reason: GapReason; from: number | null }): Promise<void> {
    const session = sessions;
    if (retry !== null) clearTimeout(retry.timer);
    retry = null;
    looking = { reason, since: clock.now(), asked: 0 };
    onChange();
    // One that was cut short is gone on with; a comparison's waits for its choice.
    const begun = store.gaps.listGapsIn(['looking']).filter((gap) => gap.reason !== 'reconcile');
    try {
      const found = await lookForMissed(
        { walk, store, marks, clock },
        {
          reason: begun[0]?.reason ?? reason,
          from,
          gapId: begun[0]?.id ?? null,
          signal: closing.signal,
          onProgress(asked) {
            if (looking !== null) looking = { ...looking, asked };
            gaps.changed();
            onChange();
          },
        },
      );
      if (session !== sessions) marks.distrust();
      ({ refusedAccounts, thinRefused } = found);
      for (const gap of store.gaps.listGapsIn(['looking'])) await decide(gap.id, gap.reason, gap.foundAt);
      lookedAt = clock.now();
      problem = null;
      failures = 0;
      await store.write.trimGaps(KEPT_GAPS);
    } catch (error) {
      if (closing.signal.aborted) return;
      const failure = asStripeFailure(error);
      const detail = error instanceof Error ? error.message : String(error);
      problem = failure?.problem ?? { code: 'other', detail };
      if (failure === null) deps.onError('What was missed could not be recorded.', error);
      planRetry(problem.code);
    } finally {
      looking = null;
      gaps.changed();
      onChange();
    }
    delivery.kick();
  }

  async function lookAll(): Promise<void> {
    for (let next = queued; next !== null && !closing.signal.aborted; next = queued) {
      queued = null;
      if (deps.refusal() === null) await lookOnce(next);
    }
  }

  function look(reason: GapReason, from: number | null = null): Promise<void> {
    queued = {
      reason: queued?.reason ?? reason,
      from:
        queued !== null && queued.from !== null && from !== null
          ? Math.min(queued.from, from)
          : (queued?.from ?? from),
    };
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
    refusedAccounts,
    thinRefused,
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
    heard({ account, createdAt }) {
      watchdog.heard();
      if (silentLine !== null) {
        silentLine = null;
        onChange();
      }
      if (createdAt !== null) marks.heard(account, createdAt);
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
