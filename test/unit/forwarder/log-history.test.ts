// The history is bounded in lines and in their length, and can be read on from any number.
import { expect, test } from 'vitest';
import { createLogHistory } from '#engine/forwarder/log-history.ts';

const clock = { now: () => 1_000 };

test('lines are numbered from 1 and read after a number', () => {
  const history = createLogHistory(clock);
  expect(history.lastSeq()).toBe(0);
  expect(history.after(0)).toEqual([]);
  history.add('hookline', 'info', 'one');
  history.add('stderr', 'error', 'two');
  expect(history.after(0).map((line) => line.text)).toEqual(['one', 'two']);
  expect(history.after(1)).toEqual([{ seq: 2, at: 1_000, stream: 'stderr', level: 'error', text: 'two' }]);
  expect(history.after(2)).toEqual([]);
  expect(history.after(99)).toEqual([]);
});

test('old lines go, numbers stay', () => {
  const history = createLogHistory(clock, 10);
  for (let i = 1; i <= 1_234; i += 1) {
    history.add('stdout', 'info', `line ${i}`);
    expect(history.after(0).length).toBe(Math.min(i, 10));
  }
  expect(history.after(0).map((line) => line.seq)).toEqual(Array.from({ length: 10 }, (_, i) => 1_225 + i));
  expect(history.after(1_230).map((line) => line.text)).toEqual([
    'line 1231',
    'line 1232',
    'line 1233',
    'line 1234',
  ]);
});

test('long lines are cut', () => {
  const history = createLogHistory(clock);
  history.add('stdout', 'info', 'x'.repeat(100_000));
  expect(history.after(0)[0]?.text).toHaveLength(2_000);
});
