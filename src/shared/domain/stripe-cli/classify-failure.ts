// The one classifier of a failed run of the Stripe CLI, whichever command it was: from exit, output and API error to a kind.
// Rules read one bounded line at a time with patterns that cannot backtrack, as output may be megabytes of anything.
import type { CliFailureKind } from './failure-kinds.ts';
import { readApiError, type ApiError } from './api-error.ts';
import { plain } from './plain-text.ts';

export interface CliOutcome {
  /** null = it was not started, or ended by a signal. */
  exitCode: number | null;
  signal?: string | null;
  /** Why it could not be started; null = it was. */
  notStarted?: NotStarted | null;
  stdout?: string;
  stderr?: string;
}

/** No process was there to fail. */
export interface NotStarted {
  kind: Extract<CliFailureKind, 'cli_missing' | 'cli_not_executable' | 'wrong_architecture'>;
  /** One sentence. */
  problem: string;
}

export interface CliFailure {
  kind: CliFailureKind;
  /** HTTP status where the CLI prints it. */
  status: number | null;
  /** What Stripe's API returned, where the CLI prints it. */
  apiError: ApiError | null;
  /** The body of Stripe's response as printed with its status; bounded; empty where there is none. */
  body: string;
  /** The line that decided, or else the first that says anything; not redacted yet. null = nothing was printed. */
  line: string | null;
}

const MAX_LINE_CHARS = 1_000;
/** An error stands at the beginning or at the end of what is printed. */
const MAX_LINES_EACH_END = 200;
const MAX_CHARS_EACH_END = 64 * 1024;

type Rule = readonly [CliFailureKind, RegExp];

/** The first rule that a line matches counts. As printed by CLI 1.43 to 1.52 and by Go's net and crypto packages. */
const LINE_RULES: readonly Rule[] = [
  ['crashed', /^panic: |^fatal error: |^SIGSEGV: /],
  ['organization_key', /not supported in an organization/],
  // Before "stripe login", which these sentences recommend.
  ['key_expired', /\bAPI key .{0,200}\bhas expired|Expired API Key provided|api_key_expired/i],
  [
    'mode_mismatch',
    /You're in a sandbox\. Remove --live|only permits the use of restricted keys when in live mode/,
  ],
  ['mode_mismatch', /your live mode API key needs to be re-configured/],
  ['key_forbidden', /does not have the required permissions|more_permissions_required/],
  ['key_invalid', /Invalid API Key provided|API key provided is too short|legacy-style API key/],
  ['key_invalid', /only supports using a secret or restricted key/],
  ['too_many_sessions', /too many `stripe listen` sessions/],
  ['login_expired', /exceeded max attempts|expired_token|\bcode (?:has )?expired|no pending login/i],
  ['login_declined', /access_denied|authorization_declined/],
  [
    'not_logged_in',
    /have not configured API keys|no config for that project was found|`stripe (?:login|reauth)\b|\bRun stripe login\b/,
  ],
  ['unknown_event', /is not supported by Stripe CLI/],
  [
    'unsupported_options',
    /^unknown (?:shorthand )?flag|^flag needs an argument|^unknown command|^invalid argument "/i,
  ],
  [
    'unsupported_options',
    /^invalid (?:API|dashboard) base URL|^invalid --|^--events '\*' is no longer supported/,
  ],
  ['unsupported_options', /^must specify events to forward|^cannot forward both snapshot and thin events/],
  ['bad_request', /Validation error|invalid argument/],
  // A proxy that is not there fails with the words of any connection, behind its own.
  ['proxy', /proxyconnect |Proxy Authentication Required|proxy: |socks connect |unsupported proxy scheme/],
  ['timeout', /TLS handshake timeout/],
  ['tls', /\bx509: |\btls: |certificate signed by unknown authority|HTTP response to HTTPS client/],
  ['dns', /no such host|server misbehaving|failure in name resolution|\blookup \S{1,255}(?: on \S{1,80})?: /],
  [
    'timeout',
    /i\/o timeout|context deadline exceeded|Client\.Timeout|connection timed out|operation timed out/,
  ],
  ['timeout', /did not properly respond after a period of time/],
  ['offline', /dial tcp|dial unix|connection refused|connection reset|broken pipe|\bEOF"?$|forcibly closed/],
  ['offline', /network is unreachable|no route to host|host is down|connection was aborted/],
  ['not_stripe', /unexpected end of JSON input|invalid character .{1,12} looking for|malformed HTTP/],
  // Whatever else Go's HTTP client says.
  ['offline', /(?:^|: )(?:Post|Get) "https?:/],
  // The same of Node's own connections, where Stripe is asked without the CLI.
  ['dns', /\bENOTFOUND\b|\bEAI_AGAIN\b/],
  [
    'tls',
    /self[- ]signed certificate|unable to (?:verify the first|get local issuer) certificate|\bERR_TLS_/,
  ],
  ['timeout', /\bETIMEDOUT\b|_TIMEOUT\b|aborted due to timeout/],
  ['offline', /\bECONN(?:REFUSED|RESET|ABORTED)\b|\bE(?:HOST|NET)UNREACH\b|\bEPIPE\b|other side closed/],
  // The OAuth login's word for a no, where nothing more particular is said.
  ['login_declined', /^(?:.{0,80}[: ])?(?:access )?denied\b/],
];

export function classifyCliFailure(outcome: CliOutcome): CliFailure {
  const { notStarted = null, signal = null, stdout = '', stderr = '' } = outcome;
  if (notStarted !== null)
    return { kind: notStarted.kind, status: null, apiError: null, body: '', line: notStarted.problem };
  const text = bounded(`${stderr}\n${stdout}`);
  const lines = errorLines(text);
  const printed = readApiError(text);
  const fromApi = printed === null ? null : kindOfApiError(printed.status, printed.error);
  const decided =
    fromApi === null
      ? firstMatch(lines)
      : { kind: fromApi, line: printed?.error?.message ?? lineWith(lines, 'status') };
  const kind = decided?.kind ?? (signal === null ? 'other' : 'killed');
  return {
    kind,
    status: printed?.status ?? null,
    apiError: printed?.error ?? null,
    body:
      printed === null || printed.status === null
        ? ''
        : printed.body.replace(/"$/, '').slice(0, MAX_LINE_CHARS),
    line: decided?.line ?? lines[0] ?? null,
  };
}

/** Why Stripe's API refused, by status and error. */
export function kindOfApiError(status: number | null, error: ApiError | null): CliFailureKind {
  const { code = null, type = null, message = null } = error ?? {};
  // Stripe's sentence is at times more particular than its code.
  const said =
    message === null ? null : (RULES_OF_API.find(([, pattern]) => pattern.test(message))?.[0] ?? null);
  if (code === 'api_key_expired' || code === 'platform_api_key_expired') return 'key_expired';
  if (code === 'livemode_mismatch') return 'mode_mismatch';
  if (said !== null) return said;
  if (code === 'more_permissions_required' || code === 'account_invalid') return 'key_forbidden';
  if (code === 'secret_key_required') return 'key_invalid';
  if (status === 429 || code === 'rate_limit' || code === 'lock_timeout' || type === 'rate_limit_error')
    return 'rate_limited';
  if (status === 401 || type === 'authentication_error') return 'key_invalid';
  if (status === 403 || type === 'permission_error') return 'key_forbidden';
  if (status === 407) return 'proxy';
  if (status === 408) return 'timeout';
  if ((status !== null && status >= 500) || type === 'api_error') return 'stripe_down';
  if (status === 404 || status === 410 || code === 'resource_missing') return 'not_found';
  // A redirect is a login page of something in between: Stripe's API knows none.
  if (status !== null && status < 400) return 'not_stripe';
  return 'bad_request';
}

const RULES_OF_API = LINE_RULES.filter(([kind]) =>
  (['organization_key', 'key_expired', 'mode_mismatch', 'key_forbidden', 'key_invalid'] as const).some(
    (one) => one === kind,
  ),
);

/** @param code as Node reports it when a program cannot be started */
export function notStartedBy(path: string, code: string): NotStarted {
  const problem = `${path} cannot be run (${code}).`;
  switch (code) {
    case 'ENOENT':
      return { kind: 'cli_missing', problem };
    // macOS has EBADARCH, which Node knows by number alone; UNKNOWN is Windows' for a program of another kind.
    case 'ENOEXEC':
    case 'EBADARCH':
    case 'Unknown system error -86':
    case 'UNKNOWN':
      return { kind: 'wrong_architecture', problem };
    default:
      return { kind: 'cli_not_executable', problem };
  }
}

function firstMatch(lines: readonly string[]): { kind: CliFailureKind; line: string } | null {
  for (const [kind, pattern] of LINE_RULES) {
    const line = lines.find((one) => pattern.test(one));
    if (line !== undefined) return { kind, line };
  }
  return null;
}

const lineWith = (lines: readonly string[], word: string): string | null =>
  lines.find((line) => line.includes(word)) ?? null;

function bounded(text: string): string {
  if (text.length <= 2 * MAX_CHARS_EACH_END) return text;
  return `${text.slice(0, MAX_CHARS_EACH_END)}\n${text.slice(-MAX_CHARS_EACH_END)}`;
}

/** logrus, into a pipe and onto a terminal. */
const LOG_PREFIX =
  /^time="[^"]{0,80}" level=([a-z]{1,10}) msg="?|^\[[^\]]{1,60}\] (FATAL|ERROR|WARN|INFO|DEBUG) /;
const PROGRESS =
  /^(?:Getting ready\.\.\.|Checking for new|Setting up fixture|Running fixture|Skipping |[⠀-⣿] )/;

/** Lines that may say why it failed, each by itself, in the order printed; what the CLI logs for debugging is left out. */
function errorLines(text: string): string[] {
  const all = text.split('\n');
  const kept =
    all.length <= 2 * MAX_LINES_EACH_END
      ? all
      : [...all.slice(0, MAX_LINES_EACH_END), ...all.slice(-MAX_LINES_EACH_END)];
  return kept.flatMap((raw) => {
    const line = plain(raw.slice(0, MAX_LINE_CHARS)).trim();
    const log = LOG_PREFIX.exec(line);
    if (log === null) return line === '' || PROGRESS.test(line) ? [] : [line];
    if (/^(?:debug|trace|info)$/i.test(log[1] ?? log[2] ?? '')) return [];
    const message = line.slice(log[0].length).replace(/"$/, '').trim();
    return message === '' ? [] : [message];
  });
}
