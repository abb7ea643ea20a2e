// The address of the developer's backend as typed on a command line or in a form.
import { MAX_URL_LENGTH } from './request-rules.ts';

export const DEFAULT_FORWARD_TO = 'http://localhost:8000/api/stripe/webhook';

/** What is wrong with an address, for whoever words it in another language. */
export type ForwardTargetProblem = 'empty' | 'unreadable' | 'port' | 'scheme' | 'long';

export type ForwardTarget =
  | { ok: true; url: string }
  | { ok: false; problem: ForwardTargetProblem; reason: string };

/**
 * Reads a forward target with the shorthand of `stripe listen --forward-to`:
 * `4242` → `http://localhost:4242/`, `/path` → `http://localhost/path`, `host:port/path` → `http://host:port/path`;
 * and `4242/path`, which Stripe's CLI would take for a host.
 * @returns the absolute URL, or a sentence saying why it is none
 */
export function parseForwardTarget(text: string): ForwardTarget {
  const typed = text.trim();
  const bad = (problem: ForwardTargetProblem, reason: string): ForwardTarget => ({
    ok: false,
    problem,
    reason: `“${shortened(typed)}” is not an address to forward to: ${reason} Try 8000, /path, host:port/path or a full http(s) URL.`,
  });
  if (typed === '') return bad('empty', 'it is empty.');
  let candidate = typed;
  if (/^\d+([/?]|$)/.test(typed)) candidate = `http://localhost:${typed}`;
  else if (typed.startsWith('/')) candidate = `http://localhost${typed}`;
  else if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) candidate = `http://${typed}`;
  let url: URL;
  try {
    url = new URL(candidate);
  } catch {
    return /^\d+/.test(typed)
      ? bad('port', 'ports go from 1 to 65535.')
      : bad('unreadable', 'it cannot be read as a URL.');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return bad('scheme', `${url.protocol}// is not supported, only http and https.`);
  }
  if (url.hostname === '') return bad('unreadable', 'it has no host.');
  if (url.port === '0') return bad('port', 'port 0 cannot be reached.');
  url.hash = '';
  // Whatever is not ASCII grows threefold or more.
  if (url.href.length > MAX_URL_LENGTH) return bad('long', `it is longer than ${MAX_URL_LENGTH} characters.`);
  return { ok: true, url: url.href };
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
