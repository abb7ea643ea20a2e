// Carets stand under the mistake, whatever stands before it.
import { describe, expect, it } from 'vitest';
import { parseFilter } from '#shared/domain/filter/parse-filter.ts';
import { filterComplaint } from '../../../src/cli/client/filter-complaint.ts';

function complain(filter: string): string[] {
  const read = parseFilter(filter);
  if (read.ok) throw new Error(`nothing is wrong with ${filter}`);
  return filterComplaint(filter, read.problem).split('\n');
}

describe('a wrong filter', () => {
  it('is shown with the mistake marked', () => {
    expect(complain('type:invoice.* status:faild after:2h')).toEqual([
      '“faild” is no value of status. Did you mean “failed”?',
      '',
      '  type:invoice.* status:faild after:2h',
      '                        ^^^^^',
      '',
    ]);
  });

  it('is marked in columns of the terminal, in which Chinese takes two each', () => {
    const [, , text, marks] = complain('王小明 éé "未完');
    expect(text).toBe('  王小明 éé "未完');
    expect(marks).toBe('            ^^^^^');
  });

  it('does not move the cursor', () => {
    const lines = complain('ada\n\u001b[2J\u{9b}31m statsu:x');
    expect(lines[2]).toBe('  ada\u{fffd}\u{fffd}[2J\u{fffd}31m statsu:x');
    expect(lines[3]?.indexOf('^')).toBe(lines[2]?.indexOf('statsu'));
  });

  it('is shown in part when it is long', () => {
    const [, , text = '', marks = ''] = complain(`${'abc '.repeat(100)}statsu:x${' def'.repeat(100)}`);
    expect(text).toMatch(/^ {2}….* statsu:x .*…$/);
    expect(text.length).toBeLessThan(100);
    expect(marks.indexOf('^')).toBe(text.indexOf('statsu'));
    expect(marks.trim()).toBe('^^^^^^');
  });

  it('is marked where it became too long', () => {
    const [sentence, , text = '', marks = ''] = complain('abc '.repeat(600));
    expect(sentence).toBe('The filter is too long.');
    expect(text.length).toBeLessThan(150);
    expect(marks.trim()).toMatch(/^\^+$/);
  });
});
