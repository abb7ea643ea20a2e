// Addresses and form bodies without what they carry: parameters keep their names, and their values by allow-list.
import { mayKeepParameter } from './allow-lists.ts';
import { REMOVED } from './secret-patterns.ts';

/** An address in a text. It ends where text would go on: brackets and quotes are not part of it. */
const ADDRESS = /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s"'<>`{}|\\^]{1,8000}/gi;

/** A segment of a path that only a machine would choose: the address of a Slack, Discord or Zapier webhook is a secret. */
const TOKEN_SEGMENT = /^(?=.*[0-9])(?=.*[A-Za-z])[\w~-]{20,}$/;
/** Ids say nothing by themselves. */
const ID_SEGMENT =
  /^([a-z]{2,12}_(test_|live_)?[A-Za-z0-9]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;
/** Whoever may see a hosted invoice is a matter of personal data. */
const STRIPE_HOST = /^[a-z][a-z0-9+.-]*:\/\/([\w-]+\.)*stripe\.com(?=[/:?#]|$)/i;

/** @param clean takes secrets and personal data out of a piece of text */
export function safeAddresses(text: string, clean: (piece: string) => string): string {
  if (!text.includes('://')) return text;
  return text.replace(ADDRESS, (found) => {
    // A comma or a full stop after an address is the sentence's.
    const end = /[.,;:!?)\]]*$/.exec(found)?.[0] ?? '';
    return safeAddress(found.slice(0, found.length - end.length), clean) + end;
  });
}

/** An address, or a path with or without a query, as in a request line or a Location header. */
export function safeAddress(address: string, clean: (piece: string) => string): string {
  const [beforeFragment = '', ...fragment] = address.split('#');
  const [path = '', ...query] = beforeFragment.split('?');
  const segments = STRIPE_HOST.test(path)
    ? path
    : path
        .split('/')
        .map((segment, place) => (place > 2 || !path.includes('://') ? safeSegment(segment) : segment))
        .join('/');
  return (
    clean(segments) +
    (query.length > 0 ? `?${safeForm(query.join('?'), clean)}` : '') +
    (fragment.length > 0 ? `#${fragment.join('#') === '' ? '' : REMOVED}` : '')
  );
}

function safeSegment(segment: string): string {
  return TOKEN_SEGMENT.test(segment) && !ID_SEGMENT.test(segment) ? REMOVED : segment;
}

/** `a=1&b=2`: the query of an address, or a form body. */
export function safeForm(form: string, clean: (piece: string) => string): string {
  return form
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=');
      // A word alone may be anything, a token above all.
      if (at === -1) return mayKeepParameter(pair, '') && pair.length < 20 ? clean(pair) : REMOVED;
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      return `${clean(name)}=${mayKeepParameter(decoded(name), value) ? clean(value) : REMOVED}`;
    })
    .join('&');
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** `a=1&b=two`: text that can only be a form. */
export function isForm(text: string): boolean {
  return /^[\w.%+*[\]-]{1,200}=[^\s&]*(&[\w.%+*[\]-]{1,200}=[^\s&]*)+$/.test(text);
}
