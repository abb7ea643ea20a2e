// The store: one SQLite file, written by a thread of its own in groups, its long reads on another.
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createCheckpointThread } from './checkpoint-thread.ts';
import { createDeliveryReads, type DeliveryReads } from './delivery-reads.ts';
import { createEndpointRows, type EndpointRows } from './endpoint-rows.ts';
import { createEventReads, type EventReads } from './event-reads.ts';
import { createGapReads, type GapReads } from './gap-reads.ts';
import { createMetaRows, type MetaRows } from './meta-rows.ts';
import { CHECK_UP_TO_BYTES, markDamaged, openDatabase } from './open-database.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { createPlanReads, type PlanReads } from './plan-reads.ts';
import { createReaderThread, type Read, type ReaderThread } from './reader-thread.ts';
import { isStoreUnavailable, kindOf, type StoreErrorKind } from './store-error.ts';
import { createTriggerReads, type TriggerReads } from './trigger-rows.ts';
import { createResendReads, type ResendReads } from './resend-reads.ts';
import { createVersionReads, type VersionReads } from './version-reads.ts';
import { createWriterThread } from './writer-thread.ts';
import { LAST_CALL, type Write } from './writes.ts';

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
    | 'listResendTargets'
    | 'readEventBody'
    | 'findMisfits'
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
  resends: Pick<ResendReads, 'endpointsToResend'>;
  triggers: TriggerReads;
  versions: VersionReads;
  /** Every write; each resolves once it is committed, and rejects with a StoreWriteError. Neighbours share a transaction. */
  write: Write;
  /** Why nothing can be written at the moment; null when all is well. Damage stays until the next start, which moves the file aside. */
  trouble(): StoreTrouble | null;
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

export interface StoreTrouble {
  kind: StoreErrorKind;
  /** The system's own words. */
  message: string;
}

export interface StorePatience {
  /** How long another program may hold the lock before it is said. */
  noticeAfterMs: number;
  /** How long a call waits for the lock; the Stripe CLI waits 30 s for an answer. */
  refuseAfterMs: number;
}

const PATIENCE: StorePatience = { noticeAfterMs: 5_000, refuseAfterMs: 20_000 };

export interface StoreDeps {
  dataDir: string;
  /** Name of the database's file in it. */
  file?: string;
  workers: StoreWorkers;
  now: () => number;
  patience?: StorePatience | undefined;
  /** Files up to this size are checked whole before they are used, larger ones meanwhile. */
  checkUpToBytes?: number;
  checkAfterMs?: number;
  /** Something failed that nobody waits for; a sentence for the log. */
  onProblem?: (message: string) => void;
  /** Nothing can be written any more: the host shows the sentence and ends. */
  onFatal?: (message: string) => void;
}

/** When the pages of a large file are checked. */
const CHECK_AFTER_MS = 5_000;

/** @throws DatabaseTooNewError, or SQLite's own error when the file cannot be opened or written */
export function openStore({
  dataDir,
  file = DATABASE_FILE,
  workers,
  now,
  patience = PATIENCE,
  checkUpToBytes = CHECK_UP_TO_BYTES,
  checkAfterMs = CHECK_AFTER_MS,
  onProblem = (message) => process.emitWarning(message),
  onFatal = (message) => process.emitWarning(message),
}: StoreDeps): Store {
  const path = join(dataDir, file);
  let id = '';
  const { db, movedAsideTo } = openDatabase(path, now(), MIGRATIONS, {
    checkUpToBytes,
    firstReads(opened) {
      const rows = createMetaRows(opened);
      const known = rows.findMeta('store_id');
      id = known ?? randomUUID();
      if (known === null) rows.upsertMeta('store_id', id);
    },
  });
  const meta = createMetaRows(db);
  // From here on this connection only reads.
  db.pragma('query_only = ON');

  const listeners = new Set<() => void>();
  let trouble: StoreTrouble | null = null;
  /** Called from the writer's messages, which own no errors: a listener that fails harms neither the others nor the writer. */
  function callSafely(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      onProblem(`A listener of the database failed: ${messageOf(error)}`);
    }
  }
  const notifyListeners = (): void => {
    for (const listener of listeners) callSafely(listener);
  };
  function setTrouble(next: StoreTrouble | null): void {
    if (trouble?.kind === 'damaged') return;
    if (next?.kind === trouble?.kind && next?.message === trouble?.message) return;
    trouble = next;
    if (next?.kind === 'damaged') markDamaged(path, next.message);
    notifyListeners();
  }
  /** Damage counts wherever it is met; other trouble is about writing. */
  function noteRead(error: unknown): void {
    if (kindOf(error) === 'damaged') setTrouble({ kind: 'damaged', message: messageOf(error) });
  }

  const checkpoints = createCheckpointThread(workers.checkpointUrl, path, onProblem);
  const planListeners = new Set<(customers: readonly number[]) => void>();
  const writer = createWriterThread({
    workerUrl: workers.writerUrl,
    databasePath: path,
    lastCall: () => Number(meta.findMeta(LAST_CALL) ?? 0),
    refuseAfterMs: patience.refuseAfterMs,
    onOutcomes(committed, failures) {
      const unavailable = failures.filter(isStoreUnavailable).at(-1);
      if (committed > 0) checkpoints.soon();
      if (unavailable !== undefined) setTrouble(unavailable);
      else if (committed > 0) {
        setTrouble(null);
        notifyListeners();
      }
    },
    onFollowed({ customers, events }) {
      checkpoints.soon();
      if (events > 0) notifyListeners();
      if (customers.length > 0) for (const listener of planListeners) callSafely(() => listener(customers));
    },
    onLocked(forMs, error) {
      if (forMs >= patience.noticeAfterMs) setTrouble(error);
    },
    onTrouble(error) {
      if (isStoreUnavailable(error)) setTrouble(error);
      else onProblem(`What is made of the events could not follow them: ${error.message}`);
    },
    onRestarted(why) {
      onProblem(`The database’s writing thread ended (${why}) and was started anew.`);
      notifyListeners();
    },
    onFatal,
  });
  const startReader = (): ReaderThread => createReaderThread(workers.readerUrl, path, noteRead);
  const reader = startReader();
  const insightReader = startReader();
  let checker: ReaderThread | null = null;
  let checkTimer: NodeJS.Timeout | null = null;
  if (movedAsideTo === null && statSync(path).size > checkUpToBytes) {
    // Damage ends it by way of noteRead; anything else is no reason to worry anybody.
    // Not while everything else starts.
    checkTimer = setTimeout(() => {
      checker = startReader();
      checkAll(checker).catch(() => undefined);
    }, checkAfterMs).unref();
  }
  const eventReads = createEventReads(db);
  const deliveryReads = createDeliveryReads(db);
  const watched = <Reads extends object>(reads: Reads): Reads => watchReads(reads, noteRead);

  return {
    id,
    movedAsideTo,
    reads: watched(eventReads),
    reader: reader.read,
    insight: insightReader.read,
    deliveries: watched(deliveryReads),
    resends: watched(createResendReads(db, eventReads, deliveryReads)),
    plans: watched(createPlanReads(db)),
    endpoints: createEndpointRows(db),
    meta,
    gaps: watched(createGapReads(db)),
    triggers: watched(createTriggerReads(db)),
    versions: watched(createVersionReads(db)),
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
      if (checkTimer !== null) clearTimeout(checkTimer);
      listeners.clear();
      planListeners.clear();
      await writer.dispose();
      await Promise.all([
        reader.dispose(),
        insightReader.dispose(),
        checker?.dispose(),
        checkpoints.dispose(),
      ]);
      db.close();
    },
  };
}

/** Checks every table, each in a read of its own so that the log can begin anew in between. */
async function checkAll({ read, dispose }: ReaderThread): Promise<void> {
  try {
    for (const table of await read.listTables()) {
      // One after the other: the disk is shared with everything else.
      // oxlint-disable-next-line no-await-in-loop
      await read.checkTable(table);
    }
  } finally {
    await dispose();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The same reads; whatever one of them throws is looked at on its way. */
function watchReads<Reads extends object>(reads: Reads, onError: (error: unknown) => void): Reads {
  const watched = Object.entries(reads as Record<string, unknown>).map(([name, read]) => {
    if (typeof read !== 'function') return [name, read];
    const call = (...args: readonly unknown[]): unknown => {
      try {
        return Reflect.apply(read, reads, args) as unknown;
      } catch (error) {
        onError(error);
        throw error;
      }
    };
    return [name, call];
  });
  return Object.fromEntries(watched) as Reads;
}
