// Synthetic events: each story is told as it should be, the same every time, and nothing in it contradicts the rest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  generateScenario,
  SCENARIO_API_VERSIONS,
  SCENARIO_IDS,
  SCENARIO_OUTCOMES,
  versionsOf,
  type ScenarioId,
  type ScenarioOptions,
} from '#shared/domain/scenarios/scenarios.ts';
import { asTold, at, CURRENT, isHash, OLD, tell, within, type Json, type Told } from './told-events.ts';

/** Every scenario in every version that it is in. */
const anyStory = fc.constantFrom(
  ...SCENARIO_IDS.flatMap((id) => versionsOf(id).map((apiVersion) => ({ id, apiVersion }))),
);
const anyOtherOptions: fc.Arbitrary<Omit<ScenarioOptions, 'apiVersion'>> = fc.record(
  {
    seed: fc.integer(),
    // From before the catalogue to far beyond it, with every day of a month and leap years.
    startAt: fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
    currency: fc.constantFrom('usd', 'JPY', 'kwd'),
    account: fc.constantFrom(null, 'acct_1Connected0000001'),
    appRef: fc.constant('user_42'),
    customer: fc.constant({ name: '王小明', email: 'ming@example.com', id: 'cus_GivenByTheApp' }),
    plans: fc.record({
      starter: fc.record({ amount: fc.integer({ min: 1, max: 1000 }) }),
      pro: fc.record({ name: fc.constant('Gold'), amount: fc.integer({ min: 1001, max: 99_999 }) }),
      team: fc.record({ amount: fc.integer({ min: 1, max: 5000 }) }),
    }),
  },
  { requiredKeys: ['seed', 'startAt'] },
);
const anyTold: fc.Arbitrary<[ScenarioId, ScenarioOptions]> = fc
  .tuple(anyStory, anyOtherOptions)
  .map(([{ id, apiVersion }, options]) => [id, { ...options, apiVersion }]);

function always(holds: (events: Told[], options: ScenarioOptions, id: ScenarioId) => void): void {
  fc.assert(
    fc.property(anyTold, ([id, options]) => holds(asTold(generateScenario(id, options)), options, id)),
    // Each of the 51 pairs of scenario and version comes up about ten times.
    { numRuns: 500 },
  );
}

/**
 * What `customer.subscription.*` say, with the status they say it of; before basil. Since then Checkout takes the money first,
 * and what it makes is active (facts F3).
 */
const STATUS_STORIES: Record<ScenarioId, string> = {
  checkout_subscription: 'created incomplete, updated active',
  trial_converts: 'created trialing, trial_will_end trialing, updated active',
  trial_ends: 'created trialing, trial_will_end trialing, updated paused, paused paused',
  upgrade: 'created incomplete, updated active, updated active',
  downgrade_at_period_end:
    'created incomplete, updated active, updated active, updated active, updated active',
  seats: 'created incomplete, updated active, updated active, updated active, updated active',
  renewal: 'created incomplete, updated active, updated active',
  payment_fails_recovers:
    'created incomplete, updated active, updated active, updated past_due, updated past_due, updated active',
  payment_fails_canceled:
    'created incomplete, updated active, updated active, updated past_due, deleted canceled',
  cancel_and_resume: 'created incomplete, updated active, updated active, updated active',
  cancel_at_period_end: 'created incomplete, updated active, updated active, deleted canceled',
  pause_resume: 'created incomplete, updated active, updated active, updated active',
  one_time_customer: '',
  one_time_guest: '',
  async_payment: '',
  refund: '',
  dispute: '',
  two_subscriptions:
    'created incomplete, updated active, created incomplete, updated active, deleted canceled',
  customer_deleted: 'created incomplete, updated active, deleted canceled',
  three_d_secure: 'created incomplete, updated active',
  mixed_intervals: 'created incomplete, updated active, updated active',
  tiered_price: 'created incomplete, updated active, updated active, updated active',
  pause_endpoint:
    'created incomplete, updated active, updated paused, paused paused, updated active, resumed active',
  entitlements: 'created incomplete, updated active, updated active, deleted canceled',
  lifetime_and_credits: '',
  refund_fails: '',
  dispute_appeal: '',
};
const statusStory = (id: ScenarioId, version: string): string =>
  version === OLD || id === 'three_d_secure'
    ? STATUS_STORIES[id]
    : STATUS_STORIES[id].replaceAll('created incomplete, updated active', 'created active');

const BEATS: Record<ScenarioId, string> = {
  checkout_subscription: 'pays',
  trial_converts: 'trial_starts trial_will_end trial_ends pays',
  trial_ends: 'trial_starts trial_will_end trial_ends',
  upgrade: 'pays upgrades',
  downgrade_at_period_end: 'pays schedules_downgrade downgrades renewal_paid',
  seats: 'pays adds_seats removes_seats renews renewal_paid',
  renewal: 'pays renewal_announced renews renewal_paid',
  payment_fails_recovers: 'pays renews payment_fails updates_card recovers',
  payment_fails_canceled: 'pays renews payment_fails retry_fails retry_fails retry_fails ends',
  cancel_and_resume: 'pays schedules_cancellation withdraws_cancellation',
  cancel_at_period_end: 'pays schedules_cancellation ends',
  pause_resume: 'pays pauses_collection resumes_collection',
  one_time_customer: 'pays',
  one_time_guest: 'pays',
  async_payment: 'pays payment_arrives',
  refund: 'pays is_refunded',
  dispute: 'pays is_disputed dispute_lost',
  two_subscriptions: 'pays pays ends_one',
  customer_deleted: 'pays is_deleted',
  three_d_secure: 'subscribes authenticates',
  mixed_intervals: 'pays renews renewal_paid',
  tiered_price: 'pays adds_seats renews renewal_paid',
  pause_endpoint: 'pays pauses resumes',
  entitlements: 'pays gets_features upgrades ends_now',
  lifetime_and_credits: 'pays pays',
  refund_fails: 'pays is_refunded refund_fails',
  dispute_appeal: 'pays is_disputed dispute_lost appeal_opens appeals appeal_won',
};

describe.each(SCENARIO_API_VERSIONS)('in %s', (apiVersion) => {
  const ids = SCENARIO_IDS.filter((id) => versionsOf(id).includes(apiVersion));
  test.each(ids)('%s goes as its name says, in moments people recognise', (id) => {
    const statuses = tell(id, apiVersion)
      .filter(({ type }) => type.startsWith('customer.subscription.'))
      .map(({ type, data }) => `${type.split('.')[2]} ${String(data.object['status'])}`);
    expect(statuses.join(', ')).toBe(statusStory(id, apiVersion));
    const beats = generateScenario(id, { apiVersion, seed: 7, startAt: 1_780_000_000 }).map(
      ({ beat }) => beat,
    );
    expect(beats.filter((beat) => beat !== null).join(' ')).toBe(`shop_opens ${BEATS[id]}`);
  });

  test('a purchase by Checkout is the cascade that Stripe sends', () => {
    const types = tell('checkout_subscription', apiVersion).map(({ type }) => type);
    const shop = ['product.created', 'price.created', 'customer.created'];
    const paid = ['invoice.updated', 'invoice.paid', 'invoice.payment_succeeded'];
    const end = ['customer.updated', 'checkout.session.completed', 'charge.updated'];
    expect(types).toEqual(
      apiVersion === OLD
        ? [
            ...shop,
            'payment_method.attached',
            'customer.subscription.created',
            'invoice.created',
            'invoice.finalized',
            'payment_intent.created',
            'payment_intent.succeeded',
            'charge.succeeded',
            ...paid,
            'customer.subscription.updated',
            ...end,
          ]
        : [
            ...shop,
            'payment_intent.created',
            'payment_intent.succeeded',
            'charge.succeeded',
            'payment_method.attached',
            'customer.subscription.created',
            'invoice.created',
            'invoice.finalized',
            ...paid,
            'invoice_payment.paid',
            ...end,
          ],
    );
  });

  test('a trial by Checkout keeps the card by a setup intent', () => {
    const types = tell('trial_converts', apiVersion).map(({ type }) => type);
    const [created, succeeded] = ['setup_intent.created', 'setup_intent.succeeded'].map((type) =>
      types.indexOf(type),
    );
    expect(created).toBeGreaterThan(types.indexOf('customer.created'));
    expect(succeeded).toBe(Number(created) + 1);
    expect(types.indexOf('customer.subscription.created')).toBeGreaterThan(Number(succeeded));
    expect(tell('trial_ends', apiVersion).filter(({ type }) => type.startsWith('setup_'))).toEqual([]);
  });

  test('a charge has its balance transaction a moment after it succeeded', () => {
    const events = tell('renewal', apiVersion).filter(({ type }) => type.startsWith('charge.'));
    expect(events.map(({ type }) => type)).toEqual([
      'charge.succeeded',
      'charge.updated',
      'charge.succeeded',
      'charge.updated',
    ]);
    for (const { type, data } of events) {
      const isUpdate = type === 'charge.updated';
      expect(data.object['balance_transaction'] !== null).toBe(isUpdate);
      expect(data.previous_attributes).toEqual(isUpdate ? { balance_transaction: null } : undefined);
    }
  });

  test.each(ids)('%s comes out as promised', (id) => {
    expect(outcomeOf(tell(id, apiVersion))).toEqual(SCENARIO_OUTCOMES[id]);
  });
});

/** A small fold of its own, in order of creation, by facts F5 and F6. */
function outcomeOf(events: readonly Told[]): unknown {
  const subscriptions = new Map<string, Json>();
  let bought: { intent: unknown; plan: unknown } | null = null;
  let isRefunded = false;
  let isLost = false;
  let isCustomerDeleted = false;
  for (const { type, data } of events) {
    const { object } = data;
    if (type.startsWith('customer.subscription.')) subscriptions.set(String(object['id']), object);
    if (
      type.startsWith('checkout.session.') &&
      object['payment_status'] === 'paid' &&
      object['mode'] === 'payment' &&
      at(object, 'metadata.plan') !== undefined
    )
      bought = { intent: object['payment_intent'], plan: at(object, 'metadata.plan') };
    const isOfPurchase = object['payment_intent'] === bought?.intent;
    if (type === 'charge.refunded' && isOfPurchase) isRefunded = object['refunded'] === true;
    if (type === 'refund.updated' && isOfPurchase && object['status'] === 'failed') isRefunded = false;
    if (type === 'charge.dispute.closed' && isOfPurchase) isLost = object['status'] === 'lost';
    isCustomerDeleted ||= type === 'customer.deleted';
  }
  const all = [...subscriptions.values()];
  const granting = all.find(({ status }) => status === 'active' || status === 'trialing');
  const counting = granting ?? all[0];
  const price = at(counting, 'items.data.0.price');
  const planKey = at(counting, 'metadata.plan') ?? at(price, 'metadata.plan') ?? at(price, 'lookup_key');
  const purchase = bought === null ? null : isRefunded || isLost ? 'revoked' : 'granted';
  return {
    planKey: granting !== undefined ? planKey : purchase === 'granted' ? bought?.plan : 'free',
    status: counting?.['status'] ?? null,
    quantity: at(counting, 'items.data.0.quantity') ?? null,
    subscriptionCount: all.length,
    purchase,
    isCustomerDeleted,
  };
}

describe('the same every time', () => {
  test('same seed, same bytes', () => {
    fc.assert(
      fc.property(anyTold, ([id, options]) => {
        const text = () => JSON.stringify(generateScenario(id, options));
        expect(text()).toBe(text());
      }),
      { numRuns: 60 },
    );
  });
  test('another seed or another scenario shares nothing but the catalogue', () => {
    const perStory = SCENARIO_IDS.flatMap((id) =>
      [1, 2, 3].map((seed) => {
        const own = tell(id, CURRENT, { seed }).filter(({ type }) => !/^(product|price)\./.test(type));
        return [...new Set(own.flatMap((event) => [event.id, ...idsWithin(event.data.object)]))];
      }),
    );
    const catalogue = /^(prod|price)_/;
    const all = perStory.flat().filter((id) => !catalogue.test(id));
    expect(all.length).toBeGreaterThan(1000);
    expect(new Set(all).size).toBe(all.length);
  });
  test('the catalogue is one: same ids, same events, whatever the scenario and seed', () => {
    const shop = (id: ScenarioId, seed: number) =>
      Object.fromEntries(
        tell(id, CURRENT, { seed })
          .filter(({ type }) => /^(product|price)\./.test(type))
          .map(({ id: eventId, data }) => [String(data.object['id']), eventId]),
      );
    const whole = {
      ...shop('upgrade', 1),
      ...shop('seats', 2),
      ...shop('lifetime_and_credits', 3),
      ...shop('tiered_price', 4),
      ...shop('mixed_intervals', 5),
    };
    // Seven prices of six products.
    expect(Object.keys(whole)).toHaveLength(13);
    for (const [seed, id] of SCENARIO_IDS.entries()) expect(whole).toMatchObject(shop(id, seed));
  });
  test('both versions tell of the same objects; only the order of Checkout differs', () => {
    const objectsOf = (events: Told[]) =>
      [
        ...new Set(
          events
            .filter(({ data }) => data.object['object'] !== 'invoice_payment')
            .map(({ data }) => String(data.object['id'])),
        ),
      ].toSorted((a, b) => (a < b ? -1 : 1));
    const typesOf = (events: Told[]) =>
      events.map(({ type }) => type).filter((type) => !/^(invoice_payment\.paid|refund\.failed)$/.test(type));
    for (const id of SCENARIO_IDS.filter((one) => versionsOf(one).includes(OLD))) {
      expect(objectsOf(tell(id, OLD)), id).toEqual(objectsOf(tell(id, CURRENT)));
      const isByCheckout = statusStory(id, OLD) !== statusStory(id, CURRENT);
      if (!isByCheckout) expect(typesOf(tell(id, OLD)), id).toEqual(typesOf(tell(id, CURRENT)));
    }
  });
});

test('what cannot be told is refused', () => {
  const plain: ScenarioOptions = { apiVersion: CURRENT, seed: 1, startAt: 1_780_000_000 };
  const refused = (change: Partial<ScenarioOptions>) =>
    expect(() => generateScenario('upgrade', { ...plain, ...change })).toThrow(RangeError);
  refused({ startAt: 1.5 });
  refused({ currency: '€' });
  refused({ plans: { pro: { amount: 0 } } });
  refused({ plans: { starter: { amount: 1500 } } });
  expect(() => generateScenario('pause_endpoint', { ...plain, apiVersion: OLD })).toThrow(RangeError);
});

describe('coherence', () => {
  test('the envelope is as told, ids are unique, time never goes back', () => {
    fc.assert(
      fc.property(anyTold, ([id, options]) => {
        const steps = generateScenario(id, options);
        const events = asTold(steps);
        expect(steps[0]?.at).toBe(0);
        expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
        for (const [index, event] of events.entries()) {
          expect(event).toMatchObject({
            id: expect.stringMatching(/^evt_[0-9A-Za-z]{24}$/) as unknown,
            object: 'event',
            api_version: options.apiVersion,
            created: options.startAt + (steps[index]?.at ?? NaN),
            livemode: false,
            pending_webhooks: 1,
          });
          expect(event.account).toBe(options.account ?? undefined);
          expect(event.created).toBeGreaterThanOrEqual(events[index - 1]?.created ?? 0);
          // A summary of entitlements has no time of its own.
          expect(Number(event.data.object['created'] ?? event.data.object['date'] ?? 0)).toBeLessThanOrEqual(
            event.type === 'invoice.upcoming' ? Infinity : event.created,
          );
        }
        // Stripe counts money, seats and time in whole numbers; fractions come as text.
        const fractions = [...within(events)].filter(
          ([, value]) => typeof value === 'number' && !Number.isSafeInteger(value),
        );
        expect(fractions).toEqual([]);
        // Nothing JSON would drop or change.
        expect(JSON.parse(JSON.stringify(steps))).toStrictEqual(steps);
      }),
      { numRuns: 400 },
    );
  });

  test('a cascade shares its request; what Stripe does by itself has none', () => {
    const byStripe =
      /^(shop_opens|trial_will_end|trial_ends|renew.*|downgrades|payment_fails|retry_fails|ends|payment_arrives|is_disputed|dispute_lost|gets_features|refund_fails|appeal_opens|appeal_won)$/;
    fc.assert(
      fc.property(anyTold, ([id, options]) => {
        const seen = new Set<string>();
        let beat = '';
        let request: Told['request'] | null = null;
        for (const step of generateScenario(id, options)) {
          const [event] = asTold([step]);
          if (event === undefined) continue;
          if (step.beat !== null) {
            beat = step.beat;
            request = event.request;
            if (request.id !== null) expect(seen).not.toContain(request.id);
            if (request.id !== null) seen.add(request.id);
            // Whoever was on trial pays without doing anything.
            const isOwn = byStripe.test(beat) || (beat === 'pays' && event.type === 'invoice.finalized');
            expect([beat, request.id === null]).toEqual([beat, isOwn]);
            expect(request.id === null).toBe(request.idempotency_key === null);
          }
          const isAfterwards = /^(checkout\.session\.completed|charge\.updated|entitlements\..*)$/.test(
            event.type,
          );
          expect(event.request).toEqual(isAfterwards ? { id: null, idempotency_key: null } : request);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('previous attributes are exactly what was different before', () => {
    always((events) => {
      const former = new Map<string, Json>();
      for (const { type, data } of events) {
        const isSummary = data.object['object'] === 'entitlements.active_entitlement_summary';
        const id = isSummary ? 'summary' : String(data.object['id']);
        const empty = {
          ...data.object,
          entitlements: { ...(data.object['entitlements'] as Json), data: [] },
        };
        const before = former.get(id) ?? (isSummary ? empty : undefined);
        if (type.endsWith('.updated')) {
          const previous = data.previous_attributes ?? {};
          expect(before).toBeDefined();
          expect(Object.keys(previous)).not.toHaveLength(0);
          expectOnlyChanges(previous, data.object);
          expect(laidOver(data.object, previous, before ?? {})).toEqual(before);
        } else expect(data.previous_attributes).toBeUndefined();
        if (type.endsWith('.created') && before !== undefined) expect(type).toBe('never twice');
        former.set(id, data.object);
      }
    });
  });

  test('ids that are named exist, are of the right kind, and are one customer’s', () => {
    const kinds: Record<string, RegExp> = {
      customer: /^cus_/,
      subscription: /^sub_1/,
      released_subscription: /^sub_1/,
      subscription_item: /^si_/,
      schedule: /^sub_sched_1/,
      invoice: /^in_1/,
      latest_invoice: /^in_1/,
      invoice_item: /^ii_1/,
      payment_intent: /^pi_3/,
      charge: /^ch_3/,
      latest_charge: /^ch_3/,
      default_payment_method: /^pm_1/,
      payment_method: /^pm_1/,
      product: /^prod_/,
      price: /^price_1/,
    };
    always((events, _options, scenario) => {
      const known = new Set(events.flatMap(({ data }) => [...idsWithin(data.object)]));
      const customers = new Set<unknown>();
      for (const { data } of events)
        for (const [key, value] of within(data)) {
          const kind = kinds[key];
          if (kind === undefined || typeof value !== 'string') continue;
          expect(value, key).toMatch(kind);
          if (key === 'customer') customers.add(value);
          // A card that pays once is not kept, and no event tells of it.
          if (key !== 'payment_method' || STATUS_STORIES[scenario] !== '')
            expect(known, key).toContain(value);
        }
      expect(customers.size).toBe(scenario === 'one_time_guest' ? 0 : 1);
    });
  });

  test('money adds up', () => {
    always((events) => {
      const amounts = new Map<string, unknown>();
      for (const { type, data } of events) {
        const { object } = data;
        if (object['object'] === 'invoice') expectSums(object, type);
        const amount = object['amount_total'] ?? object['total'] ?? object['amount'];
        amounts.set(String(object['id']), amount);
      }
      for (const { data } of events) {
        const { object } = data;
        const paidBy = object['payment_intent'] ?? at(object, 'payments.data.0.payment.payment_intent');
        const amount = object['amount_total'] ?? object['total'] ?? object['amount'];
        if (typeof paidBy === 'string') expect(amounts.get(paidBy)).toBe(amount);
        if (typeof object['invoice'] === 'string' && object['object'] !== 'invoiceitem')
          expect(amounts.get(object['invoice'])).toBe(amount ?? object['amount_requested']);
      }
    });
  });

  test('a subscription is never without its present period while it runs, and periods meet', () => {
    always((events) => {
      const ends = new Map<string, number>();
      for (const { created, data } of events) {
        const { object, previous_attributes: previous } = data;
        if (object['object'] !== 'subscription') continue;
        const holder = Object.hasOwn(object, 'current_period_end') ? object : at(object, 'items.data.0');
        const [start, end] = [at(holder, 'current_period_start'), at(holder, 'current_period_end')].map(
          Number,
        );
        if (start === undefined || end === undefined) throw new Error('a subscription without a period');
        const id = String(object['id']);
        const formerEnd = ends.get(id);
        // Who resumes a paused subscription begins a period then and there.
        const resumes = previous?.['status'] === 'paused';
        if (formerEnd !== undefined && formerEnd !== end && !resumes) expect(start).toBe(formerEnd);
        ends.set(id, end);
        expect(start).toBeLessThanOrEqual(created);
        if (['active', 'trialing', 'past_due'].includes(String(object['status'])))
          expect(end).toBeGreaterThan(created);
      }
    });
  });
});

function* idsWithin(object: Json): Generator<string> {
  for (const [, value] of within(object))
    if (isHash(value) && typeof value['id'] === 'string') yield value['id'];
}

/** Undoes an update; null may stand for a key that was not there. */
function laidOver(object: Json, previous: Json, before: Json): Json {
  const result: Json = { ...object };
  for (const [key, old] of Object.entries(previous)) {
    const present = object[key];
    const was = before[key];
    if (old === null && !Object.hasOwn(before, key)) delete result[key];
    else result[key] = isHash(old) && isHash(present) ? laidOver(present, old, isHash(was) ? was : {}) : old;
  }
  return result;
}

function expectOnlyChanges(previous: Json, object: Json): void {
  for (const [key, old] of Object.entries(previous)) {
    const present = object[key];
    if (isHash(old) && isHash(present)) expectOnlyChanges(old, present);
    else expect(old, key).not.toEqual(present);
  }
}

function expectSums(invoice: Json, type: string): void {
  const lines = at(invoice, 'lines.data') as Json[];
  const sum = lines.reduce((total, line) => total + Number(line['amount']), 0);
  expect(invoice).toMatchObject({ subtotal: sum, total: sum, amount_due: sum });
  expect(Number(invoice['amount_paid']) + Number(invoice['amount_remaining'])).toBe(sum);
  expect(sum).toBeGreaterThanOrEqual(0);
  if (/^invoice\.pa(id|yment_succeeded)$/.test(type))
    expect(invoice).toMatchObject({ status: 'paid', amount_remaining: 0 });
  if (type === 'invoice.payment_failed') expect(invoice).toMatchObject({ status: 'open', amount_paid: 0 });
}
