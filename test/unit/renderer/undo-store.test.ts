// An offer to undo stands for a while, longer under pointer or focus, and goes with the next act.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  holdUndo,
  offerUndo,
  UNDO_STANDS_MS,
  undoLast,
  useUndo,
  withdrawUndo,
} from '../../../src/renderer/stores/undo-store.ts';

const standing = () => useUndo.getState().offer?.text ?? null;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  withdrawUndo();
  vi.useRealTimers();
});

test('it stands for eight seconds', () => {
  offerUndo('removed', () => undefined);
  vi.advanceTimersByTime(UNDO_STANDS_MS - 1);
  expect(standing()).toBe('removed');
  vi.advanceTimersByTime(1);
  expect(standing()).toBeNull();
});

test('it does not vanish under the pointer or the focus, and then stands as long again', () => {
  offerUndo('removed', () => undefined);
  holdUndo('pointer', true);
  holdUndo('focus', true);
  holdUndo('pointer', false);
  vi.advanceTimersByTime(UNDO_STANDS_MS * 10);
  expect(standing()).toBe('removed');
  holdUndo('focus', false);
  vi.advanceTimersByTime(UNDO_STANDS_MS - 1);
  expect(standing()).toBe('removed');
  vi.advanceTimersByTime(1);
  expect(standing()).toBeNull();
});

test('it is taken once, and waits for the answer', async () => {
  let answer: (done: boolean) => void = () => undefined;
  const undo = vi.fn(() => new Promise<boolean>((resolve) => (answer = resolve)));
  offerUndo('removed', undo);
  const first = undoLast();
  void undoLast();
  vi.advanceTimersByTime(UNDO_STANDS_MS * 2);
  expect(useUndo.getState()).toMatchObject({ busy: true });
  answer(true);
  await first;
  expect(undo).toHaveBeenCalledTimes(1);
  expect(standing()).toBeNull();
  await undoLast();
  expect(undo).toHaveBeenCalledTimes(1);
});

test('what could not be undone is said, and may be tried again', async () => {
  const undo = vi
    .fn<() => Promise<boolean>>()
    .mockRejectedValueOnce(new Error('gone'))
    .mockResolvedValue(true);
  offerUndo('removed', undo);
  await undoLast();
  expect(useUndo.getState()).toMatchObject({ failed: true, busy: false });
  vi.advanceTimersByTime(UNDO_STANDS_MS - 1);
  expect(standing()).toBe('removed');
  await undoLast();
  expect(standing()).toBeNull();
});

test('a newer act takes its place, and an older answer does not take the newer away', async () => {
  let answer: (done: boolean) => void = () => undefined;
  offerUndo('first', () => new Promise<boolean>((resolve) => (answer = resolve)));
  const undone = undoLast();
  offerUndo('second', () => undefined);
  answer(true);
  await undone;
  expect(standing()).toBe('second');
});
