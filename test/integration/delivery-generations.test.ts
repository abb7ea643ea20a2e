// A delivery has one owner and a generation: whatever is done to it while a request is in progress, nothing is sent twice, to the wrong
// place, or lost sight of. The model test in unit/engine covers the combinations; these are the cases as a developer meets them.
import Stripe from 'stripe';
import { createServer as createViteServer } from 'vite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startBackend, type Backend, type SeenRequest } from '../support/backend.ts';
import { startTestEngine, TEST_SECRET, type TestEngine } from '../support/engine.ts';
import { eventJson, sub, type SmallEvent } from '../support/plan-events.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const BASE = 1_795_000_000;
const event = (id: string, more: object = {}): string => eventFixture({ type: 'invoice.paid', id, ...more });
const idOf = ({ body }: SeenRequest): string => (JSON.parse(body.toString()) as { id: string }).id;
const seqOf = ({ engine }: TestEngine, id: string): number => engine.store.reads.findEventById(id)?.seq ?? 0;
const stateOf = ({ engine }: TestEngine, id: string): string | undefined =>
  engine.store.reads.findEventById(id)?.deliveryState;
const attemptsOf = (line: TestEngine, id: string) =>
  line.engine.store.deliveries.listAttempts(seqOf(line, id));
const local = ({ engine }: TestEngine) => {
  const endpoint = engine.endpoints.find('local');
  if (endpoint === null) throw new Error('There is no endpoint.');
  return endpoint;
};

async function another(port = 0): Promise<Backend> {
  const backend = await startBackend(port);
  onTestFinished(() => backend.close());
  return backend;
}

/** Requests that wait until the test responds to them. */
function holdRequests(backend: Backend): ((status: number) => void)[] {
  const respond: ((status: number) => void)[] = [];
  backend.behave((_request, response) => {
    respond.push((status) => {
      response.statusCode = status;
      response.end();
    });
  });
  return respond;
}

describe('while an attempt is in progress', () => {
  test('a resend decides; the response to the older attempt is recorded and decides nothing', async () => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({ id: 'local', retry: { kind: 'fixed', everyMs: 100, times: 3 } });
    const respond = holdRequests(line.backend);
    const first = line.post(event('evt_1'));
    await waitUntil('the first request', () => respond.length === 1);
    const resent = line.engine.replay.resend({ id: 'evt_1' });
    await waitUntil('the second request', () => respond.length === 2);
    respond[1]?.(200);
    expect(await resent).toMatchObject([{ status: 200 }]);
    respond[0]?.(500);
    expect((await first).status).toBe(500);
    await waitUntil('both attempts on record', () => attemptsOf(line, 'evt_1').length === 2);
    expect(stateOf(line, 'evt_1')).toBe('delivered');
    expect(line.engine.delivery.queues('local')).toMatchObject({ retrying: 0, inFlight: 0 });
    expect(line.backend.seen).toHaveLength(2);
  });

  test('stopping stops: the request is cancelled and recorded, and nothing is sent again', async () => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({ id: 'local', retry: { kind: 'fixed', everyMs: 100, times: 3 } });
    const respond = holdRequests(line.backend);
    const posted = line.post(event('evt_1'));
    await waitUntil('the request', () => respond.length === 1);
    await line.engine.delivery.stop(seqOf(line, 'evt_1'), null);
    expect(stateOf(line, 'evt_1')).toBe('failed');
    expect((await posted).status).toBe(502);
    await waitUntil('the attempt on record', () => attemptsOf(line, 'evt_1').length === 1);
    expect(attemptsOf(line, 'evt_1')).toMatchObject([{ errorClass: 'interrupted', status: null }]);
    // It says nothing about the endpoint.
    expect(line.engine.status().health[0]).toMatchObject({ state: 'unknown', lastErrorClass: null });
    expect(stateOf(line, 'evt_1')).toBe('failed');
    expect(line.engine.delivery.queues('local')).toMatchObject({ retrying: 0, inFlight: 0 });
  });

  test('removing the endpoint settles everything it had, and nothing goes there any more', async () => {
    const line = await startTestEngine();
    const other = await another();
    const { id } = await line.engine.endpoints.create({ url: other.url, concurrency: 1 });
    const respond = holdRequests(other);
    await Promise.all([line.post(event('evt_1')), line.post(event('evt_2'))]);
    await waitUntil('its request', () => respond.length === 1);
    await line.engine.endpoints.remove(id);
    await waitUntil(
      'both to be settled',
      () =>
        ['evt_1', 'evt_2'].every((one) =>
          line.engine.store.deliveries
            .listAttempts(seqOf(line, one))
            .every(({ endpointId, errorClass }) => endpointId === 'local' || errorClass === 'interrupted'),
        ) && line.engine.store.deliveries.listWaiting().length === 0,
    );
    expect(other.seen).toHaveLength(1);
    await expect(
      line.engine.delivery.resend(seqOf(line, 'evt_2'), { ...local(line), id }, 'resend'),
    ).rejects.toMatchObject({
      code: 'ENDPOINT_CLOSED',
    });
    expect(other.seen).toHaveLength(1);
  });

  test('a changed address: recorded under the address it went to, and the new one gets the event', async () => {
    const line = await startTestEngine();
    const other = await another();
    const respond = holdRequests(line.backend);
    const posted = line.post(event('evt_1'));
    await waitUntil('the request', () => respond.length === 1);
    await line.engine.endpoints.update({ id: 'local', url: other.url });
    await waitUntil('the event at the new address', () => stateOf(line, 'evt_1') === 'delivered');
    respond[0]?.(500);
    await posted;
    await waitUntil('both attempts on record', () => attemptsOf(line, 'evt_1').length === 2);
    expect(attemptsOf(line, 'evt_1').map(({ url, status, trigger }) => [url, status, trigger])).toEqual([
      [other.url, 200, 'endpoint_changed'],
      [line.backend.url, 500, 'live'],
    ]);
    expect(stateOf(line, 'evt_1')).toBe('delivered');
    expect(line.engine.status().health[0]).toMatchObject({ state: 'up', lastStatus: 200 });
  });

  test('receipts of one event share an attempt, however many come', async () => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({ id: 'local', concurrency: 2 });
    const respond = holdRequests(line.backend);
    let most = 0;
    const posts = Array.from({ length: 5 }, () => line.post(event('evt_1')));
    await waitUntil('all receipts', () => line.engine.store.reads.findEventById('evt_1')?.receiptCount === 5);
    for (let sent = 0; sent < 5 && stateOf(line, 'evt_1') !== 'delivered'; sent++) {
      await waitUntil('a request', () => respond.length > 0 || stateOf(line, 'evt_1') === 'delivered');
      most = Math.max(most, line.engine.delivery.queues('local').inFlight);
      for (const one of respond.splice(0)) one(200);
    }
    for (const response of await Promise.all(posts)) expect(response.status).toBe(200);
    expect(most).toBeLessThanOrEqual(2);
    expect(line.backend.seen.length).toBeLessThanOrEqual(5);
    expect(attemptsOf(line, 'evt_1').length).toBe(line.backend.seen.length);
  });
});

describe('what waits', () => {
  test('a redelivery of a held event waits once; giving up means that it is not delivered', async () => {
    const gone = await another();
    await gone.close();
    const line = await startTestEngine({ forwardTo: gone.url });
    await line.post(event('evt_1'));
    expect((await line.post(event('evt_1'))).status).toBe(202);
    expect(line.engine.delivery.queues('local')).toMatchObject({ held: 1 });
    await line.engine.delivery.stop(seqOf(line, 'evt_1'), null);
    expect(stateOf(line, 'evt_1')).toBe('failed');
    const backend = await another(gone.port);
    await line.post(event('evt_2'));
    await waitUntil('the other event', () => stateOf(line, 'evt_2') === 'delivered');
    expect(backend.seen.map(idOf)).toEqual(['evt_2']);
    expect(stateOf(line, 'evt_1')).toBe('failed');
  });

  test('switched off blocks like paused: retries and held events stay, and say why', async () => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({ id: 'local', retry: { kind: 'fixed', everyMs: 100, times: 50 } });
    line.backend.answer(503);
    await line.post(event('evt_1'));
    await line.engine.endpoints.update({ id: 'local', enabled: false });
    await waitUntil(
      'the attempt in progress to end',
      () => line.engine.delivery.queues('local').inFlight === 0,
    );
    const sent = line.backend.seen.length;
    expect(line.engine.delivery.waitingReason(seqOf(line, 'evt_1'), 'local')).toBe('off');
    // Three times the pause between retries passes without one.
    const until = performance.now() + 300;
    await waitUntil('the time', () => performance.now() > until);
    expect(line.backend.seen).toHaveLength(sent);
    line.backend.answer(200);
    await line.engine.endpoints.update({ id: 'local', enabled: true });
    await waitUntil('delivery', () => stateOf(line, 'evt_1') === 'delivered');
  });

  test('paused, killed, started again: it is held, not pending', async () => {
    const dataDir = tempDir();
    const backend = await another();
    const first = await startTestEngine({ dataDir, backend, autoDispose: false });
    await first.engine.endpoints.update({ id: 'local', concurrency: 1 });
    const respond = holdRequests(backend);
    const posts = [first.post(event('evt_1')), first.post(event('evt_2'))].map((one) =>
      one.catch(() => null),
    );
    await waitUntil('the first request', () => respond.length === 1);
    await first.engine.endpoints.update({ id: 'local', paused: true });
    await waitUntil('the second to be held', () => stateOf(first, 'evt_2') === 'held');
    await first.engine.dispose();
    await Promise.all(posts);
    const second = await startTestEngine({ dataDir, backend });
    await waitUntil('both to be held', () => second.engine.store.reads.countEvents().held === 2);
    expect(second.engine.delivery.waitingReason(seqOf(second, 'evt_1'), 'local')).toBe('paused');
  });

  test('a retry that is due in years after the clock was set is not waited for in years', async () => {
    const dataDir = tempDir();
    const backend = await another();
    backend.answer(503);
    let now = Date.now() + 10 * 365 * 86_400_000;
    const clock = { now: () => now };
    const first = await startTestEngine({ dataDir, backend, clock, autoDispose: false });
    await first.engine.endpoints.update({
      id: 'local',
      retry: { kind: 'fixed', everyMs: 100_000, times: 3 },
    });
    await first.post(event('evt_1'));
    expect(stateOf(first, 'evt_1')).toBe('retrying');
    await first.engine.dispose();
    now = Date.now();
    const second = await startTestEngine({ dataDir, backend, clock });
    expect(second.engine.delivery.queues('local')).toMatchObject({ retrying: 1 });
    // Not in the queue of things that are due in ten years: a resend and a stop work, and the count goes down.
    await second.engine.delivery.stop(seqOf(second, 'evt_1'), null);
    expect(second.engine.delivery.queues('local')).toMatchObject({ retrying: 0 });
  });

  test('behind a development proxy: its 502 holds, and the return of the backend is noticed', async () => {
    const backend = await another();
    const { port } = backend;
    const vite = await createViteServer({
      configFile: false,
      logLevel: 'silent',
      root: tempDir(),
      server: {
        port: 0,
        host: '127.0.0.1',
        hmr: false,
        ws: false,
        proxy: { '/api': `http://127.0.0.1:${port}` },
      },
    });
    onTestFinished(() => vite.close());
    await vite.listen();
    const address = vite.httpServer?.address();
    const forwardTo = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/stripe/webhook`;
    const line = await startTestEngine({ forwardTo });
    expect((await line.post(event('evt_1'))).status).toBe(200);
    await backend.close();
    expect((await line.post(event('evt_2'))).status).toBe(202);
    await line.post(event('evt_3'));
    expect(line.engine.store.reads.countEvents()).toMatchObject({ held: 2, failed: 0 });
    const back = await another(port);
    await waitUntil('both to be delivered', () => line.engine.store.reads.countEvents().delivered === 3);
    expect(back.seen.filter(({ method }) => method === 'POST').map(idOf)).toEqual(['evt_2', 'evt_3']);
  });
});

describe('resending goes where it failed', () => {
  async function twoEndpoints(): Promise<{ line: TestEngine; other: Backend; otherId: string }> {
    const line = await startTestEngine();
    const other = await another();
    other.answer(500);
    const { id: otherId } = await line.engine.endpoints.create({ url: other.url, name: 'other' });
    for (const id of ['evt_1', 'evt_2']) await line.post(event(id));
    await waitUntil('both failures', () => line.engine.store.reads.countEvents().failed === 2);
    other.answer(200);
    return { line, other, otherId };
  }

  test('all failed: every failed delivery to its own endpoint, and to no other', async () => {
    const { line, other, otherId } = await twoEndpoints();
    const job = await line.engine.replay.resendFailed();
    expect(job.total).toBe(2);
    await waitUntil('the job', () => line.engine.jobs.find(job.id)?.endedAt);
    expect(line.backend.seen).toHaveLength(2);
    expect(other.seen.map(idOf)).toEqual(['evt_1', 'evt_2', 'evt_1', 'evt_2']);
    expect(line.engine.store.reads.countEvents()).toMatchObject({ failed: 0, delivered: 2 });
    expect(line.engine.store.deliveries.listDeliveries(seqOf(line, 'evt_1'))).toMatchObject([
      { endpointId: 'local', state: 'delivered', attemptCount: 1 },
      { endpointId: otherId, state: 'delivered', attemptCount: 2 },
    ]);
  });

  test('one event without an endpoint named; the row shows the failure, not the other endpoint’s 200', async () => {
    const { line, other, otherId } = await twoEndpoints();
    expect(line.engine.store.reads.findEventById('evt_1')).toMatchObject({
      deliveryState: 'failed',
      lastStatus: 500,
    });
    expect(await line.engine.replay.resend({ id: 'evt_1' })).toMatchObject([
      { endpointId: otherId, status: 200 },
    ]);
    expect(line.backend.seen).toHaveLength(2);
    expect(other.seen).toHaveLength(3);
    expect(line.engine.store.reads.findEventById('evt_1')).toMatchObject({ deliveryState: 'delivered' });
    const plan = await line.engine.replay.resendMany({ ids: ['evt_2'], dryRun: true });
    expect(plan).toMatchObject({ total: 1, sample: ['evt_2'] });
  });

  test('an endpoint that is removed during the job gets nothing more, and the job ends', async () => {
    const { line, other, otherId } = await twoEndpoints();
    const respond = holdRequests(other);
    const job = await line.engine.replay.resendFailed();
    await waitUntil('its first', () => respond.length === 1);
    await line.engine.endpoints.remove(otherId);
    await waitUntil('the job', () => line.engine.jobs.find(job.id)?.endedAt);
    expect(line.engine.jobs.find(job.id)).toMatchObject({ state: 'done', done: 2, failed: 2 });
    expect(respond).toHaveLength(1);
    expect(line.backend.seen).toHaveLength(2);
  });

  test('cancelling works with a backend that hangs and no timeout', async () => {
    const line = await startTestEngine();
    line.backend.answer(500);
    await line.post(event('evt_1'));
    await line.engine.endpoints.update({ id: 'local', timeoutMs: null });
    const respond = holdRequests(line.backend);
    const job = await line.engine.replay.resendFailed();
    await waitUntil('the request', () => respond.length === 1);
    line.engine.jobs.cancel(job.id);
    await waitUntil('the job to end', () => line.engine.jobs.find(job.id)?.endedAt);
    expect(line.engine.jobs.find(job.id)).toMatchObject({ state: 'cancelled' });
    expect(attemptsOf(line, 'evt_1').at(-1)).toMatchObject({ errorClass: 'interrupted' });
  });
});

describe('one order', () => {
  test('updates of one second go out as Stripe made them, drained and resent, whatever order they came in', async () => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({ id: 'local', paused: true });
    const at = (step: string) => ({ more: { metadata: { step } } });
    const update = (id: string, step: string, before: string): SmallEvent => ({
      ...sub('updated', BASE, at(step), { metadata: { step: before } }),
      id,
    });
    const created: SmallEvent = { ...sub('created', BASE, at('1')), id: 'evt_created' };
    const inOrder = ['evt_created', 'evt_second', 'evt_third'];
    for (const one of [update('evt_third', '3', '2'), update('evt_second', '2', '1'), created]) {
      await line.post(JSON.stringify({ ...eventJson(one), api_version: '2026-10-28.endive' }));
    }
    await line.engine.endpoints.update({ id: 'local', paused: false });
    await waitUntil('all three', () => line.engine.store.reads.countEvents().delivered === 3);
    expect(line.backend.seen.map(idOf)).toEqual(inOrder);
    line.backend.seen.length = 0;
    const { job } = await line.engine.replay.resendMany({ ids: inOrder.toReversed(), dryRun: false });
    await waitUntil('the job', () => line.engine.jobs.find(job?.id ?? '')?.endedAt);
    expect(line.backend.seen.map(idOf)).toEqual(inOrder);
  });
});

describe('one secret', () => {
  const accepts = ({ body, header }: SeenRequest, secret: string): boolean => {
    try {
      return (
        Stripe.webhooks.constructEvent(body, header('stripe-signature') ?? '', secret).object === 'event'
      );
    } catch {
      return false;
    }
  };

  test('synthetic events are signed for each endpoint with its own', async () => {
    const line = await startTestEngine();
    const other = await another();
    await line.engine.endpoints.create({ url: other.url, secret: 'whsec_other' });
    const { id } = line.engine.scenarios.run({
      scenario: 'checkout_subscription',
      name: 'Ada Lovelace',
      speed: 'at_once',
      disorder: false,
      duplicates: false,
    });
    await line.engine.scenarios.ended(id);
    await waitUntil(
      'all of them at both',
      () => line.backend.seen.length > 0 && other.seen.length === line.backend.seen.length,
    );
    expect(line.backend.seen.every((one) => accepts(one, TEST_SECRET))).toBe(true);
    expect(other.seen.every((one) => accepts(one, 'whsec_other'))).toBe(true);
  });

  test('without the Stripe CLI it is Hookline’s own, from the first start, for everything', async () => {
    const line = await startTestEngine({ dataDir: tempDir(), cliSecret: null });
    const endpoint = local(line);
    const { secret } = line.engine.signer.secretFor(endpoint);
    expect(secret).toMatch(/^whsec_[0-9a-f]{64}$/);
    const { id } = line.engine.scenarios.run({
      scenario: 'checkout_subscription',
      name: 'Ada Lovelace',
      speed: 'at_once',
      disorder: false,
      duplicates: false,
    });
    await line.engine.scenarios.ended(id);
    await waitUntil('an event', () => line.backend.seen.length > 0);
    const [first] = line.backend.seen;
    if (first === undefined) throw new Error('Nothing was sent.');
    expect(accepts(first, secret)).toBe(true);
    await line.engine.replay.resend({ id: idOf(first) });
    const last = line.backend.seen.at(-1);
    expect(last !== undefined && accepts(last, secret)).toBe(true);
  });
});
