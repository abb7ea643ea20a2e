// The head of a response, line by line: status, headers, and how the body is framed. Go's net/http decides what is taken, because
// the Stripe CLI is written with it: what it prints a status for has one here too. Sources: net/http response.go and transfer.go,
// net/textproto reader.go; held against the real CLI by test/integration/odd-responses.test.ts.
import { MalformedResponseError, quoted } from './response-error.ts';

export type Framing =
  | { kind: 'none' }
  | { kind: 'length'; bytes: number }
  | { kind: 'chunked' }
  | { kind: 'until-close' };

export interface ResponseHead {
  status: number;
  /** In order, names as sent. */
  headers: [name: string, value: string][];
  /** More headers came than are kept. */
  headersTruncated: boolean;
  framing: Framing;
  /** The backend lets the connection be used again, as far as the head says. */
  keepAlive: boolean;
  /** `Keep-Alive: timeout=…`, in milliseconds. */
  keepAliveMs: number | null;
}

export interface HeadReader {
  /** Takes a line without its end. @returns the head when it was the last line. @throws MalformedResponseError */
  line(text: string): ResponseHead | null;
}

/** Far more than a person reads; what is beyond decides the framing like the rest and is not kept. */
const MAX_KEPT_HEADER_BYTES = 1024 * 1024;
/** Go takes a space in a name, for servers that put one before the colon; such a name is none of those that frame the body. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z ]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const MAX_INT64 = '9223372036854775807';

export function createHeadReader(): HeadReader {
  let start: { status: number; major: number; minor: number } | null = null;
  const headers: ResponseHead['headers'] = [];
  let keptBytes = 0;
  /** A header of which continuation lines may follow. */
  let open: string | null = null;
  let length: string | null = null;
  let coding: string | null = null;
  let problem: string | null = null;
  let badTrailer: string | null = null;
  let upgrade = '';
  let keepAliveMs: number | null = null;
  const connection = new Set<string>();

  function add(field: string): void {
    const colon = field.indexOf(':');
    const name = field.slice(0, colon);
    const value = withoutLeadingSpace(field.slice(colon + 1));
    if (!NAME.test(name) || !VALUE.test(value)) malformed(`a header line is ${quoted(field)}.`);
    if (keptBytes <= MAX_KEPT_HEADER_BYTES) keptBytes += field.length;
    if (keptBytes <= MAX_KEPT_HEADER_BYTES) headers.push([name, value]);
    switch (name.toLowerCase()) {
      case 'content-length': {
        const bytes = trimmed(value);
        if (length !== null && length !== bytes)
          problem ??= `Content-Length is both ${quoted(length)} and ${quoted(bytes)}.`;
        length ??= bytes;
        break;
      }
      case 'transfer-encoding':
        if (coding !== null) coding = `${coding.slice(0, 80)}, ${value}`;
        else coding = value;
        break;
      case 'connection':
        for (const token of value.toLowerCase().split(',', 100)) connection.add(trimmed(token));
        break;
      case 'upgrade':
        upgrade = value;
        break;
      case 'keep-alive': {
        const seconds = /(?:^|[,\s])timeout=(\d{1,6})/i.exec(value.slice(0, 200))?.[1];
        if (seconds !== undefined) keepAliveMs = Number(seconds) * 1000;
        break;
      }
      case 'trailer':
        badTrailer ??= value.split(',').map(trimmed).find(isFramingName) ?? null;
        break;
    }
  }

  function finish({ status, major, minor }: NonNullable<typeof start>): ResponseHead {
    const coded = atLeast11(major, minor) ? coding : null;
    if (coded !== null && coded.toLowerCase() !== 'chunked')
      malformed(`its Transfer-Encoding is ${quoted(coded)}; only “chunked” can be read.`);
    if (problem !== null) malformed(problem);
    if (length !== null && !isLength(length)) malformed(`its Content-Length is ${quoted(length)}.`);
    if (coded !== null && badTrailer !== null)
      malformed(`its Trailer header names ${badTrailer}, which cannot come after the body.`);
    const framing = framingOf(status, coded !== null);
    return {
      status,
      headers,
      headersTruncated: keptBytes > MAX_KEPT_HEADER_BYTES,
      framing,
      // A body where there must be none may still be on its way and would stand before the next response.
      keepAlive:
        framing.kind !== 'until-close' &&
        status !== 101 &&
        (framing.kind !== 'none' || (coding === null && (length === null || Number(length) === 0))) &&
        (atLeast11(major, minor) ? !connection.has('close') : connection.has('keep-alive')),
      keepAliveMs,
    };
  }

  function framingOf(status: number, chunked: boolean): Framing {
    if (status === 101 && upgrade !== '' && connection.has('upgrade')) return { kind: 'until-close' };
    if ((status >= 100 && status <= 199) || status === 204 || status === 304) return { kind: 'none' };
    if (chunked) return { kind: 'chunked' };
    if (length !== null) return { kind: 'length', bytes: Number(length) };
    return { kind: 'until-close' };
  }

  return {
    line(text) {
      if (start === null) {
        start = readStatusLine(text);
        return null;
      }
      const isContinuation = text.startsWith(' ') || text.startsWith('\t');
      if (isContinuation && open !== null) {
        open += ` ${trimmed(text)}`;
        return null;
      }
      if (isContinuation) malformed(`the first header line is ${quoted(text)}.`);
      if (open !== null) add(open);
      open = null;
      if (text === '') return finish(start);
      if (!text.includes(':')) malformed(`a header line without a colon is ${quoted(text)}.`);
      open = trimmed(text);
      return null;
    },
  };
}

/** `HTTP/1.1 200 OK`; any three characters that are a number are a status to Go. */
function readStatusLine(line: string): { status: number; major: number; minor: number } {
  const space = line.indexOf(' ');
  if (space === -1) malformed(`its first line is ${quoted(line)}.`);
  let from = space;
  while (line[from] === ' ') from += 1;
  const to = line.indexOf(' ', from);
  const code = line.slice(from, to === -1 ? undefined : to);
  if (!/^(?:\d{3}|\+\d\d)$/.test(code)) malformed(`its status is ${quoted(code)}.`);
  const version = /^HTTP\/(\d)\.(\d)$/.exec(line.slice(0, Math.min(space, 20)));
  if (version === null) malformed(`its first line is ${quoted(line)}.`);
  return { status: Number(code), major: Number(version[1]), minor: Number(version[2]) };
}

/** Go reads HTTP/0.0 as HTTP/1.1. */
function atLeast11(major: number, minor: number): boolean {
  return major > 1 || (major === 1 && minor >= 1) || (major === 0 && minor === 0);
}

function isLength(text: string): boolean {
  if (!/^\d+$/.test(text)) return false;
  const digits = text.replace(/^0+/, '');
  return digits.length < MAX_INT64.length || (digits.length === MAX_INT64.length && digits <= MAX_INT64);
}

function isFramingName(name: string): boolean {
  return ['transfer-encoding', 'trailer', 'content-length'].includes(name.toLowerCase());
}

function withoutLeadingSpace(text: string): string {
  let from = 0;
  while (text[from] === ' ' || text[from] === '\t') from += 1;
  return from === 0 ? text : text.slice(from);
}

/** Without spaces and tabs around it: String.trim takes away a no-break space, which is a byte of the value here. */
function trimmed(text: string): string {
  let to = text.length;
  while (to > 0 && (text[to - 1] === ' ' || text[to - 1] === '\t')) to -= 1;
  return withoutLeadingSpace(to === text.length ? text : text.slice(0, to));
}

function malformed(what: string): never {
  throw new MalformedResponseError(`The response cannot be read as HTTP: ${what}`);
}
