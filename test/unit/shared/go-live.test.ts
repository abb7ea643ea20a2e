// What is ready for production, and the command that registers it, read by the real Stripe CLI.
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { createCommand, enabledEventsText, judgeType, productionUrlProblem } from '#shared/domain/go-live.ts';
import { bundledCliPath } from '../../support/stripe-cli.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('a type is handled well', () => {
  const judge = (eventsOk: number, eventsFailed: number, kind: 'snapshot' | 'thin' = 'snapshot') =>
    judgeType({ type: 'invoice.paid', kind, eventsOk, eventsFailed });

  test('when one event at least was taken in the end, and none was not', () => {
    expect(judge(1, 0)).toBe('ready');
    expect(judge(900, 1)).toBe('failing');
    expect(judge(0, 3)).toBe('never_ok');
    expect(judge(0, 0)).toBe('not_sent');
    expect(judge(5, 0, 'thin')).toBe('thin');
  });
});

describe('the production address', () => {
  test.each([
    ['', 'missing'],
    ['  ', 'missing'],
    ['example.com/hook', 'unreadable'],
    ['ftp://example.com', 'unreadable'],
    ['http://shop.example.com/hook', 'not_https'],
    ['https://localhost/hook', 'private'],
    ['https://127.0.0.1:8000/', 'private'],
    ['https://[::1]/', 'private'],
    ['https://192.168.1.4/', 'private'],
    ['https://172.20.0.1/', 'private'],
    ['https://nas.local/', 'private'],
    ['https://intranet/', 'private'],
    ['https://shop.example.com/api/stripe/webhook', null],
    [' https://172.32.0.1/ ', null],
    // A name may begin like an address of a local network.
    ['https://10.example.com/', null],
  ])('%j: %s', (text, problem) => {
    expect(productionUrlProblem(text)).toBe(problem);
  });
});

describe('the command', () => {
  const types = ['checkout.session.completed', 'invoice.paid'];

  test('is written out', () => {
    expect(createCommand({ url: 'https://shop.example.com/hook', types, connect: false })).toBe(
      'stripe webhook_endpoints create --live --url "https://shop.example.com/hook"' +
        ' -d "enabled_events[]=checkout.session.completed" -d "enabled_events[]=invoice.paid"',
    );
    expect(createCommand({ url: '', types, connect: true })).toMatch(
      /--url "https:\/\/example\.com\/stripe\/webhook" .* -d connect=true$/,
    );
    expect(JSON.parse(enabledEventsText(types))).toEqual(types);
  });

  test('is understood by the Stripe CLI as it was meant, through a shell', () => {
    const url = 'https://shop.example.com/hook?a=$HOME&b=`id`!"\'\\';
    const command = createCommand({ url, types, connect: true });
    const cli = bundledCliPath();
    const output = execFileSync('sh', ['-c', `${command.replace(/^stripe/, `"${cli}"`)} --dry-run`], {
      env: {
        HOME: '/nowhere',
        XDG_CONFIG_HOME: tempDir(),
        STRIPE_API_KEY: 'sk_test_hookline_0123456789',
        STRIPE_CLI_TELEMETRY_OPTOUT: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    const { dry_run: request } = JSON.parse(output) as {
      dry_run: { method: string; url: string; params: Record<string, unknown> };
    };
    expect(request).toMatchObject({ method: 'POST', url: 'https://api.stripe.com/v1/webhook_endpoints' });
    expect(request.params['enabled_events']).toEqual(types);
    expect(request.params['connect']).toBe('true');
    const sent = new URL(String(request.params['url']));
    expect(sent.origin + sent.pathname).toBe('https://shop.example.com/hook');
    expect(Object.fromEntries(sent.searchParams)).toEqual({ a: '$HOME', b: '`id`!"\'\\' });
  });
});
