// The plan fold, rule by rule (facts F5), each with its events in all orders.
import { describe, expect, test } from 'vitest';
import type { ArrivedFacts } from '#shared/domain/plans/event-order.ts';
import { foldCustomer } from '#shared/domain/plans/fold.ts';
import { headlineOf } from '#shared/domain/plans/headline.ts';
import type { CustomerState } from '#shared/domain/plans/plan-state.ts';
import {
  CUSTOMER,
  factsOf,
  invoice,
  permutations,
  session,
  sub,
  subObject,
  type SmallEvent,
} from '../../../support/plan-events.ts';

interface Row {
  rule: string;
  events: SmallEvent[];
  expected: (state: CustomerState) => unknown;
  toBe: unknown;
}

const firstSub = ({ subs }: CustomerState) => subs[0];
const plan = (state: CustomerState): unknown => {
  const { plan: ref, status, access } = headlineOf(state);
  return [ref?.key ?? null, status, access];
};
const refund = (created: number, more: Record<string, unknown> = {}): SmallEvent => ({
  type: 'charge.refunded',
  created,
  object: {
    id: 'ch_1',
    object: 'charge',
    customer: null,
    payment_intent: 'pi_1',
    amount_refunded: 9900,
    refunded: true,
    currency: 'eur',
    ...more,
  },
});
const dispute = (verb: string, created: number, status: string): SmallEvent => ({
  type: `charge.dispute.${verb}`,
  created,
  object: {
    id: 'dp_1',
    object: 'dispute',
    charge: 'ch_1',
    payment_intent: 'pi_1',
    status,
    amount: 9900,
    currency: 'eur',
  },
});
const customer = (verb: string, created: number, more: Record<string, unknown> = {}): SmallEvent => ({
  type: `customer.${verb}`,
  created,
  object: { id: CUSTOMER, object: 'customer', email: 'ada@example.com', name: 'Ada', metadata: {}, ...more },
});
const schedule = (verb: string, created: number): SmallEvent => ({
  type: `subscription_schedule.${verb}`,
  created,
  object: {
    id: 'sub_sched_1',
    object: 'subscription_schedule',
    customer: CUSTOMER,
    subscription: verb === 'released' ? null : 'sub_1',
    released_subscription: verb === 'released' ? 'sub_1' : null,
    current_phase: { start_date: 1_000, end_date: 5_000 },
    phases: [
      { start_date: 1_000, end_date: 5_000, items: [{ price: 'price_pro' }] },
      { start_date: 5_000, end_date: 9_000, items: [{ price: 'price_starter' }] },
    ],
  },
});

const ROWS: Row[] = [
  {
    rule: '1: the whole snapshot is taken from the newest event; an update may come first',
    events: [
      sub('created', 1_000, { status: 'incomplete', plan: 'pro' }),
      sub('updated', 1_001, { plan: 'pro' }),
      sub('updated', 1_005, { plan: 'team', price: 'price_team', quantity: 3 }),
    ],
    expected: (state) => [plan(state), firstSub(state)?.items[0]?.quantity],
    toBe: [['team', 'active', true], 3],
  },
  {
    rule: '2.1: nothing leaves a terminal status, whatever its time',
    events: [
      sub('created', 1_000),
      sub('deleted', 1_002, { status: 'canceled', more: { ended_at: 1_002 } }),
      sub('updated', 1_009, { status: 'active' }),
    ],
    expected: (state) => [firstSub(state)?.status, headlineOf(state).access],
    toBe: ['canceled', false],
  },
  {
    rule: '2.2: the greater second wins',
    events: [
      sub('updated', 1_001, { plan: 'a' }),
      sub('updated', 1_003, { plan: 'c' }),
      sub('updated', 1_002, { plan: 'b' }),
    ],
    expected: plan,
    toBe: ['c', 'active', true],
  },
  {
    rule: '2.3: in one second deleted beats updated beats created',
    events: [
      sub('created', 1_000, { status: 'active', plan: 'a' }),
      sub('updated', 1_000, { status: 'active', plan: 'b' }),
      sub('deleted', 1_000, { status: 'canceled', plan: 'b' }),
    ],
    expected: plan,
    toBe: ['b', 'canceled', false],
  },
  {
    rule: '2.4: in one second any other status beats incomplete',
    events: [sub('updated', 1_000, { status: 'incomplete' }), sub('updated', 1_000, { status: 'active' })],
    expected: (state) => [firstSub(state)?.status, firstSub(state)?.uncertain],
    toBe: ['active', false],
  },
  {
    rule: '2.5: of two updates the one that says it changed the other’s values follows it',
    events: [
      sub('updated', 1_000, { plan: 'starter', quantity: 1 }),
      sub('updated', 1_000, { plan: 'pro', quantity: 1 }, { metadata: { plan: 'starter' } }),
      sub('updated', 1_000, { plan: 'team', quantity: 1 }, { metadata: { plan: 'pro' } }),
    ],
    expected: (state) => [plan(state), firstSub(state)?.uncertain],
    toBe: [['team', 'active', true], false],
  },
  {
    rule: '2.5: items that changed are shown whole, with their old contents',
    events: [
      sub(
        'updated',
        1_000,
        { quantity: 5 },
        { items: { data: (subObject({ quantity: 2 })['items'] as { data: unknown }).data } },
      ),
      sub('updated', 1_000, { quantity: 2 }),
    ],
    expected: (state) => [firstSub(state)?.items[0]?.quantity, firstSub(state)?.uncertain],
    toBe: [5, false],
  },
  {
    rule: '2.6: else the later end of the period',
    events: [
      sub('updated', 1_000, { periodEnd: 9_000, plan: 'b' }),
      sub('updated', 1_000, { periodEnd: 5_000, plan: 'a' }),
    ],
    expected: (state) => [plan(state), firstSub(state)?.uncertain],
    toBe: [['b', 'active', true], false],
  },
  {
    rule: '2.7: two that show the same are no tie, whichever comes last',
    events: [
      sub('paused', 1_000, { status: 'paused' }),
      sub('updated', 1_000, { status: 'paused' }, { status: 'trialing' }),
      sub('created', 999, { status: 'trialing' }),
    ],
    expected: (state) => [firstSub(state)?.status, firstSub(state)?.uncertain, firstSub(state)?.last?.type],
    toBe: ['paused', false, 'customer.subscription.updated'],
  },
  {
    rule: '3: an invoice tells of payment only, never of status or plan',
    events: [
      invoice('payment_failed', 1_001, { next_payment_attempt: 2_000 }),
      sub('created', 1_000, { status: 'incomplete' }),
      invoice('paid', 1_004),
    ],
    expected: (state) => [firstSub(state)?.status, firstSub(state)?.invoices.map((one) => one.state)],
    toBe: ['incomplete', ['ok']],
  },
  {
    rule: '3: one that is paid stays paid, also in one second',
    events: [invoice('payment_failed', 1_000), invoice('paid', 1_000), invoice('updated', 1_000)],
    expected: (state) => firstSub(state)?.invoices.map((one) => one.state),
    toBe: ['ok'],
  },
  {
    rule: '3: the shape before basil, and one without a subscription',
    events: [
      invoice('paid', 1_000, { parent: undefined, subscription: 'sub_1' }),
      invoice('paid', 1_001, { id: 'in_2', parent: null }),
    ],
    expected: (state) => state.subs.map(({ id, status }) => [id, status]),
    toBe: [['sub_1', 'unknown']],
  },
  {
    rule: '4: checkout of a subscription links, and sets no plan',
    events: [
      session('completed', 1_000, {
        mode: 'subscription',
        customer: CUSTOMER,
        subscription: 'sub_1',
        payment_intent: null,
      }),
    ],
    expected: (state) => [state.appRef, state.email, state.subs.map(({ status }) => status), plan(state)],
    toBe: ['user_1', 'ada@example.com', ['unknown'], [null, 'unknown', false]],
  },
  {
    rule: '4: a purchase waits for its payment, and granted absorbs',
    events: [
      session('completed', 1_000, { payment_status: 'unpaid' }),
      session('async_payment_succeeded', 1_003),
      session('expired', 1_004),
    ],
    expected: (state) => [state.purchases.map((one) => one.state), plan(state)],
    toBe: [['granted'], ['lifetime', 'granted', true]],
  },
  {
    rule: '4: a payment that failed grants nothing',
    events: [
      session('completed', 1_000, { payment_status: 'unpaid' }),
      session('async_payment_failed', 1_003),
    ],
    expected: (state) => [state.purchases.map((one) => one.state), plan(state)],
    toBe: [['failed'], [null, null, false]],
  },
  {
    rule: '5: the newest profile counts, and deletion is for good',
    events: [
      customer('created', 1_000),
      customer('updated', 1_002, { name: 'Ada Lovelace' }),
      sub('created', 1_001),
      customer('deleted', 1_005, { name: 'Ada Lovelace' }),
    ],
    expected: (state) => [state.name, state.deletedAt, firstSub(state)?.status, firstSub(state)?.endedAt],
    toBe: ['Ada Lovelace', 1_005, 'canceled', 1_005],
  },
  {
    rule: '6: a full refund takes a purchase back',
    events: [session('completed', 1_000), refund(1_004)],
    expected: (state) => [
      state.purchases.map((one) => [one.state, one.refundedMinor]),
      headlineOf(state).access,
    ],
    toBe: [[['revoked', 9900]], false],
  },
  {
    rule: '6: a partial refund is only noted',
    events: [session('completed', 1_000), refund(1_004, { amount_refunded: 100, refunded: false })],
    expected: (state) => state.purchases.map((one) => [one.state, one.refundedMinor]),
    toBe: [['granted', 100]],
  },
  {
    rule: '6: a dispute flags, lost it takes back',
    events: [
      session('completed', 1_000),
      dispute('created', 1_002, 'needs_response'),
      dispute('closed', 1_004, 'lost'),
    ],
    expected: (state) => state.purchases.map((one) => [one.state, one.dispute]),
    toBe: [['revoked', 'lost']],
  },
  {
    rule: '6: won, it clears',
    events: [
      session('completed', 1_000),
      dispute('created', 1_002, 'needs_response'),
      dispute('closed', 1_004, 'won'),
    ],
    expected: (state) => state.purchases.map((one) => [one.state, one.dispute]),
    toBe: [['granted', 'won']],
  },
  {
    rule: '6: money back never changes a subscription',
    events: [sub('created', 1_000), refund(1_004, { customer: CUSTOMER, payment_intent: 'pi_9' })],
    expected: plan,
    toBe: ['price_pro', 'active', true],
  },
  {
    rule: '7: a schedule tells of the next change',
    events: [sub('updated', 1_000, { more: { schedule: 'sub_sched_1' } }), schedule('created', 1_001)],
    expected: (state) => firstSub(state)?.nextChange,
    toBe: { at: 5_000, priceIds: ['price_starter'] },
  },
  {
    rule: '7: until it lets go',
    events: [
      sub('updated', 1_000, { more: { schedule: 'sub_sched_1' } }),
      schedule('created', 1_001),
      schedule('released', 1_003),
    ],
    expected: (state) => [firstSub(state)?.nextChange, firstSub(state)?.scheduleId],
    toBe: [null, null],
  },
  {
    rule: '8: entitlements are replaced as a set',
    events: ['a', 'b'].map((key, index) => ({
      type: 'entitlements.active_entitlement_summary.updated',
      created: 1_000 + index,
      object: {
        object: 'entitlements.active_entitlement_summary',
        customer: CUSTOMER,
        entitlements: { data: [{ lookup_key: key }], has_more: index === 1 },
      },
    })),
    expected: (state) => state.entitlements,
    toBe: { keys: ['b'], complete: false },
  },
  {
    rule: '10: of several that grant access the one that is worth most stands in front',
    events: [
      sub('created', 1_000, { id: 'sub_a', plan: 'starter', amount: 500 }),
      sub('created', 1_001, { id: 'sub_b', plan: 'team', amount: 900, quantity: 3 }),
      sub('updated', 1_002, { id: 'sub_c', plan: 'gold', amount: 9_900, status: 'past_due' }),
    ],
    expected: (state) => [plan(state), headlineOf(state).more],
    toBe: [['gold', 'past_due', true], 2],
  },
];

describe('rules', () => {
  test.each(ROWS)('$rule', ({ events, expected, toBe }) => {
    const facts = events.map(factsOf);
    for (const order of permutations(facts)) {
      const arrived: ArrivedFacts[] = order.map((one, seq) => ({ seq: seq + 1, facts: one }));
      const { state } = foldCustomer(arrived);
      expect(expected(state), order.map(({ type, created }) => `${created} ${type}`).join(', ')).toEqual(
        toBe,
      );
    }
  });
});

test('2.7: what nothing else decides, arrival does, and it is said', () => {
  const [a, b] = [
    factsOf(sub('updated', 1_000, { plan: 'a' })),
    factsOf(sub('updated', 1_000, { plan: 'b' })),
  ];
  for (const [first, second, expected] of [
    [a, b, 'b'],
    [b, a, 'a'],
  ] as const) {
    const { state, steps } = foldCustomer([
      { seq: 1, facts: first },
      { seq: 2, facts: second },
    ]);
    expect(state.subs[0]).toMatchObject({ uncertain: true, metadata: { plan: expected } });
    expect(steps.map(({ uncertain }) => uncertain)).toEqual([false, true]);
  }
  // A later event settles it.
  const settled = foldCustomer([
    { seq: 1, facts: a },
    { seq: 2, facts: b },
    { seq: 3, facts: factsOf(sub('updated', 1_001, { plan: 'c' })) },
  ]);
  expect(settled.state.subs[0]).toMatchObject({ uncertain: false, metadata: { plan: 'c' } });
});

test('0: a second Event object for one change changes nothing', () => {
  const { steps } = foldCustomer([
    { seq: 1, facts: factsOf(sub('updated', 1_000, { plan: 'pro' })) },
    { seq: 2, facts: factsOf(sub('updated', 1_000, { plan: 'pro' })) },
  ]);
  expect(steps.map(({ uncertain, changes }) => [uncertain, changes.length])).toEqual([
    [false, 1],
    [false, 0],
  ]);
});

test('an event that came late is marked, and counts where Stripe created it', () => {
  const { state, steps } = foldCustomer([
    { seq: 1, facts: factsOf(sub('updated', 1_005, { plan: 'pro' })) },
    { seq: 2, facts: factsOf(sub('created', 1_000, { plan: 'starter' })) },
  ]);
  expect(steps.map(({ created, late }) => [created, late])).toEqual([
    [1_000, true],
    [1_005, false],
  ]);
  expect(state.subs[0]?.metadata).toEqual({ plan: 'pro' });
});

describe('9: changes are told apart', () => {
  const codes = (...events: SmallEvent[]): string[] =>
    foldCustomer(events.map((event, seq) => ({ seq, facts: factsOf(event) })))
      .steps.at(-1)
      ?.changes.map(({ code }) => code) ?? [];
  const trial = { status: 'trialing', more: { trial_end: 4_000 } };
  test.each<[string, SmallEvent[], string[]]>([
    ['subscribed', [sub('created', 1, { status: 'incomplete' }), sub('updated', 2)], ['subscribed']],
    ['trial started', [sub('created', 1, trial)], ['trial_started']],
    [
      'trial ended',
      [sub('created', 1, trial), sub('updated', 2, { more: { trial_end: 4_000 } })],
      ['trial_ended'],
    ],
    [
      'upgraded',
      [sub('created', 1, { price: 'a', amount: 500 }), sub('updated', 2, { price: 'b', amount: 900 })],
      ['upgraded'],
    ],
    [
      'downgraded',
      [sub('created', 1, { price: 'b', amount: 900 }), sub('updated', 2, { price: 'a', amount: 500 })],
      ['downgraded'],
    ],
    ['seats', [sub('created', 1, { quantity: 2 }), sub('updated', 2, { quantity: 5 })], ['seats_changed']],
    [
      'renewed',
      [sub('created', 1, { periodEnd: 5_000 }), sub('updated', 2, { periodEnd: 9_000 })],
      ['renewed'],
    ],
    [
      'cancellation, classic',
      [sub('created', 1), sub('updated', 2, { more: { cancel_at_period_end: true, cancel_at: 5_000 } })],
      ['cancellation_scheduled'],
    ],
    [
      'cancellation, flexible',
      [sub('created', 1), sub('updated', 2, { more: { cancel_at: 5_000 } })],
      ['cancellation_scheduled'],
    ],
    [
      'withdrawn',
      [sub('created', 1, { more: { cancel_at: 5_000 } }), sub('updated', 2)],
      ['cancellation_withdrawn'],
    ],
    [
      'canceled',
      [sub('created', 1), sub('deleted', 2, { status: 'canceled', more: { ended_at: 2 } })],
      ['canceled'],
    ],
    ['payment failed', [sub('created', 1), invoice('payment_failed', 2)], ['payment_failed']],
    [
      'recovered',
      [sub('created', 1), invoice('payment_failed', 2), invoice('paid', 3)],
      ['payment_recovered'],
    ],
    ['past due', [sub('created', 1), sub('updated', 2, { status: 'past_due' })], ['past_due']],
    ['paused', [sub('created', 1), sub('paused', 2, { status: 'paused' })], ['paused']],
    ['resumed', [sub('created', 1, { status: 'paused' }), sub('resumed', 2)], ['resumed']],
    [
      'collection',
      [sub('created', 1), sub('updated', 2, { more: { pause_collection: { behavior: 'void' } } })],
      ['collection_paused'],
    ],
    ['purchased', [session('completed', 1)], ['purchased']],
    ['refunded', [session('completed', 1), refund(2)], ['refunded']],
    ['refund of a subscription', [sub('created', 1), refund(2)], ['refunded']],
    ['disputed', [session('completed', 1), dispute('created', 2, 'needs_response')], ['disputed']],
    ['deleted', [customer('created', 1), customer('deleted', 2)], ['customer_deleted']],
  ])('%s', (_name, events, expected) => {
    expect(codes(...events)).toEqual(expected);
  });
});
