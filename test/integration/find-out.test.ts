// Find out, against real backends with the real stripe package: one that serialises the body again, one with another secret, one
// that is right by then, one that mangles the body, and those whose responses do not tell.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRouterClient } from '@orpc/server';
import express from 'express';
import Stripe from 'stripe';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createRouter } from '#engine/api/router.ts';
import { describeFailure } from '#shared/domain/failure-texts/describe-failure.ts';
import { startTestEngine, TEST_SECRET, type TestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

interface Seen {
  url: string;
  /** Ids of the events whose signature was accepted. */
  accepted: string[];
  /** Of each request. */
  signatures: string[];
}

/** What the signature check is given, out of the bytes that arrived. */
type Reading = (body: Buffer) => string | Buffer;

const RAW: Reading = (body) => body;
const PARSED: Reading = (body) => JSON.stringify(JSON.parse(body.toString()));

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/stripe/webhook`;
}

interface Checked {
  reading: Reading;
  secret: string;
  /** What it says instead of stripe-node's message. */
  complaint?: string;
  /** Its Server header. */
  server?: string;
  /** After the check; throws for a bug in the handler. */
  handle?: () => void;
}

/** A backend on node:http; what it checks can be changed while it runs, as by an edit and a restart. */
async function nodeBackend(checked: Checked): Promise<Seen> {
  const seen: Seen = { url: '', accepted: [], signatures: [] };
  seen.url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const signature = String(request.headers['stripe-signature']);
      seen.signatures.push(signature);
      if (checked.server !== undefined) response.setHeader('server', checked.server);
      let id: string;
      try {
        const body = checked.reading(Buffer.concat(chunks));
        ({ id } = Stripe.webhooks.constructEvent(body, signature, checked.secret));
      } catch (error) {
        const said = checked.complaint ?? (error instanceof Error ? error.message : String(error));
        response.writeHead(400).end(`Webhook Error: ${said}`);
        return;
      }
      seen.accepted.push(id);
      try {
        checked.handle?.();
        response.end('ok');
      } catch (error) {
        response.writeHead(500).end(error instanceof Error ? error.stack : '');
      }
    });
  });
  return seen;
}

/** The classic mistake: express.json() before the route, and JSON.stringify to get a string for the check. */
async function expressBackend(secret = TEST_SECRET): Promise<Seen> {
  const seen: Seen = { url: '', accepted: [], signatures: [] };
  const app = express();
  app.use(express.json());
  app.post('/api/stripe/webhook', (request, response) => {
    const signature = request.get('stripe-signature') ?? '';
    seen.signatures.push(signature);
    try {
      const { id } = Stripe.webhooks.constructEvent(JSON.stringify(request.body), signature, secret);
      seen.accepted.push(id);
      response.json({ received: true });
    } catch (error) {
      response.status(400).send(`Webhook Error: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  seen.url = await serve(app);
  return seen;
}

async function failing(
  url: string,
  options: { dataDir?: string; autoDispose?: boolean; text?: string } = {},
) {
  const { text, ...engineOptions } = options;
  const started = await startTestEngine({ forwardTo: url, ...engineOptions });
  const { engine, post } = started;
  await post(text ?? eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await waitUntil('the failure', () => engine.store.reads.findEventById('evt_1')?.deliveryState === 'failed');
  const api = createRouterClient(createRouter(engine), { context: {} });
  const [attempt] = await api.events.attempts({ id: 'evt_1' });
  if (attempt === undefined) throw new Error('There is no attempt.');
  return { ...started, api, attempt };
}

const stateOf = ({ engine }: Pick<TestEngine, 'engine'>): string | undefined =>
  engine.store.reads.findEventById('evt_1')?.deliveryState;
const v1Count = (header: string | undefined): number => header?.match(/v1=/g)?.length ?? 0;

describe('the body is serialised again', () => {
  test('Express 5: one request settles it, the event is delivered once, and Express’s fix comes first', async () => {
    const backend = await expressBackend();
    const { engine, api, attempt } = await failing(backend.url);
    expect(attempt.reason).toMatchObject({
      code: 'signature_other_secret',
      facts: { also: 'signature_body_parsed' },
    });
    const { finding, attempts } = await api.attempts.findOut({ id: attempt.id });
    expect(finding).toEqual({
      verdict: 'body_reserialised',
      serialisers: ['javascript'],
      framework: 'Express',
    });
    expect(attempts.map(({ trigger, status }) => [trigger, status])).toEqual([['find_out', 200]]);
    expect(backend.accepted).toEqual(['evt_1']);
    expect(stateOf({ engine })).toBe('delivered');
    // One t, several v1, and none of them over the body as it was.
    expect(backend.signatures).toHaveLength(2);
    expect(backend.signatures[1]?.match(/t=/g)).toHaveLength(1);
    expect(v1Count(backend.signatures[1])).toBeGreaterThan(1);
    const body = await (await api.events.payload({ id: 'evt_1' })).text();
    expect(() => Stripe.webhooks.constructEvent(body, backend.signatures[1] ?? '', TEST_SECRET)).toThrow();

    // The failure itself, and others of this endpoint, are certain now.
    const [first, second] = await api.events.attempts({ id: 'evt_1' });
    expect(second).toMatchObject({ trigger: 'find_out', finding, reason: null });
    expect(first?.reason).toMatchObject({
      code: 'signature_body_parsed',
      facts: { framework: 'Express', foundAt: String(second?.startedAt) },
    });
    expect(first?.reason?.facts).not.toHaveProperty('also');
    for (const language of ['en', 'zh-TW'] as const) {
      const words = describeFailure(language, {
        reason: first?.reason ?? { code: 'unexplained', certain: false, facts: {} },
        url: backend.url,
        status: 400,
        durationMs: 1,
      });
      expect(words.fix).toContain('express.raw({ type: "*/*" })');
      expect(words.fix).toContain('Express');
      expect(words.more.join(' ')).toMatch(/\d\d:\d\d/);
    }
  });

  test('by another language than JavaScript: which one, its responses show', async () => {
    // json.dumps of a body with nothing but ASCII.
    const dumps: Reading = (body) =>
      JSON.stringify(JSON.parse(body.toString()), null, 1)
        .replaceAll(/,\n\s*/g, ', ')
        .replaceAll(/\n\s*/g, '');
    const backend = await nodeBackend({
      reading: dumps,
      secret: TEST_SECRET,
      server: 'Werkzeug/3.1.3 Python/3.13.1',
      complaint: 'No signatures found matching the expected signature for payload',
    });
    const { api, attempt } = await failing(backend.url, {
      text: '{\n  "id": "evt_1",\n  "object": "event",\n  "type": "invoice.paid",\n  "data": {\n    "object": { "id": "in_1" }\n  }\n}',
    });
    const { finding, attempts } = await api.attempts.findOut({ id: attempt.id });
    expect(finding).toEqual({ verdict: 'body_reserialised', serialisers: ['python'], framework: 'Flask' });
    expect(attempts).toHaveLength(1);
    expect(backend.accepted).toEqual(['evt_1']);
  });

  test('on plain node:http; where the language is not known, every way that it may be is named', async () => {
    const backend = await nodeBackend({
      reading: PARSED,
      secret: TEST_SECRET,
      complaint: 'Invalid signature',
    });
    const { api, attempt } = await failing(backend.url);
    const { finding } = await api.attempts.findOut({ id: attempt.id });
    expect(finding).toMatchObject({ verdict: 'body_reserialised', framework: null });
    expect(finding?.serialisers).toEqual(expect.arrayContaining(['javascript', 'python', 'php']));
  });

  test('the check passes and the handler throws: still certain, and the exception is the attempt’s own reason', async () => {
    const backend = await nodeBackend({
      reading: PARSED,
      secret: TEST_SECRET,
      handle() {
        throw new TypeError('plan is undefined');
      },
    });
    const { engine, api, attempt } = await failing(backend.url);
    const { finding, attempts } = await api.attempts.findOut({ id: attempt.id });
    expect(finding).toMatchObject({ verdict: 'body_reserialised', framework: 'Node.js' });
    expect(attempts[0]).toMatchObject({ status: 500, reason: { code: 'exception' }, finding });
    expect(stateOf({ engine })).toBe('failed');
    expect(backend.accepted).toEqual(['evt_1']);
  });
});

describe('the signature is refused in every form', () => {
  test.each<[string, Checked, string]>([
    ['another secret', { reading: RAW, secret: 'whsec_of_the_dashboard' }, 'evt plain'],
    // Stripe's bytes read as Latin-1 and written as UTF-8: what is not ASCII becomes two characters each.
    [
      'a body read in the wrong encoding',
      { reading: (body) => body.toString('latin1'), secret: TEST_SECRET },
      '王小明',
    ],
    [
      'another secret and a body that is serialised again',
      { reading: PARSED, secret: 'whsec_of_the_dashboard' },
      'evt plain',
    ],
  ])('%s: two requests, nothing delivered, and it is said what it leaves', async (_name, checked, name) => {
    const backend = await nodeBackend(checked);
    const { engine, api, attempt } = await failing(backend.url, {
      text: eventFixture({ type: 'invoice.paid', id: 'evt_1' }).replace(
        '"object": "event"',
        `"object": "event",\n  "note": "${name}"`,
      ),
    });
    const { finding, attempts } = await api.attempts.findOut({ id: attempt.id });
    expect(finding).toMatchObject({ verdict: 'other_secret' });
    expect(finding?.serialisers).toContain('javascript');
    expect(attempts.map(({ trigger, status }) => [trigger, status])).toEqual([
      ['find_out', 400],
      ['find_out_original', 400],
    ]);
    expect(backend.accepted).toEqual([]);
    expect(stateOf({ engine })).toBe('failed');
    const [first, asked, original] = await api.events.attempts({ id: 'evt_1' });
    for (const one of [first, original]) {
      expect(one?.reason).toMatchObject({
        code: 'signature_other_secret',
        facts: { foundOut: 'other_secret' },
      });
      expect(one?.reason?.facts).not.toHaveProperty('also');
    }
    // The status says the same as the attempt.
    await waitUntil(
      'the status to say it',
      () => engine.status().health[0]?.lastReason?.facts['foundOut'] !== undefined,
    );
    expect(engine.status().health[0]?.lastReason).toEqual(original?.reason);
    // It was bound to be refused where the body is not serialised again: nothing is claimed of it.
    expect(asked?.reason?.code).toBe('signature_rejected');
    expect(original?.finding).toEqual(finding);
    const words = describeFailure('en', {
      reason: first?.reason ?? { code: 'unexplained', certain: false, facts: {} },
      url: backend.url,
      status: 400,
      durationMs: 1,
    });
    expect(words.more.join(' ')).toContain('or the bytes are changed in another way');
  });
});

test('the backend was put right meanwhile: the second request is accepted, and nothing is claimed of the body', async () => {
  const checked: Checked = { reading: RAW, secret: 'whsec_of_the_dashboard' };
  const backend = await nodeBackend(checked);
  const { engine, api, attempt } = await failing(backend.url);
  checked.secret = TEST_SECRET;
  const { finding, attempts } = await api.attempts.findOut({ id: attempt.id });
  expect(finding).toMatchObject({ verdict: 'accepted_now' });
  expect(attempts.map(({ trigger, status }) => [trigger, status])).toEqual([
    ['find_out', 400],
    ['find_out_original', 200],
  ]);
  expect(backend.accepted).toEqual(['evt_1']);
  expect(stateOf({ engine })).toBe('delivered');
});

describe('what was found out', () => {
  test('is there after a restart, and said of the endpoint’s other failures', async () => {
    const backend = await expressBackend();
    const dataDir = tempDir();
    const { engine, api, post, attempt } = await failing(backend.url, { dataDir, autoDispose: false });
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
    await waitUntil(
      'the other failure',
      () => engine.store.reads.findEventById('evt_2')?.deliveryState === 'failed',
    );
    const before = engine.store.reads.findEventById('evt_1')?.changeSeq ?? 0;
    const { finding } = await api.attempts.findOut({ id: attempt.id });
    // An open dashboard learns of it.
    expect(engine.store.reads.findEventById('evt_1')?.changeSeq).toBeGreaterThan(before);
    await engine.dispose();

    const again = await startTestEngine({ dataDir, forwardTo: backend.url });
    const later = createRouterClient(createRouter(again.engine), { context: {} });
    expect((await later.events.attempts({ id: 'evt_1' }))[1]?.finding).toEqual(finding);
    const other = (await later.events.attempts({ id: 'evt_2' }))[0];
    expect(other?.reason).toMatchObject({ code: 'signature_body_parsed', facts: { framework: 'Express' } });
    await expect(later.attempts.findOut({ id: other?.id ?? 0 })).rejects.toMatchObject({
      code: 'NOTHING_TO_FIND_OUT',
    });
  });

  test('does not hold for what fails after the endpoint accepted others, nor for another address', async () => {
    const checked: Checked = { reading: PARSED, secret: TEST_SECRET };
    const backend = await nodeBackend(checked);
    const { engine, api, post, attempt } = await failing(backend.url);
    await api.attempts.findOut({ id: attempt.id });
    checked.reading = RAW;
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
    await waitUntil(
      'it to be taken',
      () => engine.store.reads.findEventById('evt_2')?.deliveryState === 'delivered',
    );
    checked.secret = 'whsec_other';
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_3' }));
    await waitUntil(
      'it to fail',
      () => engine.store.reads.findEventById('evt_3')?.deliveryState === 'failed',
    );
    const [third] = await api.events.attempts({ id: 'evt_3' });
    expect(third?.reason?.facts).toMatchObject({ also: 'signature_body_parsed' });
    expect((await api.attempts.findOut({ id: third?.id ?? 0 })).finding?.verdict).toBe('other_secret');
  });

  test('can be asked anew about a later failure, as the code may have been changed', async () => {
    const checked: Checked = { reading: PARSED, secret: 'whsec_other' };
    const backend = await nodeBackend(checked);
    const { engine, api, post, attempt } = await failing(backend.url);
    expect((await api.attempts.findOut({ id: attempt.id })).finding?.verdict).toBe('other_secret');
    // The secret is right now, and the second mistake shows.
    checked.secret = TEST_SECRET;
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
    await waitUntil(
      'it to fail',
      () => engine.store.reads.findEventById('evt_2')?.deliveryState === 'failed',
    );
    const [later] = await api.events.attempts({ id: 'evt_2' });
    expect(later?.reason?.facts).toMatchObject({ foundOut: 'other_secret' });
    expect((await api.attempts.findOut({ id: later?.id ?? 0 })).finding?.verdict).toBe('body_reserialised');
  });
});

describe('the rules of delivery hold', () => {
  test('a paused or switched-off endpoint gets nothing', async () => {
    const backend = await expressBackend();
    const { engine, api, attempt } = await failing(backend.url);
    const [endpoint] = engine.endpoints.list();
    for (const change of [{ paused: true }, { paused: false, enabled: false }]) {
      await engine.endpoints.update({ id: endpoint?.id ?? '', ...change });
      await expect(api.attempts.findOut({ id: attempt.id })).rejects.toMatchObject({
        code: 'ENDPOINT_CLOSED',
      });
    }
    expect(backend.signatures).toHaveLength(1);
    expect(await api.events.attempts({ id: 'evt_1' })).toHaveLength(1);
  });

  test('two presses at once ask once', async () => {
    const backend = await expressBackend();
    const { api, attempt } = await failing(backend.url);
    const [one, other] = await Promise.all([
      api.attempts.findOut({ id: attempt.id }),
      api.attempts.findOut({ id: attempt.id }),
    ]);
    expect(one).toEqual(other);
    expect(backend.accepted).toEqual(['evt_1']);
    expect(backend.signatures).toHaveLength(2);
  });

  test('an endpoint with a secret of its own: the requests are signed with that', async () => {
    const backend = await nodeBackend({ reading: PARSED, secret: 'whsec_own_0123456789' });
    const { engine, api, attempt } = await failing(backend.url);
    const [endpoint] = engine.endpoints.list();
    await engine.endpoints.update({ id: endpoint?.id ?? '', signing: 'own', secret: 'whsec_own_0123456789' });
    expect((await api.attempts.findOut({ id: attempt.id })).finding?.verdict).toBe('body_reserialised');
  });

  test('the backend is down, or something in front of it refuses: nothing is found out, and the attempt is recorded', async () => {
    let status = 400;
    let text = 'No signatures found matching the expected signature for payload.';
    const url = await serve((request, response) => {
      request.resume().on('end', () => response.writeHead(status).end(text));
    });
    const { api, attempt } = await failing(url);
    [status, text] = [429, 'Too many requests'];
    expect(await api.attempts.findOut({ id: attempt.id })).toMatchObject({
      finding: null,
      attempts: [{ trigger: 'find_out', status: 429, finding: null }],
    });
    expect(await api.events.attempts({ id: 'evt_1' })).toHaveLength(2);
    expect((await api.events.attempts({ id: 'evt_1' }))[0]?.reason?.facts).toMatchObject({
      also: 'signature_body_parsed',
    });
  });
});

test.each([
  ['a failure of another kind', 500, 'TypeError: boom\n    at hook (/app/src/hook.ts:7:1)'],
  ['a signature failure that is certain', 400, 'No webhook secret value was provided.'],
])('%s leaves nothing to find out', async (_name, status, text) => {
  const url = await serve((request, response) => {
    request.resume().on('end', () => response.writeHead(status, { 'content-type': 'text/plain' }).end(text));
  });
  const { api, attempt } = await failing(url);
  await expect(api.attempts.findOut({ id: attempt.id })).rejects.toMatchObject({
    code: 'NOTHING_TO_FIND_OUT',
  });
  await expect(api.attempts.findOut({ id: 4711 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
