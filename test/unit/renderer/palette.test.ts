// What the palette finds, in which order, and what becomes of text that names nothing.
import { describe, expect, test, vi } from 'vitest';
import type { PaletteEntry, PaletteGroup } from '../../../src/renderer/features/palette/palette-entry.ts';
import { shownGroups } from '../../../src/renderer/features/palette/palette-entry.ts';
import { scoreOf } from '../../../src/renderer/features/palette/matching.ts';

vi.mock('../../../src/renderer/stores/engine.ts', () => ({ engine: {} }));
vi.stubGlobal('window', { matchMedia: () => ({ matches: false, addEventListener: () => undefined }) });
const { searchEntries } = await import('../../../src/renderer/features/palette/found-entries.ts');
const { useEventList } = await import('../../../src/renderer/stores/event-list-store.ts');

const score = (text: string, typed: string, also = '') => scoreOf({ text, also }, typed);

describe('matching', () => {
  test('every word must be found, wherever it stands', () => {
    expect(score('Resend all failed', 'failed resend')).toBeGreaterThan(0);
    expect(score('Resend all failed', 'failed pinned')).toBe(0);
  });

  test('the beginning counts most, then the beginning of a word, then the inside', () => {
    const scores = [
      score('failed only', 'fai'),
      score('all failed', 'fai'),
      score('unfailing', 'fai'),
      score('other', 'fai'),
    ];
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
    expect(scores.at(-1)).toBe(0);
    expect(scores.at(-2)).toBeGreaterThan(0);
  });

  test('by its English name a command is found before what only has the letters in passing', () => {
    expect(score('重送', 're', 'Resend')).toBeGreaterThan(score('複製為 Python (requests)', 're'));
    expect(score('Resend', 're')).toBeGreaterThan(score('重送', 're', 'Resend'));
  });

  test('case and accents make no difference; one letter fits only where a word begins', () => {
    expect(score('Zoë', 'ZOE')).toBeGreaterThan(0);
    expect(score('Pause', 's')).toBe(0);
    expect(score('重送失敗事件', '失敗')).toBeGreaterThan(0);
    expect(score('重送失敗事件', '敗')).toBeGreaterThan(0);
  });
});

describe('order', () => {
  const entry = (group: PaletteGroup, text: string): PaletteEntry => ({
    id: `${group} ${text}`,
    group,
    text,
    also: '',
    run: () => undefined,
  });
  const order = (entries: PaletteEntry[], typed: string) =>
    shownGroups(entries, typed).map(({ group, entries: own }) => [group, ...own.map(({ text }) => text)]);

  test('the best match comes first; what the engine found stays beneath, the search last', () => {
    const entries = [
      entry('event', 'Copy the event id'),
      entry('go', 'Events'),
      entry('search', 'whatever'),
      entry('types', 'charge.refunded'),
    ];
    expect(order(entries, 'events')).toEqual([
      ['go', 'Events'],
      ['types', 'charge.refunded'],
      ['search', 'whatever'],
    ]);
  });

  test('with nothing typed: the event’s actions, what was chosen lately, the views; quiet ones not at all', () => {
    const quiet = { ...entry('event', 'Copy as Python'), quiet: true };
    const entries = [
      entry('app', 'Theme'),
      entry('views', 'Failed'),
      entry('list', 'Filter'),
      entry('recent', 'Filter'),
      entry('event', 'Resend'),
      quiet,
    ];
    expect(order(entries, '')).toEqual([
      ['event', 'Resend'],
      ['recent', 'Filter'],
      ['views', 'Failed'],
      ['list', 'Filter'],
      ['app', 'Theme'],
    ]);
    expect(order(entries, 'filter')).toEqual([['list', 'Filter']]);
    expect(order(entries, 'python')).toEqual([['event', 'Copy as Python']]);
  });

  test('with nothing typed everything stands in its usual order', () => {
    expect(order([entry('app', 'Theme'), entry('event', 'Resend'), entry('event', 'Copy')], ' ')).toEqual([
      ['event', 'Resend', 'Copy'],
      ['app', 'Theme'],
    ]);
  });
});

describe('search', () => {
  const t = ((key: string) => key) as never;
  const filterAfter = (typed: string): string | undefined => {
    searchEntries(t, typed)[0]?.run();
    return useEventList.getState().filter.filter;
  };

  test.each([
    ['Ada Lovelace', 'Ada Lovelace', 'palette.filterFor'],
    ['type:invoice.* status:failed', 'type:invoice.* status:failed', 'palette.filterBy'],
    // What cannot be read as a filter is looked for as it stands.
    ['tpye:invoice', '"tpye:invoice"', 'palette.filterFor'],
    ['status:', '"status:"', 'palette.filterFor'],
  ])('%s', (typed, filter, text) => {
    expect(searchEntries(t, typed)[0]?.text).toBe(text);
    expect(filterAfter(typed)).toBe(filter);
  });

  test('nothing is searched for when nothing is typed', () => {
    expect(searchEntries(t, '  ')).toEqual([]);
  });
});
