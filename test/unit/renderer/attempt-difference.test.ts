// Whether an attempt went like the one before it, and in what it differs.
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Attempt } from '#shared/contract/attempts.ts';
import {
  attemptBefore,
  differenceWords,
  paceOf,
} from '../../../src/renderer/features/inspector/attempt-difference.ts';
import { createFormat } from '../../../src/renderer/i18n/create-format.ts';
import { en } from '../../../src/renderer/i18n/en.ts';

const attempt = (change: Partial<Attempt> & { totalMs?: number | null }): Attempt =>
  ({
    id: 1,
    number: 1,
    endpointId: 'local',
    url: 'http://localhost:3000/hook',
    status: 200,
    errorClass: null,
    responseSizeBytes: 2,
    ...change,
    timings: { totalMs: change.totalMs ?? 20 },
  }) as Attempt;

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
});

test('the attempt before it at the same place', () => {
  const attempts = [
    attempt({ id: 1 }),
    attempt({ id: 2, endpointId: 'other' }),
    attempt({ id: 3, endpointId: null, url: 'http://a/' }),
    attempt({ id: 4, endpointId: null, url: 'http://b/' }),
    // The endpoint's address was changed; it is the endpoint all the same.
    attempt({ id: 5, url: 'http://localhost:4000/hook' }),
  ];
  const before = (id: number) => attemptBefore(attempts, attempts[id - 1] ?? attempt({}))?.id;
  expect([1, 2, 3, 4, 5].map(before)).toEqual([undefined, undefined, undefined, undefined, 1]);
  expect(attemptBefore(attempts, attempt({ id: 9, endpointId: null, url: 'http://a/' }))?.id).toBe(3);
});

test.each([
  [20, 30, 'same'],
  [90, 110, 'same'],
  [20, 4_000, 'slower'],
  [4_000, 20, 'faster'],
  [null, 20, 'same'],
] as const)('from %s ms to %s ms: %s', (before, after, pace) => {
  expect(paceOf(before, after)).toBe(pace);
});

describe('in words', () => {
  const say = (before: Attempt, after: Attempt, sameBody: boolean) =>
    differenceWords(i18next.getFixedT('en'), createFormat('en'), before, after, sameBody);

  test('the same', () => {
    expect(say(attempt({ number: 1 }), attempt({ number: 2, totalMs: 25 }), true)).toBe('Same as attempt 1.');
  });

  test('all that differs', () => {
    const before = attempt({ number: 2, status: null, errorClass: 'timeout', totalMs: 30_000 });
    expect(say(before, attempt({ number: 3, status: 200 }), false)).toMatch(
      /^Different from attempt 2: .+ → 200 · the response body differs · faster \(30 s → 20 ms\)\.$/,
    );
  });
});
