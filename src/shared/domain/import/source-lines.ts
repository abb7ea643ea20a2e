// Splits text into the lines of the programs that wrote it, without the prefixes that a container or a process manager adds.
import { MAX_PREFIX_LENGTH, mayBeginPrefix, readLogPrefix } from './log-prefix.ts';
import { joined } from './utf8-bytes.ts';

const LINE_FEED = 0x0a;

export interface SourceText {
  source: string;
  /** Line in the file, counted from 1, of the first byte. */
  line: number;
  /** Any part of a line, or several whole lines, with their line feeds. */
  bytes: Uint8Array;
  /** The first byte is the first one behind a prefix. */
  hadPrefix: boolean;
}

export interface SourceLines {
  push(bytes: Uint8Array): void;
  end(): void;
}

export function createSourceLines(
  take: (text: SourceText) => void,
  /** Whether a JSON value is open in what has no source. */
  isInValue: () => boolean,
): SourceLines {
  let line = 1;
  /** The head of a line, too short yet to tell whether it has a prefix. */
  let head: Uint8Array = new Uint8Array(0);
  /** The line that is being passed on; null at the begin of a line. */
  let current: { source: string; isPartial: boolean } | null = null;

  function pass(source: string, bytes: Uint8Array, hadPrefix: boolean): void {
    if (bytes.byteLength > 0 || hadPrefix) take({ source, line, bytes, hadPrefix });
  }

  /** @returns where the next line begins, or null when this one goes on behind the last byte */
  function passRest(bytes: Uint8Array, from: number, hadPrefix: boolean): number | null {
    const { source, isPartial } = current ?? { source: '', isPartial: false };
    const feed = bytes.indexOf(LINE_FEED, from);
    if (feed === -1) {
      pass(source, bytes.subarray(from), hadPrefix);
      return null;
    }
    pass(source, bytes.subarray(from, isPartial ? feed : feed + 1), hadPrefix);
    line += 1;
    current = null;
    return feed + 1;
  }

  /** Lines without a prefix are passed on together. @returns where the first other line begins */
  function passPlain(bytes: Uint8Array, from: number): number {
    let at = from;
    let lines = 0;
    while (at < bytes.byteLength && !mayBeginPrefix(bytes[at] ?? 0)) {
      const feed = bytes.indexOf(LINE_FEED, at);
      if (feed === -1) break;
      lines += 1;
      at = feed + 1;
    }
    pass('', bytes.subarray(from, at), false);
    line += lines;
    return at;
  }

  function takeLines(bytes: Uint8Array, isEnd: boolean): void {
    let at = 0;
    if (current !== null) {
      const next = passRest(bytes, 0, false);
      if (next === null) return;
      at = next;
    }
    while (at < bytes.byteLength) {
      at = passPlain(bytes, at);
      if (at === bytes.byteLength) return;
      const begin = bytes.subarray(at, at + MAX_PREFIX_LENGTH);
      const hasWholeHead = begin.byteLength === MAX_PREFIX_LENGTH || begin.includes(LINE_FEED) || isEnd;
      if (mayBeginPrefix(bytes[at] ?? 0) && !hasWholeHead) {
        head = bytes.slice(at);
        return;
      }
      const prefix = mayBeginPrefix(bytes[at] ?? 0)
        ? readLogPrefix(asciiOf(begin), isInValue())
        : { source: '', length: 0, isPartial: false };
      current = prefix;
      const next = passRest(bytes, at + prefix.length, prefix.length > 0);
      if (next === null) return;
      at = next;
    }
  }

  return {
    push(bytes) {
      const all = joined(head, bytes);
      head = new Uint8Array(0);
      takeLines(all, false);
    },
    end() {
      const rest = head;
      head = new Uint8Array(0);
      takeLines(rest, true);
    },
  };
}

/** Up to the end of the line; a character for each byte. */
function asciiOf(bytes: Uint8Array): string {
  const feed = bytes.indexOf(LINE_FEED);
  return String.fromCharCode(...(feed === -1 ? bytes : bytes.subarray(0, feed)));
}
