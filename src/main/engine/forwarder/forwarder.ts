// Runs and watches `stripe listen`: an explicit state machine over one child process at a time.
import type { LogLine } from '#shared/contract/forwarder.ts';
import { maskSecret } from '#shared/domain/signature.ts';
import type { ForwarderState } from '#shared/domain/forwarder-state.ts';
import type { Clock, Logger } from '../ports.ts';
import { createAccountBook } from './account-lookup.ts';
import {
  cliEnvironment,
  flagStyleOf,
  listenArguments,
  otherFlagStyle,
  readCliVersion,
} from './capabilities.ts';
import type { FlagStyle } from './capabilities.ts';
import { startCliRun } from './cli-run.ts';
import type { CliRun, Heard } from './cli-run.ts';
import type { CliExit } from './failure.ts';
import type { Forwarder, ForwarderOptions } from './forwarder-service.ts';
import { createListeners } from './listeners.ts';
import { judgeLine } from './line-state.ts';
import { locateCli } from './locate-cli.ts';
import { createLogHistory } from './log-history.ts';
import { createRunRegister } from './orphan-sweep.ts';
import { redact } from './redact.ts';
import { planRestart } from './restart-policy.ts';
import { createSerialQueue } from './serial-queue.ts';

export interface ForwarderDeps {
  options: ForwarderOptions;
  /** The receiver's URL; asked at every start, as the port may not be known before. */
  forwardTo: () => string;
  clock: Clock;
  logger: Logger;
  /** What the CLI inherits. Default: the environment of this process. */
  env?: NodeJS.ProcessEnv;
}

/**
 * What is going on. Exactly one at a time; only the functions marked "in the queue" move between them, and the exit of the
 * running process. `run` is compared by identity, so that a late word of an earlier process changes nothing.
 */
type Phase =
  | { name: 'idle' }
  | { name: 'launching'; abort: AbortController }
  | { name: 'running'; run: CliRun; ticker: NodeJS.Timeout }
  | { name: 'stopping'; run: CliRun }
  | { name: 'waiting'; timer: NodeJS.Timeout; until: number };

export function createForwarder({
  options,
  forwardTo,
  clock,
  logger,
  env = process.env,
}: ForwarderDeps): Forwarder {
  /** The running CLI has it; another one counts from the next start. */
  let apiKey = options.apiKey();
  const history = createLogHistory(clock);
  const register = createRunRegister(options.dataDir);
  const account = createAccountBook();

  let phase: Phase = { name: 'idle' };
  /** The verdict while nothing runs. */
  let settled: { state: ForwarderState; detail: string | null } = {
    state: options.listen ? 'stopped' : 'disabled',
    detail: null,
  };
  let shown = { ...settled, since: clock.now() };
  /** What was last asked for; a restart that comes due after stop() finds false here. */
  let wanted = false;
  let disposed = false;

  let cli: { path: string; version: string | null } | null = null;
  /** Learned from a CLI that refused the flags its version promised. */
  let learned: { path: string; version: string | null; style: FlagStyle } | null = null;
  let accountId: string | null = null;
  let apiVersion: string | null = null;
  let secret: string | null = null;
  let failures = 0;
  let renewals = 0;
  let restarts = 0;

  const inOrder = createSerialQueue((error) => {
    logger.error('The forwarder failed unexpectedly.', error);
    if (phase.name === 'launching') settle('crashed', 'Hookline could not start stripe listen.');
  });
  /** The record of the running process is written and removed in order, whatever else is going on. */
  const keepBooks = createSerialQueue((error) => {
    logger.warn(`The running Stripe CLI could not be noted down: ${String(error)}`);
  });
  const onListenerError = (error: unknown): void =>
    logger.error('A listener of the forwarder failed.', error);
  const changed = createListeners<void>(onListenerError);
  const secretFound = createListeners<string>(onListenerError);

  const clean = (text: string): string => redact(text, [apiKey, secret]);
  const say = (level: LogLine['level'], text: string): void => history.add('hookline', level, clean(text));

  /** Brings what is shown up to date and tells everyone. */
  const refresh = (): void => {
    const now = clock.now();
    const next =
      phase.name === 'running'
        ? judgeLine(phase.run.line, now)
        : phase.name === 'launching'
          ? { state: 'starting' as const, detail: null }
          : phase.name === 'stopping'
            ? shown
            : settled;
    const detail = next.detail === null ? null : clean(next.detail);
    if (next.state !== shown.state) {
      logger.info(`Forwarder: ${next.state}${detail === null ? '' : ` (${detail})`}`);
      shown = { state: next.state, detail, since: now };
    } else shown = { ...shown, detail };
    changed.call();
  };

  const settle = (state: ForwarderState, detail: string | null): void => {
    phase = { name: 'idle' };
    settled = { state, detail };
    refresh();
  };

  const takeKey = (): void => {
    const next = options.apiKey();
    if (next === apiKey) return;
    apiKey = next;
    // What is known is of the account before.
    accountId = null;
    apiVersion = null;
  };

  /** In the queue. */
  const launch = async (): Promise<void> => {
    const abort = new AbortController();
    phase = { name: 'launching', abort };
    refresh();
    takeKey();
    const cliEnv = cliEnvironment(env, apiKey);
    const located = locateCli(options.binPath);
    const { path } = located;
    if (path === null) return fail('not_found', located.problem.problem);
    const orphan = await register.sweep().catch(() => null);
    if (orphan !== null)
      say('warning', `ended a stripe listen left behind by an earlier run (pid ${orphan})`);
    const probe = located.version === null ? await readCliVersion(path, cliEnv, abort.signal) : located;
    if (abort.signal.aborted) return settle('stopped', null);
    cli = { path, version: probe.version };
    if (probe.problem !== null) return fail('not_found', probe.problem.problem);

    const style = isLearned() && learned !== null ? learned.style : flagStyleOf(probe.version);
    const run = startCliRun({
      path,
      args: listenArguments({ ...options, style, forwardTo: forwardTo() }),
      env: cliEnv,
      style,
      clock,
      onHeard: heard,
    });
    const ticker = setInterval(() => {
      try {
        tick(run);
      } catch (error) {
        onListenerError(error);
      }
    }, 1_000);
    ticker.unref();
    phase = { name: 'running', run, ticker };
    say('info', `starting stripe ${probe.version ?? '(unknown version)'}`);
    run.process.gone.then((exit) => ended(run, exit)).catch(onListenerError);
    const { pid } = run.process;
    refresh();
    if (pid !== null) await keepBooks(() => register.record(pid, path));
  };

  const isLearned = (): boolean => learned?.path === cli?.path && learned?.version === cli?.version;

  const fail = (state: ForwarderState, detail: string): void => {
    say('error', detail);
    settle(state, detail);
  };

  const tick = (run: CliRun): void => {
    const reason = run.tick();
    if (reason !== null) {
      say('error', reason);
      void run.process.terminate();
    }
    const before = shown.state;
    // Only the passing of time can have changed the verdict here; most ticks change nothing.
    if (phase.name === 'running' && phase.run === run && judgeLine(run.line, clock.now()).state !== before)
      refresh();
  };

  const heard = (run: CliRun, { line, stream, note, moved, renewed }: Heard): void => {
    if (note !== null) history.add(stream, note.level, clean(note.text));
    if (line.kind === 'ready') {
      secret = line.secret;
      apiVersion = line.apiVersion;
      secretFound.call(line.secret);
    }
    if (renewed) renewals += 1;
    if (line.kind === 'debug' && line.accountId !== null) accountId = line.accountId;
    const current = phase.name === 'running' && phase.run === run;
    // Not before Ready, so that two CLIs never create the configuration file at once.
    if (line.kind === 'ready' && current && cli !== null)
      account.lookUp(cli.path, cliEnvironment(env, apiKey), () => changed.call());
    if (current && moved) refresh();
    else if (note !== null) changed.call();
  };

  /** The process is gone, by itself or by us. */
  const ended = (run: CliRun, exit: CliExit): void => {
    void keepBooks(() => register.forget());
    if (phase.name !== 'running' || phase.run !== run) return;
    clearInterval(phase.ticker);
    const failure = run.failure(exit);
    if (failure.cure === 'other_flags' && cli !== null && !isLearned()) {
      learned = { ...cli, style: otherFlagStyle(run.style) };
      say('info', 'this CLI wants other flags, trying those');
      phase = { name: 'launching', abort: new AbortController() };
      relaunch(phase);
      return;
    }
    say('error', `stripe listen ended: ${failure.detail}`);
    settled = { state: failure.state, detail: failure.detail };
    const plan = planRestart(
      { failure, livedMs: run.livedMs(), readyMs: run.readyMs(), failures },
      Math.random,
    );
    phase = { name: 'idle' };
    if (plan !== null) {
      failures = plan.failures;
      say('info', `restarting in ${Math.round(plan.delayMs / 1_000)} s`);
      const timer = setTimeout(() => {
        restarts += 1;
        relaunch(waiting);
      }, plan.delayMs);
      timer.unref();
      const waiting: Phase = { name: 'waiting', timer, until: clock.now() + plan.delayMs };
      phase = waiting;
    }
    refresh();
  };

  /** Launches in the queue, unless something else has begun until then. */
  const relaunch = (from: Phase): void => {
    void inOrder(async () => {
      if (wanted && phase === from) await launch();
      else if (phase === from) phase = { name: 'idle' };
    });
  };

  /** In the queue. Leaves nothing running and nothing planned. */
  const halt = async (): Promise<void> => {
    if (phase.name === 'waiting') clearTimeout(phase.timer);
    if (phase.name === 'running') {
      const { run, ticker } = phase;
      clearInterval(ticker);
      phase = { name: 'stopping', run };
      await run.process.terminate();
      say('info', 'stopped stripe listen');
    }
    phase = { name: 'idle' };
    await Promise.all([keepBooks(() => Promise.resolve()), account.forget()]);
  };

  const stop = (): Promise<void> => {
    wanted = false;
    if (phase.name === 'launching') phase.abort.abort();
    return inOrder(async () => {
      await halt();
      if (settled.state !== 'disabled' || shown.state !== 'disabled') settle('stopped', null);
    });
  };

  const begin = (fromScratch: boolean): Promise<void> => {
    if (disposed) return Promise.resolve();
    wanted = true;
    return inOrder(async () => {
      if (!wanted || (!fromScratch && phase.name === 'running')) return;
      await halt();
      failures = 0;
      await launch();
    });
  };

  return {
    status: () => {
      const line = phase.name === 'running' ? phase.run.line : null;
      return {
        ...shown,
        cliPath: cli?.path ?? options.binPath,
        cliVersion: cli?.version ?? null,
        pid: phase.name === 'running' ? phase.run.process.pid : null,
        ...account.facts(accountId, apiKey),
        apiVersion,
        secretMasked: secret === null ? null : maskSecret(secret),
        lineHealth: line === null ? 'unknown' : judgeLine(line, clock.now()).health,
        lastHeartbeatAt: line?.lastSignAt ?? null,
        renewals,
        restarts,
        nextRestartAt: phase.name === 'waiting' ? phase.until : null,
        events: [...options.events],
        logSeq: history.lastSeq(),
      };
    },
    log: (after) => history.after(after),
    secret: () => secret,
    secretPending: () =>
      phase.name === 'launching' || (phase.name === 'running' && !phase.run.line.announced),
    start: () => begin(false),
    stop,
    restart: () => begin(true),
    onChange: (listener) => changed.add(listener),
    onSecret: (listener) => secretFound.add(listener),
    async dispose() {
      disposed = true;
      await stop();
      changed.clear();
      secretFound.clear();
    },
  };
}
