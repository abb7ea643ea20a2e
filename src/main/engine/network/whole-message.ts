// Reads an HTTP/1.1 message of the plainest kind that lies in one chunk from its first byte to its last. Pure.
//
// Nearly all webhooks and most answers to them are such, and reading them takes a tenth of what Node's streams take. Whatever is
// the least bit different (a part still to come, trailers, a header that is folded, doubled or odd) is not read here at all but
// left to Node's own parser, so that there is one place that knows all of HTTP.

export type HeaderPairs = [name: string, value: string][];

export interface WholeMessage {
  /** Request line or status line. */
  startLine: string;
  /** In order, with their case. */
  headers: HeaderPairs;
  /** A view of the chunk, or put together of its pieces. */
  body: Buffer;
}

/** What Node allows, too. */
const MAX_HEAD_BYTES = 16 * 1024;
const HEAD_END = Buffer.from('\r\n\r\n');
/** Field name and value as RFC 9110 has them, without obsolete folding. */
const FIELD = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/;
/** These say that there is more to the message than its bytes. */
const TELLING = new Set(['trailer', 'upgrade', 'expect', 'te']);

/** @returns null when the chunk is not exactly one message, of known length, and its connection stays open */
export function readWholeMessage(chunk: Buffer): WholeMessage | null {
  const headEnd = chunk.indexOf(HEAD_END);
  if (headEnd === -1 || headEnd > MAX_HEAD_BYTES) return null;
  const lines = chunk.toString('latin1', 0, headEnd).split('\r\n');
  const headers: HeaderPairs = [];
  let length = -1;
  let inPieces = false;
  for (let index = 1; index < lines.length; index++) {
    const field = FIELD.exec(lines[index] ?? '');
    if (field === null) return null;
    const [, name = '', value = ''] = field;
    const lower = name.toLowerCase();
    if (TELLING.has(lower)) return null;
    if (lower === 'connection' && value.toLowerCase() !== 'keep-alive') return null;
    if (lower === 'content-length') {
      if (length !== -1 || !/^\d{1,9}$/.test(value)) return null;
      length = Number(value);
    }
    if (lower === 'transfer-encoding') {
      if (inPieces || value.toLowerCase() !== 'chunked') return null;
      inPieces = true;
    }
    headers.push([name, value]);
  }
  // Both at once is how requests are smuggled (RFC 9112, 6.3).
  if (inPieces === (length !== -1)) return null;
  const rest = chunk.subarray(headEnd + HEAD_END.length);
  const body = inPieces ? joinPieces(rest) : rest.length === length ? rest : null;
  return body === null ? null : { startLine: lines[0] ?? '', headers, body };
}

/** A chunked body (RFC 9112, 7.1) without extensions and trailers. @returns null when it is otherwise, or not all there */
function joinPieces(bytes: Buffer): Buffer | null {
  const pieces: Buffer[] = [];
  for (let start = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', start);
    const size = lineEnd === -1 ? '' : bytes.toString('latin1', start, lineEnd);
    if (!/^[0-9a-fA-F]{1,7}$/.test(size)) return null;
    const pieceStart = lineEnd + 2;
    const pieceEnd = pieceStart + Number.parseInt(size, 16);
    if (bytes.toString('latin1', pieceEnd, pieceEnd + 2) !== '\r\n') return null;
    start = pieceEnd + 2;
    if (pieceEnd > pieceStart) pieces.push(bytes.subarray(pieceStart, pieceEnd));
    else if (start === bytes.length)
      return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    else return null;
  }
}

/** @returns the target; null when it is no plain POST */
export function postTargetOf({ startLine, headers }: WholeMessage): string | null {
  const hosts = headers.filter(([name]) => name.toLowerCase() === 'host').length;
  return hosts === 1 ? (/^POST (\/[!-~]*) HTTP\/1\.1$/.exec(startLine)?.[1] ?? null) : null;
}

/** @returns the status of a final answer; null when the line is no plain status line */
export function finalStatusOf({ startLine }: WholeMessage): number | null {
  const status = /^HTTP\/1\.1 ([2-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/.exec(startLine)?.[1];
  return status === undefined ? null : Number(status);
}

/** Whether headers can be written as they are; others are for Node to refuse in its own words. */
export function areWritable(headers: Readonly<HeaderPairs>): boolean {
  return headers.every(([name, value]) => FIELD.test(`${name}:${value}`));
}
