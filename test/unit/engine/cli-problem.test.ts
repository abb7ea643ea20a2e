// Whether a command of the CLI succeeded: by what it prints, not by its exit code. Output as observed with 1.52.
import { describe, expect, test } from 'vitest';
import { judgeApiCommand, judgeTrigger } from '#engine/trigger/cli-problem.ts';

const STEPS =
  'Checking for new versions...\n\nSetting up fixture for: customer\nRunning fixture for: customer\n';
const GOOD = `${STEPS}Trigger succeeded! Check dashboard for event details.\n`;
const refusal = (status: number, error: object): string =>
  `Trigger failed: Request failed, status=${status}, body=${JSON.stringify({ error }, null, 2)}\n`;
const ended = (exitCode: number | null) => ({ exitCode, signal: null, notStarted: null });
const judge = (exitCode: number | null, stdout: string, stderr = '') =>
  judgeTrigger(ended(exitCode), { stdout, stderr });

describe('stripe trigger', () => {
  test('success is exit code 0 and the sentence, both', () => {
    expect(judge(0, GOOD)).toBeNull();
    expect(judge(1, GOOD)).not.toBeNull();
    expect(judge(null, GOOD)).not.toBeNull();
    expect(judge(0, STEPS)).toMatchObject({ code: 'not_confirmed', detail: null });
  });

  test('with exit code 0 it has failed all the same when it says so', () => {
    expect(judge(0, `${GOOD}Trigger failed: something\n`)?.code).toBe('not_confirmed');
    expect(judge(0, GOOD, 'Trigger failed: dial tcp: lookup api.stripe.com: no such host\n')?.code).toBe(
      'network',
    );
    const printed = `${GOOD}${JSON.stringify({ error: { message: 'Too many', code: 'rate_limit' } }, null, 2)}\n`;
    expect(judge(0, printed)).toMatchObject({ code: 'rate_limited', detail: 'Too many' });
  });

  test.for([
    [400, { message: 'Bad', param: 'currency' }, 'bad_request'],
    [401, { message: 'Invalid API Key provided' }, 'key_refused'],
    [401, { message: 'Expired API Key provided', code: 'api_key_expired' }, 'key_expired'],
    [402, { message: 'Your card was declined.', type: 'card_error' }, 'bad_request'],
    [404, { message: 'No such customer', code: 'resource_missing' }, 'not_found'],
    [429, { message: 'Slow down' }, 'rate_limited'],
    [503, { message: 'Down', type: 'api_error' }, 'stripe_failed'],
  ] as const)('%i %j is %s', ([status, error, code]) => {
    expect(judge(1, STEPS, refusal(status, error))).toMatchObject({ code, detail: error.message });
  });

  test('an answer that is no JSON still says its status', () => {
    expect(
      judge(1, STEPS, 'Trigger failed: Request failed, status=502, body=<html>bad gateway</html>\n'),
    ).toMatchObject({
      code: 'stripe_failed',
      detail: 'HTTP 502',
    });
  });

  test('a missing permission is printed as its message alone; the call tells the rest', () => {
    const body = JSON.stringify({ error: { message: 'No permission', code: 'more_permissions_required' } });
    const said = { stdout: STEPS, stderr: 'No permission\n' };
    expect(judgeTrigger(ended(1), said, { status: 403, requestId: 'req_1', body })).toEqual({
      code: 'permission',
      detail: 'No permission',
      param: null,
      requestId: 'req_1',
    });
    expect(judge(1, STEPS, 'No permission\n')).toMatchObject({
      code: 'not_confirmed',
      detail: 'No permission',
    });
  });

  test.for([
    ['The event `x.y` is not supported by Stripe CLI. To trigger unsupported events, …', 'unknown_event'],
    ['You have not configured API keys yet\n  If you already have a key: …', 'not_logged_in'],
    ['the CLI only supports using a secret or restricted key', 'key_refused'],
    ['Trigger failed: Post "https://api.stripe.com/v1/customers": dial tcp: i/o timeout', 'network'],
    [
      'Trigger failed: ✘ Validation error - an undeclared fixture name was referenced: customer',
      'bad_request',
    ],
  ] as const)('%s is %s', ([stderr, code]) => {
    expect(judge(1, STEPS, `${stderr}\n`)?.code).toBe(code);
  });

  test('a CLI that cannot be run says which', () => {
    const problem = '/nowhere/stripe cannot be run (ENOENT).';
    expect(
      judgeTrigger(
        { ...ended(null), notStarted: { kind: 'cli_missing', problem } },
        { stdout: '', stderr: '' },
      ),
    ).toMatchObject({
      code: 'no_cli',
      detail: problem,
    });
  });
});

test('the other commands: an error on stdout with exit code 0 is one', () => {
  const said = (stdout: string) => ({ stdout, stderr: '' });
  expect(judgeApiCommand(ended(0), said('{"id":"evt_1"}\n'))).toBeNull();
  const error = JSON.stringify(
    {
      error: {
        message: 'No such event: evt_1',
        code: 'resource_missing',
        param: 'id',
        request_log_url: 'https://dashboard.stripe.com/test/logs/req_abc?t=1',
      },
    },
    null,
    2,
  );
  expect(judgeApiCommand(ended(0), said(`${error}\n`))).toEqual({
    code: 'not_found',
    detail: 'No such event: evt_1',
    param: 'id',
    requestId: 'req_abc',
  });
  expect(judgeApiCommand(ended(1), said(''))?.code).toBe('not_confirmed');
});
