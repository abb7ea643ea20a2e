// The store: one SQLite file, written by a thread of its own in groups, its long reads on another.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createCheckpointThread } from './checkpoint-thread.ts';
import { createDeliveryReads, type DeliveryReads } from './delivery-reads.ts';
import { createEndpointRows, type EndpointRows } from './endpoint-rows.ts';
import { createEventReads, type EventReads } from './event-reads.ts';
import { createGapReads, type GapReads } from './gap-reads.ts';
import { createMetaRows, type MetaRows } from './meta-rows.ts';
import { openDatabase } from './open-database.ts';
import { createPlanReads, type PlanReads } from './plan-reads.ts';
import { createReaderThread, type Read } from './reader-thread.ts';
import { isStoreUnavailable } from './store-error.ts';
import { createTriggerReads, type TriggerReads } from './trigger-rows.ts';
import { createVersionReads, type VersionReads } from './version-reads.ts';
import { createWriterThread } from './writer-thread.ts';
import type { Write } from './writes.ts';

export const DATABASE_FILE = 'hookline.db';

export interface Store {
  /** Identity of this database. */
  id: string;
  /** Where a damaged predecessor was moved to. */
  movedAsideTo: string | null;
  reads: EventReads;
  /** Reads that may take long. */
  reader: Pick<
    Read,
    | 'listEvents'
    | 'listMatchingSeqs'
    | 'listFilterValues'
    | 'findStory'
    | 'listGaps'
    | 'findGap'
    | 'findGapDetail'
    | 'listGapEvents'
  >;
  /** On a thread of their own, so that they need not wait for a long search. */
  insight: Pick<Read, 'insightFigures' | 'insightTypes'>;
  deliveries: DeliveryReads;
  plans: PlanReads;
  endpoints: Pick<EndpointRows, 'listEndpoints'>;
  meta: Pick<MetaRows, 'findMeta'>;
  gaps: Omit<GapReads, 'listGaps' | 'findGap' | 'findGapDetail' | 'listGapEvents'>;
  triggers: TriggerReads;
  versions: VersionReads;
  /** Every write; each resolves once it is committed, and rejects with a StoreWriteError. Neighbours share a transaction. */
  write: Write;
  /** Why nothing can be written at the moment (the disk is full, say), in the system's words; null when all is well. */
  trouble(): string | null;
  /** Called after every commit, and when trouble() changes. Returns the way to stop listening. */
  onCommit(listener: () => void): () => void;
  /** Called with customers whose plan may be another now, a moment after their events. Returns the way to stop listening. */
  onPlans(listener: (customers: readonly number[]) => void): () => void;
  dispose(): Promise<void>;
}

/** The built or source forms of the store's threads. */
export interface StoreWorkers {
  readerUrl: URL;
  writerUrl: URL;
  checkpointUrl: URL;
}

export interface StoreDeps {
  dataDir: string;
  /** Name of the database's file in it. */
  file?: string;
  workers: StoreWorkers;
  now: () => number;
}

/** @throws DatabaseTooNewError, or SQLite's own error when the file cannot be opened or written */
export function openStore({ dataDir, file = DATABASE_FILE, workers, now }: StoreDeps): Store {
  const path = join(dataDir, file);
  const { db, movedAsideTo } = openDatabase(path, now());
  const meta = createMetaRows(db);
  let id = meta.findMeta('store_id');
  if (id === null) {
    id = randomUUID();
    meta.upsertMeta('store_id', id);
  }
  // From here on this connection only reads.
  db.pragma('query_only = ON');

  const listeners = new Set<() => void>();
  let trouble: string | null = null;
  const tellListeners = (): void => {
    for (const listener of listeners) listener();
  };
  const checkpoints = createCheckpointThread(workers.checkpointUrl, path);
  const planListeners = new Set<(customers: readonly number[]) => void>();
  const writer = createWriterThread(
    workers.writerUrl,
    path,
    (committed, failures) => {
      const ofTheDisk = failures.filter(isStoreUnavailable).at(-1);
      if (committed > 0) checkpoints.soon();
      if (committed === 0 && ofTheDisk === undefined) return;
      trouble = ofTheDisk?.message ?? null;
      tellListeners();
    },
    ({ customers, events }) => {
      checkpoints.soon();
      if (events > 0) tellListeners();
      if (customers.length > 0) for (const listener of planListeners) listener(customers);
    },
  );
  const reader = createReaderThread(workers.readerUrl, path);
  const insightReader = createReaderThread(workers.readerUrl, path);

  return {
    id,
    movedAsideTo,
    reads: createEventReads(db),
    reader: reader.read,
    insight: insightReader.read,
    deliveries: createDeliveryReads(db),
    plans: createPlanReads(db),
    endpoints: createEndpointRows(db),
    meta,
    gaps: createGapReads(db),
    triggers: createTriggerReads(db),
    versions: createVersionReads(db),
    write: writer.write,
    trouble: () => trouble,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onPlans(listener) {
      planListeners.add(listener);
      return () => planListeners.delete(listener);
    },
    async dispose() {
      listeners.clear();
      planListeners.clear();
      await writer.dispose();
      await Promise.all([reader.dispose(), insightReader.dispose(), checkpoints.dispose()]);
      db.close();
    },
  };
}
