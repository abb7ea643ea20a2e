// The receiver over real sockets: what it takes, what it keeps, what it refuses, and that nothing brings it down.
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { signBody } from '#engine/signature/signature-check.ts';
import { startTestEngine, TEST_SECRET } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../support/wait-until.ts';

const newest = (engine: Awaited<ReturnType<typeof startTestEngine>>['engine']) =>
  engine.store.reads.listEvents({}, null, 1).items[0];

describe('an accepted event', () => {
  test('reaches the backend with its bytes and signature untouched and is recorded with headers in order', async () => {
    const { engine, backend, post } = await startTestEngine();
    const body = `${eventFixture({ type: 'invoice.paid', id: 'evt_1', customerName: 'Zoë 測試' })}  \n`;
    const signature = signBody(Buffer.from(body), TEST_SECRET, Date.now());
    backend.answer(201, 'created');
    const response = await post(
      body,
      { 'stripe-signature': signature, 'X-Odd-Header': 'as is' },
      '/any/path?with=query',
    );

    expect(response.status).toBe(201);
    expect(backend.seen).toHaveLength(1);
    expect(backend.seen[0]?.body.equals(Buffer.from(body))).toBe(true);
    expect(backend.seen[0]?.header('stripe-signature')).toBe(signature);
    expect(backend.seen[0]?.header('x-odd-header')).toBe('as is');
    expect(backend.seen[0]?.path).toBe('/api/stripe/webhook');

    const detail = engine.store.reads.findEventDetail('evt_1');
    expect(detail).toMatchObject({
      deliveryState: 'delivered',
      lastStatus: 201,
      signature: 'valid',
      source: 'direct',
    });
    const receipt = detail?.receipts[0];
    expect(receipt).toMatchObject({ path: '/any/path?with=query', method: 'POST', sameBytes: true });
    expect(receipt?.headers.map(([name]) => name.toLowerCase())).toEqual(
      expect.arrayContaining(['host', 'stripe-signature', 'x-odd-header', 'content-length']),
    );
    expect(engine.store.reads.findBody(detail?.seq ?? 0)?.equals(Buffer.from(body))).toBe(true);
  });

  test('the sender gets Hookline’s short body, and the backend’s own only when it is shared', async () => {
    const { engine, backend, post } = await startTestEngine();
    backend.answer(500, 'Traceback: secret things', { 'content-type': 'text/plain' });
    const short = await post(eventFixture({ type: 'invoice.paid' }));
    expect(short.status).toBe(500);
    expect(await short.text()).not.toContain('Traceback');
    await engine.settings.update({ shareResponse: true });
    const shared = await post(eventFixture({ type: 'invoice.paid' }));
    expect(await shared.text()).toBe('Traceback: secret things');
    expect(shared.headers.get('content-type')).toBe('text/plain');
  });

  test('is committed before the backend hears of it', async () => {
    const { engine, backend, post } = await startTestEngine();
    let storedWhenAsked: unknown = null;
    backend.behave((_request, response) => {
      storedWhenAsked = engine.store.reads.findEventById('evt_1')?.deliveryState;
      response.end();
    });
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    expect(storedWhenAsked).toBe('pending');
  });

  test('a redelivery is one event with two receipts and two attempts', async () => {
    const { engine, post } = await startTestEngine();
    const body = eventFixture({ type: 'invoice.paid', id: 'evt_1' });
    await post(body);
    await post(body);
    const event = engine.store.reads.findEventById('evt_1');
    expect(event).toMatchObject({ receiptCount: 2, attemptCount: 2 });
    const attempts = engine.store.deliveries.listAttempts(event?.seq ?? 0);
    expect(attempts.map(({ trigger, number }) => [trigger, number])).toEqual([
      ['live', 1],
      ['redelivery', 2],
    ]);
  });

  test('thin, connected, unknown and old events are all at home', async () => {
    const { engine, post } = await startTestEngine();
    const bodies = [
      eventFixture({ type: 'v1.customer.subscription.updated', id: 'evt_thin', account: 'acct_2' }),
      eventFixture({ type: 'invoice.paid', id: 'evt_connect', account: 'acct_2' }),
      eventFixture({ type: 'something.never.heard_of', id: 'evt_unknown' }),
      eventFixture({ type: 'invoice.paid', id: 'evt_old', apiVersion: '2015-10-16' }),
    ];
    for (const body of bodies) expect((await post(body)).status).toBe(200);
    expect(engine.store.reads.findEventById('evt_thin')).toMatchObject({ kind: 'thin', account: 'acct_2' });
    expect(engine.store.reads.findEventById('evt_connect')).toMatchObject({
      kind: 'snapshot',
      account: 'acct_2',
    });
    expect(engine.store.reads.findEventById('evt_unknown')).toMatchObject({ deliveryState: 'delivered' });
    expect(engine.store.reads.findEventById('evt_old')).toMatchObject({ apiVersion: '2015-10-16' });
  });

  test('the sender is answered 202 in time and the delivery goes on', async () => {
    const { engine, backend, post } = await startTestEngine({ receiverLimits: { answerWithinMs: 50 } });
    const held: (() => void)[] = [];
    backend.behave((_request, response) => held.push(() => response.end('at last')));
    const response = await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    expect(response.status).toBe(202);
    expect(engine.store.reads.findEventById('evt_1')?.deliveryState).toBe('pending');
    held[0]?.();
    await waitUntil(
      'the answer to be recorded',
      () => engine.store.reads.findEventById('evt_1')?.deliveryState === 'delivered',
    );
  });
});

describe('what is not accepted', () => {
  test.each<[string, string, Record<string, string> | undefined, string]>([
    ['no JSON', 'hello', undefined, 'not_json'],
    ['broken JSON', '{"id": "evt_1", "object": "event"', undefined, 'not_json'],
    ['empty', '', undefined, 'not_json'],
    ['JSON, no event', '{"hello": 1}', undefined, 'not_an_event'],
    ['no signature', eventFixture({ type: 'invoice.paid' }), {}, 'signature_missing'],
    [
      'wrong signature',
      eventFixture({ type: 'invoice.paid' }),
      { 'stripe-signature': `t=1,v1=${'0'.repeat(64)}` },
      'signature_invalid',
    ],
  ])('%s → 400, kept with the reason, not delivered', async (_name, body, headers, reason) => {
    const { engine, backend, post } = await startTestEngine();
    const response = await post(body, headers);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      hookline: 'rejected',
      reason: expect.stringMatching(/\w{3,}.*\./),
    });
    expect(newest(engine)).toMatchObject({
      kind: 'rejected',
      rejectReason: reason,
      deliveryState: 'rejected',
    });
    expect(engine.store.reads.findBody(newest(engine)?.seq ?? 0)?.toString()).toBe(body);
    expect(backend.seen).toHaveLength(0);
  });

  test('unsigned events are delivered, marked unverified, once the settings say so', async () => {
    const { engine, backend, post } = await startTestEngine();
    await engine.settings.update({ forwardUnsigned: true });
    const response = await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }), {});
    expect(response.status).toBe(200);
    expect(backend.seen).toHaveLength(1);
    expect(backend.seen[0]?.header('stripe-signature')).toBeUndefined();
    expect(engine.store.reads.findEventById('evt_1')).toMatchObject({
      signature: 'unverified',
      signatureProblem: 'no_header',
    });
  });

  test.each(['announced', 'chunked'])('over 5 MiB (%s) → 413, noted without its body', async (kind) => {
    const { engine, post } = await startTestEngine();
    const size = 5 * 1024 * 1024 + 1;
    const response =
      kind === 'announced'
        ? await post(Buffer.alloc(size, 0x20))
        : await fetch(engine.receiverUrl, {
            method: 'POST',
            body: new Blob([Buffer.alloc(size, 0x20)]).stream(),
            duplex: 'half',
          });
    expect(response.status).toBe(413);
    await waitUntil('the note', () => newest(engine)?.rejectReason === 'too_large');
    expect((await post(eventFixture({ type: 'invoice.paid' }))).status).toBe(200);
  });

  test('exactly 5 MiB passes', async () => {
    const { engine, backend, post } = await startTestEngine();
    const event = JSON.parse(eventFixture({ type: 'invoice.paid', id: 'evt_big' })) as Record<
      string,
      unknown
    >;
    const empty = JSON.stringify({ ...event, padding: '' });
    const body = JSON.stringify({
      ...event,
      padding: 'x'.repeat(5 * 1024 * 1024 - Buffer.byteLength(empty)),
    });
    expect((await post(body)).status).toBe(200);
    expect(backend.seen[0]?.body.byteLength).toBe(5 * 1024 * 1024);
    expect(engine.store.reads.findEventById('evt_big')?.deliveryState).toBe('delivered');
  });

  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])('%s → 405 with Allow', async (method) => {
    const { engine } = await startTestEngine();
    const response = await fetch(engine.receiverUrl, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(engine.store.reads.countEvents().all).toBe(0);
  });

  test.each<[string, string]>([
    ['headers that never end', 'POST / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['a body that never ends', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"id"'],
  ])('a slow sender is cut off: %s', async (_name, start) => {
    const { engine, post } = await startTestEngine({
      receiverLimits: { headersTimeoutMs: 300, requestTimeoutMs: 300 },
    });
    const url = new URL(engine.receiverUrl);
    const socket = connect(Number(url.port), url.hostname);
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    socket.write(start);
    socket.resume();
    await new Promise<void>((resolve) => {
      socket.on('close', () => resolve());
    });
    expect((await post(eventFixture({ type: 'invoice.paid' }))).status).toBe(200);
    expect(engine.store.reads.countEvents().all).toBe(1);
  });

  test('garbage on the wire and senders that vanish do no harm', async () => {
    const { engine, post } = await startTestEngine();
    const url = new URL(engine.receiverUrl);
    const wires = [
      '\0\x01\x02 nonsense\r\n\r\n',
      'POST / HTTP/9.9\r\n\r\n',
      'POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf',
    ];
    for (const wire of wires) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(url.port), url.hostname, () => socket.end(wire));
        socket.on('error', () => {});
        socket.on('close', () => resolve());
        socket.resume();
      });
    }
    expect((await post(eventFixture({ type: 'invoice.paid', id: 'evt_after' }))).status).toBe(200);
    expect(engine.store.reads.findEventById('evt_after')?.deliveryState).toBe('delivered');
  });
});

test('binds the loopback address only', async () => {
  const { engine } = await startTestEngine();
  expect(engine.receiverUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
