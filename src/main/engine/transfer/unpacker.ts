// Unpacks a gzip file as it comes in; everything else passes through.
import { createGunzip } from 'node:zlib';
import { codeOf } from '../store/store-error.ts';

export interface Unpacker {
  /** Resolves when everything that these bytes hold was taken. @throws what `take` throws */
  push(bytes: Uint8Array): Promise<void>;
  /** @returns whether the file was whole */
  end(): Promise<boolean>;
  dispose(): void;
}

const GZIP = [0x1f, 0x8b] as const;

/** @param take gets the bytes one part after the other, so that a small file that unpacks to a huge one fills no memory */
export function createUnpacker(take: (bytes: Uint8Array) => Promise<void>): Unpacker {
  let begin: Uint8Array | null = new Uint8Array(0);
  let gunzip: ReturnType<typeof createGunzip> | null = null;
  let unpacking: Promise<void> = Promise.resolve();
  let isWhole = true;

  async function unpack(stream: NonNullable<typeof gunzip>): Promise<void> {
    try {
      for await (const bytes of stream) await take(bytes as Buffer);
    } catch (error) {
      if (codeOf(error)?.startsWith('Z_') !== true) throw error;
      isWhole = false;
    }
  }

  function decide(bytes: Uint8Array): void {
    begin = null;
    if (!GZIP.every((byte, index) => bytes[index] === byte)) return;
    gunzip = createGunzip();
    unpacking = unpack(gunzip);
    // Its error is met with the next push or at the end.
    unpacking.catch(() => undefined);
  }

  async function pass(bytes: Uint8Array): Promise<void> {
    if (gunzip === null) return await take(bytes);
    const stream = gunzip;
    if (!isWhole) return;
    // After an error nothing is written any more, and `unpacking` has it.
    const written = new Promise<void>((resolve) => stream.write(bytes, () => resolve()));
    await Promise.race([written, unpacking]);
    if (stream.destroyed) await unpacking;
  }

  return {
    async push(bytes) {
      if (begin === null) return await pass(bytes);
      begin = new Uint8Array(Buffer.concat([begin, bytes]));
      if (begin.byteLength < GZIP.length) return;
      const first = begin;
      decide(first);
      await pass(first);
    },
    async end() {
      if (begin !== null) await take(begin);
      gunzip?.end();
      await unpacking;
      return isWhole;
    },
    dispose() {
      gunzip?.destroy();
    },
  };
}
