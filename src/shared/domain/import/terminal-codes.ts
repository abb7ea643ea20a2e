// Removes terminal codes (colours, cursor movements, links) from a stream of bytes.
import { joined } from './utf8-bytes.ts';

const ESC = 0x1b;
const BEL = 0x07;
/** Longer than any link of the Stripe CLI; what does not end within it is no terminal code. */
const MAX_CODE_BYTES = 4_096;

/** ESC cannot stand in JSON, so that removing it changes no value. @returns takes the next bytes, cut anywhere */
export function createTerminalCodeFilter(): (bytes: Uint8Array) => Uint8Array {
  /** A code that has begun. */
  let rest: Uint8Array = new Uint8Array(0);
  return (bytes) => {
    if (rest.byteLength === 0 && !bytes.includes(ESC)) return bytes;
    const all = joined(rest, bytes);
    const kept = new Uint8Array(all.byteLength);
    let length = 0;
    let at = 0;
    rest = new Uint8Array(0);
    while (at < all.byteLength) {
      const escape = all.indexOf(ESC, at);
      const end = escape === -1 ? all.byteLength : escape;
      kept.set(all.subarray(at, end), length);
      length += end - at;
      if (escape === -1) break;
      const after = endOfCode(all, escape);
      if (after === null) {
        rest = all.slice(escape);
        break;
      }
      at = after;
    }
    return kept.subarray(0, length);
  };
}

/** @returns null when the code goes on behind the last byte */
function endOfCode(bytes: Uint8Array, start: number): number | null {
  const kind = bytes[start + 1];
  if (kind === undefined) return null;
  const isLink = kind === 0x5d; // ]
  if (!isLink && kind !== 0x5b) return start + 2; // [
  const limit = Math.min(bytes.byteLength, start + MAX_CODE_BYTES);
  for (let at = start + 2; at < limit; at++) {
    const byte = bytes[at] ?? 0;
    if (!isLink && byte >= 0x40 && byte <= 0x7e) return at + 1;
    if (isLink && byte === BEL) return at + 1;
    if (isLink && byte === ESC) {
      if (bytes[at + 1] === undefined) return null;
      return bytes[at + 1] === 0x5c ? at + 2 : at; // backslash
    }
    if (byte === 0x0a) return at;
  }
  return bytes.byteLength < start + MAX_CODE_BYTES ? null : start + 2;
}
