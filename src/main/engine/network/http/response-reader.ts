// Reads the response to one POST from the bytes of a connection, whatever pieces they come in. Each byte is looked at once, and
// what is kept of it is bounded. Pure: knows nothing of sockets.
import { createChunkedReader, type ChunkedReader } from './chunked-reader.ts';
import { createLineReader } from './line-reader.ts';
import { IncompleteResponseError, MalformedResponseError } from './response-error.ts';
import { createHeadReader, type ResponseHead } from './response-head.ts';

export const MAX_KEPT_RESPONSE_BYTES = 1024 * 1024;
/** As Go's client has it; interim responses (1xx) count too. */
const MAX_HEAD_BYTES = 10 * 1024 * 1024;

export interface ResponseReader {
  /** @returns true when the response is complete. @throws MalformedResponseError */
  push(chunk: Buffer): boolean;
  /** The backend closed the connection. Returns when that completes the response. @throws IncompleteResponseError, MalformedResponseError */
  end(): void;
  /** The final head; null until it was read whole. */
  head(): ResponseHead | null;
  body(): { bytes: Uint8Array; sizeBytes: number; isTruncated: boolean };
  /** The response is complete, nothing came after it, and the backend keeps the connection open. */
  isReusable(): boolean;
}

export function createResponseReader(): ResponseReader {
  const lines = createLineReader();
  let headReader = createHeadReader();
  let head: ResponseHead | null = null;
  let chunked: ChunkedReader | null = null;
  let headBytes = 0;
  let missingBytes = 0;
  let isComplete = false;
  let hasExtraBytes = false;
  let kept = new Uint8Array(0);
  let keptBytes = 0;
  let sizeBytes = 0;

  /** @returns where the body begins; the chunk's length while there is no final head */
  function readHead(chunk: Buffer): number {
    if (headBytes < HTTP.length) rejectEarly(chunk);
    let at = 0;
    while (at < chunk.length) {
      const next = lines.next(chunk, at);
      headBytes += next.at - at;
      at = next.at;
      if (headBytes > MAX_HEAD_BYTES)
        throw new MalformedResponseError('The response has more than 10 MiB of headers.');
      if (next.line === null) break;
      const read = headReader.line(next.line);
      if (read === null) continue;
      if (read.status >= 100 && read.status <= 199 && read.status !== 101) {
        // An interim response: the one that counts is still to come.
        headReader = createHeadReader();
        continue;
      }
      begin(read);
      break;
    }
    return at;
  }

  /** Something else than HTTP may never end its first line. */
  function rejectEarly(chunk: Buffer): void {
    const came = chunk.toString('latin1', 0, HTTP.length - headBytes);
    // Line ends before the response mean nothing.
    if (HTTP.startsWith(came, headBytes) || /^[\r\n]/.test(came)) return;
    const text = lines.pending() + chunk.toString('latin1', 0, 60);
    throw new MalformedResponseError(
      `The response cannot be read as HTTP: it begins with ${JSON.stringify(text)}.`,
    );
  }

  function begin(read: ResponseHead): void {
    head = read;
    const { framing } = read;
    if (framing.kind === 'chunked') chunked = createChunkedReader(keep);
    if (framing.kind === 'length') missingBytes = framing.bytes;
    isComplete = framing.kind === 'none' || (framing.kind === 'length' && framing.bytes === 0);
  }

  /** @returns where the body ended, or the chunk's length */
  function readBody(chunk: Buffer, from: number): number {
    if (chunked !== null) {
      const at = chunked.read(chunk, from);
      isComplete = chunked.isComplete();
      return at;
    }
    if (head?.framing.kind === 'until-close') {
      keep(chunk.subarray(from));
      return chunk.length;
    }
    const to = Math.min(chunk.length, from + missingBytes);
    keep(chunk.subarray(from, to));
    missingBytes -= to - from;
    isComplete = missingBytes === 0;
    return to;
  }

  function keep(piece: Uint8Array): void {
    sizeBytes += piece.length;
    const part = piece.subarray(0, MAX_KEPT_RESPONSE_BYTES - keptBytes);
    const needed = keptBytes + part.length;
    if (needed > kept.length) {
      // Exact for a body in one piece, doubled for one in many.
      const room = keptBytes === 0 ? needed : Math.max(needed, kept.length * 2);
      const larger = new Uint8Array(Math.min(room, MAX_KEPT_RESPONSE_BYTES));
      larger.set(kept.subarray(0, keptBytes));
      kept = larger;
    }
    kept.set(part, keptBytes);
    keptBytes = needed;
  }

  return {
    push(chunk) {
      let at = 0;
      if (head === null) at = readHead(chunk);
      if (head !== null && !isComplete && at < chunk.length) at = readBody(chunk, at);
      if (at < chunk.length) hasExtraBytes = true;
      return isComplete;
    },
    end() {
      if (isComplete) return;
      if (head?.framing.kind === 'until-close') {
        isComplete = true;
        return;
      }
      if (head === null && headBytes === 0)
        throw new IncompleteResponseError('The connection was closed without a response.');
      const where = head === null ? 'in the headers' : `after ${sizeBytes} bytes of the body`;
      throw new IncompleteResponseError(`The response broke off ${where}: the connection was closed.`);
    },
    head: () => head,
    body: () => ({
      bytes: keptBytes === kept.length ? kept : kept.slice(0, keptBytes),
      sizeBytes,
      isTruncated: sizeBytes > keptBytes || (head?.headersTruncated ?? false),
    }),
    isReusable: () => isComplete && !hasExtraBytes && (head?.keepAlive ?? false),
  };
}

const HTTP = 'HTTP/';
