// Up to when each of Stripe's lists is known to be here.
import { expect, test } from 'vitest';
import { createWatermarks, type Outcome } from '#engine/catch-up/watermarks.ts';
import type { Source } from '#engine/catch-up/stripe-walk.ts';
import { StripeTime } from '#shared/domain/stripe-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;
/** Stripe's clock; this machine's plays no part. */
const NOW = StripeTime.ofUnixMs(4_000_000_000_000);
const later = (ms: number): StripeTime => NOW.plus(ms);
const own: Source = { kind: 'snapshot', account: null };
const connected = (account: string): Source => ({ kind: 'snapshot', account });
const thin: Source = { kind: 'thin' };

const outcome = (change: Partial<Outcome> = {}): Outcome => ({
  covered: [],
  open: [],
  accountsAt: NOW,
  at: NOW,
  trust: true,
  ...change,
});

function keep(stored: Record<string, number> = {}) {
  const kept: string[] = [JSON.stringify(stored)];
  const store = {
    meta: { findMeta: () => kept.at(-1) ?? null },
    write: {
      upsertMeta: (values: Readonly<Record<string, string>>) => {
        kept.push(Object.values(values)[0] ?? '');
        return Promise.resolve();
      },
    },
  };
  const make = () => createWatermarks(store as never, () => expect.unreachable());
  return { kept, make };
}

const offset = (time: StripeTime | undefined): number => time?.since(NOW) ?? Number.NaN;

test('a list that was never read begins an hour before Stripe was first heard of, whenever it is read', async () => {
  const { make } = keep();
  await make().begin(NOW);
  const marks = make();
  expect(marks.areNew()).toBe(true);
  const { known, certain } = marks.of(own, later(3 * HOUR_MS));
  expect([offset(known), certain]).toEqual([-HOUR_MS, false]);
  await marks.settle(outcome({ covered: [{ source: own, newest: null, at: NOW }] }));
  expect(marks.areNew()).toBe(false);
  expect(marks.of(own, NOW).certain).toBe(true);
});

test('an event of the line moves a mark only while its list is trusted, and never from the future', async () => {
  const { make } = keep();
  const marks = make();
  await marks.begin(NOW);
  marks.heard(own, later(-1_000), NOW);
  await marks.settle(outcome({ covered: [{ source: own, newest: later(-5_000), at: NOW }] }));
  expect(offset(marks.of(own, NOW).known)).toBe(-5_000);
  marks.heard(own, later(-2_000), NOW);
  marks.heard(own, later(-4_000), NOW);
  expect(offset(marks.of(own, NOW).known)).toBe(-2_000);
  marks.heard(own, later(YEAR_MS), NOW);
  marks.heard(own, later(1_000), null);
  expect(offset(marks.of(own, NOW).known)).toBe(-2_000);
  marks.distrust();
  marks.heard(own, later(-1_000), NOW);
  expect(offset(marks.of(own, NOW).known)).toBe(-2_000);
  await marks.dispose();
  expect(offset(make().of(own, NOW).known)).toBe(-2_000);
});

test('an account whose list failed keeps its own mark and is not trusted, whatever the others do', async () => {
  const { make } = keep();
  const marks = make();
  await marks.begin(NOW);
  const failing = connected('acct_failing');
  await marks.settle(outcome({ covered: [{ source: own, newest: NOW, at: NOW }], open: [failing] }));
  expect([marks.trusts(own), marks.trusts(failing)]).toEqual([true, false]);
  marks.heard(failing, NOW, NOW);
  for (const at of [NOW, later(20 * DAY_MS)]) {
    expect(offset(marks.of(failing, at).known)).toBe(-HOUR_MS);
    expect(offset(make().of(failing, at).known)).toBe(-HOUR_MS);
  }
  expect(marks.accounts()).toEqual(['acct_failing']);
});

test('an account nobody knew of has nothing before the last complete list of accounts', async () => {
  const { make } = keep();
  const marks = make();
  await marks.begin(NOW);
  const covered = [{ source: own, newest: NOW, at: NOW }];
  await marks.settle(outcome({ covered }));
  const next = later(DAY_MS);
  // Accounts could not be listed this time.
  await marks.settle(
    outcome({ covered: [{ source: own, newest: next, at: next }], accountsAt: null, at: next }),
  );
  expect(offset(marks.of(own, next).known)).toBe(DAY_MS);
  expect(offset(marks.of(connected('acct_new'), next).known)).toBe(-HOUR_MS + 1_000);
  expect(marks.of(connected('acct_new'), next).certain).toBe(true);
});

test('a quiet list is not read from ages ago, and a look never moves a mark back', async () => {
  const { make } = keep({ '': NOW.minus(90 * DAY_MS).toUnixMs() });
  const marks = make();
  await marks.settle(outcome({ covered: [{ source: own, newest: null, at: NOW }] }));
  expect(offset(marks.of(own, NOW).known)).toBe(-HOUR_MS);
  await marks.settle(outcome({ covered: [{ source: own, newest: NOW, at: NOW }] }));
  await marks.settle(outcome({ covered: [{ source: own, newest: later(-50_000), at: NOW }] }));
  expect(offset(marks.of(own, NOW).known)).toBe(0);
});

test('marks of a version before: one for all, and one that lies in the future is read anew from 30 days ago', async () => {
  const stored = { '': NOW.minus(DAY_MS).toUnixMs(), acct_ahead: NOW.plus(YEAR_MS).toUnixMs() };
  const { make } = keep(stored);
  const marks = make();
  await marks.begin(NOW);
  expect(marks.areNew()).toBe(false);
  for (const source of [own, thin, connected('acct_unknown')]) {
    const { known, certain } = marks.of(source, NOW);
    expect([offset(known), certain]).toEqual([-DAY_MS, true]);
  }
  const ahead = connected('acct_ahead');
  expect(offset(marks.of(ahead, NOW).known)).toBe(-30 * DAY_MS);
  expect(marks.of(ahead, NOW).certain).toBe(false);
  await marks.settle(outcome({ covered: [{ source: ahead, newest: null, at: NOW }] }));
  expect(offset(make().of(ahead, NOW).known)).toBe(-HOUR_MS);
});
