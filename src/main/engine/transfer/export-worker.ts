// One export, on a thread and a read-only connection of its own: ten thousand events cost neither the receiver nor the window a moment.
import { parentPort, workerData } from 'node:worker_threads';
import { createExportWriter } from '#shared/domain/export/export-writer.ts';
import { createRedactor } from '#shared/domain/export/redaction.ts';
import { createDeliveryReads } from '../store/delivery-reads.ts';
import { createEventReads } from '../store/event-reads.ts';
import { openReadOnly } from '../store/open-database.ts';
import { readExportInput } from './export-source.ts';
import type { ExportOrder, ExportSaid } from './export-thread.ts';

const CHUNK_LENGTH = 256 * 1024;

const say = (said: ExportSaid): void => parentPort?.postMessage(said);

async function run({ databasePath, ids, filter, format, redaction, known, ...order }: ExportOrder) {
  const db = openReadOnly(databasePath);
  const events = createEventReads(db);
  const reads = { events, deliveries: createDeliveryReads(db) };
  const { events: found, leftOut } = ids === null ? events.listMatchingSeqs(filter) : events.listSeqsOf(ids);
  const redactor = createRedactor(redaction, known);
  const writer = createExportWriter(format, { redactor, version: order.version });

  let sizeBytes = 0;
  let waiting = '';
  const send = (): void => {
    const chunk = Buffer.from(waiting);
    waiting = '';
    sizeBytes += chunk.byteLength;
    say({ kind: 'chunk', chunk });
  };
  const withAttempts = format === 'har' || format === 'fixture';
  waiting += writer.begin();
  for (const { id } of found.slice(0, order.most)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, or all would be in memory at once
    const event = await readExportInput(reads, id, withAttempts);
    // Removed in the meantime.
    if (event === null) continue;
    waiting += writer.event(event);
    if (waiting.length >= CHUNK_LENGTH) send();
    if (sizeBytes > order.mostBytes) return say({ kind: 'too_large' });
  }
  waiting += writer.end();
  send();
  say({
    kind: 'done',
    total: found.length,
    leftOut,
    removed: redactor.removed(),
  });
}

run(workerData as ExportOrder).catch((error: unknown) =>
  say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
);
