// Whether a command of the CLI did what it was asked, and if not, why. Its exit code alone does not tell.
import type { TriggerProblem } from '#shared/contract/triggers.ts';
import type { CliAnswer } from '../forwarder/cli-commands.ts';

/** What a call of the API was refused with. */
export interface RefusedCall {
  status: number;
  requestId: string | null;
  /** The answer as text. */
  body: string;
}

type Code = TriggerProblem['code'];

/** The CLI says so on stdout, and nothing else counts as success. */
const CONFIRMED = /^Trigger succeeded!/m;

/** What the CLI says of itself, without an answer of Stripe's. As observed with 1.52. */
const SENTENCES: readonly (readonly [RegExp, Code])[] = [
  [/is not supported by Stripe CLI/, 'unknown_event'],
  [/You have not configured API keys|no config for that project|stripe login/, 'not_logged_in'],
  [
    /API key provided is too short|legacy-style API key|only supports using a secret or restricted key/,
    'key_refused',
  ],
  [/dial tcp|no such host|connection re(?:fused|set)|i\/o timeout|EOF|tls:|x509:|proxyconnect/, 'network'],
  [/Validation error|invalid argument|unknown flag/, 'bad_request'],
];

/**
 * @param said what it printed, without secrets
 * @param refused the last call that Stripe refused, where the calls are known
 */
export function judgeTrigger(
  answer: Pick<CliAnswer, 'exitCode' | 'problem'>,
  said: { stdout: string; stderr: string },
  refused: RefusedCall | null = null,
): TriggerProblem | null {
  if (answer.problem !== null) return problem('no_cli', answer.problem);
  const text = `${said.stderr}\n${said.stdout}`;
  const error = readError(said.stderr) ?? readError(said.stdout);
  const isConfirmed = CONFIRMED.test(said.stdout) && !/^Trigger failed/m.test(text);
  // Some recipes mean a call to be refused, so that alone is no failure; what is printed of it is.
  if (answer.exitCode === 0 && isConfirmed && error === null) return null;
  return explain(said, error, refused);
}

/** For the commands that print the API's answer: an error may come with exit code 0. */
export function judgeApiCommand(
  answer: Pick<CliAnswer, 'exitCode' | 'problem'>,
  said: { stdout: string; stderr: string },
): TriggerProblem | null {
  if (answer.problem !== null) return problem('no_cli', answer.problem);
  const error = readError(said.stdout) ?? readError(said.stderr);
  if (answer.exitCode === 0 && error === null) return null;
  return explain(said, error, null);
}

interface ApiError {
  /** null where the CLI does not say it. */
  status: number | null;
  message: string | null;
  code: string | null;
  type: string | null;
  param: string | null;
  requestId: string | null;
}

/** `Request failed, status=401, body={…}`, or the answer by itself. */
function readError(text: string): ApiError | null {
  const failed = /status=(\d{3}), body=/.exec(text);
  const status = failed === null ? null : Number(failed[1]);
  const rest = failed === null ? text : text.slice(failed.index + failed[0].length);
  const told = errorIn(rest);
  if (told === null && status === null) return null;
  return { status, ...(told ?? NOTHING_TOLD) };
}

const NOTHING_TOLD = { message: null, code: null, type: null, param: null, requestId: null };

function errorIn(text: string): Omit<ApiError, 'status'> | null {
  const from = text.search(/^\{/m);
  const until = text.lastIndexOf('}');
  if (from === -1 || until < from) return null;
  try {
    const { error } = JSON.parse(text.slice(from, until + 1)) as { error?: unknown };
    if (typeof error !== 'object' || error === null) return null;
    const told = error as Record<string, unknown>;
    const field = (name: string): string | null => {
      const value = told[name];
      return typeof value === 'string' && value !== '' ? value : null;
    };
    const requestId = /\breq_\w+/.exec(field('request_log_url') ?? '')?.[0] ?? null;
    return {
      message: field('message'),
      code: field('code'),
      type: field('type'),
      param: field('param'),
      requestId,
    };
  } catch {
    return null;
  }
}

function explain(
  said: { stdout: string; stderr: string },
  printed: ApiError | null,
  refused: RefusedCall | null,
): TriggerProblem {
  // Of a missing permission the CLI prints the message alone.
  const told =
    printed ??
    (refused === null ? null : { status: refused.status, ...(errorIn(refused.body) ?? NOTHING_TOLD) });
  if (told !== null) {
    const status = told.status ?? refused?.status ?? null;
    return {
      code: codeOf(status, told),
      detail: told.message ?? (status === null ? null : `HTTP ${status}`),
      param: told.param,
      requestId: told.requestId ?? refused?.requestId ?? null,
    };
  }
  const text = said.stderr.trim() === '' ? said.stdout : said.stderr;
  const known = SENTENCES.find(([pattern]) => pattern.test(text));
  return problem(known?.[1] ?? 'not_confirmed', lastWords(text));
}

function codeOf(status: number | null, { code, type, message }: ApiError): Code {
  if (code === 'api_key_expired' || /expired API key/i.test(message ?? '')) return 'key_expired';
  if (code === 'more_permissions_required' || status === 403) return 'permission';
  if (status === 401 || /^Invalid API Key/i.test(message ?? '')) return 'key_refused';
  if (status === 429 || code === 'rate_limit' || code === 'lock_timeout') return 'rate_limited';
  if (status === 404 || code === 'resource_missing') return 'not_found';
  if ((status !== null && status >= 500) || type === 'api_error') return 'stripe_failed';
  return 'bad_request';
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
