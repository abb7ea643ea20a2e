// What can go wrong does: kills at any moment, nasty backends, a full disk. Every accepted event is accounted for in the end.
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { signBody } from '#engine/signature/signature-check.ts';
import { startBackend } from '../support/backend.ts';
import { rememberCliSecret, startTestEngine, TEST_SECRET } from '../support/engine.ts';
import { runHookline, type HooklineProcess } from '../support/hookline-process.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const KILLS = 20;

test(`killed at ${KILLS} random moments of a burst with held and retrying deliveries: nothing accepted is lost`, async () => {
  const dataDir = tempDir();
  await rememberCliSecret(dataDir);
  const backend = await startBackend();
  onTestFinished(() => backend.close());
  const answered = new Set<string>();
  // One in three fails for a while, one in six finds nobody there: so some are retrying and some held whenever the kill comes.
  let calm = false;
  let turn = 0;
  backend.behave((request, response, raw) => {
    turn += 1;
    if (!calm && turn % 6 === 0) return void raw.socket.destroy();
    if (!calm && turn % 3 === 0) response.statusCode = 503;
    else answered.add((JSON.parse(request.body.toString()) as { id: string }).id);
    response.end();
  });
  const start = (): HooklineProcess => {
    const hookline = runHookline(dataDir, {
      args: ['--no-listen', '--forward-to', backend.url],
    });
    onTestFinished(() => hookline.kill('SIGKILL').then(() => undefined));
    return hookline;
  };

  const accepted = new Set<string>();
  for (let round = 0; round < KILLS; round++) {
    const hookline = start();
    const { receiverUrl } = await hookline.ready();
    if (round === 0) {
      const client = await hookline.client();
      await client.endpoints.update({ id: 'local', retry: { kind: 'fixed', everyMs: 100, times: 50 } });
    }
    const posts = Array.from({ length: 12 }, async (_, index) => {
      const id = `evt_${round}_${index}`;
      const body = Buffer.from(eventFixture({ type: 'invoice.paid', id }));
      const headers = { 'stripe-signature': signBody(body, TEST_SECRET, Date.now()) };
      const response = await fetch(receiverUrl, { method: 'POST', body, headers }).catch(() => null);
      if (response !== null && response.status !== 400) accepted.add(id);
    });
    // Every second time not before something was accepted, however slow the machine is at that moment.
    if (round % 2 === 1) await Promise.race(posts);
    const moment = Math.random() * 120;
    await new Promise((resolve) => {
      setTimeout(resolve, moment);
    });
    await hookline.kill('SIGKILL');
    await Promise.all(posts);
  }

  calm = true;
  const last = start();
  const client = await last.client();
  await waitUntil(
    'everything to be over',
    async () => {
      const { counts } = await client.status.get();
      return counts.pending + counts.held + counts.retrying === 0 && counts.all > 0;
    },
    30_000,
  );
  const { items } = await client.events.list({ limit: 500 });
  const stands = new Map(items.map(({ id, deliveryState }) => [id, deliveryState]));
  for (const id of accepted) expect(stands.get(id), id).toBe('delivered');
  for (const [id, stand] of stands) {
    expect(stand, id).toBe('delivered');
    expect(answered, id).toContain(id);
  }
  expect(accepted.size).toBeGreaterThan(0);
}, 90_000);

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

test('a backend that answers with 300 MB: the first MiB is kept, the rest counted, and memory stays where it was', async () => {
  const line = await startTestEngine();
  const chunk = Buffer.alloc(1024 * 1024, 0x61);
  line.backend.behave((_request, response) => {
    let left = 300;
    const send = (): void => {
      while (left > 0) {
        left -= 1;
        if (!response.write(chunk)) return void response.once('drain', send);
      }
      response.end();
    };
    send();
  });
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 1);
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  clearInterval(watch);
  const { seq } = line.engine.store.reads.findEventById('evt_1') ?? { seq: 0 };
  const [attempt] = line.engine.store.deliveries.listAttempts(seq);
  expect(attempt).toMatchObject({
    status: 200,
    responseSizeBytes: 300 * 1024 * 1024,
    responseTruncated: true,
  });
  expect(line.engine.store.deliveries.findResponseBody(attempt?.id ?? 0)?.bytes.byteLength).toBe(1024 * 1024);
  expect(most).toBeLessThan(150 * 1024 * 1024);
});

test('a backend that answers before it has read the body', async () => {
  const line = await startTestEngine();
  const url = await startTcp((socket) => {
    socket.once('data', () =>
      socket.end('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno'),
    );
  });
  await line.engine.endpoints.update({ id: 'local', url });
  const event = JSON.parse(eventFixture({ type: 'invoice.paid', id: 'evt_1' })) as object;
  const response = await line.post(JSON.stringify({ ...event, padding: 'x'.repeat(4 * 1024 * 1024) }));
  expect(response.status).toBe(413);
  expect(line.engine.store.reads.findEventById('evt_1')).toMatchObject({
    deliveryState: 'failed',
    lastStatus: 413,
  });
});

test('a full disk: said so, nothing crashes, what was accepted is answered for, and it goes on when there is room', async () => {
  const line = await startTestEngine();
  const { store } = line.engine;
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_before' }));
  // The backend answers when the disk is full: its answer must not be lost, nor the event sent twice.
  const held: (() => void)[] = [];
  line.backend.behave((request, response) => {
    if (request.body.includes('evt_during')) held.push(() => response.end('x'.repeat(1024 * 1024)));
    else response.end();
  });
  const during = line.post(eventFixture({ type: 'invoice.paid', id: 'evt_during' }));
  await waitUntil('the backend to have it', () => held.length === 1);
  await store.write.limitPages(1);
  let refused = '';
  for (let index = 0; refused === '' && index < 200; index++) {
    const response = await line.post(eventFixture({ type: 'invoice.paid', id: `evt_fill_${index}` }));
    if (response.status === 507) refused = `evt_fill_${index}`;
  }
  expect(refused).not.toBe('');
  held[0]?.();
  expect(line.engine.status().notices).toMatchObject([
    { code: 'disk_full', detail: expect.stringMatching(/full/) },
  ]);
  expect(store.reads.findEventById('evt_before')?.deliveryState).toBe('delivered');

  await store.write.limitPages(1_000_000);
  expect((await during).status).toBe(200);
  expect(store.reads.findEventById('evt_during')).toMatchObject({
    deliveryState: 'delivered',
    attemptCount: 1,
  });
  expect(line.backend.seen.filter(({ body }) => body.includes('evt_during'))).toHaveLength(1);
  expect((await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_after' }))).status).toBe(200);
  expect(line.engine.status().notices).toEqual([]);
  expect(store.reads.findEventById(refused)).toBeNull();
  expect(store.reads.countEvents()).toMatchObject({ pending: 0, failed: 0 });
});
