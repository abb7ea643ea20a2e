// previous_attributes read as changes: what each key was and is, as money, moments, words and plans; and never a throw.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSameJson } from '#shared/domain/event-story/same-json.ts';
import { formerObject } from '#shared/domain/event-story/former-object.ts';
import { MOST_CHANGES, whatChanged, type Change } from '#shared/domain/event-story/what-changed.ts';
import { asObject, type Json } from '#shared/domain/json-read.ts';
import {
  AT,
  eventOf,
  OTHER_PRICE,
  PRICE,
  subscription,
  TOLD_BY_SCENARIOS,
} from '../../support/told-events.ts';

const NEW = '2026-10-28.endive';
const OLD = '2024-06-20';

function changesOf(object: Json, previous: Json): Change[] {
  return whatChanged(eventOf('x.updated', object, previous));
}
/** Path, before, after: a line each. */
function lines(object: Json, previous: Json): string[] {
  return changesOf(object, previous).map(
    ({ path, before, after }) => `${path}: ${said(before)} → ${said(after)}`,
  );
}
function said(value: Change['before']): string {
  switch (value.kind) {
    case 'none':
      return 'none';
    case 'money':
      return `${value.amountMinor} ${value.currency}`;
    case 'date':
      return `date ${value.at}`;
    case 'number':
    case 'flag':
      return `${value.kind} ${value.value}`;
    case 'percent':
      return `${value.value}%`;
    case 'duration':
      return `${value.count} ${value.unit}`;
    case 'enum':
      return `${value.set} ${value.value}`;
    case 'id':
      return `id ${value.id}`;
    case 'text':
    case 'json':
      return `${value.kind} ${value.text}`;
    case 'method':
      return `method ${value.type}`;
    case 'plan':
      return `plan ${value.plan.nickname} ${value.plan.unitAmount} × ${value.plan.quantity}`;
    case 'list':
      return `[${value.values.map(said).join(', ')}]`;
    default:
      return value.kind;
  }
}
const itemsBefore = (...changes: Json[]): Json => ({
  items: {
    data: changes.map((change) => ({
      id: 'si_Ada00000001',
      object: 'subscription_item',
      price: PRICE,
      quantity: 5,
      ...change,
    })),
  },
});

describe('a subscription', () => {
  test('of another quantity and period, before basil', () => {
    const sub = subscription(OLD, { quantity: 5, plan: { id: PRICE.id } });
    const previous = {
      ...itemsBefore({ quantity: 2 }),
      quantity: 2,
      current_period_end: AT - 100,
      latest_invoice: 'in_1Old00000000001',
    };
    expect(lines({ ...sub, latest_invoice: 'in_1New00000000001' }, previous)).toEqual([
      'items.data[0].quantity: number 2 → number 5',
      `current_period_end: date ${AT - 100} → date ${AT}`,
      'latest_invoice: id in_1Old00000000001 → id in_1New00000000001',
    ]);
  });

  test('of another quantity, since basil: whose it is stands beside it', () => {
    const period = { current_period_start: AT - 2_592_000, current_period_end: AT };
    const changes = changesOf(subscription(NEW), itemsBefore({ quantity: 2, ...period }));
    expect(changes.map(({ path, field, of }) => [path, field, of?.nickname])).toEqual([
      ['items.data[0].quantity', 'quantity', 'Pro'],
    ]);
  });

  test('of another price: one change, and none for the older twins of it', () => {
    const plan = (price: typeof PRICE): Json => ({ id: price.id, object: 'plan', amount: price.unit_amount });
    const sub = subscription(OLD, { plan: plan(PRICE) }, { plan: plan(PRICE) });
    const previous = {
      items: {
        data: [
          {
            id: 'si_Ada00000001',
            object: 'subscription_item',
            price: OTHER_PRICE,
            plan: plan(OTHER_PRICE),
            quantity: 5,
          },
        ],
      },
      plan: plan(OTHER_PRICE),
    };
    expect(lines(sub, previous)).toEqual([
      'items.data[0].price: plan Starter 500 × null → plan Pro 1500 × null',
    ]);
  });

  test('that got and lost an item', () => {
    const second = { id: 'si_Ada00000002', price: OTHER_PRICE, quantity: 3 };
    const items = (subscription(OLD)['items'] as { data: Json[] }).data;
    const both = { ...subscription(OLD), items: { object: 'list', data: [...items, second] } };
    expect(lines(both, itemsBefore({}))).toEqual(['items.data[1]: none → plan Starter 500 × 3']);
    expect(lines(subscription(OLD), { items: { data: [...items, second] } })).toEqual([
      'previous_attributes.items.data[1]: plan Starter 500 × 3 → none',
    ]);
  });

  test('items that only changed places changed nothing', () => {
    const second = { id: 'si_Ada00000002', price: OTHER_PRICE, quantity: 3 };
    const items = (subscription(OLD)['items'] as { data: Json[] }).data;
    const now = { ...subscription(OLD), items: { data: [...items, second] } };
    expect(lines(now, { items: { data: [second, ...items] } })).toEqual([]);
  });

  test('whose payments are paused, and whose cancellation was withdrawn', () => {
    const paused = subscription(NEW, { pause_collection: { behavior: 'void', resumes_at: AT } });
    expect(lines(paused, { pause_collection: null })).toEqual([
      'pause_collection.behavior: none → pauseBehavior void',
      `pause_collection.resumes_at: none → date ${AT}`,
    ]);
    const kept = subscription(NEW, { cancellation_details: { comment: null, feedback: null, reason: null } });
    const previous = {
      cancel_at: AT,
      cancel_at_period_end: true,
      cancellation_details: { feedback: 'unused', reason: 'cancellation_requested' },
    };
    expect(lines(kept, previous)).toEqual([
      'cancel_at_period_end: flag true → flag false',
      `cancel_at: date ${AT} → none`,
      'cancellation_details.reason: cancellationReason cancellation_requested → none',
      'cancellation_details.feedback: feedback unused → none',
    ]);
  });
});

describe('values', () => {
  test('metadata: added, changed, removed; a key may look like anything', () => {
    const object = { metadata: { plan: 'pro', amount: '12', 'a b': 'x' } };
    const previous = { metadata: { plan: 'free', amount: null, gone: 'yes', 'a b': null } };
    expect(lines(object, previous)).toEqual([
      'metadata.plan: text free → text pro',
      'metadata.amount: none → text 12',
      'metadata.gone: text yes → none',
      'metadata["a b"]: none → text x',
    ]);
    expect(lines({ metadata: { plan: 'pro' } }, { metadata: {} })).toEqual([
      'metadata.plan: none → text pro',
    ]);
  });

  test('money is in the currency of the nearest object that has one, and a plain number without', () => {
    const object = {
      object: 'invoice',
      currency: 'jpy',
      amount_due: 980,
      total_count: 3,
      payments: { data: [{ id: 'inpay_1Ada0001', currency: 'kwd', amount_paid: 4500 }] },
    };
    const previous = {
      amount_due: 0,
      total_count: 2,
      payments: { data: [{ id: 'inpay_1Ada0001', currency: 'kwd', amount_paid: null }] },
    };
    expect(lines(object, previous)).toEqual([
      'amount_due: 0 jpy → 980 jpy',
      'payments.data[0].amount_paid: none → 4500 kwd',
      'total_count: number 2 → number 3',
    ]);
    expect(lines({ amount: 5 }, { amount: 4 })).toEqual(['amount: number 4 → number 5']);
    expect(lines({ currency: 'eur', balance: 5 }, { currency: null, balance: 0 })).toEqual([
      'balance: 0 eur → 5 eur',
      'currency: none → text eur',
    ]);
  });

  test('moments by their keys, unless the number is too small for one', () => {
    const object = { period_end: AT, created: AT, sort_at: 7, exp_month: 3, frozen_time: AT };
    const previous = { period_end: AT - 1, created: null, sort_at: 6, exp_month: 2, frozen_time: null };
    expect(lines(object, previous)).toEqual([
      `period_end: date ${AT - 1} → date ${AT}`,
      `frozen_time: none → date ${AT}`,
      'exp_month: number 2 → number 3',
      `created: none → date ${AT}`,
      'sort_at: number 6 → number 7',
    ]);
  });

  test('enums, percentages, durations, lists, ids and the rest', () => {
    const object = {
      object: 'dispute',
      reason: 'fraudulent',
      tax_exempt: 'reverse',
      percent_off: 12.5,
      days_until_due: 14,
      duration_in_months: 3,
      payment_method_types: ['card', 'link'],
      charge: 'ch_3Ada000000000001',
      custom_fields: [{ name: 'PO', value: '7' }, 4],
      evidence: { a: [[[[[1]]]]] },
    };
    const previous = {
      reason: 'general',
      tax_exempt: 'none',
      percent_off: null,
      days_until_due: null,
      duration_in_months: null,
      payment_method_types: ['card'],
      charge: null,
      custom_fields: null,
      evidence: 'none yet',
    };
    expect(lines(object, previous)).toEqual([
      'days_until_due: none → 14 day',
      'percent_off: none → 12.5%',
      'tax_exempt: taxExempt none → taxExempt reverse',
      'charge: none → id ch_3Ada000000000001',
      'reason: disputeReason general → disputeReason fraudulent',
      'duration_in_months: none → 3 month',
      'payment_method_types: [method card] → [method card, method link]',
      'custom_fields: none → json [{"name": "PO", "value": "7"}, 4]',
      'evidence: text none yet → json {"a": [[[[…]]]]}',
    ]);
  });

  test('phases have no ids and are told by their place', () => {
    const phase = (start: number) => ({
      start_date: start,
      items: [{ price: PRICE.id, plan: PRICE.id, quantity: 1 }],
    });
    expect(lines({ phases: [phase(AT), phase(AT + 9)] }, { phases: [phase(AT)] })).toEqual([
      'phases[1].items[0].price: none → id price_1ProMonthly00001',
      'phases[1].items[0].quantity: none → number 1',
      `phases[1].start_date: none → date ${AT + 9}`,
    ]);
  });
});

describe('odd shapes', () => {
  test('without anything to compare there are no changes', () => {
    for (const event of [
      null,
      1,
      [],
      {},
      { data: null },
      { data: { object: {} } },
      eventOf('x.updated', {}),
    ]) {
      expect(whatChanged(event)).toEqual([]);
    }
    expect(lines({ a: 1 }, { a: 1 })).toEqual([]);
    expect(lines({}, { a: null })).toEqual([]);
    expect(lines({ a: {} }, { a: null })).toEqual([]);
  });

  test('what is nested without end is cut, what is long is shortened, what is much is limited', () => {
    const deep = (depth: number, leaf: unknown): unknown => {
      let value: unknown = leaf;
      for (let level = 0; level < depth; level += 1) value = { in: [value] };
      return value;
    };
    const [change] = changesOf({ a: deep(5000, 1) }, { a: deep(5000, 2) });
    expect(change?.path.length).toBeLessThan(200);
    const wide = Object.fromEntries(
      Array.from({ length: 900 }, (_, index) => [`key${index}`, 'x'.repeat(90)]),
    );
    expect(said(changesOf({ a: wide }, { a: 'y' })[0]?.after ?? { kind: 'none' }).length).toBeLessThan(1000);
    expect(changesOf(wide, Object.fromEntries(Object.keys(wide).map((key) => [key, null])))).toHaveLength(
      MOST_CHANGES,
    );
  });

  test('a hostile key changes no prototype', () => {
    const event = JSON.parse(
      '{"type":"x.updated","data":{"object":{"a":1},"previous_attributes":{"__proto__":{"a":2},"constructor":3}}}',
    ) as Json;
    expect(whatChanged(event).map(({ path }) => path)).toEqual(['constructor', '__proto__.a']);
    expect(formerObject({}, asObject(asObject(event['data'])['previous_attributes']))).not.toHaveProperty(
      'a',
    );
    expect(({} as Json)['a']).toBeUndefined();
  });

  test('never throws, and every change is one', () => {
    const key = fc.constantFrom(
      'items',
      'data',
      'price',
      'plan',
      'id',
      'amount',
      'currency',
      'metadata',
      'status',
      'x',
    );
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 0, 1, 1_805_025_600, -2.5, '', 'eur', 'price_1Abcd', 'sub_1Abcd'),
        fc.string(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(json, json, (object, previous) => {
        for (const change of whatChanged({ data: { object, previous_attributes: previous } })) {
          expect(change.path).not.toBe('');
          expect(change.path).not.toMatch(/undefined|\[object/);
          expect(isSameJson(change.before, change.after) && change.before.kind === 'none').toBe(false);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('the changes of every scenario’s updates are found, each at its own path', () => {
    for (const { event, what } of TOLD_BY_SCENARIOS) {
      const data = asObject(event['data']);
      if (data['previous_attributes'] === undefined) continue;
      const changes = whatChanged(event);
      expect(changes.length, what).toBeGreaterThan(0);
      expect(new Set(changes.map(({ path }) => path)).size, what).toBe(changes.length);
      for (const { before, after } of changes) expect([before.kind, after.kind], what).not.toContain('json');
    }
  });
});

describe('what reads wrong as it stands', () => {
  test('a year is no quantity, a moment no number, whatever their keys are called', () => {
    const object = {
      object: 'card',
      exp_year: 2028,
      dob: { year: 1990 },
      bill_until: { computed_timestamp: AT, timestamp: AT },
      last_seen: AT,
      size: AT,
    };
    const previous = {
      exp_year: 2027,
      dob: { year: 1989 },
      bill_until: { computed_timestamp: AT - 5, timestamp: null },
      last_seen: AT - 5,
      size: AT - 5,
    };
    expect(lines(object, previous).toSorted()).toEqual([
      `bill_until.computed_timestamp: date ${AT - 5} → date ${AT}`,
      `bill_until.timestamp: none → date ${AT}`,
      'dob.year: text 1989 → text 1990',
      'exp_year: text 2027 → text 2028',
      `last_seen: date ${AT - 5} → date ${AT}`,
      `size: number ${AT - 5} → number ${AT}`,
    ]);
  });

  test('amounts with a currency of their own, and those whose name holds a word for a count', () => {
    const object = {
      currency: 'eur',
      restrictions: { minimum_amount: 900, minimum_amount_currency: 'jpy' },
      discount_amount: 300,
      application_fee_percent: 12,
    };
    const previous = {
      restrictions: { minimum_amount: 800 },
      discount_amount: 0,
      application_fee_percent: 10,
    };
    expect(lines(object, previous).toSorted()).toEqual([
      'application_fee_percent: 10% → 12%',
      'discount_amount: 0 eur → 300 eur',
      'restrictions.minimum_amount: 800 jpy → 900 jpy',
    ]);
  });

  test('a pending update, by what is to change', () => {
    const pending = {
      billing_cycle_anchor: null,
      expires_at: AT,
      subscription_items: [
        { id: 'si_Ada00000001', object: 'subscription_item', price: OTHER_PRICE, quantity: 2, metadata: {} },
      ],
      trial_end: null,
      trial_from_plan: null,
    };
    const asked = changesOf({ object: 'subscription', pending_update: pending }, { pending_update: null });
    expect(asked.map(({ field }) => field)).toEqual(['pending_item', 'pending_expires_at']);
    expect(lines({ object: 'subscription', pending_update: pending }, { pending_update: null })).toEqual([
      'pending_update.subscription_items[0]: none → plan Starter 500 × 2',
      `pending_update.expires_at: none → date ${AT}`,
    ]);
    expect(lines({ object: 'subscription', pending_update: null }, { pending_update: pending })).toEqual([
      'previous_attributes.pending_update.subscription_items[0]: plan Starter 500 × 2 → none',
      `pending_update.expires_at: date ${AT} → none`,
    ]);
  });

  test('several elements that are gone, each at a path of its own, and one that took a place', () => {
    const item = (id: string): Json => ({ id, object: 'subscription_item', price: OTHER_PRICE, quantity: 1 });
    const list = (...ids: string[]): Json => ({ items: { object: 'list', data: ids.map(item) } });
    const changes = changesOf(
      { object: 'subscription', ...list('si_Three0001') },
      list('si_One000001', 'si_Two000001'),
    );
    expect(changes.map(({ path }) => path)).toEqual([
      'items.data[0]',
      'previous_attributes.items.data[0]',
      'previous_attributes.items.data[1]',
    ]);
  });

  test('an entitlement is one change', () => {
    const one = (key: string): Json => ({
      id: `ent_test_1${key}`,
      object: 'entitlements.active_entitlement',
      feature: `feat_test_1${key}`,
      livemode: false,
      lookup_key: key,
    });
    const summary = (...keys: string[]): Json => ({ entitlements: { object: 'list', data: keys.map(one) } });
    const object = { object: 'entitlements.active_entitlement_summary', ...summary('seo', 'export') };
    expect(lines(object, summary('seo', 'api'))).toEqual([
      'entitlements.data[1]: none → text export',
      'previous_attributes.entitlements.data[1]: text api → none',
    ]);
  });
});
