// The part of a stream of bytes that is still needed, by its place in the stream.

export interface ByteWindow {
  append(bytes: Uint8Array): void;
  /** Lets go of everything before this place. */
  dropBefore(place: number): void;
  has(place: number): boolean;
  isAt(place: number, bytes: Uint8Array): boolean;
  /** A copy. */
  slice(start: number, end: number): Uint8Array;
  heldBytes(): number;
}

const LEAST_BYTES = 64 * 1024;
const MOST_GROWTH_BYTES = 8 * 1024 * 1024;

export function createByteWindow(): ByteWindow {
  let memory = new Uint8Array(LEAST_BYTES);
  /** Places in the stream: of the first byte in memory, of the first that is needed, and behind the last. */
  let first = 0;
  let needed = 0;
  let end = 0;

  function makeSpace(more: number): void {
    const wanted = end - needed + more;
    if (wanted <= memory.byteLength) memory.copyWithin(0, needed - first, end - first);
    else {
      const growth = Math.min(memory.byteLength, MOST_GROWTH_BYTES);
      const larger = new Uint8Array(Math.max(wanted, memory.byteLength + growth));
      larger.set(memory.subarray(needed - first, end - first));
      memory = larger;
    }
    first = needed;
  }

  return {
    append(bytes) {
      if (end - first + bytes.byteLength > memory.byteLength) makeSpace(bytes.byteLength);
      memory.set(bytes, end - first);
      end += bytes.byteLength;
    },
    dropBefore(place) {
      needed = Math.min(Math.max(needed, place), end);
    },
    has: (place) => place >= needed,
    isAt: (place, bytes) => bytes.every((byte, index) => memory[place - first + index] === byte),
    slice: (start, until) => memory.slice(start - first, until - first),
    heldBytes: () => end - needed,
  };
}
