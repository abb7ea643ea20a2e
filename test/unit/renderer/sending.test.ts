// Sending again: the edit that is made of a draft, attempts grouped by where they went, headers compared.
import { describe, expect, test } from 'vitest';
import type { Attempt } from '#shared/contract/attempts.ts';
import type { Delivery } from '#shared/contract/events.ts';
import { headerRows } from '../../../src/renderer/features/comparing/fact-table.tsx';
import { deliveryGroups } from '../../../src/renderer/features/inspector/delivery-groups.ts';
import { editOf, jsonProblem } from '../../../src/renderer/features/sending/edit-draft.ts';
import { NO_EDIT } from '../../../src/renderer/stores/edit-drafts-store.ts';

const original = { shown: '{}', timestamp: 1_700_000_000 };
const NOW = 1_800_000_000_500;

describe('edit', () => {
  test('an untouched body is left out, so that the exact bytes are sent', () => {
    expect(editOf({ ...NO_EDIT, body: '{}' }, original, NOW)).toEqual({
      signature: 'valid',
      eventId: 'keep',
    });
  });

  test('body, headers, signature and id; invalid JSON on purpose', () => {
    expect(
      editOf(
        { ...NO_EDIT, body: '{"a":', headers: 'X-A: 1', signature: 'wrong', eventId: 'new' },
        original,
        NOW,
      ),
    ).toEqual({ body: '{"a":', headers: [['X-A', '1']], signature: 'wrong', eventId: 'new' });
  });

  test('timestamps: now is left to the engine, the original one, stale by minutes', () => {
    const at = (timestamp: 'now' | 'original' | 'stale') =>
      editOf({ ...NO_EDIT, body: '{}', timestamp, staleMinutes: '10' }, original, NOW);
    expect(at('now')).not.toHaveProperty('timestamp');
    expect(at('original')).toMatchObject({ timestamp: 1_700_000_000 });
    expect(at('stale')).toMatchObject({ timestamp: 1_800_000_000 - 600 });
  });

  test('what cannot be sent is named', () => {
    expect(editOf({ ...NO_EDIT, body: '{}', headers: 'nonsense' }, original, NOW)).toEqual({
      wrong: 'headers',
    });
    expect(editOf({ ...NO_EDIT, body: '{}', timestamp: 'stale', staleMinutes: '0' }, original, NOW)).toEqual({
      wrong: 'staleMinutes',
    });
  });

  test('what is wrong as JSON', () => {
    expect(jsonProblem('{"a": 1}')).toBeNull();
    expect(jsonProblem('{"a":')).toContain('JSON');
  });
});

describe('deliveries', () => {
  const delivery = (endpointId: string) => ({ endpointId, endpointName: endpointId }) as Delivery;
  const attempt = (id: number, endpointId: string | null, url = 'http://a.test/') =>
    ({ id, endpointId, endpointName: endpointId ?? 'a.test', url }) as Attempt;

  test('endpoints in their order, then those that are gone, then addresses given once; newest attempt first', () => {
    const groups = deliveryGroups(
      [delivery('b'), delivery('a')],
      [
        attempt(1, 'a'),
        attempt(2, null),
        attempt(3, 'gone'),
        attempt(4, 'a'),
        attempt(5, null, 'http://b.test/'),
      ],
    );
    expect(groups.map(({ key, attempts }) => [key, attempts.map(({ id }) => id)])).toEqual([
      ['b', []],
      ['a', [4, 1]],
      ['gone', [3]],
      ['url:http://a.test/', [2]],
      ['url:http://b.test/', [5]],
    ]);
    expect(groups.map(({ url }) => url)).toEqual([null, null, null, 'http://a.test/', 'http://b.test/']);
  });
});

test('headers are compared by name, several of one name together', () => {
  expect(
    headerRows(
      [
        ['Date', '1'],
        ['Set-Cookie', 'a'],
        ['set-cookie', 'b'],
      ],
      [
        ['date', '1'],
        ['X-New', 'n'],
      ],
    ),
  ).toEqual([
    ['date', '1', '1'],
    ['set-cookie', 'a\nb', null],
    ['x-new', null, 'n'],
  ]);
});
