// The delivery core against its invariants (see docs/decisions/0025): random sequences of everything that can happen to it, on a real
// database, with a virtual clock. A failing run prints its seed and path; HOOKLINE_MODEL_SEED and HOOKLINE_MODEL_PATH replay it, and
// HOOKLINE_MODEL_RUNS sets how many runs there are (npm run model -- 1000000).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredEndpoint } from '#engine/store/endpoint-rows.ts';
import { DeliveryWorld, START, type ResponseKind } from '../../support/delivery-world.ts';

const RUNS = Number(process.env['HOOKLINE_MODEL_RUNS'] ?? 2_500);
const SEED = process.env['HOOKLINE_MODEL_SEED'];
const PATH = process.env['HOOKLINE_MODEL_PATH'];

const nth = fc.nat(9);
const endpointNumber = fc.nat(1);
const step = <Name extends string, Args extends Record<string, unknown>>(
  name: Name,
  args: { [Key in keyof Args]: fc.Arbitrary<Args[Key]> },
): fc.Arbitrary<{ name: Name } & Args> =>
  fc.record({ name: fc.constant(name), ...args }) as unknown as fc.Arbitrary<{ name: Name } & Args>;

const RESPONSES: ResponseKind[] = [
  'ok',
  'error',
  'bad_request',
  'reset',
  'stale',
  'timeout',
  'refused_by_proxy',
];

const settings: fc.Arbitrary<Partial<StoredEndpoint>> = fc.record(
  {
    order: fc.constantFrom('parallel' as const, 'customer' as const, 'created' as const),
    concurrency: fc.integer({ min: 1, max: 3 }),
    retry: fc.constantFrom(
      { kind: 'none' as const },
      { kind: 'fixed' as const, everyMs: 1_000, times: 2 },
      { kind: 'stripe' as const, compressed: true },
    ),
    hold: fc.record({
      enabled: fc.boolean(),
      askAfterMs: fc.constantFrom(5_000, 3_600_000),
      drainConcurrency: fc.integer({ min: 1, max: 2 }),
    }),
    dedupe: fc.boolean(),
  },
  { requiredKeys: [] },
);

const anyStep = fc.oneof(
  { weight: 8, arbitrary: step('receive', { age: fc.nat(3), customer: fc.nat(3) }) },
  { weight: 2, arbitrary: step('redeliver', { event: nth }) },
  { weight: 8, arbitrary: step('commit', { limit: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 8, arbitrary: step('respond', { request: nth, kind: fc.constantFrom(...RESPONSES) }) },
  { weight: 5, arbitrary: step('advance', { ms: fc.constantFrom(1, 300, 1_100, 6_000, 400_000) }) },
  { weight: 3, arbitrary: step('resend', { event: nth, endpoint: endpointNumber }) },
  { weight: 1, arbitrary: step('resendFailed', {}) },
  { weight: 2, arbitrary: step('stop', { event: nth }) },
  { weight: 2, arbitrary: step('pause', { endpoint: endpointNumber, paused: fc.boolean() }) },
  { weight: 2, arbitrary: step('switch', { endpoint: endpointNumber, enabled: fc.boolean() }) },
  { weight: 1, arbitrary: step('move', { endpoint: endpointNumber, to: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: step('filter', { endpoint: endpointNumber, types: fc.constantFrom([], ['customer.*']) }),
  },
  { weight: 1, arbitrary: step('configure', { endpoint: endpointNumber, settings }) },
  { weight: 1, arbitrary: step('remove', { endpoint: endpointNumber }) },
  { weight: 1, arbitrary: step('add', { settings }) },
  { weight: 2, arbitrary: step('backend', { host: fc.nat(2), down: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: step('clock', { ms: fc.constantFrom(-31_536_000_000, -3_600_000, 3_600_000, 31_536_000_000) }),
  },
  {
    weight: 1,
    arbitrary: step('storage', { fails: fc.constantFrom(null, 'full' as const, 'retry' as const) }),
  },
  { weight: 1, arbitrary: step('release', { endpoint: endpointNumber, deliver: fc.boolean() }) },
  { weight: 1, arbitrary: step('kill', {}) },
  { weight: 1, arbitrary: step('restart', {}) },
  { weight: 2, arbitrary: step('settle', {}) },
);
type Step = typeof anyStep extends fc.Arbitrary<infer One> ? One : never;

/** Events by name, in the order of arrival. */
async function perform(world: DeliveryWorld, events: string[], one: Step): Promise<void> {
  const endpoints = world.endpoints.all();
  const at = (index: number): StoredEndpoint | undefined => endpoints[index % Math.max(1, endpoints.length)];
  const named = (index: number): string | undefined => events[index % Math.max(1, events.length)];
  const update = (index: number, change: object): void => {
    const endpoint = at(index);
    if (endpoint !== undefined) world.call(world.endpoints.update({ id: endpoint.id, ...change }));
  };
  switch (one.name) {
    case 'receive': {
      const id = `evt_${events.length + 1}`;
      events.push(id);
      return world.receive(id, START / 1000 + one.age, one.customer === 0 ? null : `cus_${one.customer}`);
    }
    case 'redeliver': {
      const id = named(one.event);
      const seq = id === undefined ? null : world.seqOf(id);
      if (id === undefined || seq === null) return;
      const known = world.db
        .prepare<[number], { created_at: number; customer_id: string | null }>(
          'SELECT created_at, customer_id FROM events WHERE seq = ?',
        )
        .get(seq);
      return world.receive(id, (known?.created_at ?? START) / 1000, known?.customer_id ?? null);
    }
    case 'commit':
      return await world.commit(one.limit);
    case 'respond':
      return world.respond(one.request, one.kind);
    case 'advance':
      return await world.advance(one.ms);
    case 'resend': {
      const id = named(one.event);
      const seq = id === undefined ? null : world.seqOf(id);
      const endpoint = at(one.endpoint);
      if (seq !== null && endpoint !== undefined) world.call(world.delivery.resend(seq, endpoint, 'resend'));
      return;
    }
    case 'resendFailed':
      for (const { event_seq: seq, endpoint_id: id, state } of world.deliveryRows()) {
        const endpoint = world.endpoints.find(id);
        if (state === 'failed' && endpoint !== null)
          world.call(world.delivery.resend(seq, endpoint, 'resend_failed'));
      }
      return;
    case 'stop': {
      const id = named(one.event);
      const seq = id === undefined ? null : world.seqOf(id);
      if (seq !== null) world.call(world.delivery.stop(seq, null));
      return;
    }
    case 'pause':
      return update(one.endpoint, { paused: one.paused });
    case 'switch':
      return update(one.endpoint, { enabled: one.enabled });
    case 'move':
      return update(one.endpoint, { url: `http://b${one.to}.test/${at(one.endpoint)?.id ?? ''}` });
    case 'filter':
      return update(one.endpoint, { filter: { types: one.types, kinds: 'all', accounts: 'all' } });
    case 'configure':
      return update(one.endpoint, one.settings);
    case 'remove': {
      const endpoint = at(one.endpoint);
      if (endpoint !== undefined) world.call(world.endpoints.remove(endpoint.id));
      return;
    }
    case 'add':
      // Two addresses of one endpoint must not be taken for two endpoints.
      return world.call(
        world.endpoints.create({ ...one.settings, url: `http://b1.test/${events.length}/${world.step}` }),
      );
    case 'backend':
      if (one.down) world.down.add(`b${one.host}.test`);
      else world.down.delete(`b${one.host}.test`);
      return;
    case 'clock':
      world.wall += one.ms;
      return;
    case 'storage':
      world.writesFail = one.fails;
      return;
    case 'release': {
      const endpoint = at(one.endpoint);
      if (endpoint !== undefined) world.call(world.delivery.release(endpoint.id, one.deliver));
      return;
    }
    case 'kill':
      return await world.kill();
    case 'restart':
      return await world.restart();
    case 'settle':
      return world.writesFail === null ? await settleAndCheck(world) : undefined;
  }
}

async function settleAndCheck(world: DeliveryWorld): Promise<void> {
  await world.settle();
  // A write that failed is repeated after a pause.
  await world.advance(2_100);
  await world.settle();
  world.checkQuiet();
}

test(
  'a day of traffic, with kills at random: nothing lost, nothing sent and not recorded',
  { timeout: 600_000 },
  async () => {
    const seed = SEED === undefined ? Date.now() % 1_000_000_007 : Number(SEED);
    let state = seed;
    const random = (): number => (state = (state * 48_271 + 11) % 2_147_483_647) / 2_147_483_647;
    const pick = <One>(list: readonly One[]): One => list[Math.floor(random() * list.length)] as One;
    const world = new DeliveryWorld();
    await world.begin([
      {
        retry: { kind: 'stripe', compressed: true },
        hold: { enabled: true, askAfterMs: 3_600_000, drainConcurrency: 8 },
      },
      { order: 'customer', retry: { kind: 'fixed', everyMs: 5_000, times: 3 } },
    ]);
    const events: string[] = [];
    const startedAt = world.mono;
    let kills = 0;
    const about = (): string => `seed ${seed}, ${Math.round((world.mono - startedAt) / 60_000)} min:\n`;
    while (world.mono - startedAt < 24 * 3_600_000) {
      for (let burst = random() < 0.05 ? 20 : 1; burst > 0; burst--) {
        await perform(world, events, {
          name: 'receive',
          age: Math.floor(random() * 3),
          customer: Math.floor(random() * 4),
        });
      }
      for (const host of ['b0.test', 'b1.test']) {
        if (random() < 0.03) world.down.add(host);
        else if (random() < 0.3) world.down.delete(host);
      }
      if (random() < 0.05)
        await perform(world, events, { name: 'redeliver', event: Math.floor(random() * events.length) });
      if (random() < 0.05) await perform(world, events, { name: 'resendFailed' });
      if (random() < 0.03)
        await perform(world, events, { name: 'stop', event: Math.floor(random() * events.length) });
      if (random() < 0.03)
        await perform(world, events, { name: 'pause', endpoint: pick([0, 1]), paused: random() < 0.4 });
      if (random() < 0.02)
        await perform(world, events, { name: 'switch', endpoint: pick([0, 1]), enabled: random() < 0.7 });
      if (random() < 0.02) world.writesFail = pick([null, null, 'full', 'retry'] as const);
      if (random() < 0.01) world.wall += pick([-3_600_000, 3_600_000]);
      await world.commit();
      for (const request of world.open.slice()) if (random() < 0.8) request.respond(pick(RESPONSES));
      if (random() < 0.03) {
        kills += 1;
        await world.kill();
      } else await world.settle();
      if (random() < 0.2) world.writesFail = null;
      await world.advance(pick([5_000, 60_000, 300_000, 600_000]));
      if (world.faults.length > 0) throw new Error(about() + world.faults.slice(0, 5).join('\n'));
    }
    await world.checkEndsSettled();
    if (world.faults.length > 0) throw new Error(about() + world.faults.slice(0, 5).join('\n'));
    expect(kills).toBeGreaterThan(0);
    const settled = world.deliveryRows().filter(({ state: one }) => one === 'delivered' || one === 'failed');
    expect(settled.length).toBe(world.deliveryRows().length);
    expect(settled.length).toBeGreaterThan(200);
  },
);

function expectNone(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(faults.slice(0, 5).join('\n'));
}

test('whatever happens, deliveries keep their invariants', { timeout: 3_600_000 }, async () => {
  const world = new DeliveryWorld();
  await fc.assert(
    fc.asyncProperty(
      fc.array(settings, { minLength: 1, maxLength: 2 }),
      fc.array(anyStep, { minLength: 1, maxLength: 60, size: 'max' }),
      async (endpoints, steps) => {
        await world.begin(endpoints);
        const events: string[] = [];
        for (const one of steps) {
          world.step += 1;
          await perform(world, events, one);
          await world.flush();
          expectNone(world.faults);
        }
        await world.checkEndsSettled();
        expectNone(world.faults);
      },
    ),
    {
      numRuns: RUNS,
      endOnFailure: false,
      ...(SEED === undefined ? {} : { seed: Number(SEED) }),
      ...(PATH === undefined ? {} : { path: PATH }),
    },
  );
});
