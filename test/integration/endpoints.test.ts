// Many endpoints, each with its own filter, headers, signing and order; and what is sent on purpose: edits, one-offs, bulk.
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isReachable } from '#engine/delivery/probe.ts';
import { ENDPOINT_DEFAULTS } from '#engine/store/endpoint-rows.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { startTestEngine, TEST_SECRET, type TestEngine } from '../support/engine.ts';
import { SELF_SIGNED } from '../support/self-signed.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../support/wait-until.ts';

async function another(): Promise<Backend> {
  const backend = await startBackend();
  onTestFinished(() => backend.close());
  return backend;
}
const seqOf = ({ engine }: TestEngine, id: string): number => engine.store.reads.findEventById(id)?.seq ?? 0;
const verifies = (backend: Backend, index: number, secret: string): boolean => {
  const seen = backend.seen[index];
  try {
    Stripe.webhooks.constructEvent(seen?.body ?? '', seen?.header('stripe-signature') ?? '', secret);
    return true;
  } catch {
    return false;
  }
};

test('the secrets in use: one for all that share it, masked, and named by where it comes from', async () => {
  const line = await startTestEngine();
  const two = await another();
  const { id: shared } = await line.engine.endpoints.create({ url: two.url, name: 'Shared' });
  const { id: stable } = await line.engine.endpoints.create({
    url: two.url,
    name: 'Stable',
    signing: 'stable',
  });
  const own = 'whsec_of_its_own_0123456789';
  const { id: typed } = await line.engine.endpoints.create({
    url: two.url,
    name: 'Typed',
    signing: 'own',
    secret: own,
  });
  const { secrets } = line.engine.status();
  expect(secrets.map(({ from, endpointIds }) => [from, endpointIds])).toEqual([
    ['cli', ['local', shared]],
    ['hookline', [stable]],
    ['own', [typed]],
  ]);
  for (const { masked } of secrets) expect(masked).toMatch(/^whsec_.{4}….{2}$/);
  expect(JSON.stringify(secrets)).not.toContain(own);
});

test('an endpoint is reachable when something listens there and, with a path to ask, answers below 500', async () => {
  const backend = await another();
  const at = { url: backend.url, path: null, allowSelfSigned: false };
  expect(await isReachable(at)).toBe(true);
  expect(backend.seen).toHaveLength(0);
  backend.answer(503);
  expect(await isReachable({ ...at, path: '/health' })).toBe(false);
  backend.answer(404);
  expect(await isReachable({ ...at, path: '/health' })).toBe(true);
  expect(backend.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /health', 'GET /health']);
  await backend.close();
  expect(await isReachable(at)).toBe(false);
});

describe('many endpoints', () => {
  test('each gets what its filter takes; why another does not is kept; the first one’s status is Stripe’s', async () => {
    const line = await startTestEngine();
    const billing = await another();
    billing.answer(500);
    const { id } = await line.engine.endpoints.create({
      url: billing.url,
      name: 'billing',
      filter: { types: ['invoice.*', '-invoice.created'], kinds: 'snapshot', accounts: 'own' },
    });
    expect((await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }))).status).toBe(200);
    await line.post(eventFixture({ type: 'customer.created', id: 'evt_2' }));
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_3', account: 'acct_2' }));
    await line.post(eventFixture({ type: 'v1.customer.subscription.updated', id: 'evt_4' }));
    await waitUntil('all answers', () => line.engine.status().health.every(({ inFlight }) => inFlight === 0));
    expect(line.backend.seen).toHaveLength(4);
    expect(billing.seen).toHaveLength(1);
    const stands = ['evt_1', 'evt_2', 'evt_3', 'evt_4'].map((event) => {
      const stand = line.engine.store.deliveries
        .listDeliveries(seqOf(line, event))
        .find(({ endpointId }) => endpointId === id);
      return [stand?.state, stand?.skipReason];
    });
    expect(stands).toEqual([
      ['failed', null],
      ['skipped', 'type'],
      ['skipped', 'account'],
      ['skipped', 'kind'],
    ]);
    expect(line.engine.store.reads.findEventById('evt_1')?.deliveryState).toBe('failed');
    expect(line.engine.store.reads.findEventById('evt_2')?.deliveryState).toBe('delivered');
  });

  test('a condition on the payload decides, and why an event does not fit it is kept', async () => {
    const line = await startTestEngine();
    const mine = await another();
    const { id } = await line.engine.endpoints.create({
      url: mine.url,
      name: 'mine',
      filter: {
        types: ['invoice.*', 'v1.*'],
        kinds: 'all',
        accounts: 'all',
        condition: 'data.object.metadata.env:staging|mine',
      },
    });
    const post = (event: string, object: Record<string, unknown>, type = 'invoice.paid') =>
      line.post(eventFixture({ type, id: event, object }));
    await post('evt_mine', { metadata: { env: 'mine' } });
    await post('evt_theirs', { metadata: { env: 'production' } });
    await post('evt_none', { metadata: {} });
    await post('evt_type', { metadata: { env: 'mine' } }, 'customer.created');
    await post('evt_thin', {}, 'v1.customer.subscription.updated');
    // Larger than is read where the receiver is.
    const filling = 'x'.repeat(300_000);
    await post('evt_large', { metadata: { env: 'mine' }, filling });
    await post('evt_large_theirs', { metadata: { env: 'production' }, filling });
    await waitUntil('all requests', () => mine.seen.length >= 2 && line.backend.seen.length >= 7);
    await waitUntil('all answers', () => line.engine.status().health.every(({ inFlight }) => inFlight === 0));
    expect(mine.seen).toHaveLength(2);
    expect(line.backend.seen).toHaveLength(7);
    const stand = (event: string) =>
      line.engine.store.deliveries
        .listDeliveries(seqOf(line, event))
        .find(({ endpointId }) => endpointId === id);
    const misfit = { term: 'data.object.metadata.env:staging|mine', subject: 'data.object.metadata.env' };
    await waitUntil('it to be delivered', () => stand('evt_mine')?.state === 'delivered');
    expect(stand('evt_mine')).toMatchObject({ misfit: null });
    expect(stand('evt_theirs')).toMatchObject({
      state: 'skipped',
      skipReason: 'condition',
      misfit: { ...misfit, found: 'production' },
    });
    expect(stand('evt_none')).toMatchObject({ skipReason: 'condition', misfit: { ...misfit, found: null } });
    expect(stand('evt_type')).toMatchObject({ skipReason: 'type', misfit: null });
    expect(stand('evt_thin')).toMatchObject({ skipReason: 'condition', misfit: { found: null } });
    expect(stand('evt_large_theirs')).toMatchObject({ misfit: { ...misfit, found: 'production' } });

    // A filter without a condition leaves it as it is; an empty one takes it away.
    const filter = { ...ENDPOINT_DEFAULTS.filter };
    const kept = await line.engine.endpoints.update({ id, filter });
    expect(kept.filter).toEqual({ ...filter, condition: 'data.object.metadata.env:staging|mine' });
    await line.engine.endpoints.update({ id, filter: { ...filter, condition: '' } });
    await post('evt_all', { metadata: { env: 'production' } });
    await waitUntil('it to be delivered', () => stand('evt_all')?.state === 'delivered');

    // Sent on purpose, it goes there all the same.
    await line.engine.replay.resend({ id: 'evt_theirs', endpointId: id });
    expect(stand('evt_theirs')).toMatchObject({ state: 'delivered', skipReason: null, misfit: null });
  });

  test('a condition on what changes after an event arrived is refused, naming it', async () => {
    const line = await startTestEngine();
    const filter = { ...ENDPOINT_DEFAULTS.filter };
    const create = (condition: string) =>
      line.engine.endpoints.create({ url: 'localhost:9', filter: { ...filter, condition } });
    await expect(create('status:failed')).rejects.toMatchObject({
      code: 'BAD_CONDITION',
      message: expect.stringContaining('“status” is not known when an event arrives') as string,
    });
    await expect(create('customer:ada')).rejects.toMatchObject({ code: 'BAD_CONDITION' });
    await expect(create('amount>=5000')).rejects.toMatchObject({
      message: expect.stringContaining('data.object.amount>=') as string,
    });
    await expect(
      line.engine.endpoints.update({ id: 'local', filter: { ...filter, condition: 'text' } }),
    ).rejects.toMatchObject({ code: 'BAD_CONDITION' });
    expect(line.engine.endpoints.list()).toHaveLength(1);
  });

  test('removing one keeps its attempts and gives up what waited for it; the last one stays', async () => {
    const line = await startTestEngine();
    const other = await another();
    const { id } = await line.engine.endpoints.create({ url: other.url, name: 'other' });
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    await line.engine.endpoints.update({ id, paused: true });
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
    await line.engine.endpoints.remove(id);
    await waitUntil('it to be given up', () => line.engine.store.reads.countEvents().held === 0);
    expect(
      line.engine.store.deliveries.listAttempts(seqOf(line, 'evt_1')).map(({ endpointName }) => endpointName),
    ).toContain('other');
    await expect(line.engine.endpoints.remove('local')).rejects.toMatchObject({ code: 'LAST' });
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_3' }));
    expect(line.engine.store.reads.findEventById('evt_3')?.deliveryState).toBe('delivered');
  });

  test('headers besides and instead, Host too', async () => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({
      id: 'local',
      headers: [
        ['Host', 'shop.test'],
        ['X-Tenant', 'acme'],
        ['User-Agent', 'mine'],
        ['Content-Length', '1'],
      ],
    });
    await line.post(eventFixture({ type: 'invoice.paid' }));
    const [seen] = line.backend.seen;
    expect([seen?.header('host'), seen?.header('x-tenant'), seen?.header('user-agent')]).toEqual([
      'shop.test',
      'acme',
      'mine',
    ]);
    expect(seen?.headers.filter(([name]) => name.toLowerCase() === 'user-agent')).toHaveLength(1);
    expect(seen?.body.byteLength).toBeGreaterThan(1000);
  });

  test('a self-signed certificate by choice', async () => {
    const line = await startTestEngine();
    const server = createTlsServer(SELF_SIGNED, (_request, response) => response.end('over TLS'));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
    await line.engine.endpoints.update({ id: 'local', url });
    expect((await line.post(eventFixture({ type: 'invoice.paid' }))).status).toBe(502);
    expect(line.engine.store.reads.countEvents()).toMatchObject({ failed: 1, held: 0 });
    await line.engine.endpoints.update({ id: 'local', allowSelfSigned: true });
    expect((await line.post(eventFixture({ type: 'invoice.paid' }))).status).toBe(200);
  });

  test('localhost is tried on both address families', async () => {
    const line = await startTestEngine();
    const v6 = await startBackend(0, '::1').catch(() => null);
    if (v6 === null) return;
    onTestFinished(() => v6.close());
    await line.engine.endpoints.update({ id: 'local', url: `http://localhost:${v6.port}/` });
    expect((await line.post(eventFixture({ type: 'invoice.paid' }))).status).toBe(200);
    await line.engine.endpoints.update({ id: 'local', url: `http://localhost:${line.backend.port}/` });
    expect((await line.post(eventFixture({ type: 'invoice.paid' }))).status).toBe(200);
  });

  test('dedupe: a redelivery is recorded and not sent twice; without it, it is', async () => {
    const line = await startTestEngine();
    const body = eventFixture({ type: 'invoice.paid', id: 'evt_1' });
    await line.engine.endpoints.update({ id: 'local', dedupe: true });
    await line.post(body);
    await line.post(body);
    expect(line.backend.seen).toHaveLength(1);
    expect(line.engine.store.reads.findEventById('evt_1')).toMatchObject({
      receiptCount: 2,
      attemptCount: 1,
      deliveryState: 'delivered',
    });
    await line.engine.endpoints.update({ id: 'local', dedupe: false });
    await line.post(body);
    expect(line.backend.seen).toHaveLength(2);
  });
});

describe('order', () => {
  test('per customer: never two at once for one, others meanwhile', async () => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({ id: 'local', order: 'customer' });
    const open: { customer: string; finish: () => void }[] = [];
    line.backend.behave((request, response) => {
      const { customer } = (JSON.parse(request.body.toString()) as { data: { object: { customer: string } } })
        .data.object;
      expect(open.map((one) => one.customer)).not.toContain(customer);
      open.push({ customer, finish: () => response.end() });
    });
    const posts = ['cus_a', 'cus_a', 'cus_b', 'cus_b'].map((customerId, index) =>
      line.post(
        eventFixture({
          type: 'invoice.paid',
          id: `evt_${index}`,
          customerId,
          created: 1_795_000_000 + index,
        }),
      ),
    );
    await waitUntil('one of each customer', () => open.length === 2);
    expect(open.map(({ customer }) => customer).toSorted()).toEqual(['cus_a', 'cus_b']);
    for (let done = 0; done < 4; done++) {
      const one = await waitUntil('the next', () => open[0]);
      open.shift();
      one.finish();
    }
    await Promise.all(posts);
    expect(line.backend.seen).toHaveLength(4);
  });

  test('strictly by creation: one by one', async () => {
    const line = await startTestEngine();
    await line.engine.endpoints.update({ id: 'local', order: 'created', paused: true });
    for (const age of [2, 3, 1])
      await line.post(eventFixture({ type: 'invoice.paid', id: `evt_${age}`, created: 1_795_000_000 + age }));
    await line.engine.endpoints.update({ id: 'local', paused: false });
    await waitUntil('delivery', () => line.engine.store.reads.countEvents().delivered === 3);
    expect(line.backend.seen.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id)).toEqual([
      'evt_1',
      'evt_2',
      'evt_3',
    ]);
  });
});

describe('signing', () => {
  test('as received, then the forwarder’s; stable; own: each verifies with the secret the endpoint names', async () => {
    const line = await startTestEngine();
    const secretOf = (): string => {
      const endpoint = line.engine.endpoints.find('local');
      return endpoint === null ? '' : line.engine.signer.secretFor(endpoint).secret;
    };
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    await line.engine.replay.resend({ id: 'evt_1' });
    expect(secretOf()).toBe(TEST_SECRET);
    expect([verifies(line.backend, 0, TEST_SECRET), verifies(line.backend, 1, TEST_SECRET)]).toEqual([
      true,
      true,
    ]);

    await line.engine.endpoints.update({ id: 'local', signing: 'stable' });
    const stable = secretOf();
    expect(stable).toMatch(/^whsec_[0-9a-f]{64}$/);
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
    await line.engine.replay.resend({ id: 'evt_2' });
    expect([verifies(line.backend, 2, stable), verifies(line.backend, 3, stable)]).toEqual([true, true]);
    expect(secretOf()).toBe(stable);

    await line.engine.endpoints.update({ id: 'local', secret: 'whsec_mine' });
    expect(line.engine.endpoints.list()[0]).toMatchObject({ signing: 'own', hasSecret: true });
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_3' }));
    expect(verifies(line.backend, 4, 'whsec_mine')).toBe(true);
  });
});

describe('sent on purpose', () => {
  test('to another endpoint and to an address for once', async () => {
    const line = await startTestEngine();
    const [other, once] = [await another(), await another()];
    await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    const { id } = await line.engine.endpoints.create({ url: other.url, name: 'other' });
    expect(await line.engine.replay.resend({ id: 'evt_1', endpointId: id })).toMatchObject([
      { endpointName: 'other', status: 200 },
    ]);
    expect(await line.engine.replay.resend({ id: 'evt_1', url: once.url })).toMatchObject([
      { endpointId: null, url: once.url, status: 200 },
    ]);
    expect(other.seen[0]?.body.equals(line.backend.seen[0]?.body ?? Buffer.alloc(0))).toBe(true);
    expect(verifies(once, 0, TEST_SECRET)).toBe(true);
  });

  test('edited: body, headers, time, signature, id; the original is untouched and the edit is kept', async () => {
    const line = await startTestEngine();
    const original = eventFixture({ type: 'invoice.paid', id: 'evt_1' });
    await line.post(original);
    const send = (edit: object) =>
      line.engine.replay.resend({ id: 'evt_1', edit: { signature: 'valid', eventId: 'keep', ...edit } });
    const last = () => line.backend.seen.at(-1);

    const [broken] = await send({ body: '{ not json', headers: [['X-Try', '1']] });
    expect(last()?.body.toString()).toBe('{ not json');
    expect(last()?.header('x-try')).toBe('1');
    expect(broken).toMatchObject({ trigger: 'edited', editId: expect.any(Number) });
    expect(line.engine.store.deliveries.findEditBody(broken.editId ?? 0)?.toString()).toBe('{ not json');

    await send({ timestamp: Math.floor(Date.now() / 1000) - 3600 });
    const stale = (): unknown =>
      Stripe.webhooks.constructEvent(
        last()?.body ?? '',
        last()?.header('stripe-signature') ?? '',
        TEST_SECRET,
      );
    expect(stale).toThrow(/tolerance/);
    await send({ signature: 'wrong' });
    expect(stale).toThrow(/No signatures found matching/);
    await send({ signature: 'none' });
    expect(last()?.header('stripe-signature')).toBeUndefined();
    await send({ eventId: 'new' });
    const fresh = JSON.parse(last()?.body.toString() ?? '') as { id: string; data: unknown };
    expect(fresh.id).toMatch(/^evt_[0-9a-f]{24}$/);
    expect(fresh.data).toEqual((JSON.parse(original) as { data: unknown }).data);
    expect(verifies(line.backend, line.backend.seen.length - 1, TEST_SECRET)).toBe(true);

    expect(line.engine.store.reads.findBody(seqOf(line, 'evt_1'))?.toString()).toBe(original);
    expect(line.engine.store.reads.findEventById('evt_1')?.deliveryState).toBe('delivered');
  });

  test('bulk: dry run, created order, rate, outcomes, cancel', async () => {
    const line = await startTestEngine();
    for (const age of [3, 1, 2])
      await line.post(eventFixture({ type: 'invoice.paid', id: `evt_${age}`, created: 1_795_000_000 + age }));
    await line.post(eventFixture({ type: 'customer.created', id: 'evt_other' }));
    line.backend.seen.length = 0;
    const plan = await line.engine.replay.resendMany({ filter: 'type:invoice.*', dryRun: true });
    expect(plan).toEqual({ total: 3, leftOut: 0, sample: ['evt_1', 'evt_2', 'evt_3'], job: null });
    expect(line.backend.seen).toHaveLength(0);
    // What cannot be sent is counted, whether it is named or matches.
    expect((await line.post('no JSON')).status).toBe(400);
    const everything = await line.engine.replay.resendMany({ filter: '', dryRun: true });
    expect(everything).toMatchObject({ total: 4, leftOut: 1 });
    const named = await line.engine.replay.resendMany({ ids: ['evt_1', 'evt_1', 'evt_gone'], dryRun: true });
    expect(named).toMatchObject({ total: 1, leftOut: 1 });

    let answers = 0;
    line.backend.behave((_request, response) => {
      response.statusCode = ++answers === 2 ? 500 : 200;
      response.end();
    });
    const { job } = await line.engine.replay.resendMany({
      ids: ['evt_3', 'evt_1', 'evt_2', 'evt_unknown'],
      dryRun: false,
    });
    await waitUntil('the job', () => line.engine.jobs.find(job?.id ?? '')?.endedAt);
    expect(line.engine.jobs.find(job?.id ?? '')).toMatchObject({
      state: 'done',
      total: 3,
      delivered: 2,
      failed: 1,
      outcomes: { 200: 2, 500: 1 },
    });
    expect(line.backend.seen.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id)).toEqual([
      'evt_1',
      'evt_2',
      'evt_3',
    ]);

    const slow = await line.engine.replay.resendMany({ filter: '', dryRun: false, ratePerSecond: 0.5 });
    await expect(line.engine.replay.resendMany({ filter: '', dryRun: false })).rejects.toMatchObject({
      code: 'JOB_RUNNING',
    });
    await waitUntil('its first', () => (line.engine.jobs.find(slow.job?.id ?? '')?.done ?? 0) >= 1);
    line.engine.jobs.cancel(slow.job?.id ?? '');
    await waitUntil('the cancel', () => line.engine.jobs.find(slow.job?.id ?? '')?.endedAt);
    expect(line.engine.jobs.find(slow.job?.id ?? '')).toMatchObject({ state: 'cancelled', total: 4 });
    expect(line.engine.jobs.find(slow.job?.id ?? '')?.done).toBeLessThan(4);
    await expect(line.engine.replay.resendMany({ dryRun: true })).rejects.toMatchObject({
      code: 'NOTHING_NAMED',
    });
  });
});
