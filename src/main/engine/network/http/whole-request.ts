// Reads a POST of the plainest kind that lies in one chunk from its first byte to its last. Pure.
//
// Nearly all webhooks are such, as the Stripe CLI writes them. Whatever is the least bit different (a part still to come, a second
// request, chunks, a header that is folded, doubled or odd) is not read here at all but left to Node's parser. Every byte is looked at
// a fixed number of times; test/unit/engine/whole-request.test.ts holds results and times against Node's parser.
export interface WholeRequest {
  /** The request target: path and query. */
  path: string;
  /** In order, with their case. */
  headers: [name: string, value: string][];
  /** A view of the chunk. */
  body: Buffer;
}

/** What Node allows, too. */
const MAX_HEAD_BYTES = 16 * 1024;
const HEAD_END = Buffer.from('\r\n\r\n');
const START = 'POST ';
const VERSION = ' HTTP/1.1';
// One class each, so that there is one way to match.
const PATH = /^\/[!-~]*$/;
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const LENGTH = /^\d{1,9}$/;
/** They say that there is more to the request than its bytes. */
const NOT_PLAIN = new Set(['transfer-encoding', 'trailer', 'upgrade', 'expect', 'te']);

/** @returns null when the chunk is not exactly one such request, on a connection that stays open */
export function readWholeRequest(chunk: Buffer): WholeRequest | null {
  const headEnd = chunk.indexOf(HEAD_END);
  if (headEnd === -1 || headEnd > MAX_HEAD_BYTES) return null;
  const head = chunk.toString('latin1', 0, headEnd);
  let lineEnd = endOfLine(head, 0);
  const path = pathOf(head.slice(0, lineEnd));
  if (path === null) return null;
  const headers: WholeRequest['headers'] = [];
  let length = -1;
  let hosts = 0;
  while (lineEnd < head.length) {
    const start = lineEnd + 2;
    lineEnd = endOfLine(head, start);
    const colon = head.indexOf(':', start);
    if (colon === -1 || colon > lineEnd) return null;
    const name = head.slice(start, colon);
    const value = valueIn(head, colon + 1, lineEnd);
    if (!NAME.test(name) || !VALUE.test(value)) return null;
    const lower = name.toLowerCase();
    if (NOT_PLAIN.has(lower)) return null;
    if (lower === 'connection' && value.toLowerCase() !== 'keep-alive') return null;
    if (lower === 'host') hosts += 1;
    if (lower === 'content-length') {
      if (length !== -1 || !LENGTH.test(value)) return null;
      length = Number(value);
    }
    headers.push([name, value]);
  }
  const body = chunk.subarray(headEnd + HEAD_END.length);
  return hosts === 1 && body.length === length ? { path, headers, body } : null;
}

function endOfLine(head: string, from: number): number {
  const end = head.indexOf('\r\n', from);
  return end === -1 ? head.length : end;
}

function pathOf(line: string): string | null {
  if (!line.startsWith(START) || !line.endsWith(VERSION)) return null;
  const path = line.slice(START.length, -VERSION.length);
  return PATH.test(path) ? path : null;
}

/** Without the spaces and tabs around it. */
function valueIn(head: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isBlank(head.charCodeAt(start))) start += 1;
  while (end > start && isBlank(head.charCodeAt(end - 1))) end -= 1;
  return head.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
