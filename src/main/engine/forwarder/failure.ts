// Why the CLI ended: turns its exit and its last words into a state and into what can cure it.
import type { ForwarderState } from '#shared/domain/forwarder-state.ts';

export interface CliExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Set when it could not be started at all, e.g. `ENOEXEC`. */
  spawnError: string | null;
}

export interface Failure {
  state: Extract<
    ForwarderState,
    | 'not_found'
    | 'not_logged_in'
    | 'key_refused'
    | 'too_many_sessions'
    | 'organization_key'
    | 'offline'
    | 'crashed'
  >;
  /** `restart`: time may heal it. `other_flags`: a CLI of the other kind. `user`: only a person can. */
  cure: 'restart' | 'other_flags' | 'user';
  /** One line, not redacted yet. */
  detail: string;
}

type Rule = readonly [RegExp, Failure['state'], Failure['cure']];

/** The first that matches counts. Texts as printed by CLI 1.50.11 and 1.52.0, except where noted. */
const RULES: readonly Rule[] = [
  [/unknown flag: --all-snapshot|must specify events to forward/, 'crashed', 'other_flags'],
  [/not supported in an organization/, 'organization_key', 'user'],
  // "stripe reauth" is unobserved: what a login that has run out asks for.
  [
    /have not configured API keys|no config for that project was found|`stripe (?:login|reauth)/,
    'not_logged_in',
    'user',
  ],
  [/too many `stripe listen` sessions|status=429\b/, 'too_many_sessions', 'restart'],
  [/status=40[13]\b|api_key_expired|more_permissions_required/, 'key_refused', 'user'],
  // Since 1.52 a 403 for missing permissions is told by Stripe's sentence alone, without status or prefix.
  [
    /does not have the required permissions|Invalid API Key provided|Expired API Key provided/,
    'key_refused',
    'user',
  ],
  [
    /API key provided is too short|legacy-style API key|only supports using a secret or restricted key/,
    'key_refused',
    'user',
  ],
  [/You're in a sandbox\. Remove --live/, 'key_refused', 'user'],
  [
    /^unknown (?:shorthand )?flag|^flag needs an argument|^invalid API base URL|^invalid --/m,
    'crashed',
    'user',
  ],
  [/^cannot forward both snapshot and thin events|^--events '\*' is no longer supported/m, 'crashed', 'user'],
  // Stripe is down or something in between is; either way it is the line, not the CLI or the key.
  [/status=5\d\d\b/, 'offline', 'restart'],
  [/Error while authenticating with Stripe: (?:Post|Get) "/, 'offline', 'restart'],
  [/dial tcp|no such host|network is unreachable/, 'offline', 'restart'],
];

/**
 * @param words what it printed on stderr since it was last ready, debug lines left out; an organization key ends it
 *   with exit code 0, so the words come before the code
 */
export function classifyExit(exit: CliExit, words: string): Failure {
  if (exit.spawnError !== null) {
    return {
      state: 'not_found',
      cure: 'user',
      detail: `The Stripe CLI cannot be started (${exit.spawnError}).`,
    };
  }
  const rule = RULES.find(([pattern]) => pattern.test(words));
  return {
    state: rule?.[1] ?? 'crashed',
    cure: rule?.[2] ?? 'restart',
    detail: lastWords(words) ?? endingOf(exit),
  };
}

function endingOf({ code, signal }: CliExit): string {
  return signal === null
    ? `stripe listen ended with exit code ${code}.`
    : `stripe listen was ended by ${signal}.`;
}

const MAX_DETAIL_CHARS = 400;

function lastWords(words: string): string | null {
  const panic = /^panic: .*$/m.exec(words)?.[0];
  if (panic) return panic.slice(0, MAX_DETAIL_CHARS);
  const text = words.replace(/^Getting ready\.\.\.$/gm, '').trim();
  const said = text.replace(/^[\s\S]*Error while authenticating with Stripe: /, '');
  const refusal = /status=(\d+), body=([\s\S]*)$/.exec(said);
  if (refusal) return `${messageIn(refusal[2] ?? '')} (HTTP ${refusal[1]})`.slice(0, MAX_DETAIL_CHARS);
  const line = said.split('\n', 1)[0]?.trim() ?? '';
  return line === '' ? null : line.replace(/"$/, '').slice(0, MAX_DETAIL_CHARS);
}

/** Stripe's own sentence inside its error body, or the start of whatever came instead. */
function messageIn(body: string): string {
  const text = body.trim().replace(/"$/, '');
  try {
    const parsed = JSON.parse(text) as { error?: { message?: unknown } } | null;
    if (typeof parsed?.error?.message === 'string') return parsed.error.message;
  } catch {
    // Not JSON: a proxy's page, or cut short.
  }
  return text.replace(/\s+/g, ' ').slice(0, 120) || 'Stripe refused the session';
}
