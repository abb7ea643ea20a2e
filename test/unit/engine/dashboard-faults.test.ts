// Failures of the dashboard in the log: redacted, harmless to a terminal, and only so many a minute.
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createDashboardFaults } from '#engine/faults/dashboard-faults.ts';

function world() {
  const lines: string[] = [];
  let now = 0;
  const faults = createDashboardFaults({
    clock: { now: () => now },
    logger: {
      info: (message) => lines.push(message),
      warn: (message) => lines.push(message),
      error: (message, cause) => lines.push(`${message}\n${inspect(cause)}`),
    },
    secrets: () => ['a-secret-of-no-known-form'],
  });
  return { faults, lines, wait: (ms: number) => void (now += ms) };
}

test('what is written has neither secrets nor addresses, nor anything a terminal obeys', () => {
  const { faults, lines } = world();
  faults.report({
    part: 'inspector',
    message: 'whsec_0123456789abcdef of ada@example.com\n\u001b[2J a-secret-of-no-known-form',
    details: 'Error: x\n    at f (http://127.0.0.1:4646/assets/main-abc.js:1:2)\n\u0007sk_test_51ABCDEFGHIJ',
  });
  const [line = ''] = lines;
  expect(line).toContain('The dashboard failed (inspector):');
  expect(line).toContain('at f (http://127.0.0.1:4646/assets/main-abc.js:1:2)');
  expect(line).not.toMatch(/0123456789abcdef|ada@example\.com|no-known-form|51ABCDEFGHIJ/);
  // oxlint-disable-next-line no-control-regex
  expect(line).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
});

test('ten a minute, a word about the rest, and again in the next minute', () => {
  const { faults, lines, wait } = world();
  const report = () => faults.report({ part: 'list', message: 'x', details: 'y' });
  expect(Array.from({ length: 15 }, report)).toEqual([...Array(10).fill(true), ...Array(5).fill(false)]);
  expect(lines).toHaveLength(11);
  wait(60_000);
  expect(report()).toBe(true);
});
