// Fills a store with events of the scenario generator and the answers a backend would have given, as fast as SQLite takes them.
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { readEnvelope } from '../src/shared/domain/event-envelope.ts';
import { generateScenario, SCENARIO_IDS, versionsOf } from '../src/shared/domain/scenarios/scenarios.ts';
import type { HeaderList } from '../src/shared/contract/events.ts';
import { ENDPOINT_DEFAULTS } from '../src/main/engine/store/endpoint-rows.ts';
import { openDatabase, openForWriting } from '../src/main/engine/store/open-database.ts';
import { DATABASE_FILE } from '../src/main/engine/store/store.ts';
import { createWrites } from '../src/main/engine/store/writes.ts';

const SECRET = 'whsec_bench_0123456789abcdef';
/** Bodies are packed after each: more at once would leave room in the file that a store filled in its own time has not. */
const EVENTS_A_TRANSACTION = 100;
/** Stories begin one after another, about as many a day as a busy sandbox sees. */
const SECONDS_BETWEEN_STORIES = 40;

export interface Filled {
  events: number;
  /** What went over the wire: bodies and headers of requests and of answers. */
  rawBytes: number;
}

/** @param until Unix milliseconds of the newest event */
export function fillStore(
  dataDir: string,
  count: number,
  until: number,
  report?: (done: number) => void,
): Filled {
  const path = join(dataDir, DATABASE_FILE);
  openDatabase(path, until).db.close();
  const db = openForWriting(path);
  // A benchmark's data can be made again.
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -262144');
  const writes = createWrites(db);
  const { operations } = writes;
  operations.upsertEndpoint({
    ...ENDPOINT_DEFAULTS,
    id: 'local',
    name: 'Local',
    url: 'http://localhost:8000/',
    secret: null,
  });
  let events = 0;
  let rawBytes = 0;
  const take = db.transaction((list: readonly Told[]) => {
    for (const told of list) rawBytes += store(operations, told);
    writes.beforeCommit(0);
  });
  for (const list of portions(count, until)) {
    take(list);
    while (writes.isBehind()) writes.follow(1_000);
    while (writes.isUnmerged()) writes.merge(1_000);
    while (writes.isUnpacked()) writes.pack(1_000);
    events += list.length;
    report?.(events);
  }
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return { events, rawBytes };
}

interface Told {
  event: Record<string, unknown>;
  receivedAt: number;
  number: number;
}

function* portions(count: number, until: number): Generator<Told[]> {
  const perStory = 16;
  let start = Math.floor(until / 1_000) - Math.ceil(count / perStory) * SECONDS_BETWEEN_STORIES;
  let list: Told[] = [];
  let number = 0;
  for (let seed = 1; ; seed++) {
    for (const id of SCENARIO_IDS) {
      const apiVersion = seed % 10 === 0 ? (versionsOf(id)[0] ?? '2026-10-28.endive') : '2026-10-28.endive';
      for (const { event, at } of generateScenario(id, { apiVersion, seed, startAt: start })) {
        list.push({ event, receivedAt: (start + at) * 1_000 + (number % 1_000), number });
        number += 1;
        if (list.length === EVENTS_A_TRANSACTION || number === count) {
          yield list;
          list = [];
        }
        if (number === count) return;
      }
      start += SECONDS_BETWEEN_STORIES;
    }
  }
}

/** @returns how many bytes the exchange took */
function store(
  operations: ReturnType<typeof createWrites>['operations'],
  { event, receivedAt, number }: Told,
): number {
  const body = new Uint8Array(Buffer.from(JSON.stringify(event, null, 2)));
  const envelope = readEnvelope(event);
  if (envelope === null) throw new Error('The scenario told no event.');
  const t = Math.floor(receivedAt / 1_000);
  const v1 = createHmac('sha256', SECRET).update(`${t}.`).update(body).digest('hex');
  const headers: HeaderList = [
    ['Host', '127.0.0.1:4646'],
    ['User-Agent', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
    ['Content-Length', String(body.byteLength)],
    ['Accept', '*/*; q=0.5, application/xml'],
    ['Cache-Control', 'no-cache'],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Stripe-Signature', `t=${t},v1=${v1},v0=${v1}`],
    ['Accept-Encoding', 'gzip'],
  ];
  const { seq } = operations.recordEvent(
    envelope,
    {
      receivedAt,
      source: 'cli',
      method: 'POST',
      path: '/stripe/events',
      headers,
      body,
      sizeBytes: body.byteLength,
      signature: {
        state: 'valid',
        problem: null,
        secretLabel: 'cli',
        timestamp: t,
        ageSeconds: 0,
        triedSecrets: ['cli'],
      },
    },
    [{ endpointId: 'local', skip: null, dedupe: false }],
  );
  const { status, answer } = answerOf(number);
  const responseBody = new Uint8Array(Buffer.from(answer));
  const responseHeaders: HeaderList = [
    ['X-Powered-By', 'Express'],
    ['Content-Type', status === 500 ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'],
    ['Content-Length', String(responseBody.byteLength)],
    ['ETag', `W/"${responseBody.byteLength.toString(16)}-${v1.slice(0, 27)}"`],
    ['Date', new Date(receivedAt).toUTCString()],
    ['Connection', 'keep-alive'],
    ['Keep-Alive', 'timeout=5'],
  ];
  const sent: HeaderList = [...headers.slice(1), ['Host', 'localhost:8000']];
  operations.insertAttempt(
    {
      seq,
      endpointId: 'local',
      endpointName: 'Local',
      editId: null,
      trigger: 'live',
      startedAt: receivedAt + 1,
      url: 'http://localhost:8000/api/stripe/webhook',
      requestHeaders: sent,
      resigned: false,
      reusedConnection: true,
      status,
      responseHeaders,
      responseBody,
      responseSizeBytes: responseBody.byteLength,
      responseTruncated: false,
      errorClass: null,
      errorMessage: null,
      timings: {
        dnsMs: null,
        connectMs: null,
        tlsMs: null,
        firstByteMs: 5 + (number % 37),
        totalMs: 6 + (number % 37),
      },
    },
    {
      generation: 1,
      state: status === 200 ? 'delivered' : 'failed',
      retries: 0,
      nextAttemptAt: null,
      heldSince: null,
    },
  );
  const ofHeaders = (list: HeaderList): number =>
    list.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  return (
    2 * body.byteLength +
    ofHeaders(headers) +
    ofHeaders(sent) +
    ofHeaders(responseHeaders) +
    responseBody.byteLength -
    body.byteLength
  );
}

function answerOf(number: number): { status: number; answer: string } {
  if (number % 50 === 49) {
    const trace = `Error: Cannot read properties of undefined (reading 'plan')\n    at apply (/app/webhook.ts:${number % 300}:17)`;
    return {
      status: 500,
      answer: `<!DOCTYPE html><html lang="en"><head><title>Error</title></head><body><pre>${trace}</pre></body></html>`,
    };
  }
  if (number % 97 === 96) return { status: 404, answer: '{"error":"not found"}' };
  return { status: 200, answer: '{"received":true}' };
}
