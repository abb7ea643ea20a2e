// Packs bytes with zstd and a dictionary made of what the store holds: events resemble each other far more than themselves.
import { zstdCompressSync, zstdDecompressSync, constants } from 'node:zlib';
import type { Db } from './open-database.ts';

/** Bytes of a dictionary. A larger one packs little better and costs with each row that is packed or read. */
const MOST_BYTES = 96 * 1024;
/** Packing happens in spare time: rather small than fast. */
const LEVEL = 9;

export interface Packed {
  bytes: Buffer;
  /** The dictionary's id. */
  packing: number;
}

export interface Packing {
  unpack(bytes: Buffer, packing: number): Buffer;
  /** Reads the dictionaries there are: within a function that SQL calls nothing can be asked of the database. */
  prepare(): void;
  /** @returns null while there is no dictionary */
  pack(bytes: Uint8Array): Packed | null;
  /** The newest event when the newest dictionary was made; null = there is none. */
  madeAtSeq(): number | null;
  /** From now on packs with a dictionary of these samples, the most typical last. */
  learn(samples: readonly Uint8Array[], newestSeq: number): void;
  /** A transaction was rolled back: what was learnt in it is not stored. */
  rolledBack(): void;
}

export function createPacking(db: Db): Packing {
  const dictionaryOf = db.prepare<[number], Buffer>('SELECT bytes FROM dictionaries WHERE id = ?').pluck();
  const laterThan = db.prepare<[number], { id: number; bytes: Buffer }>(
    'SELECT id, bytes FROM dictionaries WHERE id > ?',
  );
  const newestOf = db.prepare<[], { id: number; made_at_seq: number }>(
    'SELECT id, made_at_seq FROM dictionaries ORDER BY id DESC LIMIT 1',
  );
  const insert = db.prepare<[number, Buffer]>('INSERT INTO dictionaries (made_at_seq, bytes) VALUES (?, ?)');
  const known = new Map<number, Buffer>();
  /** undefined = not looked up yet. */
  let newest: { id: number; made_at_seq: number } | null | undefined;

  function dictionary(id: number): Buffer {
    const found = known.get(id) ?? dictionaryOf.get(id);
    if (found === undefined) throw new Error(`Dictionary ${id} is missing from the database: it is damaged.`);
    known.set(id, found);
    return found;
  }

  return {
    unpack(bytes, packing) {
      return zstdDecompressSync(bytes, { dictionary: dictionary(packing) });
    },
    prepare() {
      for (const { id, bytes } of laterThan.all(Math.max(0, ...known.keys()))) known.set(id, bytes);
    },
    pack(bytes) {
      newest ??= newestOf.get() ?? null;
      if (newest === null) return null;
      const options = {
        dictionary: dictionary(newest.id),
        params: {
          [constants.ZSTD_c_compressionLevel]: LEVEL,
          // The row says which dictionary it is, and a broken page is found by SQLite.
          [constants.ZSTD_c_dictIDFlag]: 0,
          [constants.ZSTD_c_checksumFlag]: 0,
        },
      };
      return { bytes: zstdCompressSync(bytes, options), packing: newest.id };
    },
    madeAtSeq() {
      newest ??= newestOf.get() ?? null;
      return newest?.made_at_seq ?? null;
    },
    learn(samples, newestSeq) {
      const bytes = Buffer.concat(samples).subarray(-MOST_BYTES);
      const id = Number(insert.run(newestSeq, bytes).lastInsertRowid);
      known.set(id, bytes);
      newest = { id, made_at_seq: newestSeq };
    },
    rolledBack() {
      known.clear();
      newest = undefined;
    },
  };
}
