// Plans follow the events, whatever these hold and however Hookline ends.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headlineOf } from '#shared/domain/plans/headline.ts';
import { eventJson, invoice, sub } from '../support/plan-events.ts';
import { openPlanStore, statesIn } from '../support/plan-store.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

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
    await opened.rebuild();
    expect(opened.dump()).toBe(before);
  });
});

test('plans follow by themselves, and go on where they were when Hookline ended in between', async () => {
  const dataDir = tempDir();
  const first = openPlanStore(dataDir);
  await first.take(eventJson(sub('created', 1_000, { plan: 'pro' })));
  await waitUntil('the first plan', () => first.store.plans.listCustomers().length > 0);
  const stored = renewals(400, (index) => 2_000 + index).map((event) => first.take(event));
  await Promise.all(stored);
  await first.store.dispose();
  const second = openPlanStore(dataDir);
  const told = new Set<number>();
  second.store.onPlans((customers) => customers.forEach((customer) => told.add(customer)));
  const [customer] = await waitUntil('all of the story', () => {
    const customers = second.store.plans.listCustomers();
    return customers[0]?.eventCount === 401 ? customers : null;
  });
  expect(told).toEqual(new Set([customer?.id]));
  const before = second.dump();
  await second.rebuild();
  expect(second.dump()).toBe(before);
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

test('a store that was written by an older version is folded anew, and what it cannot fold any more stays', async () => {
  const dataDir = tempDir();
  const first = openPlanStore(dataDir);
  await first.take(eventJson(sub('created', 1_000, { plan: 'pro' })));
  await first.take(eventJson(sub('updated', 1_010, { plan: 'team' })));
  await first.folded();
  const before = first.dump();
  await first.store.dispose();
  // As it was before items had periods of their own: the same customer, in another form.
  const db = new Database(join(dataDir, 'hookline.db'));
  db.exec(`UPDATE plan_customers SET state = replace(state, '"sessionMetadata":{},', ''), settled = '';
    DELETE FROM meta WHERE key = 'plans_form'`);
  db.close();
  const second = openPlanStore(dataDir);
  expect(second.store.plans.listCustomers()[0]?.state).toMatchObject({ sessionMetadata: {} });
  await second.folded();
  expect(second.dump()).toBe(before);
});
