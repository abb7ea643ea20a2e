// The reader thread itself: answers on a read-only connection.
import { parentPort, workerData } from 'node:worker_threads';
import { readEventBody } from '#shared/domain/event-envelope.ts';
import { misfitOf, type Arrival, type Misfit } from '#shared/domain/filter/arrival-condition.ts';
import { jsonOfBytes } from '#shared/domain/json-read.ts';
import { createEventReads } from './event-reads.ts';
import { callError } from './group-commit.ts';
import { createFilterValues } from './filter-values.ts';
import { createGapReads } from './gap-reads.ts';
import { createInsightReads } from './insight-reads.ts';
import { createDeliveryReads } from './delivery-reads.ts';
import { createResendReads } from './resend-reads.ts';
import { createStoryReads } from './story-reads.ts';
import { checkTable, listTables, openReadOnly } from './open-database.ts';
import type { ReadAnswer, ReadRequest } from './reader-thread.ts';

const { databasePath } = workerData as { databasePath: string };
const db = openReadOnly(databasePath);
const events = createEventReads(db);
const filterValues = createFilterValues(db);
const insight = createInsightReads(db);
const gaps = createGapReads(db);
const deliveries = createDeliveryReads(db);
const stories = createStoryReads(events, deliveries);
const resends = createResendReads(db, events, deliveries);

function findMisfits(
  bytes: Uint8Array,
  arrival: Omit<Arrival, 'payload'>,
  conditions: readonly string[],
): ReadonlyMap<string, Misfit | null> {
  const payload = jsonOfBytes(bytes);
  return new Map(conditions.map((condition) => [condition, misfitOf(condition, { ...arrival, payload })]));
}

/** Every read that may take long, by name. */
const reads = {
  listEvents: events.listEvents,
  listResendTargets: resends.listResendTargets,
  listFilterValues: filterValues.listFilterValues,
  findStory: stories.findStory,
  listGaps: gaps.listGaps,
  findGap: gaps.findGap,
  findGapDetail: gaps.findGapDetail,
  listGapEvents: gaps.listGapEvents,
  insightFigures: insight.figures,
  insightTypes: insight.types,
  /** Nothing of the store: a large body can take a second to read. */
  readEventBody,
  /** Likewise: which of these conditions a large event does not fit, by condition. */
  findMisfits,
  listTables: () => listTables(db),
  checkTable: (table: string) => checkTable(db, table),
};
export type Reads = typeof reads;
export type ReadName = keyof Reads;
const run = reads as Readonly<Record<ReadName, (...args: readonly unknown[]) => unknown>>;

parentPort?.on('message', ({ id, name, args }: ReadRequest) => {
  let answer: ReadAnswer;
  try {
    answer = { id, value: run[name](...args) };
  } catch (error) {
    answer = { id, error: callError(error) };
  }
  parentPort?.postMessage(answer);
});
