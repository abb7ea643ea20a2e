// Up to when Stripe's events are known to be here.
import { expect, test } from 'vitest';
import { createWatermarks } from '#engine/catch-up/watermarks.ts';

function keep(stored = '{}') {
  const kept: string[] = [stored];
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

test('an event of the line moves nothing before Stripe was asked to the end, nor while the line is down', async () => {
  const { kept, make } = keep('{"":1000}');
  const marks = make();
  marks.heard(null, 9_000);
  expect(marks.of(null)).toBe(1_000);
  await marks.settle(new Map([[null, 2_000]]));
  marks.heard(null, 3_000);
  marks.heard(null, 2_500);
  expect(marks.of(null)).toBe(3_000);
  marks.distrust();
  marks.heard(null, 9_000);
  expect(marks.of(null)).toBe(3_000);
  await marks.dispose();
  expect(JSON.parse(kept.at(-1) ?? '')).toEqual({ '': 3_000 });
  expect(make().of(null)).toBe(3_000);
});

test('a connected account that was not heard of is as far as the own one, then goes its own way', async () => {
  const { make } = keep();
  const marks = make();
  expect(marks.of('acct_1')).toBeNull();
  await marks.settle(new Map([[null, 2_000]]));
  expect(marks.of('acct_1')).toBe(2_000);
  marks.heard('acct_1', 5_000);
  expect([marks.of('acct_1'), marks.of(null), marks.accounts()]).toEqual([5_000, 2_000, ['acct_1']]);
  // A look never moves back.
  await marks.settle(new Map([['acct_1', 3_000]]));
  expect(marks.of('acct_1')).toBe(5_000);
});
