// Keys and key sequences find their commands.
import { describe, expect, test } from 'vitest';
import { createKeyMatcher, SEQUENCE_MS } from '../../../src/renderer/commands/key-matcher.ts';

const next = { keys: ['j', 'ArrowDown'] };
const goEvents = { keys: ['g e'] };
const event = { keys: ['e'] };
const pause = { keys: [' '] };

describe('key matcher', () => {
  test('single keys, several for one command, and the space bar', () => {
    const matcher = createKeyMatcher([next, goEvents, event, pause]);
    expect(matcher.press('j', 0)).toBe(next);
    expect(matcher.press('ArrowDown', 0)).toBe(next);
    expect(matcher.press(' ', 0)).toBe(pause);
    expect(matcher.press('x', 0)).toBeNull();
  });

  test('a sequence, and what its second key means alone', () => {
    const matcher = createKeyMatcher([next, goEvents, event]);
    expect(matcher.press('g', 0)).toBe('pending');
    expect(matcher.press('e', 100)).toBe(goEvents);
    expect(matcher.press('e', 200)).toBe(event);
  });

  test('a begun sequence is forgotten after a while', () => {
    const matcher = createKeyMatcher([goEvents, event]);
    matcher.press('g', 0);
    expect(matcher.press('e', SEQUENCE_MS + 1)).toBe(event);
  });

  test('another key after the beginning means itself', () => {
    const matcher = createKeyMatcher([next, goEvents]);
    matcher.press('g', 0);
    expect(matcher.press('j', 10)).toBe(next);
  });
});
