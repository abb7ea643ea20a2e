// What typing into the filter means.
import { describe, expect, test } from 'vitest';
import {
  commitConditions,
  draftOf,
  filterOf,
} from '../../../src/renderer/features/event-list/filter-text.ts';

const typed = (text: string) => ({ conditions: {}, text });

describe('filter text', () => {
  test('a finished condition becomes a chip, one being typed does not', () => {
    expect(commitConditions(typed('type:invoice.* '))).toEqual({
      conditions: { type: 'invoice.*' },
      text: '',
    });
    expect(commitConditions(typed('type:inv'))).toEqual(typed('type:inv'));
    expect(commitConditions(typed('type:inv'), true)).toEqual({ conditions: { type: 'inv' }, text: '' });
  });

  test('what is being typed filters already', () => {
    expect(filterOf(typed('status:failed ada'))).toEqual({ status: 'failed', text: 'ada' });
    expect(filterOf(typed('type:invoice.*'))).toEqual({ type: 'invoice.*' });
  });

  test('an unknown status is text, not a condition', () => {
    expect(filterOf(typed('status:odd '))).toEqual({ text: 'status:odd' });
  });

  test('spaces inside text stay while typing', () => {
    expect(commitConditions(typed('ada ')).text).toBe('ada ');
    expect(filterOf(typed('plan": "pro'))).toEqual({ text: 'plan": "pro' });
  });

  test('a new condition replaces the old one of the same name', () => {
    const draft = { conditions: { type: 'invoice.*', status: 'failed' as const }, text: 'type:charge.* ' };
    expect(commitConditions(draft)).toEqual({ conditions: { type: 'charge.*', status: 'failed' }, text: '' });
  });

  test('a filter and its draft say the same', () => {
    const filter = { type: 'invoice.*', status: 'failed' as const, text: 'ada' };
    expect(filterOf(draftOf(filter))).toEqual(filter);
    expect(filterOf(draftOf({}))).toEqual({});
  });
});
