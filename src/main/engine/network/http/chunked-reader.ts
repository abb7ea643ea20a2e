// A chunked body (RFC 9112, 7.1) as Go's net/http/internal/chunked.go takes it: extensions and trailers are read over, line ends are CRLF.
import { MalformedResponseError, quoted } from './response-error.ts';

export interface ChunkedReader {
  /** @returns where the body ended, or the chunk's length. @throws MalformedResponseError */
  read(chunk: Buffer, from: number): number;
  isComplete(): boolean;
}

/** Go reads size lines and the whole trailer through a buffer of this size. */
const MAX_LINE_BYTES = 4096;
/** How much more of the body may be sizes and extensions than what chunks of one byte take. */
const MAX_EXCESS_BYTES = 16 * 1024;
const MAX_SIZE_DIGITS = 16;

/** @param keep is handed each piece of the body, as a view */
export function createChunkedReader(keep: (piece: Uint8Array) => void): ChunkedReader {
  let phase: 'size' | 'data' | 'data-end' | 'trailer' | 'complete' = 'size';
  /** The line under way, with its end. */
  let text = '';
  let missingBytes = 0;
  let excessBytes = 0;

  /** Takes up to the next LF. @returns where it stopped */
  function takeLine(chunk: Buffer, from: number): number {
    const end = chunk.indexOf(0x0a, from);
    const to = end === -1 ? chunk.length : end + 1;
    if (text.length + to - from > MAX_LINE_BYTES)
      malformed(phase === 'size' ? 'a chunk’s size line is too long.' : 'the trailer is too long.');
    text += chunk.toString('latin1', from, to);
    return to;
  }

  function beginChunk(): void {
    const line = text;
    text = '';
    if (line.indexOf('\r') !== line.length - 2) malformed(`a chunk’s size line ends as in ${quoted(line)}.`);
    excessBytes += line.length + 2;
    let size = line.slice(0, -2);
    const semicolon = size.indexOf(';');
    // Go takes the space off before it takes the extension off, and after.
    if (semicolon !== -1) size = size.slice(0, semicolon);
    else size = withoutTrailingSpace(size);
    if (size.length > MAX_SIZE_DIGITS || !/^[0-9a-fA-F]+$/.test(size))
      malformed(`a chunk’s size is ${quoted(size)}.`);
    missingBytes = Number.parseInt(size, 16);
    excessBytes = Math.max(0, excessBytes - 16 - 2 * missingBytes);
    if (excessBytes > MAX_EXCESS_BYTES) malformed('its chunks hold far more than the body.');
    phase = missingBytes === 0 ? 'trailer' : 'data';
  }

  function endTrailer(): void {
    const lines = text.split('\n').slice(0, -2);
    for (const [index, line] of lines.entries()) {
      const isContinuation = /^[ \t]/.test(line);
      if (isContinuation ? index === 0 : !TRAILER.test(line)) malformed(`a trailer line is ${quoted(line)}.`);
    }
    phase = 'complete';
  }

  return {
    read(chunk, from) {
      let at = from;
      while (at < chunk.length && phase !== 'complete') {
        if (phase === 'size') {
          at = takeLine(chunk, at);
          if (text.endsWith('\n')) beginChunk();
        } else if (phase === 'data') {
          const to = Math.min(chunk.length, at + missingBytes);
          keep(chunk.subarray(at, to));
          missingBytes -= to - at;
          at = to;
          if (missingBytes === 0) phase = 'data-end';
        } else if (phase === 'data-end') {
          const to = Math.min(chunk.length, at + 2 - text.length);
          text += chunk.toString('latin1', at, to);
          at = to;
          if (!'\r\n'.startsWith(text)) malformed('a chunk is longer than its size.');
          if (text.length === 2) {
            text = '';
            phase = 'size';
          }
        } else {
          at = takeLine(chunk, at);
          // Go looks for an empty line with CRLF on both sides.
          if (text === '\r\n' || text.endsWith('\r\n\r\n')) endTrailer();
        }
      }
      return at;
    },
    isComplete: () => phase === 'complete',
  };
}

const TRAILER = /^[!#$%&'*+\-.^_`|~0-9A-Za-z ]+:[\t\x20-\x7e\x80-\xff]*\r?$/;

function withoutTrailingSpace(text: string): string {
  let to = text.length;
  while (to > 0 && (text[to - 1] === ' ' || text[to - 1] === '\t')) to -= 1;
  return text.slice(0, to);
}

function malformed(what: string): never {
  throw new MalformedResponseError(`The body cannot be read: ${what}`);
}
