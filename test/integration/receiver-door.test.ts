// Who is turned away at the receiver's door: web pages, and Hookline's own deliveries that come back. And odd requests that are not.
import { createServer, request as httpRequest } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { signBody } from '#engine/signature/signature-check.ts';
import { DELIVERY_HEADER } from '#shared/domain/delivery-header.ts';
import { startTestEngine, TEST_SECRET, type TestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../support/wait-until.ts';

const notice = ({ engine }: TestEngine, code: string) =>
  engine.status().notices.find((one) => one.code === code);

/** What a server says to bytes on a bare socket, and that it closes the connection. */
async function rawAnswer(receiverUrl: string, bytes: string): Promise<string> {
  const url = new URL(receiverUrl);
  const socket = connect(Number(url.port), url.hostname);
  onTestFinished(() => void socket.destroy());
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
  socket.on('error', () => {});
  socket.write(bytes);
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    socket.on('end', () => resolve());
  });
  return answer;
}

/** As development proxies do it: everything is passed on, headers included. */
async function startProxy(target: () => string): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const { host: _host, ...headers } = incoming.headers;
    const onward = httpRequest(`${target()}/hook`, { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('web pages', () => {
  const PAGES: [string, Record<string, string>][] = [
    ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    ['a sandboxed frame', { Origin: 'null' }],
    ['a page on localhost', { Origin: 'http://localhost:3000', 'Sec-Fetch-Site': 'same-site' }],
    ['a page that hides its address', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }],
  ];
  const signed = (body: string) => signBody(Buffer.from(body), TEST_SECRET, Date.now());
  const headersOf = (headers: Record<string, string>) =>
    Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');

  test.each(PAGES)('%s: 403 at both ways in, nothing stored, counted', async (_name, headers) => {
    const line = await startTestEngine();
    const body = eventFixture({ type: 'invoice.paid' });
    const all = headersOf({ Host: '127.0.0.1', 'Stripe-Signature': signed(body), ...headers });
    const whole = `POST / HTTP/1.1\r\n${all}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    // In one piece, and then in a form that only Node's parser reads.
    for (const [bytes, more] of [
      [whole.replace('Content-Length', 'Connection: close\r\nContent-Length'), ''],
      [`POST / HTTP/1.1\r\n${all}Content-Length: 1000\r\n\r\n`, '{'],
    ] as const) {
      expect(await rawAnswer(line.engine.receiverUrl, bytes + more)).toMatch(
        /^HTTP\/1\.1 403 [\s\S]*web page/,
      );
    }
    expect(line.engine.store.reads.countEvents().all).toBe(0);
    expect(line.backend.seen).toHaveLength(0);
    expect(notice(line, 'page_requests_refused')).toEqual({
      code: 'page_requests_refused',
      detail: headers['Origin'] ?? '',
      count: 2,
    });
  });

  test('five MiB are refused before they were sent', async () => {
    const line = await startTestEngine();
    const head = `POST / HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example\r\nContent-Length: ${5 * 1024 * 1024}\r\n\r\n`;
    expect(await rawAnswer(line.engine.receiverUrl, head)).toMatch(
      /^HTTP\/1\.1 403 [\s\S]*connection: close/i,
    );
    expect(line.engine.store.reads.countEvents().all).toBe(0);
  });

  test('preflights and pictures are counted, too', async () => {
    const line = await startTestEngine();
    for (const start of [
      'OPTIONS / HTTP/1.1\r\nOrigin: https://a.example',
      'GET /x HTTP/1.1\r\nSec-Fetch-Site: cross-site',
    ]) {
      expect(await rawAnswer(line.engine.receiverUrl, `${start}\r\nHost: x\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 403 /,
      );
    }
    expect(notice(line, 'page_requests_refused')?.count).toBe(2);
  });

  test('a tunnel’s Host and Node’s own fetch come in', async () => {
    const line = await startTestEngine();
    const body = eventFixture({ type: 'invoice.paid' });
    const response = await line.post(body, {
      'stripe-signature': signed(body),
      'x-forwarded-host': 'abc.ngrok-free.app',
      'x-forwarded-proto': 'https',
    });
    expect(response.status).toBe(200);
    expect(line.engine.status().notices).toEqual([]);
  });
});

describe('Hookline’s own deliveries', () => {
  test('through a proxy back to the receiver: one request, a failed 508 that says so, one event', async () => {
    let receiverUrl = '';
    const forwardTo = await startProxy(() => receiverUrl);
    const line = await startTestEngine({ forwardTo });
    receiverUrl = line.engine.receiverUrl;
    const response = await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    expect(response.status).toBe(508);
    const { seq = 0, ...event } = line.engine.store.reads.findEventById('evt_1') ?? {};
    expect(event).toMatchObject({
      receiptCount: 1,
      attemptCount: 1,
      lastStatus: 508,
      deliveryState: 'failed',
    });
    const [attempt] = line.engine.store.deliveries.listAttempts(seq);
    if (attempt === undefined) throw new Error('There is no attempt.');
    expect((await line.engine.explainer.explain(seq, attempt)).reason?.code).toBe('leads_back');
    expect(line.engine.store.reads.countEvents().all).toBe(1);
    expect(notice(line, 'own_deliveries_refused')?.count).toBe(1);
    // The pipeline says the same.
    await waitUntil('the status to know why', () => line.engine.status().health[0]?.lastReason != null);
    expect(line.engine.status().health[0]?.lastReason?.code).toBe('leads_back');
  });

  test('in a circle of two', async () => {
    let first = '';
    const second = await startTestEngine({ forwardTo: await startProxy(() => first) });
    await second.engine.settings.update({ forwardUnsigned: true });
    const line = await startTestEngine({ forwardTo: `${second.engine.receiverUrl}/hook` });
    first = line.engine.receiverUrl;
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    expect(line.engine.store.reads.findEventById('evt_1')).toMatchObject({
      receiptCount: 1,
      attemptCount: 1,
    });
    expect(second.engine.store.reads.findEventById('evt_1')).toMatchObject({
      receiptCount: 1,
      lastStatus: 508,
    });
  });

  test('through proxies to a real backend nothing is in the way', async () => {
    let backendUrl = '';
    const inner = await startProxy(() => backendUrl);
    const line = await startTestEngine({ forwardTo: await startProxy(() => new URL(inner).origin) });
    backendUrl = new URL(line.backend.url).origin;
    expect((await line.post(eventFixture({ type: 'invoice.paid' }))).status).toBe(200);
    expect(line.backend.seen).toHaveLength(1);
    expect(line.backend.seen[0]?.header(DELIVERY_HEADER)).toMatch(/^[\da-f-]{36}$/);
  });

  test.each(['localhost', '127.0.0.2', '[::1]', '0.0.0.0', 'app.localhost', '[::ffff:127.0.0.1]'])(
    'an address of our own is refused at start: %s',
    async (host) => {
      const start = startTestEngine({ receiverPort: 45_678, forwardTo: `http://${host}:45678/hook` });
      await expect(start).rejects.toThrow(/Hookline’s own address/);
      const dashboard = startTestEngine({ dashboardPort: 45_679, forwardTo: `http://${host}:45679/` });
      await expect(dashboard).rejects.toThrow(/Hookline’s own address/);
    },
  );
});

describe('odd requests', () => {
  const text = eventFixture({ type: 'invoice.paid', id: 'evt_1' });
  const signature = () => signBody(Buffer.from(text), TEST_SECRET, Date.now());

  test('a byte order mark before the body: accepted, and delivered with every byte', async () => {
    const line = await startTestEngine();
    const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
    expect((await line.post(body, { 'stripe-signature': signature() })).status).toBe(200);
    expect(line.backend.seen[0]?.body.equals(body)).toBe(true);
    expect(line.engine.store.reads.findEventById('evt_1')).toMatchObject({ signature: 'valid' });
  });

  test('a large body without a fitting signature is kept unread: only who can sign may have so much parsed', async () => {
    const line = await startTestEngine();
    const body = '['.repeat(200_000) + ']'.repeat(200_000);
    const wrong = `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`;
    expect((await line.post(body, { 'stripe-signature': wrong })).status).toBe(400);
    const newest = () => line.engine.store.reads.listEvents({}, null, 1).items[0];
    expect(newest()).toMatchObject({ rejectReason: 'signature_invalid', signatureProblem: 'wrong_secret' });
    await line.post(gzipSync(Buffer.alloc(300_000).map(() => Math.random() * 256)), {
      'content-encoding': 'gzip',
    });
    expect(newest()).toMatchObject({ rejectReason: 'compressed' });
  });

  test('two equal Stripe-Signature headers: accepted', async () => {
    const line = await startTestEngine();
    const one = `Stripe-Signature: ${signature()}\r\n`;
    const head = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${one}${one}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n`;
    expect(await rawAnswer(line.engine.receiverUrl, head + text)).toMatch(/^HTTP\/1\.1 200 /);
    expect(line.engine.store.reads.findEventById('evt_1')).toMatchObject({ signature: 'valid' });
  });

  test('a gzip body: rejected, and the encoding is named', async () => {
    const line = await startTestEngine();
    const response = await line.post(gzipSync(text), {
      'stripe-signature': signature(),
      'content-encoding': 'gzip',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      reason: expect.stringContaining('The body is compressed (Content-Encoding: gzip)'),
    });
    expect(line.engine.store.reads.listEvents({}, null, 1).items[0]).toMatchObject({
      rejectReason: 'compressed',
    });
  });

  test.each([
    ['a timestamp of 20 digits', `t=${'9'.repeat(20)},v1=${'0'.repeat(64)}`, 'malformed'],
    ['letters beyond ASCII', `t=1,v1=${'\u00e9'.repeat(64)}`, 'malformed'],
  ])('%s in the signature: rejected, kept, and readable', async (_name, header, problem) => {
    const line = await startTestEngine();
    const head = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nStripe-Signature: ${header}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n`;
    const url = new URL(line.engine.receiverUrl);
    const socket = connect(Number(url.port), url.hostname, () => {
      socket.write(Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(text)]));
    });
    onTestFinished(() => void socket.destroy());
    const answer = await new Promise<string>((resolve) => {
      socket.once('data', (chunk) => resolve(chunk.toString('latin1')));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    const { items } = line.engine.store.reads.listEvents({}, null, 1);
    expect(items[0]).toMatchObject({ rejectReason: 'signature_invalid', signatureProblem: problem });
    expect(
      line.engine.store.reads.findEventDetail(items[0]?.id ?? '')?.receipts[0]?.signature.timestamp,
    ).toBeNull();
  });
});
