// Groups of events: they divide the list, stand where their newest event stands, and say in short what happened.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aloneKey, groupEvents } from '#shared/domain/story/group-events.ts';
import { digestStory, moneyOf, topicOf, type DigestedEvent } from '#shared/domain/story/story-digest.ts';
import { STORY_KINDS, storyKeyOf, tellingKindOf, type StoryMember } from '#shared/domain/story/story-key.ts';

const member = (change: Partial<StoryMember>): StoryMember => ({
  kind: 'snapshot',
  account: null,
  requestId: null,
  customerId: null,
  checkout: null,
  ...change,
});

function event(change: Partial<DigestedEvent>): DigestedEvent {
  return {
    kind: 'snapshot',
    type: 'invoice.paid',
    receivedAt: 1_000,
    objectId: 'in_1',
    customerId: null,
    customerLabel: null,
    amountMinor: null,
    currency: null,
    source: 'cli',
    deliveryState: 'delivered',
    ...change,
  };
}

describe('what belongs together', () => {
  test('an event without a request, a customer or a session stands alone, and so does what was refused', () => {
    for (const by of STORY_KINDS) expect(storyKeyOf(member({}), by)).toBeNull();
    const forged = member({ kind: 'rejected', requestId: 'req_1', customerId: 'cus_1' });
    for (const by of STORY_KINDS) expect(storyKeyOf(forged, by)).toBeNull();
    expect(tellingKindOf(forged)).toBeNull();
  });

  test('ids of another account are other ids', () => {
    const own = member({ customerId: 'cus_1' });
    const other = member({ customerId: 'cus_1', account: 'acct_1' });
    expect(storyKeyOf(own, 'customer')).not.toBe(storyKeyOf(other, 'customer'));
  });

  test('the payment tells more than the request, and that more than the customer', () => {
    const all = { requestId: 'req_1', customerId: 'cus_1', checkout: { id: 'cs_1' } };
    expect(tellingKindOf(member(all))).toBe('checkout');
    expect(tellingKindOf(member({ ...all, checkout: null }))).toBe('request');
    expect(tellingKindOf(member({ customerId: 'cus_1' }))).toBe('customer');
  });

  test('groups divide the list: every event in exactly one, each group newest first, in the order of the newest', () => {
    const keys = fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd')), { maxLength: 80 });
    fc.assert(
      fc.property(keys, (told) => {
        const seqs = told.map((_, index) => told.length - index);
        const keyOf = (seq: number): string | null => told[told.length - seq] ?? null;
        const groups = [...groupEvents(seqs, keyOf).values()];
        expect(groups.flatMap((group) => group.seqs).toSorted((a, b) => b - a)).toEqual(seqs);
        for (const group of groups) {
          expect(group.seqs).toEqual(group.seqs.toSorted((a, b) => b - a));
          for (const seq of group.seqs) expect(keyOf(seq) ?? aloneKey(seq)).toBe(group.key);
        }
        const newest = groups.map(({ seqs: [first] }) => first ?? 0);
        expect(newest).toEqual(newest.toSorted((a, b) => b - a));
      }),
    );
  });
});

describe('a story in short', () => {
  test('is about what says most', () => {
    expect(topicOf(['invoice.paid', 'checkout.session.completed', 'customer.created'])).toBe('checkout');
    expect(topicOf(['checkout.session.completed', 'charge.refunded'])).toBe('refund');
    expect(topicOf(['invoice.created', 'invoice.paid'])).toBe('renewal');
    expect(topicOf(['v1.customer.subscription.created'])).toBe('subscription_started');
    expect(topicOf(['payout.paid'])).toBeNull();
  });

  test('counts money once, however many events tell of it', () => {
    const eur = { amountMinor: 1_500, currency: 'eur' };
    const events = [
      event({ type: 'checkout.session.completed', objectId: 'cs_1', ...eur }),
      event({ type: 'charge.succeeded', objectId: 'ch_1', ...eur }),
      event({ type: 'payment_intent.succeeded', objectId: 'pi_1', ...eur }),
      event({ type: 'invoice.paid', objectId: 'in_1', ...eur }),
    ];
    expect(moneyOf(events)).toEqual({ amountMinor: 1_500, currency: 'eur' });
    const second = event({ type: 'charge.succeeded', objectId: 'ch_2', amountMinor: 500, currency: 'eur' });
    expect(moneyOf([second, ...events])).toEqual({ amountMinor: 2_000, currency: 'eur' });
    expect(moneyOf([{ ...second, currency: 'jpy' }, ...events])).toBeNull();
    expect(moneyOf([event({ type: 'customer.created' })])).toBeNull();
  });

  test('stands as its worst event, and says how many do', () => {
    const digest = digestStory([
      event({ receivedAt: 9_000, deliveryState: 'held', customerLabel: 'Ada Lovelace', customerId: 'cus_1' }),
      event({ receivedAt: 5_000, deliveryState: 'failed' }),
      event({ receivedAt: 4_000, deliveryState: 'failed' }),
    ]);
    expect(digest).toMatchObject({
      worst: 'failed',
      worstCount: 2,
      count: 3,
      spanMs: 5_000,
      lastReceivedAt: 9_000,
      who: 'Ada Lovelace',
    });
  });
});

test('what was given back is counted once, and all parts of it', () => {
  const back = (type: string, objectId: string, amountMinor: number): DigestedEvent =>
    event({ type, objectId, amountMinor, currency: 'eur' });
  const charges = [back('charge.refunded', 'ch_1', 700), back('charge.refunded', 'ch_1', 500)];
  expect(moneyOf(charges)).toEqual({ amountMinor: 1200, currency: 'eur' });
  const refunds = [back('refund.created', 're_1', 500), back('refund.created', 're_2', 700)];
  expect(moneyOf([...charges, ...refunds])).toEqual({ amountMinor: 1200, currency: 'eur' });
});
