// Old events go by number, age and size; what is pinned, on its way or of a customer in drift stays, and plans stay right.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { headlineOf } from '#shared/domain/plans/headline.ts';
import type { Retention } from '#engine/store/event-removal.ts';
import { eventJson, sub } from '../support/plan-events.ts';
import { openPlanStore, statesIn, type PlanStore } from '../support/plan-store.ts';
import { tempDir } from '../support/temp-dir.ts';

const ALL: Retention = { maxEvents: null, receivedBefore: null, maxBytes: null, keepCustomers: [] };

async function removeAll(opened: PlanStore, retention: Partial<Retention>, most = 7): Promise<number> {
  let removed = 0;
  for (;;) {
    const gone = await opened.store.write.removeOldest({ ...ALL, ...retention }, most);
    if (gone === 0) return removed;
    removed += gone;
  }
}

const of = (
  customer: string,
  created: number,
  fixture: Parameters<typeof sub>[2] & object,
  verb = 'updated',
) => {
  const event = sub(verb, created, { id: `sub_${customer}`, ...fixture });
  return eventJson({ ...event, object: { ...event.object, customer: `cus_${customer}` } });
};

const idsOf = (opened: PlanStore): string[] =>
  opened.store.reads.listEvents({}, null, 100).items.map(({ id }) => id);

test('the oldest go, whole; the rest, counts, lists and text search agree', async () => {
  const dataDir = tempDir();
  const opened = openPlanStore(dataDir);
  const events = Array.from({ length: 40 }, (_, n) =>
    of('a', 1_000 + n, { plan: 'pro', more: { note: `word${n}x` } }),
  );
  for (const event of events) await opened.take(event);
  while ((await opened.store.write.indexEvents(100)) > 0);
  await opened.folded();
  const pinned = opened.store.reads.findEventById(String(events[2]?.['id']));
  await opened.store.write.setPinned(pinned?.seq ?? 0, true);
  await removeAll(opened, { maxEvents: 10 });
  expect(idsOf(opened)).toEqual(
    [...events.slice(31).map(({ id }) => id), events[2]?.['id']]
      .toReversed()
      .toSorted((a, b) => events.findIndex(({ id }) => id === b) - events.findIndex(({ id }) => id === a)),
  );
  const { store } = opened;
  expect(store.reads.countEvents()).toMatchObject({ all: 10, none: 10 });
  expect(store.reads.listEvents({ filter: 'word5x' }, null, 9).items).toEqual([]);
  expect(store.reads.listEvents({ filter: 'word2x' }, null, 9).items).toHaveLength(1);
  expect(
    (await store.reader.listFilterValues('type', '')).find(({ value }) => !value.includes('*'))?.count,
  ).toBe(10);
  const db = new Database(join(dataDir, 'hookline.db'), { readonly: true });
  onTestFinished(() => void db.close());
  for (const table of ['event_bodies', 'receipts', 'plan_facts'])
    expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(10);
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(2);
  expect(db.pragma('foreign_key_check')).toEqual([]);
});

test('a plan stays what it was, also when a late event or a rebuild folds it anew', async () => {
  const opened = openPlanStore();
  for (const event of [
    of('a', 1_000, { status: 'incomplete', plan: 'starter' }, 'created'),
    of('a', 1_010, { plan: 'starter' }),
    of('a', 1_020, { plan: 'pro', quantity: 3 }),
    of('b', 1_005, { plan: 'team' }, 'created'),
  ])
    await opened.take(event);
  await opened.folded();
  const before = statesIn(opened);
  const counts = (): number[] => opened.store.plans.listCustomers().map(({ eventCount }) => eventCount);
  const counted = counts();
  await removeAll(opened, { maxEvents: 0 });
  expect(idsOf(opened)).toEqual([]);
  expect(statesIn(opened)).toEqual(before);
  await opened.rebuild();
  expect(statesIn(opened)).toEqual(before);
  expect(counts()).toEqual(counted);
  // Older than anything that was kept: it says nothing new.
  await opened.take(of('a', 1_001, { plan: 'ancient' }));
  await opened.folded();
  expect(statesIn(opened)).toEqual(before);
  await opened.take(of('a', 1_030, { plan: 'team', quantity: 5 }));
  await opened.folded();
  const state = Object.values(statesIn(opened)).find(({ subs }) => subs[0]?.id === 'sub_a');
  expect(state && headlineOf(state)).toMatchObject({ plan: { key: 'team', quantity: 5 }, access: true });
});

test('what came late and was created early is remembered with those before it', async () => {
  const opened = openPlanStore();
  await opened.take(of('a', 1_020, { plan: 'pro' }));
  await opened.take(of('a', 1_010, { plan: 'starter' }));
  await opened.folded();
  const before = statesIn(opened);
  // One is to go; the first that came was created last.
  await opened.store.write.removeOldest({ ...ALL, maxEvents: 1 }, 1);
  expect(statesIn(opened)).toEqual(before);
  await opened.rebuild();
  expect(statesIn(opened)).toEqual(before);
});

test('by age and by size, and customers in drift keep all of theirs', async () => {
  const opened = openPlanStore();
  for (let n = 0; n < 20; n++) await opened.take(of(n % 2 === 0 ? 'a' : 'b', 1_000 + n, { plan: 'pro' }));
  await opened.folded();
  const kept = opened.store.plans.listCustomers().find(({ key }) => key === 'cus_a')?.id ?? 0;
  expect(await removeAll(opened, { receivedBefore: 1 })).toBe(0);
  expect(await removeAll(opened, { receivedBefore: 2, keepCustomers: [kept] })).toBe(10);
  expect(idsOf(opened)).toHaveLength(10);
  expect(await removeAll(opened, { maxBytes: 1e12 })).toBe(0);
  await removeAll(opened, { maxBytes: 1 });
  // Whatever the limit, the newest stays.
  expect(idsOf(opened)).toHaveLength(1);
  await opened.store.write.shrinkFile(10);
});
