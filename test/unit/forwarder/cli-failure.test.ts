// One failure of the Stripe CLI is one kind, whichever command it was and whoever reads it. Output of CLI 1.43 to 1.52 and of Go.
import { describe, expect, test } from 'vitest';
import { createCliDriver } from '#engine/stripe-events/cli-driver.ts';
import { StripeFailure } from '#engine/stripe-events/stripe-failure.ts';
import type { CliCommands, CliResult } from '#engine/forwarder/cli-commands.ts';
import { classifyExit } from '#engine/forwarder/failure.ts';
import { createKeyCheck } from '#engine/sign-in/key-check.ts';
import { loginProblem } from '#engine/sign-in/login-answer.ts';
import { judgeTrigger } from '#engine/trigger/cli-problem.ts';
import { classifyCliFailure } from '#shared/domain/stripe-cli/classify-failure.ts';
import type { CliFailureKind } from '#shared/domain/stripe-cli/failure-kinds.ts';

const refusal = (status: number, error: Record<string, unknown>): string =>
  `Error while authenticating with Stripe: Authorization failed, status=${status}, body=${JSON.stringify({ error }, null, 2)}`;
const failed = (status: number, error: Record<string, unknown>): string =>
  `Request failed, status=${status}, body=${JSON.stringify({ error }, null, 2)}`;
const POST = 'Post "https://api.stripe.com/v1/stripecli/sessions": ';

const OUTPUTS: readonly (readonly [CliFailureKind, readonly string[]])[] = [
  [
    'tls',
    [
      'x509: certificate signed by unknown authority',
      `Error while authenticating with Stripe: ${POST}tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      `Trigger failed: ${POST}x509: certificate has expired or is not yet valid`,
      `${POST}http: server gave HTTP response to HTTPS client`,
      `${POST}tls: first record does not look like a TLS handshake`,
    ],
  ],
  [
    'dns',
    [
      `${POST}dial tcp: lookup api.stripe.com: no such host`,
      `${POST}dial tcp: lookup api.stripe.com on 10.0.0.2:53: server misbehaving`,
      `Trigger failed: ${POST}dial tcp: lookup api.stripe.com: Temporary failure in name resolution`,
    ],
  ],
  [
    'offline',
    [
      `${POST}dial tcp 127.0.0.1:443: connect: connection refused`,
      `${POST}read tcp 10.0.0.3:51000->1.2.3.4:443: read: connection reset by peer`,
      `${POST}dial tcp 1.2.3.4:443: connect: network is unreachable`,
      `${POST}dial tcp 1.2.3.4:443: connect: no route to host`,
      `${POST}EOF`,
      `${POST}write: broken pipe`,
    ],
  ],
  [
    'timeout',
    [
      `${POST}dial tcp 1.2.3.4:443: i/o timeout`,
      `${POST}context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
      `${POST}net/http: TLS handshake timeout`,
    ],
  ],
  [
    'proxy',
    [
      `${POST}proxyconnect tcp: dial tcp 127.0.0.1:8888: connect: connection refused`,
      `${POST}Proxy Authentication Required`,
      `${POST}socks connect tcp 127.0.0.1:1080->api.stripe.com:443: dial tcp 127.0.0.1:1080: connect: connection refused`,
    ],
  ],
  [
    'key_invalid',
    [
      refusal(401, { message: 'Invalid API Key provided: sk_test_****' }),
      failed(401, { message: 'No', type: 'authentication_error' }),
    ],
  ],
  [
    'key_expired',
    [
      refusal(401, { message: 'Expired API Key provided', code: 'api_key_expired' }),
      failed(401, { message: 'x', code: 'platform_api_key_expired' }),
    ],
  ],
  [
    'key_forbidden',
    [
      refusal(403, { message: 'No', code: 'more_permissions_required' }),
      failed(403, { message: 'Not yours', type: 'permission_error' }),
      'The provided key does not have the required permissions for this endpoint',
    ],
  ],
  [
    'mode_mismatch',
    [failed(400, { message: 'x', code: 'livemode_mismatch' }), "You're in a sandbox. Remove --live"],
  ],
  [
    'not_logged_in',
    [
      'You have not configured API keys yet\n  If you already have a key: set STRIPE_API_KEY',
      'You provided the project name "x", but no config for that project was found.\nPlease run `stripe login --project-name=x`',
    ],
  ],
  ['organization_key', ['The listen command is not supported in an organization sandbox at this time.']],
  [
    'rate_limited',
    [failed(429, { message: 'Slow down' }), failed(400, { message: 'x', code: 'lock_timeout' })],
  ],
  ['too_many_sessions', ['You have too many `stripe listen` sessions open. Close some, then try again.']],
  [
    'stripe_down',
    [
      failed(500, { message: 'x', type: 'api_error' }),
      'Error while authenticating with Stripe: Authorization failed, status=503, body=<html>Service Unavailable</html>',
      'unexpected http status code: 502',
    ],
  ],
  ['not_found', [failed(404, { message: 'No such event', code: 'resource_missing' })]],
  [
    'bad_request',
    [
      failed(400, { message: 'Bad', param: 'currency' }),
      failed(402, { message: 'Declined', type: 'card_error' }),
    ],
  ],
  [
    'unsupported_options',
    ['unknown flag: --all-snapshot', 'must specify events to forward', 'unknown command "foo" for "stripe"'],
  ],
  ['unknown_event', ['The event `x.y` is not supported by Stripe CLI.']],
  [
    'crashed',
    [
      'panic: runtime error: invalid memory address\n\ngoroutine 1 [running]:',
      'fatal error: all goroutines are asleep',
    ],
  ],
  ['login_expired', ['exceeded max attempts', 'oauth: expired_token']],
  ['login_declined', ['oauth: access_denied']],
  ['not_stripe', ["invalid character '<' looking for beginning of value"]],
  ['other', ['something nobody has seen before', '']],
];

const resultOf = (stderr: string): CliResult => ({
  exitCode: 1,
  signal: null,
  notStarted: null,
  stdout: '',
  stderr,
});
const cliOf = (stderr: string): CliCommands => ({ run: () => Promise.resolve(resultOf(stderr)) });

async function eventsProblem(stderr: string): Promise<string> {
  const question = {
    path: '/v1/events',
    parameters: [],
    account: null,
    signal: new AbortController().signal,
  };
  try {
    await createCliDriver(cliOf(stderr))(question);
    return 'none';
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return error.problem.code;
  }
}

async function keyProblem(stderr: string): Promise<string | null> {
  const check = createKeyCheck({ cliWith: () => cliOf(stderr), redact: (text) => text });
  return (await check('sk_test_0123456789abcdefghij', true)).problem;
}

/** What each command makes of a kind. */
async function meaningsOf(output: string): Promise<unknown[]> {
  return [
    classifyExit({ code: 1, signal: null, notStarted: null }, output).state,
    judgeTrigger({ exitCode: 1, signal: null, notStarted: null }, { stdout: '', stderr: output })?.code,
    loginProblem(resultOf(output)),
    await keyProblem(output),
    await eventsProblem(output),
  ];
}

describe('the kind', () => {
  const cases = OUTPUTS.flatMap(([kind, outputs]) => outputs.map((output) => [kind, output] as const));

  test('there are at least 40 outputs', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });

  test.each(cases)('%s: %s', async (kind, output) => {
    expect(classifyCliFailure(resultOf(output)).kind).toBe(kind);
    expect(classifyExit({ code: 1, signal: null, notStarted: null }, output).kind).toBe(kind);
    // On stdout, too, where the API's errors are printed.
    if (output !== '') expect(classifyCliFailure({ exitCode: 1, stdout: output }).kind).toBe(kind);
  });

  test.each(OUTPUTS)('all outputs of %s mean the same to each command', async (_kind, outputs) => {
    const meanings = await Promise.all(outputs.map(meaningsOf));
    for (const meaning of meanings) expect(meaning).toEqual(meanings[0]);
  });
});

test('a certificate of an unknown authority is the network for all five', async () => {
  const output = 'x509: certificate signed by unknown authority';
  expect(await meaningsOf(output)).toEqual(['offline', 'network', 'unreachable', 'unreachable', 'offline']);
});

test('megabytes of output are read in bounded time, wherever the reason stands', () => {
  const noise = `${'Running fixture for: customer '.repeat(30)}\n`.repeat(4_000);
  const reason = 'dial tcp: lookup api.stripe.com: no such host\n';
  const timeOf = (stderr: string): number => {
    const began = performance.now();
    expect(classifyCliFailure({ exitCode: 1, stderr }).kind).toBe('dns');
    return performance.now() - began;
  };
  timeOf(reason + noise);
  const small = Math.min(...Array.from({ length: 5 }, () => timeOf(reason + noise)));
  const large = Math.min(...Array.from({ length: 5 }, () => timeOf(noise.repeat(4) + reason)));
  // Only both ends are read.
  expect(large).toBeLessThan(8 * small + 5);
});
