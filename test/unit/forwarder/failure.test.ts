// From the last words of the CLI to a state. Texts as printed by CLI 1.50.11 and 1.52.0.
import { describe, expect, test } from 'vitest';
import { notStartedBy } from '#shared/domain/stripe-cli/classify-failure.ts';
import { classifyExit } from '#engine/forwarder/failure.ts';
import type { CliExit } from '#engine/forwarder/failure.ts';

const exit = (over: Partial<CliExit> = {}): CliExit => ({ code: 1, signal: null, notStarted: null, ...over });
const auth = 'Getting ready...\nError while authenticating with Stripe: ';
const refusal = (status: number, error: Record<string, unknown>): string =>
  `${auth}Authorization failed, status=${status}, body=${JSON.stringify({ error }, null, 2)}"`;

describe('states', () => {
  test.each([
    [
      'no key',
      'You have not configured API keys yet\n  If you already have a key: set STRIPE_API_KEY',
      'not_logged_in',
      'user',
    ],
    [
      'no such project',
      'You provided the project name "x" (either …), but no config for that project was found.\nPlease run `stripe login --project-name=x`',
      'not_logged_in',
      'user',
    ],
    ['bad key', refusal(401, { message: 'Invalid API Key provided: sk_test_****' }), 'key_refused', 'user'],
    ['expired key', refusal(401, { message: 'Expired', code: 'api_key_expired' }), 'key_refused', 'user'],
    [
      '403, told with its status',
      refusal(403, { message: 'No', code: 'more_permissions_required' }),
      'key_refused',
      'user',
    ],
    [
      '403, told by its message',
      "Getting ready...\nThe provided key 'rk_test_***' does not have the required permissions for this endpoint on account 'acct_1'.",
      'key_refused',
      'user',
    ],
    [
      'short key',
      'the API key provided is too short, it must be at least 12 characters long',
      'key_refused',
      'user',
    ],
    ['publishable key', 'the CLI only supports using a secret or restricted key', 'key_refused', 'user'],
    [
      '429',
      `${auth}you have too many \`stripe listen\` sessions open, please close some and try again`,
      'too_many_sessions',
      'restart',
    ],
    [
      'old flags',
      'must specify events to forward using --events, --all-snapshot, or --all-thin',
      'crashed',
      'other_flags',
    ],
    ['new flags', 'unknown flag: --all-snapshot', 'crashed', 'other_flags'],
    ['another flag', 'unknown flag: --no-wss', 'crashed', 'user'],
    ['bad base', 'invalid API base URL', 'crashed', 'user'],
    [
      'both kinds of events',
      'cannot forward both snapshot and thin events to the same destination',
      'crashed',
      'user',
    ],
    ['outage', refusal(500, { message: 'An unknown error occurred' }), 'offline', 'restart'],
    [
      'no network',
      `${auth}Post "https://api.stripe.com/v1/stripecli/sessions": dial tcp: lookup api.stripe.com: no such host`,
      'offline',
      'restart',
    ],
    [
      'a proxy that breaks TLS',
      `${auth}Post "https://api.stripe.com/v1": tls: failed to verify certificate: x509: unknown authority`,
      'offline',
      'restart',
    ],
    [
      'another refusal',
      `${auth}Authorization failed, status=404, body=<html>\nnope</html>"`,
      'crashed',
      'restart',
    ],
    [
      'renewals in vain',
      'session expired, terminating after 3 failed attempts to reauthorize',
      'crashed',
      'restart',
    ],
    ['silence', '', 'crashed', 'restart'],
  ] as const)('%s', (_, words, state, cure) => {
    expect(classifyExit(exit(), words)).toMatchObject({ state, cure });
  });

  test('an organization key ends the CLI with exit code 0', () => {
    const words = 'The listen command is not supported in an organization sandbox at this time.';
    expect(classifyExit(exit({ code: 0 }), words)).toEqual({
      kind: 'organization_key',
      state: 'organization_key',
      cure: 'user',
      detail: words,
    });
  });

  test('what cannot be started was not found', () => {
    expect(
      classifyExit(exit({ code: null, notStarted: notStartedBy('/x/stripe', 'ENOEXEC') }), ''),
    ).toMatchObject({
      state: 'not_found',
      cure: 'user',
    });
  });
});

describe('the detail', () => {
  const detailOf = (words: string, over?: Partial<CliExit>): string => classifyExit(exit(over), words).detail;

  test("is Stripe's own sentence where there is one", () => {
    expect(detailOf(refusal(401, { message: 'Expired API Key provided: rk_test_***' }))).toBe(
      'Expired API Key provided: rk_test_*** (HTTP 401)',
    );
    expect(detailOf(`${auth}Authorization failed, status=502, body=<html>\n  bad gateway</html>"`)).toBe(
      '<html> bad gateway</html> (HTTP 502)',
    );
    expect(detailOf(`${auth}Authorization failed, status=500, body="`)).toBe(
      'Stripe refused the session (HTTP 500)',
    );
  });

  test('else the first thing the CLI said', () => {
    expect(detailOf('Getting ready...\n\nYou have not configured API keys yet\n  If you')).toBe(
      'You have not configured API keys yet',
    );
    expect(
      detailOf('Getting ready...\npanic: runtime error: nil pointer\n[signal SIGSEGV]\ngoroutine 9', {
        code: 2,
      }),
    ).toBe('panic: runtime error: nil pointer');
  });

  test('else how it ended', () => {
    expect(detailOf('', { code: 3 })).toBe('stripe listen ended with exit code 3.');
    expect(detailOf('Getting ready...', { code: null, signal: 'SIGKILL' })).toBe(
      'stripe listen was ended by SIGKILL.',
    );
  });

  test('is bounded', () => {
    expect(detailOf('x'.repeat(100_000)).length).toBeLessThanOrEqual(400);
  });
});
