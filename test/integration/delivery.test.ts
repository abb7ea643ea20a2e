// Deliveries to real backends, good and bad: what is recorded of each attempt, and how resending makes it good.
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import Stripe from 'stripe';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startBackend } from '../support/backend.ts';
import { startTestEngine, TEST_SECRET, type TestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { SELF_SIGNED } from '../support/self-signed.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const lastAttempt = ({ engine }: TestEngine) => {
  const event = engine.store.reads.listEvents({}, null, 1).items[0];
  const attempt = engine.store.deliveries.listAttempts(event?.seq ?? 0).at(-1);
  if (attempt === undefined) throw new Error('There is no attempt.');
  return attempt;
};

/** A TCP server that does the same to every connection. */
async function startTcp(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('an attempt', () => {
  test('records request, response and timings; connections are kept alive', async () => {
    const line = await startTestEngine();
    line.backend.answer(200, '{"received":true}', { 'content-type': 'application/json', 'x-a': '1' });
    await line.post(eventFixture({ type: 'invoice.paid' }));
    const first = lastAttempt(line);
    expect(first).toMatchObject({
      status: 200,
      errorClass: null,
      reusedConnection: false,
      trigger: 'live',
      resigned: false,
    });
    expect(first.requestHeaders.map(([name]) => name)).toContain('stripe-signature');
    expect(first.responseHeaders).toEqual(expect.arrayContaining([['x-a', '1']]));
    expect(first.timings.connectMs).not.toBeNull();
    expect(first.timings.firstByteMs ?? 0).toBeGreaterThan(first.timings.connectMs ?? 0);
    expect(first.timings.totalMs ?? 0).toBeGreaterThanOrEqual(first.timings.firstByteMs ?? 0);
    expect(line.engine.store.deliveries.findResponseBody(first.id)?.bytes.toString()).toBe(
      '{"received":true}',
    );

    await line.post(eventFixture({ type: 'invoice.paid' }));
    expect(lastAttempt(line)).toMatchObject({ reusedConnection: true, timings: { connectMs: null } });
    expect(line.backend.seen[1]?.connection).toBe(line.backend.seen[0]?.connection);
  });

  test('keeps the first MiB of a long answer and says that it was cut', async () => {
    const line = await startTestEngine();
    line.backend.answer(500, 'x'.repeat(3 * 1024 * 1024));
    await line.post(eventFixture({ type: 'invoice.paid' }));
    const attempt = lastAttempt(line);
    expect(attempt).toMatchObject({
      responseSizeBytes: 3 * 1024 * 1024,
      responseTruncated: true,
      status: 500,
    });
    expect(line.engine.store.deliveries.findResponseBody(attempt.id)?.bytes.byteLength).toBe(1024 * 1024);
  });

  test('follows no redirect', async () => {
    const line = await startTestEngine();
    line.backend.answer(301, '', { location: '/elsewhere' });
    expect((await line.post(eventFixture({ type: 'invoice.paid' }))).status).toBe(301);
    expect(line.backend.seen.map(({ path }) => path)).toEqual(['/api/stripe/webhook']);
    expect(lastAttempt(line)).toMatchObject({ status: 301 });
  });

  test('does not ask for compressed answers', async () => {
    const line = await startTestEngine();
    line.backend.answer(200, gzipSync('fine').toString('latin1'));
    await line.post(eventFixture({ type: 'invoice.paid' }));
    expect(line.backend.seen[0]?.header('accept-encoding')).toBeUndefined();
  });

  test('a kept-alive connection that was closed while idle is replaced without a failed attempt', async () => {
    const line = await startTestEngine();
    const sockets: Socket[] = [];
    line.backend.behave((_request, response, raw) => {
      sockets.push(raw.socket);
      response.end();
    });
    await line.post(eventFixture({ type: 'invoice.paid' }));
    sockets[0]?.destroy();
    expect((await line.post(eventFixture({ type: 'invoice.paid' }))).status).toBe(200);
    expect(lastAttempt(line)).toMatchObject({ status: 200, number: 1, reusedConnection: false });
    expect(line.backend.seen).toHaveLength(2);
  });

  test.each(['at once', 'after a while'])(
    'a worker that dies with a request it has read, %s, is a failed attempt, and every further send one more',
    async (when) => {
      const line = await startTestEngine();
      await line.post(eventFixture({ type: 'invoice.paid' }));
      line.backend.behave((_request, response, raw) => {
        if (line.backend.seen.length !== 2) response.end();
        else if (when === 'at once') raw.socket.resetAndDestroy();
        else setTimeout(() => raw.socket.resetAndDestroy(), 300);
      });
      await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_crash' }));
      const { reads, deliveries } = line.engine.store;
      await waitUntil('the event to be delivered after all', () => {
        return reads.findEventById('evt_crash')?.deliveryState === 'delivered';
      });
      const attempts = deliveries.listAttempts(reads.findEventById('evt_crash')?.seq ?? 0);
      expect(attempts.map(({ status, errorClass }) => status ?? errorClass)).toEqual(['reset', 200]);
      expect(attempts[0]).toMatchObject({ reusedConnection: true });
      expect(line.backend.seen).toHaveLength(1 + attempts.length);
    },
  );
});

const HOLD_OFF = { enabled: false, askAfterMs: 3_600_000, drainConcurrency: 1 };

describe('errors are sorted into classes', () => {
  const cases: [string, string, number, () => Promise<string>][] = [
    [
      'nothing listens there',
      'refused',
      502,
      async () => {
        const backend = await startBackend();
        await backend.close();
        return backend.url;
      },
    ],
    [
      'closed without an answer',
      'reset',
      502,
      () => startTcp((socket) => socket.on('data', () => socket.destroy())),
    ],
    ['reset', 'reset', 502, () => startTcp((socket) => socket.on('data', () => socket.resetAndDestroy()))],
    [
      'no HTTP',
      'protocol',
      502,
      () => startTcp((socket) => socket.on('data', () => socket.end('SSH-2.0-OpenSSH_9\r\n'))),
    ],
    ['no such host', 'dns', 502, () => Promise.resolve('http://no-such-host.invalid/')],
    [
      'TLS spoken to plain HTTP',
      'tls',
      502,
      async () =>
        (await startTcp((socket) => socket.on('data', () => socket.end('HTTP/1.1 400 Bad\r\n\r\n')))).replace(
          'http:',
          'https:',
        ),
    ],
    [
      'self-signed certificate',
      'tls',
      502,
      async () => {
        const server = createTlsServer(SELF_SIGNED, (_request, response) => response.end());
        await new Promise<void>((resolve) => {
          server.listen(0, '127.0.0.1', resolve);
        });
        onTestFinished(() => void server.close());
        return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      },
    ],
    ['never answers', 'timeout', 504, () => startTcp(() => {})],
    [
      'breaks off in the answer',
      'reset',
      502,
      () =>
        startTcp((socket) =>
          socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')),
        ),
    ],
    [
      'trickles for ever',
      'timeout',
      504,
      () =>
        startTcp((socket) => {
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
          const timer = setInterval(() => socket.write('x'), 20);
          socket.on('close', () => clearInterval(timer));
        }),
    ],
  ];
  test.each(cases)('%s → %s, the sender is told %i', async (_name, errorClass, told, target) => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({ id: 'local', url: await target(), timeoutMs: 500, hold: HOLD_OFF });
    const response = await line.post(eventFixture({ type: 'invoice.paid' }));
    expect(response.status).toBe(told);
    expect(lastAttempt(line)).toMatchObject({ errorClass, errorMessage: expect.stringMatching(/\w+/) });
    expect(line.engine.store.reads.countEvents()).toMatchObject({ failed: 1 });
    const health = line.engine.endpoints.answered()[0];
    expect(health?.state).toBe(
      ['timeout', 'protocol'].includes(errorClass) || lastAttempt(line).status !== null ? 'failing' : 'down',
    );
  });

  test('without a timeout it waits as long as it takes', async () => {
    const line = await startTestEngine({ receiverLimits: { answerWithinMs: 50 } });
    await line.engine.endpoints.update({ id: 'local', timeoutMs: null });
    const held: (() => void)[] = [];
    line.backend.behave((_request, response) => held.push(() => response.end('debugged')));
    expect((await line.post(eventFixture({ type: 'invoice.paid' }))).status).toBe(202);
    held[0]?.();
    await waitUntil('the late answer', () => line.engine.store.reads.countEvents().delivered === 1);
  });
});

describe('resend', () => {
  test('same bytes, fresh signature that Stripe’s SDK accepts, a new attempt beside the old one', async () => {
    let now = Date.now() - 3_600_000;
    const line = await startTestEngine({ clock: { now: () => now } });
    const body = eventFixture({ type: 'invoice.paid', id: 'evt_1' });
    line.backend.answer(500);
    await line.post(body);
    now = Date.now();
    line.backend.answer(200);
    const [attempt] = await line.engine.replay.resend({ id: 'evt_1' });
    expect(attempt).toMatchObject({ number: 2, trigger: 'resend', resigned: true, status: 200 });
    const [first, second] = line.backend.seen;
    expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    expect(second?.header('stripe-signature')).not.toBe(first?.header('stripe-signature'));
    const parsed = Stripe.webhooks.constructEvent(
      second?.body ?? '',
      second?.header('stripe-signature') ?? '',
      TEST_SECRET,
    );
    expect(parsed.id).toBe('evt_1');
    expect(() =>
      Stripe.webhooks.constructEvent(first?.body ?? '', first?.header('stripe-signature') ?? '', TEST_SECRET),
    ).toThrow(/tolerance/);
    expect(line.engine.store.reads.findEventById('evt_1')).toMatchObject({
      deliveryState: 'delivered',
      attemptCount: 2,
    });
  });

  test('signs with the endpoint’s own secret when it has one, on the first try too', async () => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({ id: 'local', secret: 'whsec_mine' });
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    await line.engine.replay.resend({ id: 'evt_1' });
    for (const { body, header } of line.backend.seen) {
      expect(Stripe.webhooks.constructEvent(body, header('stripe-signature') ?? '', 'whsec_mine').id).toBe(
        'evt_1',
      );
    }
    expect(line.backend.seen).toHaveLength(2);
  });

  test('says why it cannot', async () => {
    const line = await startTestEngine();
    await expect(line.engine.replay.resend({ id: 'evt_none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    await line.engine.endpoints.update({ id: 'local', enabled: false });
    await expect(line.engine.replay.resend({ id: 'evt_1' })).rejects.toMatchObject({
      code: 'ENDPOINT_CLOSED',
    });
  });

  test('all failed, oldest first, with progress; what is delivered is left alone', async () => {
    const line = await startTestEngine();
    line.backend.answer(503);
    for (let index = 5; index > 0; index--) {
      await line.post(
        eventFixture({ type: 'invoice.paid', id: `evt_${index}`, created: 1_795_000_000 + index }),
      );
    }
    line.backend.answer(200);
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_fine' }));
    line.backend.seen.length = 0;
    const job = await line.engine.replay.resendFailed();
    expect(job).toMatchObject({ total: 5, done: 0, state: 'running' });
    await expect(line.engine.replay.resendFailed()).rejects.toMatchObject({ code: 'JOB_RUNNING' });
    await waitUntil('the job to end', () => line.engine.jobs.find(job.id)?.endedAt);
    expect(line.engine.jobs.find(job.id)).toMatchObject({ state: 'done', done: 5, delivered: 5, failed: 0 });
    const order = line.backend.seen.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id);
    expect(order).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5']);
    expect(line.engine.store.reads.countEvents()).toMatchObject({ failed: 0, delivered: 6 });
  });

  test('cancel stops after the attempt under way and keeps what is done', async () => {
    const line = await startTestEngine();
    line.backend.answer(503);
    for (let index = 0; index < 5; index++) await line.post(eventFixture({ type: 'invoice.paid' }));
    const held: (() => void)[] = [];
    line.backend.behave((_request, response) => held.push(() => response.end()));
    const job = await line.engine.replay.resendFailed();
    await waitUntil('the first attempt', () => held.length === 1);
    line.engine.jobs.cancel(job.id);
    held[0]?.();
    await waitUntil('the job to end', () => line.engine.jobs.find(job.id)?.endedAt);
    expect(line.engine.jobs.find(job.id)).toMatchObject({ state: 'cancelled', done: 1, delivered: 1 });
    expect(line.engine.store.reads.countEvents()).toMatchObject({ failed: 4, delivered: 1 });
  });
});

test('what a quit interrupts is delivered at the next start, signed anew', async () => {
  const dataDir = tempDir();
  const backend = await startBackend();
  onTestFinished(() => backend.close());
  const held: unknown[] = [];
  backend.behave((request) => held.push(request));
  const first = await startTestEngine({ dataDir, backend, autoDispose: false });
  const answer = first.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' })).catch(() => null);
  await waitUntil('the backend to have it', () => held.length === 1);
  await first.engine.dispose();
  await answer;

  backend.answer(200);
  const second = await startTestEngine({ dataDir, backend });
  await waitUntil(
    'recovery',
    () => second.engine.store.reads.findEventById('evt_1')?.deliveryState === 'delivered',
  );
  const { seq } = second.engine.store.reads.findEventById('evt_1') ?? { seq: 0 };
  expect(second.engine.store.deliveries.listAttempts(seq)).toMatchObject([
    { trigger: 'live', errorClass: 'interrupted', status: null },
    { trigger: 'recovery', resigned: true, status: 200 },
  ]);
});

describe('the endpoint', () => {
  test('refuses addresses that are none, or our own receiver, and bad secrets', async () => {
    const { engine } = await startTestEngine();
    const update = (change: object) => engine.endpoints.update({ id: 'local', ...change });
    await expect(update({ url: 'ftp://x' })).rejects.toMatchObject({ code: 'BAD_URL' });
    await expect(update({ url: `${engine.receiverUrl}/x` })).rejects.toMatchObject({ code: 'LOOP' });
    await expect(update({ url: engine.receiverUrl.replace('127.0.0.1', 'localhost') })).rejects.toMatchObject(
      { code: 'LOOP' },
    );
    await expect(update({ secret: 'sk_test_1' })).rejects.toMatchObject({ code: 'BAD_SECRET' });
    await expect(engine.endpoints.update({ id: 'other' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await update({ url: 'localhost:3000/hook', secret: 'whsec_x' })).toMatchObject({
      url: 'http://localhost:3000/hook',
      hasSecret: true,
    });
    expect(JSON.stringify(engine.endpoints.list())).not.toContain('whsec_x');
  });
});

test('a failed attempt comes with its probable cause', async () => {
  const line = await startTestEngine();
  line.backend.answer(400, 'Webhook Error: No signatures found matching the expected signature for payload.');
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  const { seq } = line.engine.store.reads.findEventById('evt_1') ?? { seq: 0 };
  const [stored] = line.engine.store.deliveries.listAttempts(seq);
  if (stored === undefined) throw new Error('There is no attempt.');
  expect((await line.engine.explainer.explain(seq, stored)).reason?.code).toMatch(/^signature_/);
  line.backend.answer(200);
  const [resent] = await line.engine.replay.resend({ id: 'evt_1' });
  expect((await line.engine.explainer.explain(seq, resent)).reason).toBeNull();
});
