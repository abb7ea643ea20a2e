// Packs the bodies of events that are no longer new: in spare time, a few at a time.
import { createMetaRows } from './meta-rows.ts';
import type { Db } from './open-database.ts';
import type { Packing } from './packing.ts';

/** In `meta`: the newest event that is packed. */
const MARK = 'bodies_packed';
/** The newest stay as they came: they are looked at, sent again, and soon packed with what is typical of them. */
const KEPT_AS_THEY_CAME = 500;
/** A dictionary is made anew once there are so many times the events there were. */
const GROWTH = 4;
const SAMPLED_EVENTS = 600;
const LARGEST_SAMPLE_BYTES = 20_000;

export function createBodyPacking(db: Db, packing: Packing) {
  const meta = createMetaRows(db);
  const newestSeq = db.prepare<[], number | null>('SELECT max(seq) FROM events').pluck();
  const next = db.prepare<[number, number, number], { event_seq: number; bytes: Buffer }>(
    'SELECT event_seq, bytes FROM event_bodies WHERE event_seq > ? AND event_seq <= ? ORDER BY event_seq LIMIT ?',
  );
  const insert = db.prepare<[number, number, Buffer]>(
    'INSERT INTO packed_bodies (event_seq, packing, bytes) VALUES (?, ?, ?)',
  );
  const remove = db.prepare<[number]>('DELETE FROM event_bodies WHERE event_seq = ?');
  const sampled = db.prepare<[number], { bytes: Buffer; type: string; api_version: string | null }>(
    `SELECT b.bytes, e.type, e.api_version FROM events e JOIN event_bodies b ON b.event_seq = e.seq
     ORDER BY e.seq DESC LIMIT ?`,
  );

  /** One of each type and version, the commonest last. */
  function learn(newest: number): void {
    const samples = new Map<string, { bytes: Buffer; n: number }>();
    for (const { bytes, type, api_version: version } of sampled.all(SAMPLED_EVENTS)) {
      if (bytes.byteLength > LARGEST_SAMPLE_BYTES) continue;
      const key = `${type} ${version}`;
      const known = samples.get(key);
      samples.set(key, { bytes: known?.bytes ?? bytes, n: (known?.n ?? 0) + 1 });
    }
    packing.learn(
      [...samples.values()].toSorted((a, b) => a.n - b.n).map(({ bytes }) => bytes),
      newest,
    );
  }

  let isBehind = true;

  return {
    isBehind: () => isBehind,
    eventStored: () => void (isBehind = true),
    rolledBack(): void {
      isBehind = true;
      packing.rolledBack();
    },

    /** Packs the next bodies, at most so many. @returns how many */
    packNext(most: number): number {
      const newest = newestSeq.get() ?? 0;
      const mark = Number(meta.findMeta(MARK) ?? 0);
      const rows = next.all(mark, newest - KEPT_AS_THEY_CAME, most);
      isBehind = rows.length === most;
      const last = rows.at(-1);
      if (last === undefined) return 0;
      const madeAt = packing.madeAtSeq();
      if (madeAt === null || newest > madeAt * GROWTH) learn(newest);
      for (const { event_seq: seq, bytes } of rows) {
        const packed = packing.pack(bytes);
        // What does not get smaller stays as it is.
        if (packed === null || packed.bytes.byteLength >= bytes.byteLength) continue;
        insert.run(seq, packed.packing, packed.bytes);
        remove.run(seq);
      }
      meta.upsertMeta(MARK, String(last.event_seq));
      return rows.length;
    },
  };
}
