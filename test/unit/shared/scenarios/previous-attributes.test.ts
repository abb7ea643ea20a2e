// `previous_attributes` against what Stripe is known to send (facts E), and the calendar of billing periods.
import { expect, test } from 'vitest';
import { addMonths, dayText } from '#shared/domain/scenarios/calendar.ts';
import { previousAttributes } from '#shared/domain/scenarios/previous-attributes.ts';

type Json = Record<string, unknown>;

test.each<[string, Json, Json, Json]>([
  ['nothing changed', { status: 'active', items: [1] }, { status: 'active', items: [1] }, {}],
  [
    'a value',
    { status: 'incomplete', id: 'sub_1' },
    { status: 'active', id: 'sub_1' },
    { status: 'incomplete' },
  ],
  ['from and to null', { a: null, b: 1 }, { a: 1, b: null }, { a: null, b: 1 }],
  [
    'an array, whole',
    { items: { data: [1, 2], url: '/' } },
    { items: { data: [1, 3], url: '/' } },
    { items: { data: [1, 2] } },
  ],
  [
    'of metadata the changed keys',
    { metadata: { plan: 'pro', user: '1' } },
    { metadata: { plan: 'team', user: '1' } },
    { metadata: { plan: 'pro' } },
  ],
  ['a key that is new', { metadata: {} }, { metadata: { plan: 'pro' } }, { metadata: { plan: null } }],
  ['a key that is gone', { metadata: { plan: 'pro' } }, { metadata: {} }, { metadata: { plan: 'pro' } }],
  ['a hash that was null', { pause: null }, { pause: { behavior: 'void' } }, { pause: null }],
  [
    'a hash that became null',
    { pause: { behavior: 'void' } },
    { pause: null },
    { pause: { behavior: 'void' } },
  ],
])('%s', (_what, former, present, expected) => {
  expect(previousAttributes(former, present)).toEqual(expected);
});

const unix = (text: string): number => Date.parse(text) / 1000;

test.each([
  ['2026-01-31T10:20:30Z', 1, '2026-02-28T10:20:30Z'],
  ['2026-01-31T10:20:30Z', 2, '2026-03-31T10:20:30Z'],
  ['2028-01-30T23:59:59Z', 1, '2028-02-29T23:59:59Z'],
  ['2026-12-15T00:00:00Z', 1, '2027-01-15T00:00:00Z'],
  ['2026-05-10T12:00:00Z', 0, '2026-05-10T12:00:00Z'],
])('%s and %i months is %s', (from, months, to) => {
  expect(addMonths(unix(from), months)).toBe(unix(to));
});

test('days in invoice lines', () => expect(dayText(unix('2026-01-09T23:59:59Z'))).toBe('9 Jan 2026'));
