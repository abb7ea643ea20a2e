// Signs in to Stripe with the CLI: asks for a code, waits until somebody confirms it in the browser, and tells how it went.
import type { SignIn } from '#shared/contract/account.ts';
import type { CliCommands } from '../forwarder/cli-commands.ts';
import type { Clock } from '../ports.ts';
import { loginProblem, readLoggedIn, readLoginAnswer, type LoggedIn } from './login-answer.ts';

export interface SignInService {
  state(): SignIn;
  /** Begins anew unless one is under way; resolves when there is a code, or none to be had. */
  begin(): Promise<void>;
  /** Stops waiting, and puts away how it went; afterwards nothing is under way. */
  cancel(): Promise<void>;
  dispose(): Promise<void>;
}

export interface SignInDeps {
  /** With no key: a login is made for those who have none. */
  cli: CliCommands;
  /** Loopback stand-in for Stripe; null = Stripe. */
  apiBase: string | null;
  /** How the last one went, where an engine before this one saw it. */
  before?: SignIn | undefined;
  clock: Clock;
  redact: (text: string) => string;
  onChange: () => void;
  /** The CLI has a new login now. */
  onSignedIn: (as: LoggedIn) => void;
}

/** A code from OAuth is good for ten minutes or more; the CLI gives up by itself then. */
const WAIT_MS = 20 * 60_000;
const MAX_DETAIL = 300;

export function createSignIn(deps: SignInDeps): SignInService {
  const { cli, apiBase, before, clock, redact, onChange, onSignedIn } = deps;
  let running: { abort: AbortController; done: Promise<void>; coded: Promise<void> } | null = null;
  let state = before?.phase === 'done' ? before : idle(clock.now());

  const show = (next: Partial<SignIn> & Pick<SignIn, 'phase'>): void => {
    state = { ...state, since: clock.now(), ...next };
    onChange();
  };
  const fail = (problem: NonNullable<SignIn['problem']>, output: string): void =>
    show({ ...idle(clock.now()), phase: 'failed', problem, detail: detailOf(redact(output)) });

  async function signIn(signal: AbortSignal, onCode: () => void): Promise<void> {
    const base = apiBase === null ? [] : ['--dashboard-base', apiBase];
    show({ ...idle(clock.now()), phase: 'asking' });
    const asked = await cli.run(['login', '--non-interactive', ...base], { signal });
    if (signal.aborted) return;
    if (asked.notStarted !== null) return fail('no_cli', asked.notStarted.problem);
    if (asked.exitCode !== 0) return fail(loginProblem(asked), asked.stderr);
    const answer = readLoginAnswer(asked.stdout, apiBase);
    // What it printed may hold a one-time token, and so is not shown.
    if (answer === null) return fail('not_understood', '');

    const { way, browserUrl, code } = answer;
    show({ phase: 'waiting', way, browserUrl, code });
    onCode();
    const waited = await cli.run([...answer.args, ...base], { signal, timeoutMs: WAIT_MS });
    if (signal.aborted) return;
    const output = `${waited.stdout}${waited.stderr}`;
    if (waited.exitCode !== 0) return fail(loginProblem(waited), waited.stderr);
    const as = readLoggedIn(output);
    show({ ...idle(clock.now()), phase: 'done', ...as });
    onSignedIn(as);
  }

  const cancel = async (): Promise<void> => {
    running?.abort.abort();
    await running?.done;
    if (state.phase !== 'idle') show(idle(clock.now()));
  };

  return {
    state: () => state,
    begin() {
      if (running === null) {
        const abort = new AbortController();
        const { promise: coded, resolve: onCode } = Promise.withResolvers<void>();
        const done = signIn(abort.signal, onCode)
          .catch((error: unknown) => fail('failed', String(error)))
          .finally(() => {
            running = null;
            onCode();
          });
        running = { abort, done, coded };
      }
      return running.coded;
    },
    cancel,
    dispose: cancel,
  };
}

function idle(since: number): SignIn {
  return {
    phase: 'idle',
    way: null,
    browserUrl: null,
    code: null,
    since,
    accountId: null,
    accountName: null,
    unencryptedAt: null,
    problem: null,
    detail: null,
  };
}

function detailOf(output: string): string | null {
  const text = output.trim();
  return text === '' ? null : text.slice(0, MAX_DETAIL);
}
