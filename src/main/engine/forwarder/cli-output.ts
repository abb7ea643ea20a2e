// Reads one line of what `stripe listen` prints. Formats as observed with CLI 1.43 to 1.52.
import { plain } from '#shared/domain/stripe-cli/plain-text.ts';

export type CliLine =
  | { kind: 'blank' }
  | { kind: 'ready'; secret: string; apiVersion: string | null }
  /** The session expired and a new one is being asked for; another `ready` follows. */
  | { kind: 'renewing' }
  | { kind: 'event'; type: string; id: string; connect: boolean }
  | { kind: 'forwarded'; status: number; id: string }
  /** Names no event; that is all the CLI says. */
  | { kind: 'forward_failed'; reason: string }
  | {
      kind: 'debug';
      message: string;
      accountId: string | null;
      problem: string | null;
      /** It quotes a message of Stripe's whose further lines follow as text. */
      bodyFollows: boolean;
    }
  | { kind: 'log'; level: 'info' | 'warning' | 'error' | 'fatal'; message: string }
  /** Anything else, such as the further lines of an error. */
  | { kind: 'text'; text: string };

const READY =
  /^(?:> )?Ready! (?:You are using Stripe API Version \[([^\]]+)\]\. )?Your webhook signing secret is (whsec_\w+)/;
const RENEWING = /^(?:> )?Session expired, reconnecting\.\.\.$/;
const STAMP = String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
const EVENT = new RegExp(String.raw`${STAMP} +--> (connect )?(\S+) \[(\S+)\]$`);
const FORWARDED = new RegExp(String.raw`${STAMP} +<-- +\[(\d{3})\] \S+ \S+ \[(\S+)\]$`);
const FORWARD_FAILED = new RegExp(String.raw`${STAMP} +\[ERROR\] (.*)$`);
const LOG = /^time="[^"]*" level=([a-z]+) msg=/;

/** Longer than the name of any of the CLI's own functions. */
const MAX_PREFIX_LENGTH = 120;

/** Whether a line is the end of a quoted message of Stripe's, be it the first line or the last of several. */
export function endsBody(text: string): boolean {
  return /" prefix=[\w.]+$/.test(text.slice(-MAX_PREFIX_LENGTH));
}

export function parseCliLine(raw: string): CliLine {
  const text = plain(raw);
  if (text.trim() === '') return { kind: 'blank' };

  const log = LOG.exec(text);
  if (log) return parseLogLine(log[1] ?? '', text.slice(log[0].length));

  const ready = READY.exec(text);
  if (ready?.[2]) return { kind: 'ready', secret: ready[2], apiVersion: ready[1] ?? null };
  if (RENEWING.test(text)) return { kind: 'renewing' };

  const event = EVENT.exec(text);
  if (event?.[2] && event[3]) {
    return { kind: 'event', type: event[2], id: event[3], connect: event[1] !== undefined };
  }
  const forwarded = FORWARDED.exec(text);
  if (forwarded?.[2]) return { kind: 'forwarded', status: Number(forwarded[1]), id: forwarded[2] };
  const failed = FORWARD_FAILED.exec(text);
  if (failed) return { kind: 'forward_failed', reason: failed[1] ?? '' };
  return { kind: 'text', text };
}

/**
 * `msg` is not escaped: quotes and newlines stand in it as they are, so this is no logfmt. Debug lines are read for
 * their message alone (they may quote whole events), the others to the end of the line.
 */
function parseLogLine(level: string, rest: string): CliLine {
  if (level === 'debug' || level === 'trace') {
    const message = /^"([^"]*)"|^(\S+)/.exec(rest);
    return {
      kind: 'debug',
      message: message?.[1] ?? message?.[2] ?? '',
      accountId:
        /^"Got successful response from Stripe".* websocket_url="[^"]*\/(acct_\w+)/.exec(rest)?.[1] ?? null,
      problem: dialProblem(rest),
      bodyFollows: rest.includes(' message="') && !endsBody(rest),
    };
  }
  const message = rest.replace(/^"/, '').replace(/"$/, '').trim();
  if (level === 'warning' || level === 'error' || level === 'fatal') return { kind: 'log', level, message };
  if (level === 'panic') return { kind: 'log', level: 'fatal', message };
  return { kind: 'log', level: 'info', message };
}

/** `msg="Websocket connection error" error="…" message="…" prefix=…`: Stripe's own message says more than ours. */
function dialProblem(rest: string): string | null {
  const start = '"Websocket connection error" error=';
  const middle = rest.indexOf(' message=');
  const end = rest.indexOf(' prefix=', middle);
  if (!rest.startsWith(start) || middle === -1 || end === -1) return null;
  const [error, message] = [
    rest.slice(start.length, middle),
    rest.slice(middle + ' message='.length, end),
  ].map((part) => part.replace(/^"|"$/g, ''));
  return message || error || null;
}
