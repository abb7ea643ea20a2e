// `npm run bench:held`: 100,000 held events are released, then as many are given up, while new events go on arriving.
// Ends with 1 when either takes a second or more, or when an arrival has to wait.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvelope } from '../src/shared/domain/event-envelope.ts';
import { createEngine } from '../src/main/engine/engine.ts';
import { signBody } from '../src/main/engine/signature/signature-check.ts';
import { ENDPOINT_DEFAULTS } from '../src/main/engine/store/endpoint-rows.ts';
import { openStore } from '../src/main/engine/store/store.ts';
import { createFileSecretStore } from '../src/main/app/file-secret-store.ts';
import { receiptOf } from '../test/support/stored-receipt.ts';
import {
  EDITOR_WORKER_URL,
  EXPORT_WORKER_URL,
  SQLITE_WORKER_URL,
  STORE_WORKERS,
} from '../test/support/store-workers.ts';
import { judge, percentile, printTable } from './figures.ts';
import { createBodies, eventId } from './signed-requests.ts';

const EVENTS = 100_000;
const SECRET = 'whsec_bench_0123456789abcdef';
const ARRIVAL_EVERY_MS = 20;
/** The receiver is not blocked: what an arrival may have to wait at most. */
const MOST_ARRIVAL_MS = 250;

const dataDir = mkdtempSync(join(tmpdir(), 'hookline-bench-held-'));
const bodyOf = createBodies();
const backend = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end());
});
await new Promise<void>((resolve) => {
  backend.listen(0, '127.0.0.1', resolve);
});
const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/`;

console.log(`Storing ${EVENTS} held events…`);
const store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
await store.write.upsertMeta({ cli_secret: SECRET });
await store.write.upsertEndpoint({ ...ENDPOINT_DEFAULTS, id: 'local', url, secret: null, paused: true });
const match = [{ endpointId: 'local', skip: null, dedupe: false }];
for (let start = 0; start < EVENTS; start += 1_000) {
  const writes = Array.from({ length: 1_000 }, (_, index) => {
    const bytes = bodyOf(eventId('held', start + index));
    const envelope = readEnvelope(JSON.parse(bytes.toString('utf8')));
    if (envelope === null) throw new Error('The fixture is no event.');
    const body = new Uint8Array(bytes);
    return store.write.recordEvent(envelope, receiptOf(body, { receivedAt: Date.now() }), match);
  });
  const opened = await Promise.all(writes);
  await store.write.holdDeliveries(
    'local',
    opened.map(({ seq }) => ({ seq, generation: 1 })),
    Date.now(),
  );
}
await store.write.markCleanEnd();
await store.dispose();

const engine = await createEngine(
  {
    version: 'bench',
    dataDir,
    receiverPort: 0,
    forwardTo: url,
    storeWorkers: STORE_WORKERS,
    exportWorkerUrl: EXPORT_WORKER_URL,
    editorWorkerUrl: EDITOR_WORKER_URL,
    sqliteWorkerUrl: SQLITE_WORKER_URL,
    forwarder: { listen: false, binPath: null, apiBase: null, events: [], apiKey: null },
  },
  {
    clock: { now: () => Date.now() },
    logger: { info() {}, warn() {}, error: (message, cause) => console.error(message, cause) },
    secretStore: createFileSecretStore(dataDir),
  },
);

let number = 0;
async function arrive(): Promise<number> {
  const body = bodyOf(eventId('arrival', number++));
  const began = performance.now();
  const response = await fetch(engine.receiverUrl, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { 'stripe-signature': signBody(body, SECRET, Date.now()) },
  });
  await response.arrayBuffer();
  return performance.now() - began;
}

/** @returns how long it took, and what arrivals took meanwhile; all in milliseconds */
async function during(work: () => Promise<void>): Promise<{ ms: number; arrivals: number[] }> {
  const arrivals: Promise<number>[] = [arrive()];
  const timer = setInterval(() => arrivals.push(arrive()), ARRIVAL_EVERY_MS);
  const began = performance.now();
  await work();
  const ms = performance.now() - began;
  clearInterval(timer);
  return { ms, arrivals: await Promise.all(arrivals) };
}

const held = (): number => engine.delivery.queues('local').held;
await during(async () => {});
const released = await during(async () => {
  await engine.endpoints.update({ id: 'local', paused: false });
});
await engine.endpoints.update({ id: 'local', paused: true });
const left = held();
const givenUp = await during(() => engine.delivery.release('local', false));
const still = engine.store.reads.countEvents().held;

printTable([
  ['', 'events', 'took', 'arrivals p50', 'arrivals max'],
  ...(
    [
      ['release', EVENTS, released],
      ['give up', left, givenUp],
    ] as const
  ).map(([name, count, { ms, arrivals }]) => [
    name,
    String(count),
    `${ms.toFixed(0)} ms`,
    `${percentile(arrivals, 0.5).toFixed(1)} ms`,
    `${percentile(arrivals, 1).toFixed(1)} ms`,
  ]),
]);
const most = percentile([...released.arrivals, ...givenUp.arrivals], 1);
judge([
  { sentence: `Releasing took ${released.ms.toFixed(0)} ms; 1,000 allowed`, passed: released.ms < 1_000 },
  { sentence: `Giving up took ${givenUp.ms.toFixed(0)} ms; 1,000 allowed`, passed: givenUp.ms < 1_000 },
  {
    sentence: `${still} of ${left} are still held after giving up`,
    passed: still <= givenUp.arrivals.length + 5,
  },
  {
    sentence: `An arrival took ${most.toFixed(0)} ms at most; ${MOST_ARRIVAL_MS} allowed`,
    passed: most < MOST_ARRIVAL_MS,
  },
]);
await engine.dispose();
backend.closeAllConnections();
backend.close();
rmSync(dataDir, { recursive: true, force: true });
