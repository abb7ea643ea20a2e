// A trigger's command line, and the presets of its form.
import { expect, test } from 'vitest';
import { TriggerOrderSchema } from '#shared/contract/triggers.ts';
import {
  isUnfinished,
  triggerArguments,
  triggerCommandLine,
} from '#shared/domain/triggers/trigger-command.ts';
import { editsOf, presetsFor, TRIGGER_PRESETS, withPreset } from '#shared/domain/triggers/trigger-presets.ts';

test('every part has its flag, in order', () => {
  const order = TriggerOrderSchema.parse({
    event: 'customer.subscription.created',
    edits: [
      { kind: 'skip', step: 'customer' },
      { kind: 'override', step: 'subscription', path: 'customer', value: 'cus_1' },
      { kind: 'add', step: 'customer', path: 'name', value: "O'Hara, Ann = x" },
      { kind: 'remove', step: 'price', path: 'recurring[interval]' },
    ],
    apiVersion: '2026-10-28.endive',
    account: 'acct_1',
  });
  expect(triggerArguments(order)).toEqual([
    'trigger',
    'customer.subscription.created',
    '--skip',
    'customer',
    '--override',
    'subscription:customer=cus_1',
    '--add',
    "customer:name=O'Hara, Ann = x",
    '--remove',
    'price:recurring[interval]',
    '--api-version',
    '2026-10-28.endive',
    '--stripe-account',
    'acct_1',
  ]);
  expect(triggerCommandLine(order)).toBe(
    String.raw`stripe trigger customer.subscription.created --skip customer --override subscription:customer=cus_1 --add 'customer:name=O'\''Hara, Ann = x' --remove 'price:recurring[interval]' --api-version 2026-10-28.endive --stripe-account acct_1`,
  );
});

test('nothing that is asked can become another flag', () => {
  const parse = (order: object) => TriggerOrderSchema.safeParse({ event: 'a.b', ...order }).success;
  expect(parse({})).toBe(true);
  expect(parse({ event: '--live' })).toBe(false);
  expect(parse({ edits: [{ kind: 'skip', step: 'a b' }] })).toBe(false);
  expect(parse({ edits: [{ kind: 'add', step: 'a', path: 'b c', value: '' }] })).toBe(false);
  expect(parse({ account: 'acct_1 --live' })).toBe(false);
  expect(parse({ apiVersion: '--live' })).toBe(false);
});

test('a row is finished when its kind has what it needs', () => {
  expect(isUnfinished({ kind: 'skip', step: 'customer', path: '', value: '' })).toBe(false);
  expect(isUnfinished({ kind: 'remove', step: 'price', path: 'x', value: '' })).toBe(false);
  expect(isUnfinished({ kind: 'override', step: 'price', path: 'x', value: '' })).toBe(true);
  expect(isUnfinished({ kind: 'skip', step: '', path: '', value: '' })).toBe(true);
});

test('presets are offered where they work, are orders that can be given, and replace what is about the same', () => {
  expect(presetsFor('invoice.paid')).toEqual([]);
  expect(presetsFor('checkout.session.completed')).toEqual(['checkoutSubscription']);
  for (const preset of TRIGGER_PRESETS) {
    const edits = editsOf(preset, 'customer.subscription.created', 'cus_1');
    expect(TriggerOrderSchema.safeParse({ event: 'a.b', edits }).success).toBe(true);
    expect(edits.some(isUnfinished)).toBe(false);
  }
  const before = editsOf('customer', 'customer.subscription.created', 'cus_1');
  const after = withPreset(before, editsOf('customer', 'customer.subscription.created', 'cus_2'));
  expect(after).toHaveLength(2);
  expect(after.map(({ value }) => value)).toEqual(['', 'cus_2']);
});
