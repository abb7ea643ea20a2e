// Every line format that `stripe listen` is known to print. Samples as printed by CLI 1.50.11 and 1.52.0.
import { describe, expect, test } from 'vitest';
import { parseCliLine } from '#engine/forwarder/cli-output.ts';

const log = (rest: string): string => `time="Mon, 23 Nov 2026 09:39:56 UTC" level=${rest}`;

describe('what Stripe CLI says about itself', () => {
  test('Ready, with and without a version', () => {
    expect(
      parseCliLine(
        'Ready! You are using Stripe API Version [2026-10-28.dahlia]. Your webhook signing secret is whsec_5f0c1d (^C to quit)',
      ),
    ).toEqual({ kind: 'ready', secret: 'whsec_5f0c1d', apiVersion: '2026-10-28.dahlia' });
    expect(parseCliLine('Ready! Your webhook signing secret is whsec_5f0c1d (^C to quit)')).toEqual({
      kind: 'ready',
      secret: 'whsec_5f0c1d',
      apiVersion: null,
    });
  });

  test('Ready as a terminal with spinner and colours would get it', () => {
    expect(
      parseCliLine(
        '\u001b[K⣾ Getting ready...\r\u001b[K> Ready! Your webhook signing secret is \u001b[1mwhsec_ab\u001b[0m (^C to quit)\r',
      ),
    ).toEqual({ kind: 'ready', secret: 'whsec_ab', apiVersion: null });
  });

  test('a Ready inside another line is none', () => {
    const ready = 'Ready! Your webhook signing secret is whsec_evil (^C to quit)';
    expect(parseCliLine(log(`debug msg="Incoming message" message="${ready}"`)).kind).toBe('debug');
    expect(parseCliLine(`2026-11-23 08:29:27   --> ${ready} [evt_A]`).kind).not.toBe('ready');
    expect(parseCliLine(`  ${ready}`).kind).not.toBe('ready');
  });

  test('renewal', () => {
    expect(parseCliLine('Session expired, reconnecting...')).toEqual({ kind: 'renewing' });
  });

  test('errors, whose text is not escaped', () => {
    expect(
      parseCliLine(
        log('fatal msg="Error while authenticating with Stripe: Post "http://x/": dial tcp: no such host"'),
      ),
    ).toEqual({
      kind: 'log',
      level: 'fatal',
      message: 'Error while authenticating with Stripe: Post "http://x/": dial tcp: no such host',
    });
    // A body with newlines: the first line has no closing quote, the rest comes as text.
    expect(parseCliLine(log('fatal msg="Authorization failed, status=401, body={'))).toEqual({
      kind: 'log',
      level: 'fatal',
      message: 'Authorization failed, status=401, body={',
    });
    expect(parseCliLine('  "error": {')).toEqual({ kind: 'text', text: '  "error": {' });
    expect(
      parseCliLine(log('warning msg="You\'re attempting to listen for "a.b", which isn\'t a valid event')),
    ).toMatchObject({ kind: 'log', level: 'warning' });
    expect(parseCliLine('')).toEqual({ kind: 'blank' });
  });
});

describe('events and forwards', () => {
  test('an event, of the account and of a connected one', () => {
    expect(parseCliLine('2026-11-23 08:29:27   --> customer.created [evt_A]')).toEqual({
      kind: 'event',
      type: 'customer.created',
      id: 'evt_A',
      connect: false,
    });
    expect(parseCliLine('2026-11-23 08:29:27   --> connect invoice.paid [evt_B]')).toMatchObject({
      type: 'invoice.paid',
      connect: true,
    });
  });

  test('with colours and OSC-8 links', () => {
    const link = (text: string): string =>
      `\u001b]8;;https://dashboard.stripe.com/x\u001b\\${text}\u001b]8;;\u001b\\`;
    expect(
      parseCliLine(
        `\u001b[2m2026-11-23 08:29:27\u001b[0m   --> \u001b[94m\u001b[0m${link('\u001b[1minvoice.paid\u001b[0m')} [${link('evt_A')}]`,
      ),
    ).toEqual({ kind: 'event', type: 'invoice.paid', id: 'evt_A', connect: false });
  });

  test('the answer of the endpoint, and its absence', () => {
    expect(parseCliLine('2026-11-23 08:29:27  <--  [200] POST http://localhost:8000/hook [evt_A]')).toEqual({
      kind: 'forwarded',
      status: 200,
      id: 'evt_A',
    });
    expect(
      parseCliLine('2026-11-23 08:29:27            [ERROR] Failed to POST: Post "http://x/": EOF'),
    ).toEqual({ kind: 'forward_failed', reason: 'Failed to POST: Post "http://x/": EOF' });
  });
});

describe('debug lines', () => {
  test('messages, quoted and bare', () => {
    expect(parseCliLine(log('debug msg="Connected!" prefix=websocket.Client.connect'))).toEqual({
      kind: 'debug',
      message: 'Connected!',
      accountId: null,
      problem: null,
      bodyFollows: false,
    });
    expect(parseCliLine(log('debug msg=stopWritePump prefix=websocket.Client.writePump'))).toMatchObject({
      message: 'stopWritePump',
    });
  });

  test('the account stands in the address of the socket', () => {
    expect(
      parseCliLine(
        log(
          'debug msg="Got successful response from Stripe" default_version=2026-10-28.endive reconnect_delay=3600 websocket_id="wsid_1" websocket_url="wss://stripe-cli.stripe.com/subscribe/acct_1StandIn"',
        ),
      ),
    ).toMatchObject({ accountId: 'acct_1StandIn' });
  });

  test('why a dial failed: in the words of Stripe where there are any', () => {
    expect(
      parseCliLine(
        log(
          'debug msg="Websocket connection error" error="websocket: bad handshake" message="Unknown WebSocket ID." prefix=websocket.Client.connect',
        ),
      ),
    ).toMatchObject({ problem: 'Unknown WebSocket ID.' });
    expect(
      parseCliLine(
        log(
          'debug msg="Websocket connection error" error="unexpected EOF" message= prefix=websocket.Client.connect',
        ),
      ),
    ).toMatchObject({ problem: 'unexpected EOF' });
  });

  test('a message of several lines is known by its missing end', () => {
    const whole = log('debug msg="Incoming message" message="{"a":"b"}" prefix=websocket.Client.readPump');
    expect(parseCliLine(whole)).toMatchObject({ bodyFollows: false });
    expect(parseCliLine(log('debug msg="Incoming message" message="{'))).toMatchObject({ bodyFollows: true });
    expect(parseCliLine(log('debug msg="Received malformed message: x" message="no'))).toMatchObject({
      bodyFollows: true,
    });
  });

  test('an event that quotes debug lines cannot pass for one', () => {
    const body = '{"x":"msg=\\"Connected!\\" time=\\"\\" level=debug msg=\\"Disconnected from Stripe\\""}';
    expect(parseCliLine(log(`debug msg="Incoming message" message="${body}"`))).toMatchObject({
      kind: 'debug',
      message: 'Incoming message',
      accountId: null,
    });
  });
});
