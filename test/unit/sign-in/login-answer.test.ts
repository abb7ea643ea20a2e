// What of the CLI's answer to a login is let through, and how a failed one is read.
import { expect, test } from 'vitest';
import { loginProblem, readLoggedIn, readLoginAnswer } from '#engine/sign-in/login-answer.ts';

const POLL = 'https://dashboard.stripe.com/stripecli/auth/cliauth_1?secret=s';
const answer = (fields: object = {}) =>
  JSON.stringify({
    browser_url: 'https://dashboard.stripe.com/stripecli/confirm_auth?t=1',
    verification_code: 'enjoy-enough-outwit-win',
    next_step: `stripe login --complete '${POLL}'`,
    ...fields,
  });

test('the pairing login, and the two kinds of the OAuth one', () => {
  expect(readLoginAnswer(answer(), null)).toMatchObject({
    way: 'pairing',
    code: 'enjoy-enough-outwit-win',
    args: ['login', '--complete', POLL],
  });
  for (const flag of ['--complete-device', '--complete-reauth'])
    expect(readLoginAnswer(answer({ next_step: `stripe login ${flag}` }), null)).toMatchObject({
      way: 'device',
      args: ['login', flag],
    });
});

test.each([
  ['another command', { next_step: `rm -rf '${POLL}'` }],
  ['another subcommand', { next_step: 'stripe logout --complete-device' }],
  ['another flag', { next_step: `stripe login --config '${POLL}'` }],
  ['more behind it', { next_step: `stripe login --complete '${POLL}' && rm x` }],
  ['an address that is not Stripe’s', { next_step: "stripe login --complete 'https://evil.example/x'" }],
  ['a host that only begins like it', { browser_url: 'https://stripe.com.evil.example/x' }],
  ['a host that only ends like it', { browser_url: 'https://notstripe.com/x' }],
  ['no TLS', { browser_url: 'http://dashboard.stripe.com/x' }],
  ['a user in the address', { browser_url: 'https://stripe.com@evil.example/x' }],
  ['a script', { browser_url: 'javascript:alert(1)' }],
  ['the stand-in, when there is none', { browser_url: 'http://127.0.0.1:9/x' }],
  ['no address', { browser_url: null }],
])('%s is not let through', (_, fields) => {
  expect(readLoginAnswer(answer(fields), null)).toBeNull();
});

test('the stand-in counts where it is told of, and no other port', () => {
  const local = { browser_url: 'http://127.0.0.1:9/x' };
  expect(readLoginAnswer(answer(local), 'http://127.0.0.1:9')).not.toBeNull();
  expect(readLoginAnswer(answer(local), 'http://127.0.0.1:99')).toBeNull();
  expect(readLoginAnswer('not json', null)).toBeNull();
});

test('the last words of a login', () => {
  expect(
    readLoggedIn(
      '> Done! The Stripe CLI is configured for Ada & Co with account id acct_1Ada\n\nWarning: the system keyring is unavailable. Your credentials have been stored unencrypted in /home/a/.config/stripe/credentials.json\n',
    ),
  ).toEqual({
    accountId: 'acct_1Ada',
    accountName: 'Ada & Co',
    unencryptedAt: '/home/a/.config/stripe/credentials.json',
  });
  expect(readLoggedIn('ok\n')).toEqual({ accountId: null, accountName: null, unencryptedAt: null });
});

test('why a login failed', () => {
  const problemOf = (stderr: string) => loginProblem({ exitCode: 1, stderr });
  expect(problemOf('exceeded max attempts')).toBe('expired');
  expect(problemOf('oauth: expired_token')).toBe('expired');
  expect(problemOf('oauth: access_denied')).toBe('refused');
  expect(problemOf('Post "https://dashboard.stripe.com/stripecli/auth": dial tcp: lookup')).toBe(
    'unreachable',
  );
  expect(problemOf('unexpected http status code: 500')).toBe('failed');
});
