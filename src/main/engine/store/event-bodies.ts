// The exact bytes of events, as they came or packed.
import type { Db } from './open-database.ts';
import { createPacking, type Packing } from './packing.ts';

export interface EventBodies {
  /** null = there is no such event. */
  find(seq: number): Buffer | null;
}

export function createEventBodies(db: Db, packing: Packing = createPacking(db)): EventBodies {
  const plain = db.prepare<[number], Buffer>('SELECT bytes FROM event_bodies WHERE event_seq = ?').pluck();
  const packed = db.prepare<[number], { bytes: Buffer; packing: number }>(
    'SELECT bytes, packing FROM packed_bodies WHERE event_seq = ?',
  );
  return {
    find(seq) {
      const bytes = plain.get(seq);
      if (bytes !== undefined) return bytes;
      const row = packed.get(seq);
      return row === undefined ? null : packing.unpack(row.bytes, row.packing);
    },
  };
}
