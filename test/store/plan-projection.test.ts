// Customers' plans beside the events: late events, objects that tell whose an event is, and a rebuild to the same bytes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headlineOf } from '#shared/domain/plans/headline.ts';
import { eventJson, invoice, session, sub, type SmallEvent } from '../support/plan-events.ts';
import { openPlanStore as open, statesIn as states } from '../support/plan-store.ts';

const of = (customer: string, event: SmallEvent): SmallEvent => ({
  ...event,
  object: { ...event.object, id: `${String(event.object['id'])}_${customer}`, customer },
});

/** A payment, told in the same second and in the next ones. */
const story = (customer: string, at: number): SmallEvent[] => [
  {
    type: 'customer.created',
    created: at,
    object: {
      id: customer,
      object: 'customer',
      email: `${customer}@example.com`,
      name: customer,
      metadata: {},
    },
  },
  of(customer, sub('created', at, { status: 'incomplete', plan: 'starter' })),
  of(customer, sub('updated', at, { plan: 'starter' }, { status: 'incomplete' })),
  of(customer, sub('updated', at + 10, { plan: 'pro', amount: 1900 }, { metadata: { plan: 'starter' } })),
  of(customer, sub('updated', at + 20, { plan: 'pro', amount: 1900, quantity: 4 })),
];

test('plans are kept as events are stored, and a rebuild gives the same bytes', async () => {
  const opened = open();
  // Out of order, so that some are late and are folded anew.
  const events = ['cus_a', 'cus_b'].flatMap((customer) => story(customer, 1_000)).map(eventJson);
  // Each in a transaction of its own, as the live ones come.
  for (const index of [3, 0, 2, 1, 4, 9, 8, 7, 6, 5]) {
    await opened.take(events[index] ?? {});
    await opened.folded();
  }
  expect(
    opened.store.plans
      .listCustomers()
      .map(({ key, state }) => [key, headlineOf(state).plan?.key, headlineOf(state).plan?.quantity]),
  ).toEqual(
    expect.arrayContaining([
      ['cus_a', 'pro', 4],
      ['cus_b', 'pro', 4],
    ]),
  );
  const before = opened.dump();
  expect(before).toContain('seats_changed');
  await opened.rebuild();
  expect(opened.dump()).toBe(before);
});

test('any interleaving and duplication of several customers’ cascades gives the states of the clean order', async () => {
  const clean = ['cus_a', 'cus_b', 'cus_c']
    .flatMap((customer, index) => story(customer, 1_000 + index))
    .map(eventJson);
  const reference = open();
  for (const event of clean) await reference.take(event);
  await reference.folded();
  const expected = states(reference);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(clean, { minLength: clean.length, maxLength: clean.length }),
      fc.array(fc.nat({ max: clean.length - 1 }), { maxLength: 6 }),
      async (order, again) => {
        const opened = open();
        for (const event of order) await opened.take(event);
        for (const index of again) await opened.take(clean[index] ?? {});
        await opened.folded();
        expect(states(opened)).toEqual(expected);
        const before = opened.dump();
        await opened.rebuild();
        expect(opened.dump()).toBe(before);
        await opened.store.dispose();
      },
    ),
    { numRuns: 12 },
  );
}, 90_000);

describe('whose an event is', () => {
  const refund: SmallEvent = {
    type: 'charge.refunded',
    created: 1_500,
    object: {
      id: 'ch_1',
      object: 'charge',
      customer: null,
      payment_intent: 'pi_1',
      amount_refunded: 9900,
      refunded: true,
      currency: 'eur',
    },
  };

  test('is told by the objects it names, whichever came first', async () => {
    for (const order of [
      [session('completed', 1_000), refund],
      [refund, session('completed', 1_000)],
    ]) {
      const opened = open();
      for (const event of order) await opened.take(eventJson(event));
      await opened.folded();
      const [guest] = opened.store.plans.listCustomers();
      expect(guest?.key).toBe('guest:ada@example.com');
      expect(guest?.state.purchases.map(({ state }) => state)).toEqual(['revoked']);
      expect(opened.dump()).toContain('"plan_orphans",\n  []');
    }
  });

  test('through a chain: invoice payment → invoice → customer', async () => {
    const opened = open();
    const link: SmallEvent = {
      type: 'invoice_payment.paid',
      created: 1_001,
      object: {
        id: 'inpay_1',
        object: 'invoice_payment',
        invoice: 'in_1',
        payment: { type: 'payment_intent', payment_intent: 'pi_7' },
      },
    };
    await opened.take(eventJson({ ...refund, object: { ...refund.object, payment_intent: 'pi_7' } }));
    await opened.take(eventJson(link));
    await opened.folded();
    expect(opened.store.plans.listCustomers()).toEqual([]);
    await opened.take(eventJson(invoice('paid', 1_000)));
    await opened.folded();
    const [customer] = opened.store.plans.listCustomers();
    expect(customer).toMatchObject({ key: 'cus_1', eventCount: 3 });
    expect(
      opened.store.plans.listChangingEvents(customer?.id ?? 0).map(({ change }) => change.code),
    ).toContain('refunded');
  });

  test('test and live, and accounts, never mix', async () => {
    const opened = open();
    const event = eventJson(sub('created', 1_000, { plan: 'pro' }));
    await opened.take(event);
    await opened.take({ ...event, id: 'evt_live', livemode: true });
    await opened.take({ ...event, id: 'evt_connected', account: 'acct_2' });
    await opened.folded();
    expect(Object.keys(states(opened)).toSorted()).toEqual([
      'acct_2 false cus_1',
      'null false cus_1',
      'null true cus_1',
    ]);
  });
});

test('what the app answered survives a rebuild', async () => {
  const opened = open();
  for (const event of story('cus_a', 1_000).map(eventJson)) await opened.take(event);
  await opened.folded();
  const id = opened.store.plans.listCustomers()[0]?.id ?? 0;
  await opened.store.write.keepCheck(id, {
    believed: 'free',
    found: true,
    failure: null,
    detail: null,
    askedAt: 5,
    events: 1,
    lastAttempt: 0,
    undelivered: [],
    driftSince: null,
  });
  await opened.rebuild();
  expect(opened.store.plans.findCheck(id)).toMatchObject({ believed: 'free' });
});
