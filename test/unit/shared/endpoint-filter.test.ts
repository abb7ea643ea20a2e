// Which events an endpoint takes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  matchesGlob,
  skipReasonFor,
  TAKES_ALL,
  type EndpointFilter,
} from '#shared/domain/endpoint-filter.ts';

const event = { kind: 'snapshot' as const, type: 'invoice.paid', account: null };

test.each<
  [Partial<EndpointFilter>, Partial<typeof event> | { account: string } | { kind: 'thin' }, string | null]
>([
  [{}, {}, null],
  [{ types: ['invoice.*'] }, {}, null],
  [{ types: ['customer.*'] }, {}, 'type'],
  [{ types: ['-invoice.paid'] }, {}, 'type'],
  [{ types: ['-customer.*'] }, {}, null],
  [{ types: ['invoice.*', '-*.paid'] }, {}, 'type'],
  [{ types: ['*'] }, {}, null],
  [{ kinds: 'thin' }, {}, 'kind'],
  [{ kinds: 'thin' }, { kind: 'thin' }, null],
  [{ accounts: 'connected' }, {}, 'account'],
  [{ accounts: 'connected' }, { account: 'acct_2' }, null],
  [{ accounts: 'own' }, { account: 'acct_2' }, 'account'],
])('%j with %j → %s', (filter, change, reason) => {
  expect(skipReasonFor({ ...TAKES_ALL, ...filter }, { ...event, ...change })).toBe(reason);
});

test('a glob means what the regular expression of the same shape means', () => {
  const part = fc.stringMatching(/^[ab.]{0,4}$/);
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.stringMatching(/^[ab.]{0,12}$/),
      (parts, text) => {
        const expected = new RegExp(`^${parts.map((one) => one.replaceAll('.', '\\.')).join('.*')}$`).test(
          text,
        );
        expect(matchesGlob(parts.join('*'), text)).toBe(expected);
      },
    ),
  );
});
