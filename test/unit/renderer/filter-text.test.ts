// What typing into the filter means, and what may follow.
import { describe, expect, test } from 'vitest';
import { hasCondition, toggleCondition, withCondition } from '#shared/domain/filter/edit-filter.ts';
import {
  fieldsLike,
  knownValuesLike,
  openWordOf,
  taken,
} from '../../../src/renderer/features/event-list/filter-suggestions.ts';
import {
  commitConditions,
  draftOf,
  filterOf,
  isUnfinished,
} from '../../../src/renderer/stores/list/filter-draft.ts';

const typed = (text: string) => ({ chips: [], text });

describe('filter text', () => {
  test('a finished condition becomes a chip, one being typed does not', () => {
    expect(commitConditions(typed('type:invoice.* '))).toEqual({ chips: ['type:invoice.*'], text: '' });
    expect(commitConditions(typed('type:inv'))).toEqual(typed('type:inv'));
    expect(commitConditions(typed('type:inv'), true)).toEqual({ chips: ['type:inv'], text: '' });
    expect(commitConditions(typed('ada -status:failed|5xx lo'))).toEqual({
      chips: ['-status:failed|5xx'],
      text: 'ada lo',
    });
  });

  test('what is being typed filters already', () => {
    expect(filterOf(typed('status:failed ada'))).toEqual({ filter: 'status:failed ada', problem: null });
    expect(filterOf({ chips: ['type:invoice.*'], text: 'ada "l' })).toMatchObject({
      filter: 'type:invoice.* ada',
      problem: { code: 'unclosed_quote', at: 4 },
    });
  });

  test('a mistake stays in the field, what stands before it is taken; at the end it may yet be mended', () => {
    const draft = commitConditions(typed('type:a status:odd '), true);
    expect(draft).toEqual({ chips: ['type:a'], text: 'status:odd' });
    for (const [text, expected] of [
      ['status:fa', true],
      ['status:fa ada', false],
    ] as const) {
      const { problem } = filterOf(typed(text));
      expect(problem !== null && isUnfinished(text, problem), text).toBe(expected);
    }
  });

  test('spaces inside text stay while typing', () => {
    expect(commitConditions(typed('ada ')).text).toBe('ada ');
  });

  test('a filter and its draft say the same', () => {
    const filter = 'type:invoice.* -status:failed|5xx customer:"Ada L" ada "two words"';
    expect(filterOf(draftOf(filter))).toEqual({ filter, problem: null });
    expect(filterOf(draftOf(''))).toEqual({ filter: '', problem: null });
  });
});

describe('suggestions', () => {
  const words = (field: string): string => `words of ${field}`;
  test('fields that begin so, then values; a taken one stands where the word was', () => {
    const word = openWordOf('ada -sta');
    expect(fieldsLike(word, words)).toEqual([{ text: 'status:', label: 'words of status', count: null }]);
    expect(taken('ada -sta', word, { text: 'status:', label: null, count: null })).toBe('ada -status:');
    const value = openWordOf('ada -status:failed|5');
    expect(knownValuesLike(value).map(({ text }) => text)).toEqual(['5xx']);
    expect(taken('ada -status:failed|5', value, { text: '5xx', label: null, count: null })).toBe(
      'ada -status:failed|5xx ',
    );
    expect(openWordOf('customer:"Ada L')).toMatchObject({ at: 0, field: 'customer', value: 'Ada L' });
    // Suggestions go on after what is in quotes.
    expect(openWordOf('"Ada Lovelace" sta')).toMatchObject({ at: 15, field: null, value: 'sta' });
    expect(openWordOf('customer:"Ada \\" L" status:fa')).toMatchObject({
      at: 20,
      field: 'status',
      value: 'fa',
    });
    expect(taken('customer:Ad', openWordOf('customer:Ad'), { text: 'Ada L', label: null, count: null })).toBe(
      'customer:"Ada L" ',
    );
    expect(taken('inv', openWordOf('inv'), { text: 'type:invoice.paid', label: null, count: 3 })).toBe(
      'type:invoice.paid ',
    );
  });
});

test('buttons set conditions and leave the rest as it was', () => {
  const filter = 'type:invoice.* -status:held ada';
  expect(hasCondition(filter, 'status', 'held')).toBe(false);
  const failed = toggleCondition(filter, 'status', 'failed');
  expect(failed).toBe('status:failed type:invoice.* -status:held ada');
  expect(hasCondition(failed, 'status', 'failed')).toBe(true);
  expect(toggleCondition(failed, 'status', 'failed')).toBe(filter);
  expect(withCondition(failed, 'status', 'held')).toBe('status:held type:invoice.* -status:held ada');
});
