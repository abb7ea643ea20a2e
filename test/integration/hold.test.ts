// While the backend is down nothing is lost: events are held, go out in order when it is back, and survive a restart.
import { describe, expect, onTestFinished, test } from 'vitest';
import { startBackend, type Backend } from '../support/backend.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const BASE = 1_795_000_000;
const idsOf = (backend: Backend): string[] =>
  backend.seen.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id);
const counts = ({ engine }: TestEngine) => engine.store.reads.countEvents();
const health = ({ engine }: TestEngine) => engine.status().health[0];

async function downBackend(): Promise<{ port: number; url: string }> {
  const backend = await startBackend();
  await backend.close();
  return backend;
}

async function comeBack(port: number): Promise<Backend> {
  const backend = await startBackend(port);
  onTestFinished(() => backend.close());
  return backend;
}

/** Arrive in one order, were created in another. */
async function postScrambled(line: TestEngine): Promise<string[]> {
  for (const age of [3, 1, 5, 2, 4]) {
    const response = await line.post(
      eventFixture({ type: 'invoice.paid', id: `evt_${age}`, created: BASE + age }),
    );
    expect(response.status).toBe(202);
  }
  return ['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5'];
}

test('down → held; back → noticed within a second, delivered one by one in the order Stripe created them', async () => {
  const { port, url } = await downBackend();
  const line = await startTestEngine({ forwardTo: url });
  const inOrder = await postScrambled(line);
  expect(counts(line)).toMatchObject({ held: 5, failed: 0 });
  expect(health(line)).toMatchObject({ state: 'down', held: 5, asking: false });
  expect(health(line)?.nextProbeAt).not.toBeNull();

  const backAt = performance.now();
  const backend = await comeBack(port);
  let atOnce = 0;
  let most = 0;
  backend.behave((_request, response) => {
    most = Math.max(most, ++atOnce);
    setImmediate(() => {
      atOnce -= 1;
      response.end();
    });
  });
  await waitUntil('the first to arrive', () => backend.seen.length > 0);
  const noticedAfterMs = performance.now() - backAt;
  await waitUntil('all to be delivered', () => counts(line).delivered === 5);
  expect(idsOf(backend)).toEqual(inOrder);
  expect(most).toBe(1);
  // Promised within 1 s; twice that leaves room for a busy machine and still shows that it is not a pause of 5 s.
  expect(noticedAfterMs).toBeLessThan(2_000);
  expect(health(line)).toMatchObject({ state: 'up', held: 0, draining: null });
  const { seq } = line.engine.store.reads.findEventById('evt_3') ?? { seq: 0 };
  const [first, second] = line.engine.store.deliveries.listAttempts(seq);
  expect(first).toMatchObject({ trigger: 'live', errorClass: 'refused', resigned: false });
  expect(second).toMatchObject({ trigger: 'released', status: 200, resigned: true });
});

test('survives a restart, and waits for the endpoint to be there', async () => {
  const { port, url } = await downBackend();
  const dataDir = tempDir();
  const first = await startTestEngine({ dataDir, forwardTo: url, autoDispose: false });
  const inOrder = await postScrambled(first);
  await first.engine.dispose();
  const second = await startTestEngine({ dataDir, forwardTo: url });
  expect(counts(second)).toMatchObject({ held: 5 });
  const backend = await comeBack(port);
  await waitUntil('all to be delivered', () => counts(second).delivered === 5);
  expect(idsOf(backend)).toEqual(inOrder);
});

test('held for too long: asks first; yes delivers, no gives up', async () => {
  for (const deliver of [true, false]) {
    const { port, url } = await downBackend();
    const line = await startTestEngine({ forwardTo: url });
    await line.engine.endpoints.update({
      id: 'local',
      hold: { enabled: true, askAfterMs: 1_000, drainConcurrency: 1 },
    });
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    await waitUntil('it to be held for long', () => {
      const { seq } = line.engine.store.reads.findEventById('evt_1') ?? { seq: 0 };
      const since = line.engine.store.deliveries.listDeliveries(seq)[0]?.heldSince ?? Date.now();
      return Date.now() - since > 1_100;
    });
    const backend = await comeBack(port);
    await waitUntil('the question', () => health(line)?.asking === true);
    expect(backend.seen).toHaveLength(0);
    await line.engine.delivery.release('local', deliver);
    await waitUntil('the answer to take effect', () => counts(line).held === 0);
    await waitUntil('the outcome', () => counts(line).delivered + counts(line).failed === 1);
    expect(counts(line)).toMatchObject(deliver ? { delivered: 1 } : { failed: 1 });
    expect(backend.seen).toHaveLength(deliver ? 1 : 0);
  }
});

test('paused by hand works the same way', async () => {
  const line = await startTestEngine();
  await line.engine.endpoints.update({ id: 'local', paused: true });
  const inOrder = await postScrambled(line);
  expect(counts(line)).toMatchObject({ held: 5 });
  expect(line.backend.seen).toHaveLength(0);
  await line.engine.endpoints.update({ id: 'local', paused: false });
  await waitUntil('all to be delivered', () => counts(line).delivered === 5);
  expect(idsOf(line.backend)).toEqual(inOrder);
});

test('a path can decide when the backend is ready', async () => {
  const { port, url } = await downBackend();
  const line = await startTestEngine({ forwardTo: url });
  await line.engine.endpoints.update({ id: 'local', probePath: '/healthz' });
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  const backend = await comeBack(port);
  let ready = false;
  let asked = 0;
  backend.behave((request, response) => {
    if (request.path === '/healthz') {
      asked += 1;
      response.writeHead(ready ? 200 : 503);
    }
    response.end();
  });
  await waitUntil('the path to be asked twice', () => asked >= 2);
  expect(counts(line)).toMatchObject({ held: 1 });
  ready = true;
  await waitUntil('delivery', () => counts(line).delivered === 1);
});

test('an event that brings the backend down itself does not go round for ever', async () => {
  const line = await startTestEngine();
  line.backend.behave((_request, _response, raw) => raw.socket.destroy());
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await waitUntil('it to be given up', () => counts(line).failed === 1);
  expect(line.backend.seen.length).toBeLessThanOrEqual(8);
});

test('giving up by hand makes it failed, and resending goes past the hold', async () => {
  const { port, url } = await downBackend();
  const line = await startTestEngine({ forwardTo: url });
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
  const seqOf = (id: string): number => line.engine.store.reads.findEventById(id)?.seq ?? 0;
  await line.engine.delivery.stop(seqOf('evt_1'), null);
  expect(counts(line)).toMatchObject({ failed: 1, held: 1 });
  await comeBack(port);
  expect(await line.engine.replay.resend({ id: 'evt_1' })).toMatchObject([{ status: 200 }]);
  await waitUntil('the other to follow', () => counts(line).delivered === 2);
});

describe('retries', () => {
  test('5xx is tried again as set, counted down, and delivered in the end', async () => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({ id: 'local', retry: { kind: 'fixed', everyMs: 150, times: 5 } });
    let answers = 0;
    line.backend.behave((_request, response) => {
      response.statusCode = ++answers < 3 ? 503 : 200;
      response.end();
    });
    expect((await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }))).status).toBe(503);
    const event = line.engine.store.reads.findEventById('evt_1');
    expect(event?.deliveryState).toBe('retrying');
    expect(event?.nextAttemptAt ?? 0).toBeGreaterThan(event?.receivedAt ?? 0);
    await waitUntil('delivery', () => counts(line).delivered === 1);
    const attempts = line.engine.store.deliveries.listAttempts(event?.seq ?? 0);
    expect(attempts.map(({ trigger, status }) => [trigger, status])).toEqual([
      ['live', 503],
      ['retry', 503],
      ['retry', 200],
    ]);
    expect(line.engine.store.reads.findEventById('evt_1')?.nextAttemptAt).toBeNull();
  });

  test('Retry-After is honoured; 4xx is not retried; stopping makes it failed', async () => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({ id: 'local', retry: { kind: 'fixed', everyMs: 150, times: 5 } });
    line.backend.answer(429, '', { 'retry-after': '120' });
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    const event = line.engine.store.reads.findEventById('evt_1');
    expect((event?.nextAttemptAt ?? 0) - Date.now()).toBeGreaterThan(100_000);
    line.backend.answer(400);
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
    expect(counts(line)).toMatchObject({ failed: 1, retrying: 1 });
    await line.engine.delivery.stop(event?.seq ?? 0, 'local');
    expect(counts(line)).toMatchObject({ failed: 2, retrying: 0 });
  });

  test('a planned retry survives a restart', async () => {
    const dataDir = tempDir();
    const backend = await startBackend();
    onTestFinished(() => backend.close());
    backend.answer(503);
    const first = await startTestEngine({ dataDir, backend, autoDispose: false });
    await first.engine.endpoints.update({ id: 'local', retry: { kind: 'fixed', everyMs: 400, times: 3 } });
    await first.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    await first.engine.dispose();
    backend.answer(200);
    const second = await startTestEngine({ dataDir, backend });
    await waitUntil('delivery', () => counts(second).delivered === 1);
    expect(backend.seen).toHaveLength(2);
  });

  test('a clock set back an hour neither stretches a pause nor makes an outage look long', async () => {
    let offset = 0;
    const line = await startTestEngine({ clock: { now: () => Date.now() + offset } });
    await line.engine.endpoints.update({ id: 'local', retry: { kind: 'fixed', everyMs: 300, times: 3 } });
    line.backend.answer(503);
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    offset = -3_600_000;
    line.backend.answer(200);
    await waitUntil('the retry', () => counts(line).delivered === 1, 5_000);
    expect(health(line)?.asking).toBe(false);
  });
});
