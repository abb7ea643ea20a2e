// Which headers and addresses can be sent: what is saved is checked with these rules, and what is sent again, so that nothing can
// be saved that cannot be sent. Pure; used by the contract, the form and the sender.

type Headers = readonly (readonly [name: string, value: string])[];

export const MAX_URL_LENGTH = 2000;
/** Most servers take no more for all headers together than 8 to 16 KB. */
export const MAX_HEADER_VALUE_LENGTH = 8000;

/** They say where a request ends: two opinions on that are how requests are smuggled. */
const FRAMING_HEADERS = new Set(['content-length', 'transfer-encoding', 'connection']);
/** A token (RFC 9110, 5.6.2). */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** One byte a character, no control characters but the tab (RFC 9110, 5.5). */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const BEYOND_LATIN1 = /[^\0-\xff]/;

/** @returns a sentence saying why a header cannot be sent; null when it can */
export function headerProblem(name: string, value: string): string | null {
  if (!NAME.test(name)) {
    if (name === '') return 'A header needs a name.';
    return `“${shown(name)}” cannot be the name of a header: only letters, digits and !#$%&'*+-.^_\`|~ can be in one.`;
  }
  if (FRAMING_HEADERS.has(name.toLowerCase()))
    return `${name} is set by Hookline itself: it says where the request ends. Remove it.`;
  if (VALUE.test(value)) return null;
  return BEYOND_LATIN1.test(value)
    ? `The value of ${name} has characters that HTTP headers cannot carry (“${shown(value)}”). Encode them, for example with encodeURIComponent.`
    : `The value of ${name} has a control character such as a line break, which headers cannot carry. Remove it.`;
}

/** The same for all headers of a request together. */
export function headersProblem(headers: Headers): string | null {
  let hosts = 0;
  for (const [name, value] of headers) {
    const problem = headerProblem(name, value);
    if (problem !== null) return problem;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1 ? 'Host is there twice; a request has one. Remove one of them.' : null;
}

/** Spaces and tabs around a value are not part of it (RFC 9110, 5.5). String.trim would take a no-break space, which is. */
export function trimHeaderValue(value: string): string {
  let from = 0;
  let to = value.length;
  while (from < to && isBlank(value[from])) from += 1;
  while (to > from && isBlank(value[to - 1])) to -= 1;
  return value.slice(from, to);
}

/**
 * The user and password of an address as an Authorization header has them (RFC 7617).
 * A `%` that begins no escape is meant as it stands: passwords are pasted as they are.
 * @returns null when there are none
 */
export function basicAuthorization({
  username,
  password,
}: Pick<URL, 'username' | 'password'>): string | null {
  if (username === '' && password === '') return null;
  return `Basic ${btoa(`${percentDecoded(username)}:${percentDecoded(password)}`)}`;
}

/** One character a byte; bytes need not be UTF-8. */
function percentDecoded(text: string): string {
  return text.replaceAll(/%([0-9a-fA-F]{2})/g, (_escape, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function shown(text: string): string {
  const printable = text.replaceAll(/\p{Cc}/gu, '�');
  return printable.length > 40 ? `${printable.slice(0, 40)}…` : printable;
}
