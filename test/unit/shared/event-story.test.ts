// An event told from its JSON: every common type in both API versions, and never a word too much from what is odd.
import fc from 'fast-check';
import { SCENARIO_IDS, versionsOf, type ScenarioId } from '#shared/domain/scenarios/scenarios.ts';
import { describe, expect, test } from 'vitest';
import { describeEvent, TOLD_TYPES } from '#shared/domain/event-story/describe-event.ts';
import { relatedIds } from '#shared/domain/event-story/related-ids.ts';
import { STORY_CODES } from '#shared/domain/event-story/story-codes.ts';
import { isStripeId, stripePage } from '#shared/domain/event-story/stripe-page.ts';
import { asObject } from '#shared/domain/json-read.ts';
import {
  AT,
  eventOf,
  PRICE,
  subscription,
  TOLD_BY_HAND,
  TOLD_BY_SCENARIOS,
} from '../../support/told-events.ts';

describe('sentences', () => {
  test('at least the 60 commonest types have one of their own, and each is tested', () => {
    expect(TOLD_TYPES.length).toBeGreaterThanOrEqual(60);
    const told = new Set(TOLD_BY_HAND.map(({ type }) => type));
    expect(TOLD_TYPES.filter((type) => !told.has(type))).toEqual([]);
  });

  test('each sentence there is gets told', () => {
    const told = new Set(TOLD_BY_HAND.map(({ code }) => code));
    expect(STORY_CODES.filter((code) => !code.startsWith('thing_') && !told.has(code))).toEqual([]);
  });

  test.each(TOLD_BY_HAND)('$what', ({ event, code }) => {
    expect(describeEvent(event)?.code).toBe(code);
  });

  test('nothing a scenario sends falls back to the words of its type', () => {
    const plain = TOLD_BY_SCENARIOS.filter(({ event, type }) => {
      const code = describeEvent(event)?.code ?? 'none';
      return code === 'none' || (code.startsWith('thing_') && !/^(product|price)\./.test(type));
    });
    expect(plain.map(({ what }) => what)).toEqual([]);
  });

  test('both API versions of a scenario tell the same story', () => {
    // What Checkout does to a subscription differs: since basil it is active when it is made (facts F3).
    const isNew = /^(invoice_payment\.paid|refund\.failed)$/;
    const stories = (version: string): string[] =>
      TOLD_BY_SCENARIOS.filter(
        ({ event, type, what }) =>
          event['api_version'] === version &&
          versionsOf(scenarioOf(what)).length > 1 &&
          !isNew.test(type) &&
          !/^customer\.subscription\.(created|updated)$/.test(type),
      )
        .map(({ event, type, what }) => `${scenarioOf(what)} ${type} ${describeEvent(event)?.code}`)
        .toSorted();
    const current = stories('2026-10-28.endive');
    expect(current.length).toBeGreaterThan(200);
    expect(current).toEqual(stories('2024-06-20'));
  });

  test('the reason, the card and the feedback stand beside it', () => {
    const notesOf = (code: string): string[] => {
      const event = TOLD_BY_HAND.find((one) => one.code === code)?.event;
      return describeEvent(event)?.notes.map((note) => note.code) ?? [];
    };
    expect(notesOf('payment_failed')).toEqual(['declined', 'method']);
    expect(notesOf('dispute_created')).toEqual(['reason', 'respondBy']);
    expect(notesOf('invoice_payment_failed')).toEqual([
      'attempt',
      'nextAttempt',
      'line',
      'reason',
      'invoiceNumber',
    ]);
    expect(notesOf('sub_quantity_changed')).toEqual(['price', 'renews']);
    expect(notesOf('schedule_updated')).toEqual(['phase']);
  });

  test('who is found where there is no customer: in the dispute’s evidence, in what was before', () => {
    const who = (code: string) => describeEvent(TOLD_BY_HAND.find((one) => one.code === code)?.event)?.who;
    expect(who('dispute_created')?.label).toBe('Ada Lovelace');
    const detached = TOLD_BY_HAND.find(({ type }) => type === 'payment_method.detached');
    expect(describeEvent(detached?.event)?.who.id).toBe('cus_AdaLovelace0001');
  });
});

test('a metered price is not told as an amount per period', () => {
  const metered = { ...PRICE, recurring: { ...PRICE.recurring, usage_type: 'metered' }, unit_amount: 3 };
  const story = describeEvent(
    eventOf('customer.subscription.created', subscription('2026-10-28.endive', {}, { price: metered })),
  );
  expect(story?.words['plan']).toMatchObject({ plan: { unitAmount: null } });
  const price = describeEvent(eventOf('price.created', metered));
  expect(price?.words['name']).toMatchObject({ plan: { unitAmount: null, nickname: 'Pro' } });
});

describe('types nobody wrote a sentence for', () => {
  const words = (type: string, object: Record<string, unknown>) => {
    const story = describeEvent(eventOf(type, object));
    return [story?.code, story?.words];
  };
  const id = (said: string) => ({ kind: 'id', id: said });
  const thing = (name: string) => ({ kind: 'thing', name }) as const;
  const what = (name: string) => ({ kind: 'happening', name }) as const;

  test('are told by what they are about and what happened to it', () => {
    expect(words('issuing_card.created', { id: 'ic_1', object: 'issuing.card' })).toEqual([
      'thing_happened',
      { thing: thing('issuing_card'), what: what('created'), name: id('ic_1') },
    ]);
    expect(words('file.created', {})).toEqual([
      'thing_happened_unnamed',
      { thing: thing('file'), what: what('created') },
    ]);
    expect(words('ping', {})).toEqual(['thing_only', { thing: thing('ping') }]);
    expect(words('ping.', {})).toEqual(['thing_only', { thing: thing('ping.') }]);
  });

  test('and so is a common type whose object lacks what its sentence names', () => {
    expect(words('invoice.paid', { id: 'in_1', object: 'invoice' })).toEqual([
      'thing_happened',
      { thing: thing('invoice'), what: what('paid'), name: id('in_1') },
    ]);
    const object = { id: 'sub_1', object: 'subscription', items: {} };
    expect(words('customer.subscription.updated', object)).toEqual([
      'thing_happened',
      { thing: thing('customer.subscription'), what: what('updated'), name: id('sub_1') },
    ]);
  });

  test('and a thin event, which names its object alone', () => {
    const story = describeEvent({
      id: 'evt_1',
      object: 'v2.core.event',
      type: 'v1.customer.subscription.updated',
      related_object: { id: 'sub_9', type: 'subscription', url: '/v1/subscriptions/sub_9' },
    });
    expect(story?.words).toEqual({
      thing: thing('customer.subscription'),
      what: what('updated'),
      name: id('sub_9'),
    });
    expect(story?.notes.map(({ code }) => code)).toEqual(['thin']);
    const bare = describeEvent({ object: 'v2.core.event', type: 'v2.core.account[requirements].updated' });
    expect(bare?.words).toEqual({ thing: thing('core.account[requirements]'), what: what('updated') });
  });

  test('whatever the shape, a story is told or there is no type', () => {
    const type = fc.oneof(fc.constantFrom(...TOLD_TYPES), fc.string());
    fc.assert(
      fc.property(type, fc.jsonValue(), fc.jsonValue(), (name, object, previous) => {
        const event = {
          id: 'evt_1',
          object: 'event',
          type: name,
          data: { object, previous_attributes: previous },
        };
        const story = describeEvent(event);
        expect(story === null).toBe(name === '');
        if (story !== null) expect(STORY_CODES).toContain(story.code);
      }),
      { numRuns: 1500 },
    );
  });

  test('parts of real objects taken away or turned to nonsense spoil no story', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TOLD_BY_HAND),
        fc.array(fc.tuple(fc.nat(), fc.jsonValue()), { minLength: 1, maxLength: 4 }),
        ({ event }, changes) => {
          const object = { ...asObject(asObject(event['data'])['object']) };
          const keys = Object.keys(object);
          for (const [which, value] of changes) object[keys[which % keys.length] ?? ''] = value;
          const story = describeEvent({ ...event, data: { ...asObject(event['data']), object } });
          expect(STORY_CODES).toContain(story?.code);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe('Stripe’s dashboard', () => {
  const own = { livemode: false, account: null };
  test.each([
    ['cus_NffrFeUfNV2Hib', own, 'https://dashboard.stripe.com/test/customers/cus_NffrFeUfNV2Hib'],
    [
      'sub_1MowQVLkdIwHu7ixeRlqHVzs',
      own,
      'https://dashboard.stripe.com/test/subscriptions/sub_1MowQVLkdIwHu7ixeRlqHVzs',
    ],
    ['sub_sched_1Mr3', own, 'https://dashboard.stripe.com/test/subscription_schedules/sub_sched_1Mr3'],
    [
      'in_1MtHbELkdIwH',
      { livemode: true, account: null },
      'https://dashboard.stripe.com/invoices/in_1MtHbELkdIwH',
    ],
    [
      'pi_3Mtw',
      { livemode: false, account: 'acct_1' },
      'https://dashboard.stripe.com/acct_1/test/payments/pi_3Mtw',
    ],
    [
      'acct_1Nv0',
      { livemode: false, account: 'acct_1' },
      'https://dashboard.stripe.com/test/connect/accounts/acct_1Nv0',
    ],
    [
      'ch_3MmlLr',
      { livemode: true, account: 'a/b' },
      'https://dashboard.stripe.com/a%2Fb/payments/ch_3MmlLr',
    ],
    ['cus_NffrFeUfNV2Hib', { livemode: null, account: null }, null],
    ['pm_1MqLiJLkdIwHu7ix', own, null],
    ['cs_test_a11YYufWQzNY', own, null],
    ['customer', own, null],
    ['in_../../x', own, null],
    ['free_plan1', own, null],
  ] as const)('%s', (id, whose, page) => {
    expect(stripePage(id, whose)).toBe(page);
  });

  test('a word with an underscore is no id', () => {
    const words = ['past_due', 'in_transit', 'sub_', 'price_x', 'send_invoice', 'card_payments'];
    expect(words.filter(isStripeId)).toEqual([]);
  });

  test('an event’s related objects are found before and after basil', () => {
    const ids = (event: unknown) => relatedIds(event).map(({ key, id }) => `${key} ${id}`);
    const sub = eventOf('customer.subscription.updated', {
      ...subscription('2026-10-28.endive'),
      latest_invoice: 'in_1Ada000000000001',
      schedule: null,
      description: 'sub_not an id',
    });
    expect(ids(sub)).toEqual(['latest_invoice in_1Ada000000000001']);
    const [before, after] = ['2024-06-20', '2026-10-28.endive'].map((version) =>
      TOLD_BY_HAND.find(({ type, event }) => type === 'invoice.paid' && event['api_version'] === version),
    );
    expect(ids(before?.event)).toEqual(['subscription sub_1Ada000000000001']);
    expect(ids(after?.event)).toEqual(['subscription sub_1Ada000000000001']);
    expect(ids(eventOf('x.y', { charge: `ch_${AT}`, payment: { payment_intent: 'pi_3Ada0001' } }))).toEqual([
      `charge ch_${AT}`,
      'payment_intent pi_3Ada0001',
    ]);
  });
});

/** `what` begins with the scenario. */
function scenarioOf(what: string): ScenarioId {
  const id = SCENARIO_IDS.find((one) => what.startsWith(`${one} `));
  if (id === undefined) throw new Error(`${what} names no scenario`);
  return id;
}
