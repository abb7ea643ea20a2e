// One run of `stripe trigger`, from its start to what is kept of it.
import type { TriggerLine, TriggerOrder, TriggerProblem } from '#shared/contract/triggers.ts';
import { triggerArguments } from '#shared/domain/triggers/trigger-command.ts';
import type { CliCommands } from '../forwarder/cli-commands.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { startCallRelay, type CallRelay, type RelayedCall } from './call-relay.ts';
import { judgeTrigger, type RefusedCall } from './cli-problem.ts';
import { createMadeObjects } from './made-objects.ts';

type StoredRun = Parameters<Store['write']['upsertTriggerRun']>[0];

export interface RunningTrigger {
  /** Events after this one may be of it. */
  firstSeq: number;
  run(): StoredRun;
  output(): TriggerLine[];
  /** Once it is known to the store. */
  stored: Promise<void>;
  /** Once it has ended and all is kept. */
  over: Promise<void>;
  cancel(): void;
}

export interface TriggerRunDeps {
  id: string;
  order: TriggerOrder;
  firstSeq: number;
  store: Pick<Store, 'write'>;
  cli: CliCommands;
  apiBase: string | null;
  env: NodeJS.ProcessEnv;
  clock: Clock;
  /** Events after the number given may belong to it, as is known now. */
  onMarks: (from: number) => void;
  onChange: () => void;
}

const STRIPE_API = 'https://api.stripe.com';
const TIMEOUT_MS = 180_000;
/** A recipe has at most a few dozen steps; an error may quote more. */
const MOST_LINES = 1_000;
const MOST_LINE_LENGTH = 4_000;
/** How long Stripe may take with what it does by itself: a bank debit that is confirmed late. */
const TRAIL_MS = 3_600_000;
/** The same where only the time tells: what comes later is rather of something else. */
const TIME_TRAIL_MS = 5_000;

export function startTriggerRun({
  id,
  order,
  firstSeq,
  store,
  cli,
  apiBase,
  env,
  clock,
  onMarks,
  onChange,
}: TriggerRunDeps): RunningTrigger {
  const abort = new AbortController();
  const output: TriggerLine[] = [];
  const made = createMadeObjects();
  const requests = new Set<string>();
  let refused: RefusedCall | null = null;
  let wasCancelled = false;
  let run: StoredRun = {
    id,
    order,
    state: 'running',
    startedAt: clock.now(),
    endedAt: null,
    problem: null,
    calls: [],
    matched: 'calls',
    lines: 0,
  };
  const keep = (): Promise<void> => store.write.upsertTriggerRun(run, output);
  const stored = keep();

  const change = (by: Partial<StoredRun>): void => {
    run = { ...run, ...by };
    onChange();
  };

  function heard(stream: TriggerLine['stream'], line: string): void {
    // The CLI sets its steps apart with empty lines.
    if (line.trim() === '' || output.length >= MOST_LINES) return;
    output.push({ number: output.length + 1, stream, text: line.slice(0, MOST_LINE_LENGTH) });
    change({ lines: output.length });
  }

  function called({ method, path, sent, status, requestId, body }: RelayedCall): void {
    const objectId = made.note({ method, path, sent, status, requestId, body });
    if (requestId !== null) requests.add(requestId);
    if (status >= 400) refused = { status, requestId, body };
    change({ calls: [...run.calls, { method, path, status, requestId, objectId }] });
    void mark(null).catch(() => {
      // Written once more at the end, where a failure is told.
    });
  }

  async function mark(time: { from: number; until: number } | null): Promise<void> {
    await store.write.setTriggerMarks(id, {
      requests: [...requests],
      objects: made.ids(),
      until: run.startedAt + TRAIL_MS,
      time,
    });
    onMarks(firstSeq);
  }

  async function go(): Promise<void> {
    const relay = await startCallRelay({ upstream: apiBase ?? STRIPE_API, env, onCall: called }).catch(
      () => null,
    );
    change({ matched: relay === null ? 'time' : 'calls' });
    const said = { stdout: '', stderr: '' };
    const answer = await cli.run(triggerArguments(order), {
      signal: abort.signal,
      timeoutMs: TIMEOUT_MS,
      apiBase: relay?.url,
      onLine(stream, line) {
        said[stream] += `${line}\n`;
        heard(stream, line);
      },
    });
    await relay?.close();
    const endedAt = clock.now();
    const problem = wasCancelled ? null : verdict(judgeTrigger(answer, said, refused), relay, endedAt);
    change({ state: wasCancelled ? 'cancelled' : problem === null ? 'done' : 'failed', endedAt, problem });
    await stored;
    await keep();
    await mark(relay === null ? { from: run.startedAt, until: endedAt + TIME_TRAIL_MS } : null);
  }

  function verdict(
    judged: TriggerProblem | null,
    relay: CallRelay | null,
    endedAt: number,
  ): TriggerProblem | null {
    if (judged === null) return null;
    const unreachable = relay?.unreachable() ?? null;
    if (unreachable !== null) return { ...judged, code: 'network', detail: unreachable };
    const isLate = endedAt - run.startedAt >= TIMEOUT_MS;
    return isLate ? { ...judged, code: 'timed_out' } : judged;
  }

  return {
    firstSeq,
    run: () => run,
    output: () => [...output],
    stored,
    over: go(),
    cancel() {
      wasCancelled = true;
      abort.abort();
    },
  };
}
