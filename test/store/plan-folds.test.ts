// Long stories are folded a little later, to the same end; nothing that cannot be read keeps an event from being stored.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headlineOf } from '#shared/domain/plans/headline.ts';
import { eventJson, invoice, sub } from '../support/plan-events.ts';
import { openPlanStore, statesIn } from '../support/plan-store.ts';
import { tempDir } from '../support/temp-dir.ts';

const renewals = (count: number, at: (index: number) => number): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, index) => eventJson(invoice('paid', at(index), { id: `in_${index}` })));

describe('a story of many events', () => {
  test.each([
    ['of one second', (_index: number) => 2_000],
    ['each later than the ones before', (index: number) => 2_000 + index],
    ['each earlier than the ones before', (index: number) => 9_000 - index],
  ])('%s, is folded to what a rebuild gives', async (_name, at) => {
    const opened = openPlanStore();
    await opened.take(eventJson(sub('created', 1_000, { plan: 'pro' })));
    await Promise.all(renewals(400, at).map((event) => opened.take(event)));
    await opened.take(eventJson(sub('updated', 10_000, { plan: 'team' })));
    await opened.folded();
    const [customer] = opened.store.plans.listCustomers();
    expect(customer?.eventCount).toBe(402);
    expect(customer && headlineOf(customer.state).plan?.key).toBe('team');
    const before = opened.dump();
    await opened.store.write.rebuildPlans();
    expect(opened.dump()).toBe(before);
  });

  test('goes on where it was left when Hookline ended in between', async () => {
    const dataDir = tempDir();
    const first = openPlanStore(dataDir);
    await first.take(eventJson(sub('created', 1_000, { plan: 'pro' })));
    await Promise.all(renewals(400, () => 2_000).map((event) => first.take(event)));
    expect(first.store.plans.listCustomers().map(({ stale }) => stale)).toEqual([true]);
    await first.store.dispose();
    const second = openPlanStore(dataDir);
    const told: number[] = [];
    second.store.onFolded((customer) => void told.push(customer));
    await second.folded();
    const [customer] = second.store.plans.listCustomers();
    expect(customer?.state.subs[0]?.invoices.length).toBeGreaterThan(0);
    expect(told).toEqual([customer?.id]);
  });
});

test('whatever an event holds, it is stored, and the plans of others go on', async () => {
  const opened = openPlanStore();
  const anything = fc.object({
    maxDepth: 4,
    key: fc.constantFrom('items', 'data', 'price', 'id', 'phases', 'x'),
  });
  const types = [
    'customer.subscription.updated',
    'customer.updated',
    'invoice.paid',
    'checkout.session.completed',
    'subscription_schedule.updated',
    'charge.refunded',
    'charge.dispute.closed',
    'entitlements.active_entitlement_summary.updated',
    'product.updated',
  ];
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...types), anything, fc.boolean(), async (type, object, isNamed) => {
      count += 1;
      const named = isNamed ? { id: 'sub_1', customer: 'cus_1', object: 'subscription' } : {};
      await opened.take({
        ...eventJson({ type, created: count, object: { ...object, ...named } }),
        id: `evt_${count}`,
      });
      expect(opened.store.reads.findEventById(`evt_${count}`)?.type).toBe(type);
    }),
    { numRuns: 300 },
  );
  await opened.take(eventJson(sub('updated', 10_000, { id: 'sub_2', plan: 'pro' })));
  await opened.folded();
  const [state] = Object.values(statesIn(opened)).filter(({ subs }) => subs.some(({ id }) => id === 'sub_2'));
  expect(state && headlineOf(state).plan?.key).toBe('pro');
});
