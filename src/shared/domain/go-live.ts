// Which event types a production endpoint can be registered for, going by how they were handled in development, and how it is registered.

/** How one type has been handled so far. */
export interface TypeRecord {
  type: string;
  kind: 'snapshot' | 'thin';
  /** Events whose newest attempt was answered with 2xx, and those whose was not. */
  eventsOk: number;
  eventsFailed: number;
}

/**
 * `ready`: at least one event was answered with 2xx in the end, and none was not.
 * `thin`: thin events go to event destinations, which `enabled_events` does not speak of.
 * `not_sent`: it arrived, but has never been sent to the endpoint.
 * `never_ok`: sent, and not once answered with 2xx in the end. `failing`: some were, some were not.
 */
export const GO_LIVE_VERDICTS = ['ready', 'failing', 'never_ok', 'not_sent', 'thin'] as const;
export type GoLiveVerdict = (typeof GO_LIVE_VERDICTS)[number];

export function judgeType({ kind, eventsOk, eventsFailed }: TypeRecord): GoLiveVerdict {
  if (kind === 'thin') return 'thin';
  if (eventsOk + eventsFailed === 0) return 'not_sent';
  if (eventsFailed === 0) return 'ready';
  return eventsOk === 0 ? 'never_ok' : 'failing';
}

export const URL_PROBLEMS = ['missing', 'unreadable', 'not_https', 'private'] as const;
export type UrlProblem = (typeof URL_PROBLEMS)[number];

/** Where Stripe cannot reach: this machine, and names and addresses of local networks. */
const PRIVATE_HOST =
  /^([^.[]+|.*\.(localhost|local|internal|test|invalid)|\[(::1?|f[cd].*|fe80.*)\]|0\.0\.0\.0|(127|10)(\.\d+){3}|(192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))(\.\d+){2})$/;

/** Why Stripe would not send live events there, or null. Live mode wants https: https://docs.stripe.com/webhooks */
export function productionUrlProblem(text: string): UrlProblem | null {
  if (text.trim() === '') return 'missing';
  const url = readUrl(text);
  if (url === null) return 'unreadable';
  if (url.protocol !== 'https:') return 'not_https';
  return PRIVATE_HOST.test(url.hostname) ? 'private' : null;
}

export interface EndpointPlan {
  url: string;
  types: readonly string[];
  /** For events of connected accounts instead of the own one. */
  connect: boolean;
}

/** Stands for the address as long as there is none that would do. */
export const EXAMPLE_URL = 'https://example.com/stripe/webhook';

/**
 * The command of the Stripe CLI that registers the endpoint in live mode, for sh, PowerShell and cmd alike.
 * Checked with `--dry-run` of CLI 1.52.0.
 */
export function createCommand({ url, types, connect }: EndpointPlan): string {
  return [
    'stripe webhook_endpoints create --live',
    `--url "${shellSafe(productionUrlProblem(url) === null ? url : EXAMPLE_URL)}"`,
    ...types.map((type) => `-d "enabled_events[]=${type}"`),
    ...(connect ? ['-d connect=true'] : []),
  ].join(' ');
}

/** As the API and every SDK take it. */
export function enabledEventsText(types: readonly string[]): string {
  return JSON.stringify(types, null, 2);
}

/** What a shell would read inside double quotes is written so that only the address's reader understands it. */
function shellSafe(text: string): string {
  return (readUrl(text)?.href ?? '').replaceAll(
    /["$`!'\\^]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function readUrl(text: string): URL | null {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  return url === null || !/^https?:$/.test(url.protocol) ? null : url;
}
