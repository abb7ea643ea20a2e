// What `stripe whoami --format json` says. Samples as printed by CLI 1.52.0.
import { expect, test } from 'vitest';
import { parseWhoami } from '#engine/forwarder/account-lookup.ts';
import { livemodeOfKey } from '#shared/domain/stripe-key.ts';

const told = {
  authenticated: true,
  profile_name: 'default',
  display_name: 'Müller & Söhne',
  account_id: 'acct_1',
  device_name: 'vm',
  test_mode_key: { available: true, expires_at: '2027-02-20' },
  live_mode_key: { available: false, expires_at: null },
  api_version: '2026-08-26.dahlia',
};

test('a login by key', () => {
  expect(parseWhoami(JSON.stringify(told, null, 2))).toEqual({
    accountId: 'acct_1',
    name: 'Müller & Söhne',
    hasTestKey: true,
    keyExpiresAt: Date.UTC(2027, 1, 20),
  });
});

test('a key from the environment has neither name nor expiry', () => {
  const { display_name: _, account_id: __, ...rest } = told;
  expect(
    parseWhoami(JSON.stringify({ ...rest, test_mode_key: { available: true, expires_at: null } })),
  ).toEqual({
    accountId: null,
    name: null,
    hasTestKey: true,
    keyExpiresAt: null,
  });
});

test('the table of an OAuth login, and anything else, is not known', () => {
  expect(parseWhoami('Account   acct_1\nMode      sandbox\n')).toBeNull();
  expect(parseWhoami('')).toBeNull();
  expect(parseWhoami('null')).toBeNull();
  expect(parseWhoami('{}')).toEqual({ accountId: null, name: null, hasTestKey: false, keyExpiresAt: null });
});

test('the mode of a key', () => {
  expect(livemodeOfKey('sk_live_123')).toBe(true);
  expect(livemodeOfKey('rk_live_123')).toBe(true);
  expect(livemodeOfKey('sk_test_123')).toBe(false);
  expect(livemodeOfKey('rkcs_test_123')).toBe(false);
  expect(livemodeOfKey('sk_org_live_123')).toBeNull();
});
