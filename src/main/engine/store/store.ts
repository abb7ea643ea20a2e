// The store: one SQLite file, its writes grouped, its long reads on a thread of their own.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createDeliveryRows, type DeliveryRows } from './delivery-rows.ts';
import { createEndpointRows, type EndpointRows } from './endpoint-rows.ts';
import { createEventReads, type EventReads } from './event-reads.ts';
import { createEventWrites, type EventWrites } from './event-writes.ts';
import { createMetaRows, type MetaRows } from './meta-rows.ts';
import { openDatabase } from './open-database.ts';
import { createReaderThread, type ReaderThread } from './reader-thread.ts';
import { createWriteQueue } from './write-queue.ts';

export const DATABASE_FILE = 'hookline.db';

export interface Store {
  /** Identity of this database. */
  id: string;
  /** Where a damaged predecessor was moved to. */
  movedAsideTo: string | null;
  reads: EventReads;
  /** Reads that may take long. */
  reader: Pick<ReaderThread, 'listEvents'>;
  /** To be called inside `write` only. */
  events: EventWrites;
  deliveries: DeliveryRows;
  endpoints: EndpointRows;
  meta: MetaRows;
  /** Runs `work` in a transaction shared with its neighbours; resolves once it is committed. */
  write<T>(work: () => T): Promise<T>;
  /** Why nothing can be written at the moment (the disk is full, say), in the system's words; null when all is well. */
  trouble(): string | null;
  /** Refuses to grow beyond so many pages, as a full disk would; for tests. */
  limitPages(count: number): void;
  /** Called after every commit, and when trouble() changes. Returns the way to stop listening. */
  onCommit(listener: () => void): () => void;
  dispose(): Promise<void>;
}

export interface StoreDeps {
  dataDir: string;
  readerWorkerUrl: URL;
  now: () => number;
}

/** @throws DatabaseTooNewError, or SQLite's own error when the file cannot be opened or written */
export function openStore({ dataDir, readerWorkerUrl, now }: StoreDeps): Store {
  const path = join(dataDir, DATABASE_FILE);
  const { db, movedAsideTo } = openDatabase(path, now());
  const meta = createMetaRows(db);
  const reads = createEventReads(db);
  const reader = createReaderThread(readerWorkerUrl, path);
  const listeners = new Set<() => void>();

  let id = meta.findMeta('store_id');
  if (id === null) {
    id = randomUUID();
    meta.upsertMeta('store_id', id);
  }

  // The counter is stored too: deleting the newest event must not make the feed count backwards.
  let changeSeq = Math.max(Number(meta.findMeta('change_seq') ?? 0), reads.newestChangeSeq());
  let storedChangeSeq = changeSeq;
  const nextChangeSeq = (): number => ++changeSeq;

  let trouble: string | null = null;
  const queue = createWriteQueue(
    db,
    () => {
      if (changeSeq === storedChangeSeq) return;
      meta.upsertMeta('change_seq', String(changeSeq));
      storedChangeSeq = changeSeq;
    },
    () => {
      trouble = null;
      for (const listener of listeners) listener();
    },
    (error) => {
      if (!isOutOfOrder(error)) return;
      trouble = error.message;
      for (const listener of listeners) listener();
    },
  );

  return {
    id,
    movedAsideTo,
    reads,
    reader,
    events: createEventWrites(db, nextChangeSeq),
    deliveries: createDeliveryRows(db, nextChangeSeq),
    endpoints: createEndpointRows(db),
    meta,
    write: (work) => queue.run(work),
    trouble: () => trouble,
    limitPages: (count) => void db.pragma(`max_page_count = ${count}`),
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async dispose() {
      queue.flush();
      listeners.clear();
      await reader.dispose();
      db.close();
    },
  };
}

/** Trouble with the disk, as against a mistake in what was written. */
export function isOutOfOrder(error: unknown): error is Error & { code: string } {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/.test(code);
}
