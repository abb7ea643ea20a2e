// Whatever the receiver keeps can be read: hostile events are posted to a real engine, and then every read of the API must succeed.
import { connect } from 'node:net';
import { createORPCClient } from '@orpc/client';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { isContractProcedure } from '@orpc/contract';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { contract, type ApiClient } from '#shared/contract/index.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import { COPY_FORMATS, EXPORT_FORMATS } from '#shared/domain/export/export-format.ts';
import { FILTER_FIELDS } from '#shared/domain/filter/filter.ts';
import { INSIGHT_RANGES } from '#shared/domain/insight-range.ts';
import { STORY_KINDS } from '#shared/domain/story/story-key.ts';
import { signBody } from '#engine/signature/signature-check.ts';
import { openSocket, startTestServer } from '../support/doors.ts';
import { startTestEngine, TEST_SECRET } from '../support/engine.ts';
import { generateScenario } from '#shared/domain/scenarios/scenarios.ts';
import { hostileRequest, type HostileRequest } from '../support/hostile-events.ts';
import { restClient } from '../support/hookline-process.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Millions by the environment, some in `npm test`. */
const RUNS = Number(process.env['HOOKLINE_FUZZ_RUNS'] ?? 16);
/** Shrinking a failure ends then, too. */
const LIMIT_MS = Number(process.env['HOOKLINE_FUZZ_MS'] ?? 12_000);
const SEED = process.env['HOOKLINE_FUZZ_SEED'];

interface Line {
  doors: readonly (readonly [name: string, client: ApiClient])[];
  receiverUrl: string;
  /** The newest event there was. */
  seq: number;
  changeSeq: number;
  dispose(): Promise<void>;
}

async function openLine(): Promise<Line> {
  const { engine, backend } = await startTestEngine({ autoDispose: false });
  let count = 0;
  backend.behave((_request, response) => {
    count += 1;
    response.statusCode = [200, 200, 500, 404][count % 4] ?? 200;
    response.setHeader('x-odd', 'é');
    response.end(count % 3 === 0 ? '{"error":{"message":"No such plan","n":1e400}}' : 'ok');
  });
  const server = await startTestServer(engine);
  const socket = openSocket(server);
  return {
    doors: [
      ['REST', restClient({ apiUrl: `${server.url}/api/v1`, token: server.token })],
      ['WebSocket', createORPCClient<ApiClient>(new SocketLink({ websocket: socket }))],
    ],
    receiverUrl: engine.receiverUrl,
    seq: 0,
    changeSeq: 0,
    async dispose() {
      socket.close();
      await server.dispose();
      await engine.dispose();
    },
  };
}

/** Over a socket of its own, because no client library writes such headers. */
function post(receiverUrl: string, { body, headers, signature, path }: HostileRequest): Promise<void> {
  const bytes = Buffer.from(body);
  const signed = signature ?? signBody(bytes, TEST_SECRET, Date.now());
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Stripe-Signature: ${signed}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${bytes.byteLength}`,
    'Connection: close',
    '',
    '',
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(receiverUrl).port), '127.0.0.1', () => {
      socket.write(Buffer.concat([Buffer.from(lines.join('\r\n'), 'utf8'), bytes]));
    });
    socket.on('data', () => socket.end());
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
}

type Read = (client: ApiClient) => Promise<unknown>;

/** Every GET of the contract, and the reads that are written as POST, of one event or of them all. */
const READS_OF_EVENT: Record<string, (event: EventSummary) => Read[]> = {
  'events.get': ({ id }) => [(api) => api.events.get({ id })],
  'events.payload': ({ id }) => [
    (api) => api.events.payload({ id }),
    async (api) => {
      const { receipts } = await api.events.get({ id });
      return Promise.all(
        receipts.map((receipt) =>
          api.events.payload({ id, receiptId: receipt.id }).catch(allow('NOT_FOUND')),
        ),
      );
    },
  ],
  'events.attempts': ({ id }) => [(api) => api.events.attempts({ id })],
  'attempts.responseBody': ({ id }) => [
    async (api) => {
      const attempts = await api.events.attempts({ id });
      return Promise.all(
        attempts.map((attempt) => api.attempts.responseBody({ id: attempt.id }).catch(allow('NOT_FOUND'))),
      );
    },
  ],
  'events.deliveries': ({ id }) => [(api) => api.events.deliveries({ id })],
  'events.story': ({ id }) => STORY_KINDS.map((by) => (api) => api.events.story({ id, by })),
  'events.edit': () => [],
  'plans.ofEvent': ({ id }) => [(api) => api.plans.ofEvent({ id })],
  'versions.ofEvent': ({ id }) => [(api) => api.versions.ofEvent({ id })],
  'triggers.ofEvent': ({ id }) => [(api) => api.triggers.ofEvent({ id })],
  'transfer.copy': ({ id }) =>
    COPY_FORMATS.flatMap((format) =>
      [false, true].map(
        (hidden): Read =>
          (api) =>
            api.transfer.copy({ id, format, personal: hidden, metadata: hidden }).catch(allow('NO_BODY')),
      ),
    ),
  'insight.get': ({ type }) => [(api) => api.insight.get({ type, range: 'all' })],
};
const READS_OF_ALL: Record<string, (events: readonly EventSummary[], round: number) => Read[]> = {
  'events.list': (events) => [
    (api) => api.events.list({ limit: 500 }),
    ...[
      'type:*',
      '-type:x',
      'x',
      'kind:rejected',
      'is:pinned',
      'after:1d',
      'before:2099-01-01',
      'status:failed|5xx',
      'mode:test',
    ].map(
      (filter): Read =>
        (api) =>
          api.events.list({ filter }),
    ),
    ...events.slice(0, 3).map(
      ({ id }): Read =>
        (api) =>
          api.events.list({ filter: `id:${JSON.stringify(id)}` }).catch(allow('BAD_FILTER')),
    ),
  ],
  'events.failureCauses': () => [(api) => api.events.failureCauses({})],
  'events.values': () => FILTER_FIELDS.map((field) => (api) => api.events.values({ field })),
  'status.get': () => [(api) => api.status.get()],
  'insight.get': () => INSIGHT_RANGES.map((range) => (api) => api.insight.get({ range })),
  'insight.goLive': () => [(api) => api.insight.goLive({})],
  'versions.get': () => [(api) => api.versions.get()],
  'plans.customers': () => [
    (api) => api.plans.customers({ limit: 500 }),
    (api) => api.plans.customers({ text: 'a' }),
  ],
  'plans.customer': () => [
    async (api) => {
      const { items } = await api.plans.customers({ limit: 12 });
      return Promise.all(items.map(({ id }) => api.plans.customer({ id })));
    },
  ],
  'plans.known': () => [(api) => api.plans.known()],
  'transfer.download': (events, round) => {
    // Each begins a thread.
    const format = EXPORT_FORMATS[round % EXPORT_FORMATS.length];
    const ids = events.map(({ id }) => id);
    return round % 3 === 0
      ? [(api) => api.transfer.preview({ format, personal: true, ids })]
      : [(api) => api.transfer.export({ format, personal: round % 2 === 0, metadata: true, ids })];
  },
};
/** They say nothing of events. */
const OTHER_READS = [
  'account.get',
  'catchUp.get',
  'catchUp.gap',
  'catchUp.events',
  'catchUp.reconciliation',
  'catchUp.differences',
  'desktop.get',
  'desktop.requests',
  'endpoints.list',
  'endpoints.reach',
  'endpoints.secret',
  'forwarder.get',
  'forwarder.log',
  'forwarder.secret',
  'jobs.get',
  'plans.mapping',
  'plans.probe',
  'scenarios.list',
  'scenarios.runs',
  'settings.get',
  'transfer.importReport',
  'triggers.list',
  'triggers.runs',
  'triggers.get',
  'triggers.webhookEndpoints',
];
/** Read in a way of its own below. */
const LIVE = 'live.subscribe';

function allow(code: string): (error: unknown) => null {
  return (error) => {
    if ((error as { code?: string }).code !== code) throw error;
    return null;
  };
}

test('every read of the contract is among those tried', () => {
  const gets = Object.entries(contract).flatMap(([area, procedures]) =>
    Object.entries(procedures)
      .filter(([, procedure]) => isContractProcedure(procedure) && procedure['~orpc'].route.method === 'GET')
      .map(([name]) => `${area}.${name}`),
  );
  const tried = [...Object.keys(READS_OF_EVENT), ...Object.keys(READS_OF_ALL), ...OTHER_READS, LIVE];
  expect(gets.filter((name) => !tried.includes(name))).toEqual([]);
});

/** Those that arrived since the last look, as the list has them; the live feed must have them, too. */
async function newEvents(line: Line, client: ApiClient): Promise<EventSummary[]> {
  const { items, changeSeq } = await client.events.list({ limit: 500 });
  const fresh = items.filter(({ seq }) => seq > line.seq || line.seq === 0);
  const left = new Set(fresh.map(({ seq }) => seq));
  const leaving = new AbortController();
  let heard = 'nothing';
  const late = setTimeout(
    () =>
      leaving.abort(
        new Error(
          `The live feed after ${line.changeSeq} brought ${heard}, not ${JSON.stringify(fresh.filter(({ seq }) => left.has(seq)))}.`,
        ),
      ),
    5_000,
  );
  const messages = await client.live.subscribe({ after: line.changeSeq }, { signal: leaving.signal });
  for await (const message of messages) {
    heard += ` ${message.kind}`;
    if (message.kind === 'hello' && message.reset) break;
    if (message.kind === 'events') for (const { event } of message.changed) left.delete(event.seq);
    if (left.size === 0) break;
  }
  clearTimeout(late);
  leaving.abort();
  line.seq = items[0]?.seq ?? line.seq;
  line.changeSeq = changeSeq;
  return fresh;
}

/** @param round which door is used, and what is exported, takes turns */
async function readEverything(line: Line, round: number): Promise<void> {
  const [door, client] = line.doors[round % line.doors.length] ?? ['', null];
  if (client === null) throw new Error('There is no door.');
  const events = await newEvents(line, client);
  const reads = [
    ...Object.entries(READS_OF_ALL).flatMap(([name, of]) =>
      of(events, round).map((read) => ({ name, read, about: 'all' })),
    ),
    ...events.flatMap((event) =>
      Object.entries(READS_OF_EVENT).flatMap(([name, of]) =>
        of(event).map((read) => ({ name, read, about: JSON.stringify(event.id) })),
      ),
    ),
  ];
  // One after the other, so that the first that fails is named.
  for (const { name, read, about } of reads) {
    await read(client).catch((error: unknown) => {
      throw new Error(`${name} of ${about} by ${door} failed: ${describe(error)}`, { cause: error });
    });
  }
}

function describe(error: unknown): string {
  const { code, status, data } = error as { code?: string; status?: number; data?: unknown };
  return `${code ?? ''} ${status ?? ''} ${error instanceof Error ? error.message : String(error)} ${JSON.stringify(data)?.slice(0, 500) ?? ''}`;
}

test('whatever hostile events are posted, every read succeeds', { timeout: 3_600_000 }, async () => {
  let line = await openLine();
  let round = 0;
  onTestFinished(() => line.dispose());
  await fc.assert(
    fc.asyncProperty(fc.array(hostileRequest(), { minLength: 1, maxLength: 4 }), async (requests) => {
      try {
        for (const request of requests) await post(line.receiverUrl, request);
        round += 1;
        await readEverything(line, round);
      } catch (error) {
        // What was posted stays; the next, smaller try begins with an empty store.
        await line.dispose();
        line = await openLine();
        throw error;
      }
    }),
    {
      numRuns: RUNS,
      interruptAfterTimeLimit: LIMIT_MS,
      markInterruptAsFailure: false,
      ...(SEED === undefined ? {} : { seed: Number(SEED) }),
    },
  );

  // None of them stands in the way of what comes after.
  const [, client] = line.doors[0] ?? [];
  const steps = generateScenario('checkout_subscription', {
    startAt: 1_796_100_000,
    apiVersion: '2026-10-28.endive',
    seed: 4646,
    customer: { name: 'Perdita Unscathed', email: 'perdita@example.com' },
  });
  for (const { event } of steps)
    await post(line.receiverUrl, { body: JSON.stringify(event), headers: [], signature: null, path: '/' });
  await waitUntil('the plan and the word of an event that came afterwards', async () => {
    const found = await client?.plans.customers({ text: 'perdita@example.com' });
    const events = await client?.events.list({ filter: 'Unscathed' });
    return found?.items[0]?.headline.access === true && (events?.items.length ?? 0) > 0;
  });
  for (const format of EXPORT_FORMATS) await client?.transfer.download({ format, personal: true });
});

const header = (signature: string): Partial<HostileRequest> => ({ signature });
const event = (change: Record<string, unknown>, object: Record<string, unknown> = {}): string =>
  JSON.stringify({
    id: 'evt_case',
    object: 'event',
    created: 1_796_000_000,
    type: 'customer.updated',
    data: { object: { id: 'cus_case', object: 'customer', ...object } },
    ...change,
  });

test.each<[string, Partial<HostileRequest>]>([
  ['created in microseconds', { body: event({ created: 1_796_000_000_000_000 }) }],
  [
    'an amount times a quantity beyond 2^53',
    {
      body: event({
        type: 'customer.subscription.updated',
        data: {
          object: {
            id: 'sub_case',
            object: 'subscription',
            customer: 'cus_case',
            status: 'active',
            currency: 'usd',
            items: {
              object: 'list',
              data: [
                {
                  id: 'si_case',
                  price: {
                    id: 'price_case',
                    unit_amount: 99_999_999,
                    currency: 'usd',
                    recurring: { interval: 'month', interval_count: 1 },
                  },
                  quantity: 1_000_000_000,
                },
              ],
            },
          },
        },
      }),
    },
  ],
  [
    'a signature’s timestamp of 20 digits',
    { body: event({}), ...header(`t=99999999999999999999,v1=${'0'.repeat(64)}`) },
  ],
  ['an id with slash, percent and question mark', { body: event({ id: 'evt/100%?a=b#c' }) }],
  ['an id that is a directory', { body: event({ id: '..' }) }],
  ['an id that is the name of a route', { body: event({ id: 'values' }) }],
  [
    'an account of 10,000 letters with the id of another’s event',
    { body: event({ account: 'a'.repeat(10_000) }) },
  ],
  [
    'nested 5,000 deep',
    {
      body: event({}).replace(
        '"cus_case"',
        `"cus_case","deep":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
      ),
    },
  ],
])('%s', async (name, request) => {
  const line = await openLine();
  onTestFinished(() => line.dispose());
  await post(line.receiverUrl, {
    body: event(name.startsWith('an account') ? {} : { id: 'evt_before' }),
    headers: [],
    signature: null,
    path: '/',
  });
  await post(line.receiverUrl, { body: event({}), headers: [], signature: null, path: '/', ...request });
  for (const round of [1, 2]) {
    line.seq = 0;
    line.changeSeq = 0;
    await readEverything(line, round);
  }
});
