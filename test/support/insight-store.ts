// Events and attempts on them as receiver and delivery would hand them over, for what is counted of them.
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AttemptTrigger } from '#shared/domain/delivery.ts';
import type { EventEnvelope } from '#shared/domain/event-envelope.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import type { EndpointMatch } from '#engine/store/delivery-writes.ts';
import { ENDPOINT_DEFAULTS } from '#engine/store/endpoint-rows.ts';
import { openDatabase, type Db } from '#engine/store/open-database.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { createWrites, type Writes } from '#engine/store/writes.ts';
import { STORE_WORKERS } from './store-workers.ts';
import { receiptOf } from './stored-receipt.ts';
import { tempDir } from './temp-dir.ts';

export interface SmallEvent extends Partial<Pick<EventEnvelope, 'type' | 'kind' | 'account'>> {
  source?: EventSummary['source'];
}

export interface SmallAttempt {
  seq: number;
  endpointId?: string | null;
  startedAt: number;
  status?: number | null;
  errorClass?: 'timeout' | 'refused' | null;
  totalMs?: number | null;
  trigger?: AttemptTrigger;
  edited?: boolean;
}

export const NO_RECEIPT = receiptOf(new Uint8Array([123, 125]));

/** @param number tells it apart, and is when it arrived */
export function recordOf(
  number: number,
  endpointIds: readonly string[],
  { type = 'invoice.paid', kind = 'snapshot', account = null, source = 'cli' }: SmallEvent,
): Parameters<Writes['recordEvent']> {
  const matches: EndpointMatch[] = endpointIds.map((endpointId) => ({
    endpointId,
    skip: null,
    dedupe: false,
  }));
  const envelope: EventEnvelope = {
    stripeId: `evt_${number}`,
    type,
    kind,
    account,
    createdAt: null,
    livemode: false,
    apiVersion: null,
    requestId: null,
    objectType: null,
    objectId: null,
    customerId: null,
    customerLabel: null,
    amountMinor: null,
    currency: null,
  };
  const { signature } = NO_RECEIPT;
  return [
    envelope,
    { ...NO_RECEIPT, receivedAt: number, source, headers: [], signature: { ...signature, triedSecrets: [] } },
    matches,
  ];
}

export function attemptOf(
  { seq, endpointId = 'local', startedAt, status = 200, errorClass = null, ...more }: SmallAttempt,
  editId: number | null,
): Parameters<Writes['insertAttempt']> {
  const { totalMs = 10, trigger = 'live' } = more;
  const state = status === 200 && errorClass === null ? 'delivered' : 'failed';
  return [
    {
      seq,
      endpointId,
      endpointName: '',
      editId,
      trigger,
      startedAt,
      url: 'http://x/',
      requestHeaders: [],
      resigned: false,
      reusedConnection: false,
      status,
      responseHeaders: [],
      responseBody: new Uint8Array(),
      responseSizeBytes: 0,
      responseTruncated: false,
      errorClass,
      errorMessage: null,
      timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs },
    },
    editId !== null || endpointId === null
      ? null
      : { generation: 1, state, retries: 0, nextAttemptAt: null, heldSince: null },
  ];
}

const endpointOf = (id: string) => ({ ...ENDPOINT_DEFAULTS, id, name: id, url: 'http://x/', secret: null });

export interface InsightStore {
  store: Store;
  dataDir: string;
  /** @returns its number */
  event(event: SmallEvent): Promise<number>;
  attempt(attempt: SmallAttempt): Promise<void>;
  /** Resolves when everything is counted. */
  counted(): Promise<void>;
}

/** The store with its threads. */
export async function openInsightStore(endpointIds: readonly string[] = ['local']): Promise<InsightStore> {
  const dataDir = tempDir();
  const store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
  onTestFinished(() => store.dispose());
  for (const id of endpointIds) await store.write.upsertEndpoint(endpointOf(id));
  let events = 0;
  return {
    store,
    dataDir,
    async event(event) {
      events += 1;
      return (await store.write.recordEvent(...recordOf(events, endpointIds, event))).seq;
    },
    async attempt(attempt) {
      const { seq, startedAt, edited = false } = attempt;
      const editId = edited ? await store.write.insertEdit(seq, startedAt, new Uint8Array()) : null;
      await store.write.insertAttempt(...attemptOf(attempt, editId));
    },
    async counted() {
      while ((await store.write.countInsight(1_000)) > 0);
    },
  };
}

export interface InsightFile {
  db: Db;
  writes: Writes;
  event(event: SmallEvent): number;
  attempt(attempt: SmallAttempt): void;
  /** @param most how much at a time */
  count(most: number): void;
  /** Everything that was counted, as text. */
  dump(): string;
}

/** The same in one thread, for many of them. */
export function openInsightFile(endpointIds: readonly string[]): InsightFile {
  const { db } = openDatabase(join(tempDir(), 'hookline.db'), 0);
  db.pragma('synchronous = OFF');
  const { operations: writes } = createWrites(db);
  for (const id of endpointIds) writes.upsertEndpoint(endpointOf(id));
  let events = 0;
  return {
    db,
    writes,
    event: (event) => writes.recordEvent(...recordOf(++events, endpointIds, event)).seq,
    attempt(attempt) {
      const { seq, startedAt, edited = false } = attempt;
      const editId = edited ? writes.insertEdit(seq, startedAt, new Uint8Array()) : null;
      writes.insertAttempt(...attemptOf(attempt, editId));
    },
    count(most) {
      while (writes.countInsight(most) > 0);
    },
    dump: () => dumpInsight(db),
  };
}

function dumpInsight(db: Db): string {
  const tables = ['insight_series', 'insight_buckets', 'insight_types'];
  const rows = tables.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4`).all()]);
  return JSON.stringify(rows, null, 1);
}
