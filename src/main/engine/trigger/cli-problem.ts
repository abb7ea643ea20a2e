// Whether a command of the CLI did what it was asked, and if not, why. Its exit code alone does not tell.
import type { TriggerProblem } from '#shared/contract/triggers.ts';
import { errorIn, readApiError, type PrintedApiError } from '#shared/domain/stripe-cli/api-error.ts';
import { classifyCliFailure, kindOfApiError } from '#shared/domain/stripe-cli/classify-failure.ts';
import type { CliFailureKind } from '#shared/domain/stripe-cli/failure-kinds.ts';
import type { CliResult } from '../forwarder/cli-commands.ts';

/** What a call of the API was refused with. */
export interface RefusedCall {
  status: number;
  requestId: string | null;
  /** The answer as text. */
  body: string;
}

/** How the command ended, and what it printed without secrets. */
type Ended = Pick<CliResult, 'exitCode' | 'signal' | 'notStarted'>;
type Printed = Pick<CliResult, 'stdout' | 'stderr'>;
type Code = TriggerProblem['code'];

/** The CLI says so on stdout, and nothing else counts as success. */
const CONFIRMED = /^Trigger succeeded!/m;

const MEANING: Record<CliFailureKind, Code> = {
  cli_missing: 'no_cli',
  cli_not_executable: 'no_cli',
  wrong_architecture: 'no_cli',
  unsupported_options: 'bad_request',
  crashed: 'not_confirmed',
  killed: 'not_confirmed',
  not_logged_in: 'not_logged_in',
  key_invalid: 'key_refused',
  key_expired: 'key_expired',
  key_forbidden: 'permission',
  mode_mismatch: 'key_refused',
  organization_key: 'key_refused',
  login_expired: 'not_logged_in',
  login_declined: 'not_logged_in',
  offline: 'network',
  dns: 'network',
  tls: 'network',
  proxy: 'network',
  timeout: 'network',
  not_stripe: 'network',
  rate_limited: 'rate_limited',
  too_many_sessions: 'rate_limited',
  stripe_down: 'stripe_failed',
  unknown_event: 'unknown_event',
  not_found: 'not_found',
  bad_request: 'bad_request',
  other: 'not_confirmed',
};

/**
 * @param said what it printed, without secrets
 * @param refused the last call that Stripe refused, where the calls are known
 */
export function judgeTrigger(
  result: Ended,
  said: Printed,
  refused: RefusedCall | null = null,
): TriggerProblem | null {
  if (result.notStarted !== null) return problem('no_cli', result.notStarted.problem);
  const text = `${said.stderr}\n${said.stdout}`;
  const error = readApiError(said.stderr) ?? readApiError(said.stdout);
  const isConfirmed = CONFIRMED.test(said.stdout) && !/^Trigger failed/m.test(text);
  // Some recipes mean a call to be refused, so that alone is no failure; what is printed of it is.
  if (result.exitCode === 0 && isConfirmed && error === null) return null;
  return explain(result, said, error, refused);
}

/** For the commands that print the API's answer: an error may come with exit code 0. */
export function judgeApiCommand(result: Ended, said: Printed): TriggerProblem | null {
  if (result.notStarted !== null) return problem('no_cli', result.notStarted.problem);
  const error = readApiError(said.stdout) ?? readApiError(said.stderr);
  if (result.exitCode === 0 && error === null) return null;
  return explain(result, said, error, null);
}

function explain(
  result: Ended,
  said: Printed,
  printed: PrintedApiError | null,
  refused: RefusedCall | null,
): TriggerProblem {
  // Of a missing permission the CLI prints the message alone.
  const told =
    printed ?? (refused === null ? null : { status: refused.status, error: errorIn(refused.body) });
  if (told !== null) {
    const status = told.status ?? refused?.status ?? null;
    return {
      code: MEANING[kindOfApiError(status, told.error)],
      detail: told.error?.message ?? (status === null ? null : `HTTP ${status}`),
      param: told.error?.param ?? null,
      requestId: told.error?.requestId ?? refused?.requestId ?? null,
    };
  }
  const text = said.stderr.trim() === '' ? said.stdout : said.stderr;
  return problem(MEANING[classifyCliFailure({ ...result, ...said }).kind], lastWords(text));
}

/** What it said last that is no mere progress. */
function lastWords(text: string): string | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:Checking for new|Setting up|Running|Skipping) /.test(line));
  return lines.find((line) => line.startsWith('Trigger failed')) ?? lines[0] ?? null;
}

function problem(code: Code, detail: string | null): TriggerProblem {
  return { code, detail, param: null, requestId: null };
}
