// When Stripe is to be asked what was missed.
import { expect, test } from 'vitest';
import { createLineWatch } from '#engine/catch-up/line-watch.ts';
import type { ForwarderState } from '#shared/domain/forwarder-state.ts';

const at = (state: ForwarderState, renewals = 0, pid = 1) => ({ state, renewals, pid });

test('once for each session, and not for every word of the forwarder', () => {
  const watch = createLineWatch();
  expect(watch.hear(at('starting'))).toBeNull();
  expect(watch.hear(at('ready'))).toBe('start');
  expect(watch.hear(at('ready'))).toBeNull();
  expect(watch.hear(at('reconnecting'))).toBe('down');
  expect(watch.hear(at('offline'))).toBeNull();
  expect(watch.hear(at('ready'))).toBe('reconnect');
});

test('a renewed session, with or without a moment in between, and another process', () => {
  const watch = createLineWatch();
  watch.hear(at('ready'));
  expect(watch.hear(at('ready', 1))).toBe('renewal');
  expect(watch.hear(at('renewing', 1))).toBe('down');
  expect(watch.hear(at('ready', 2))).toBe('renewal');
  expect(watch.hear(at('ready', 2, 7))).toBe('reconnect');
});
