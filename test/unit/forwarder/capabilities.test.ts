// Versions and the flags they want.
import { describe, expect, test } from 'vitest';
import {
  cliEnvironment,
  flagStyleOf,
  listenArguments,
  otherFlagStyle,
  parseVersion,
} from '#engine/forwarder/capabilities.ts';

test('the version line', () => {
  expect(parseVersion('stripe version 1.52.0\n')).toBe('1.52.0');
  expect(parseVersion('stripe version master\r\n')).toBe('master');
  expect(parseVersion('v24.21.0\n')).toBeNull();
});

test.each([
  ['1.43.6', 'all_by_default'],
  ['1.50.11', 'all_by_default'],
  ['1.51.0', 'all_by_flag'],
  ['1.52.0', 'all_by_flag'],
  ['2.0.0', 'all_by_flag'],
  ['master', 'all_by_flag'],
  [null, 'all_by_flag'],
] as const)('%s: %s', (version, style) => {
  expect(flagStyleOf(version)).toBe(style);
  expect(otherFlagStyle(style)).not.toBe(style);
});

describe('the command', () => {
  const common = { events: [], forwardTo: 'http://127.0.0.1:4647/stripe-listen', apiBase: null };

  test('all events', () => {
    expect(listenArguments({ ...common, style: 'all_by_flag' })).toEqual(
      'listen --skip-update --log-level debug --all-snapshot --forward-to http://127.0.0.1:4647/stripe-listen'.split(
        ' ',
      ),
    );
    expect(listenArguments({ ...common, style: 'all_by_default' })).not.toContain('--all-snapshot');
  });

  test('chosen events need no other flag in either style; a star among them means all', () => {
    for (const style of ['all_by_flag', 'all_by_default'] as const) {
      const args = listenArguments({ ...common, style, events: ['invoice.paid', 'customer.created'] });
      expect(args.join(' ')).toContain('--events invoice.paid,customer.created --forward-to');
      expect(args).not.toContain('--all-snapshot');
      expect(listenArguments({ ...common, style, events: ['*'] })).toEqual(
        listenArguments({ ...common, style }),
      );
    }
  });

  test('a stand-in adds the hidden flags', () => {
    const args = listenArguments({ ...common, style: 'all_by_flag', apiBase: 'http://127.0.0.1:9' });
    expect(args.slice(-3)).toEqual(['--api-base', 'http://127.0.0.1:9', '--no-wss']);
  });

  test('neither colour nor project is ever given: a first run would write them to the configuration', () => {
    const args = listenArguments({ ...common, style: 'all_by_flag' });
    for (const flag of ['--color', '-p', '--project-name', '--api-key']) expect(args).not.toContain(flag);
  });
});

describe('the environment', () => {
  test('is inherited, with colours and telemetry off', () => {
    expect(cliEnvironment({ HTTPS_PROXY: 'http://proxy', CLICOLOR_FORCE: '1' }, 'sk_test_1')).toEqual({
      HTTPS_PROXY: 'http://proxy',
      CLICOLOR_FORCE: '0',
      STRIPE_CLI_TELEMETRY_OPTOUT: '1',
      STRIPE_API_KEY: 'sk_test_1',
    });
  });

  test("without a key the CLI's own login counts, not a key left in the environment", () => {
    expect(cliEnvironment({ STRIPE_API_KEY: 'sk_test_other' }, null)).not.toHaveProperty('STRIPE_API_KEY');
  });
});
