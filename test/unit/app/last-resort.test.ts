// Errors that nothing took: which of them end the process.
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Logger } from '#engine/ports.ts';
import { ownLastErrors } from '../../../src/main/app/last-resort.ts';

function setUp() {
  const lines: string[] = [];
  const logger: Logger = {
    info() {},
    warn: (message) => lines.push(`warn ${message}`),
    error: (message, cause) => lines.push(`error ${message} ${String(cause)}`),
  };
  const from = Object.assign(new EventEmitter(), { stdout: new EventEmitter(), stderr: new EventEmitter() });
  let ends = 0;
  ownLastErrors(logger, () => (ends += 1), from as unknown as NodeJS.Process);
  return { from, lines, ends: () => ends };
}

const coded = (code: string): Error => Object.assign(new Error(`read ${code}`), { code });

test('a connection that broke off is logged, and Hookline goes on', () => {
  const { from, lines, ends } = setUp();
  from.emit('uncaughtException', coded('ECONNRESET'));
  from.emit('unhandledRejection', coded('EPIPE'));
  expect(lines).toEqual([
    'warn A connection broke off (read ECONNRESET). Hookline goes on.',
    'warn A connection broke off (read EPIPE). Hookline goes on.',
  ]);
  expect(ends()).toBe(0);
});

test('anything else is logged with its cause and ends it, once', () => {
  const { from, lines, ends } = setUp();
  from.emit('uncaughtException', new TypeError('x is not a function'));
  from.emit('unhandledRejection', 'no error at all');
  expect(lines[0]).toMatch(/closes its database and ends; start it again.*TypeError: x is not a function/);
  expect(lines).toHaveLength(2);
  expect(ends()).toBe(1);
});

test('output that nobody reads ends nothing and is not written about', () => {
  const { from, lines, ends } = setUp();
  from.stderr.emit('error', coded('EPIPE'));
  from.stdout.emit('error', coded('EPIPE'));
  expect([lines, ends()]).toEqual([[], 0]);
});
