// The reader thread itself: answers list requests on a read-only connection.
import { parentPort, workerData } from 'node:worker_threads';
import { createEventReads } from './event-reads.ts';
import { openReadOnly } from './open-database.ts';
import type { ListAnswer, ListRequest } from './reader-thread.ts';

const { databasePath } = workerData as { databasePath: string };
const reads = createEventReads(openReadOnly(databasePath));

parentPort?.on('message', ({ id, filter, cursor, limit }: ListRequest) => {
  let answer: ListAnswer;
  try {
    answer = { id, page: reads.listEvents(filter, cursor, limit) };
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
