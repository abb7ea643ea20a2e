// The list of triggers and the form: groups, traps, what is first, and what is not complete.
import { expect, test } from 'vitest';
import { emptyEdit, firstProblem, orderOf } from '../../../src/renderer/features/trigger/trigger-draft.ts';
import { groupOf, groupTriggers, trapOf } from '../../../src/renderer/features/trigger/trigger-groups.ts';

const NAMES = [
  'charge.failed',
  'customer.created',
  'customer.subscription.created',
  'invoice.paid',
  'zebra.seen',
];

test('each stands once, in its group; a new one of the CLI’s is among the others', () => {
  const groups = groupTriggers(NAMES, { query: '', favourites: [], used: [] });
  expect(groups.map(({ group }) => group)).toEqual([
    'subscriptions',
    'invoices',
    'customers',
    'payments',
    'other',
  ]);
  expect(groups.flatMap(({ names }) => names).toSorted()).toEqual(NAMES);
  expect(groupOf('customer.subscription.created')).toBe('subscriptions');
});

test('every word has to be in the name, in any order', () => {
  const found = groupTriggers(NAMES, { query: 'Created  subscription', favourites: [], used: [] });
  expect(found.flatMap(({ names }) => names)).toEqual(['customer.subscription.created']);
});

test('favourites, then what was used last, and none that the CLI no longer has', () => {
  const [first] = groupTriggers(NAMES, {
    query: '',
    favourites: ['invoice.paid', 'gone.away'],
    used: ['charge.failed', 'invoice.paid'],
  });
  expect(first).toEqual({ group: 'first', names: ['invoice.paid', 'charge.failed'] });
});

test('the traps of Stripe’s recipes', () => {
  expect(trapOf('checkout.session.completed')).toBe('guestCheckout');
  expect(trapOf('customer.subscription.updated')).toBe('metadataOnly');
  expect(trapOf('invoice.payment_failed')).toBe('noSubscription');
  expect(trapOf('subscription.payment_failed')).toBe('failingSubscription');
  expect(trapOf('product.created')).toBeNull();
});

test('blank rows are left out, half filled ones are told by their number', () => {
  const draft = { rows: [emptyEdit()], apiVersion: ' ', account: '' };
  expect(firstProblem(draft)).toBeNull();
  expect(orderOf('a.b', draft)).toEqual({ event: 'a.b', edits: [] });
  const row = { kind: 'add' as const, step: 'price', path: 'lookup_key', value: '' };
  expect(firstProblem({ ...draft, rows: [emptyEdit(), row] })).toEqual({ text: 'badRow', row: 2 });
  expect(firstProblem({ ...draft, rows: [{ ...row, step: 'a b', value: 'x' }] })).toEqual({
    text: 'badStep',
    row: 1,
  });
  expect(firstProblem({ ...draft, apiVersion: 'latest' })).toEqual({ text: 'badVersion', row: 0 });
  expect(firstProblem({ ...draft, account: 'cus_1' })).toEqual({ text: 'badAccount', row: 0 });
  // What the kind has no use for is left behind when it changes.
  expect(orderOf('a.b', { ...draft, rows: [{ ...row, kind: 'skip', value: 'x' }] }).edits).toEqual([
    { kind: 'skip', step: 'price', path: '', value: '' },
  ]);
});
