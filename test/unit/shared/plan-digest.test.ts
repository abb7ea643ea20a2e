// Digests stand in stored plans, so a value keeps the one it had; depth is no limit.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digest } from '#shared/domain/plans/digest.ts';

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same value with the keys of every object turned round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

test('known values keep the digests they have in databases', () => {
  expect(digest({ b: [1, 'x', null, { c: true }], a: {} })).toBe('hw989ry531');
  expect(digest([])).toBe('1hx7qz6aqw5');
  expect(digest('text')).toBe('1j0v1egy4j8');
});

test('the order of keys does not matter, anything else does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(digest(turned(one))).toBe(digest(one));
      if (JSON.stringify(one) !== JSON.stringify(other))
        expect(digest([one])).not.toBe(digest([[one], other]));
    }),
  );
});

test('values nested 100,000 deep have one, too', () => {
  const depth = 100_000;
  const deep = (end: string): unknown => JSON.parse(`${'[{"a":'.repeat(depth)}${end}${'}]'.repeat(depth)}`);
  expect(digest(deep('1'))).toBe(digest(deep('1')));
  expect(digest(deep('1'))).not.toBe(digest(deep('2')));
});
