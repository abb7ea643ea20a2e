// Bytes fit to be handed to another thread.

/**
 * Small buffers are views of a large one that they share with others, and a thread is handed the whole of it.
 * @returns the bytes with nothing around them; the same view where that is so already
 */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
