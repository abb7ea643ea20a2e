// Triggers: runs `stripe trigger`, keeps what was run and what it printed, and watches for the events that come of it.
import { randomBytes } from 'node:crypto';
import type { EventSummary } from '#shared/contract/events.ts';
import type {
  TriggerLine,
  TriggerOffer,
  TriggerOrder,
  TriggerRun,
  WebhookEndpoint,
  TriggerProblem,
} from '#shared/contract/triggers.ts';
import type { Status } from '#shared/contract/status.ts';
import type { CliCommands } from '../forwarder/cli-commands.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { createStripeResend, type ResendAtStripe } from './stripe-resend.ts';
import { createTriggerOffers } from './trigger-offers.ts';
import { startTriggerRun, type RunningTrigger } from './trigger-run.ts';

export class LiveModeError extends Error {
  readonly code = 'LIVE_MODE';
}

export class TooManyTriggersError extends Error {
  readonly code = 'TOO_MANY';
}

export interface Triggers {
  list(): Promise<TriggerOffer>;
  /** Newest first. */
  runs(most: number): TriggerRun[];
  /** @throws LiveModeError, TooManyTriggersError */
  run(order: TriggerOrder): Promise<TriggerRun>;
  /** The same once more. @throws as run() */
  again(id: string): Promise<TriggerRun | null>;
  find(id: string): { run: TriggerRun; output: TriggerLine[]; events: EventSummary[] } | null;
  /** Resolves when the CLI is gone. */
  cancel(id: string): Promise<TriggerRun | null>;
  ofEvent(eventId: string): TriggerRun | null;
  webhookEndpoints(): Promise<{ endpoints: WebhookEndpoint[]; problem: TriggerProblem | null }>;
  resendAtStripe(order: ResendAtStripe): Promise<TriggerProblem | null>;
  status(): Status['triggers'];
  dispose(): Promise<void>;
}

export interface TriggersDeps {
  store: Pick<Store, 'triggers' | 'reads' | 'write' | 'onCommit'>;
  cli: CliCommands;
  /** Loopback stand-in for Stripe; null = Stripe. */
  apiBase: string | null;
  /** Whether the key in use is a live one; null = not known. */
  livemode: () => boolean | null;
  env?: NodeJS.ProcessEnv;
  clock: Clock;
  onChange: () => void;
  onError: (error: unknown) => void;
}

const MOST_RUNNING = 4;
const KEPT_RUNS = 200;
const MOST_EVENTS = 500;
const MATCH_AFTER_MS = 60;
/** After a start, so many of the newest events are looked at once more. */
const LOOK_BACK = 1_000;

export function createTriggers({
  store,
  cli,
  apiBase,
  livemode,
  env = process.env,
  clock,
  onChange,
  onError,
}: TriggersDeps): Triggers {
  const running = new Map<string, RunningTrigger>();
  const offers = createTriggerOffers(cli);
  const resend = createStripeResend(cli);
  let version = 0;
  let lookFrom = Math.max(0, store.triggers.newestSeq() - LOOK_BACK);
  let isDirty = true;
  let timer: NodeJS.Timeout | null = null;
  let matching: Promise<void> = Promise.resolve();
  let disposed = false;
  let anyRuns = store.triggers.listTriggerRuns(1).length > 0;

  const changed = (): void => {
    version += 1;
    onChange();
  };

  /** What was cut short by the end of Hookline is not running any more. */
  for (const cut of anyRuns ? store.triggers.listTriggerRuns(KEPT_RUNS) : []) {
    if (cut.state !== 'running') continue;
    const { eventCount: _, ...kept } = cut;
    const problem = { code: 'interrupted' as const, detail: null, param: null, requestId: null };
    store.write
      .upsertTriggerRun(
        { ...kept, state: 'failed', endedAt: clock.now(), problem },
        store.triggers.listTriggerOutput(cut.id),
      )
      .then(changed, onError);
  }

  /** An event may be here before the answer of the call that caused it. */
  function matchSoon(from: number | null = null): void {
    if (from !== null) {
      lookFrom = Math.min(lookFrom, from);
      isDirty = true;
    }
    if (disposed || !anyRuns) return;
    timer ??= setTimeout(() => {
      timer = null;
      matching = matching.then(match).catch(onError);
    }, MATCH_AFTER_MS);
  }

  async function match(): Promise<void> {
    const newest = store.triggers.newestSeq();
    if (!isDirty && newest <= lookFrom) return;
    isDirty = false;
    const after = lookFrom;
    // While something runs, its marks are still to come.
    lookFrom = Math.min(newest, ...[...running.values()].map(({ firstSeq }) => firstSeq));
    if ((await store.write.matchTriggers(after)) > 0) changed();
  }

  const stopListening = store.onCommit(() => {
    if (isDirty || store.triggers.newestSeq() > lookFrom) matchSoon();
  });

  /** What is running is known better than it is stored. */
  const shown = (run: TriggerRun): TriggerRun => {
    const live = running.get(run.id);
    return live === undefined ? run : { ...live.run(), eventCount: run.eventCount };
  };

  async function start(order: TriggerOrder): Promise<TriggerRun> {
    if (livemode() === true) throw new LiveModeError('Triggers are for test mode alone.');
    if (running.size >= MOST_RUNNING) throw new TooManyTriggersError('Several triggers are running already.');
    const id = `tr_${randomBytes(6).toString('hex')}`;
    anyRuns = true;
    const one = startTriggerRun({
      id,
      order,
      firstSeq: store.triggers.newestSeq(),
      store,
      cli,
      apiBase,
      env,
      clock,
      onMarks: (from) => matchSoon(from),
      onChange: changed,
    });
    running.set(id, one);
    one.over.catch(onError).finally(() => {
      running.delete(id);
      matchSoon(one.firstSeq);
      changed();
    });
    await one.stored;
    await store.write.trimTriggerRuns(KEPT_RUNS);
    return { ...one.run(), eventCount: 0 };
  }

  function findRun(id: string): TriggerRun | null {
    const stored = store.triggers.findTriggerRun(id);
    return stored === null ? null : shown(stored);
  }

  return {
    list: () => offers.list(),
    runs: (most) => store.triggers.listTriggerRuns(most).map(shown),
    run: start,
    async again(id) {
      const before = findRun(id);
      return before === null ? null : await start(before.order);
    },
    find(id) {
      const found = findRun(id);
      if (found === null) return null;
      const events = store.triggers
        .listTriggerSeqs(id, MOST_EVENTS)
        .map((seq) => store.reads.findEventBySeq(seq))
        .filter((event) => event !== null);
      return {
        run: found,
        output: running.get(id)?.output() ?? store.triggers.listTriggerOutput(id),
        events: events.toSorted(
          (one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0) || one.seq - other.seq,
        ),
      };
    },
    async cancel(id) {
      const one = running.get(id);
      one?.cancel();
      await one?.over.catch(() => {});
      return findRun(id);
    },
    ofEvent(eventId) {
      const id = store.triggers.findTriggerOfEvent(eventId);
      return id === null ? null : findRun(id);
    },
    webhookEndpoints: () => resend.webhookEndpoints(),
    resendAtStripe: (order) => resend.resend(order),
    status: () => ({ version, running: [...running.keys()] }),
    async dispose() {
      disposed = true;
      stopListening();
      if (timer !== null) clearTimeout(timer);
      for (const one of running.values()) one.cancel();
      await Promise.allSettled([...[...running.values()].map(({ over }) => over), matching]);
    },
  };
}
