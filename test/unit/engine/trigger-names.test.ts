// Reading the names of triggers from the CLI's help.
import { expect, test } from 'vitest';
import { parseTriggerNames } from '#engine/trigger/trigger-names.ts';

const HELP = `Trigger specific webhook events to be sent.

Supported events:
  account.updated
  v1.billing.meter.no_meter_found
  test_helpers.test_clock.ready

Usage:
  stripe trigger <event> [flags]

Examples:
  stripe trigger payment_intent.created
`;

test('the names between the heading and the usage, and nothing else', () => {
  expect(parseTriggerNames(HELP)).toEqual([
    'account.updated',
    'v1.billing.meter.no_meter_found',
    'test_helpers.test_clock.ready',
  ]);
  expect(parseTriggerNames(HELP.replaceAll('\n', '\r\n'))).toHaveLength(3);
});

test('another help, or none, has no names', () => {
  expect(parseTriggerNames('')).toEqual([]);
  expect(parseTriggerNames('Usage:\n  stripe listen\n')).toEqual([]);
});
