// Bursts are handed on once a frame.
import { expect, test } from 'vitest';
import { createFrameBatch } from '../../../src/renderer/stores/frame-batch.ts';

test('one hand-over a frame, in order, and nothing after clear', () => {
  const frames: (() => void)[] = [];
  const handed: number[][] = [];
  const batch = createFrameBatch<number>(
    (items) => handed.push(items),
    (callback) => frames.push(callback),
  );
  batch.add([1, 2]);
  batch.add([3]);
  expect(frames).toHaveLength(1);
  frames.shift()?.();
  expect(handed).toEqual([[1, 2, 3]]);

  batch.add([4]);
  batch.clear();
  frames.shift()?.();
  expect(handed).toHaveLength(1);

  batch.add([]);
  expect(frames).toHaveLength(0);
  batch.add([5]);
  frames.shift()?.();
  expect(handed.at(-1)).toEqual([5]);
});
