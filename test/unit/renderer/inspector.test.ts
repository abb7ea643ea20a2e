// The inspector's pure rules: hosts, timings, JSON.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostOf } from '#shared/domain/failure-texts/describe-failure.ts';
import { formatJson, isFormatted } from '../../../src/renderer/components/format-json.ts';
import { stretches } from '../../../src/renderer/features/inspector/timings.ts';

test('the host of an address', () => {
  expect(hostOf('http://localhost:8000/hook')).toBe('localhost:8000');
  expect(hostOf('nonsense')).toBe('nonsense');
});

describe('timings', () => {
  const none = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: null };

  test('a fresh connection', () => {
    expect(stretches({ dnsMs: 1, connectMs: 3, tlsMs: null, firstByteMs: 20, totalMs: 22 })).toEqual([
      { phase: 'dns', fromMs: 0, toMs: 1 },
      { phase: 'connect', fromMs: 1, toMs: 3 },
      { phase: 'wait', fromMs: 3, toMs: 20 },
      { phase: 'read', fromMs: 20, toMs: 22 },
    ]);
  });

  test('a reused connection only waits and reads', () => {
    expect(stretches({ ...none, firstByteMs: 8, totalMs: 9 }).map(({ phase }) => phase)).toEqual([
      'wait',
      'read',
    ]);
  });

  test('no answer at all was waiting to the end', () => {
    expect(stretches({ ...none, connectMs: 2, totalMs: 30_000 })).toEqual([
      { phase: 'connect', fromMs: 0, toMs: 2 },
      { phase: 'wait', fromMs: 2, toMs: 30_000 },
    ]);
    expect(stretches(none)).toEqual([]);
  });

  test('TLS stands between connecting and waiting, whichever mark comes first', () => {
    const phases = (tlsMs: number, connectMs: number) =>
      stretches({ ...none, tlsMs, connectMs, firstByteMs: 20, totalMs: 20 });
    expect(phases(5, 2)).toEqual(phases(2, 5));
  });

  test('stretches never overlap and end at the total', () => {
    const mark = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });
    fc.assert(
      fc.property(
        mark,
        mark,
        mark,
        mark,
        fc.integer({ min: 100, max: 200 }),
        (dnsMs, connectMs, tlsMs, firstByteMs, totalMs) => {
          const found = stretches({ dnsMs, connectMs, tlsMs, firstByteMs, totalMs });
          let at = 0;
          for (const { fromMs, toMs } of found) {
            expect(fromMs).toBe(at);
            expect(toMs).toBeGreaterThan(fromMs);
            at = toMs;
          }
          expect(at).toBe(totalMs);
        },
      ),
    );
  });
});

describe('JSON', () => {
  test('is broken into lines and otherwise left alone', () => {
    expect(formatJson('{"a":[1.10,{}],"b":"{\\u00e9,}","c":12345678901234567890,"d":[]}')).toBe(
      '{\n  "a": [\n    1.10,\n    {}\n  ],\n  "b": "{\\u00e9,}",\n  "c": 12345678901234567890,\n  "d": []\n}',
    );
  });

  test('says null to what is no JSON', () => {
    expect(formatJson('<html>')).toBeNull();
    expect(formatJson('{"a":1')).toBeNull();
  });

  test('means the same as before', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(formatJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  test('knows what is on lines already', () => {
    expect(isFormatted('{\n}')).toBe(true);
    expect(isFormatted('{}\n')).toBe(false);
  });
});
