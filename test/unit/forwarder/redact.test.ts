// No secret may survive, and what is no secret should stay readable.
import { expect, test } from 'vitest';
import { redact } from '#engine/forwarder/redact.ts';

test.each([
  [
    'Your webhook signing secret is whsec_5f0c1d2e3a (^C to quit)',
    'Your webhook signing secret is whsec_… (^C to quit)',
  ],
  ['Invalid API Key provided: sk_test_51Hx0000', 'Invalid API Key provided: sk_test_…'],
  ['Invalid API Key provided: sk_live_****************cdef', 'Invalid API Key provided: sk_live_…'],
  ['rk_test_abc rk_live_abc pk_test_abc rkcs_test_abc', 'rk_test_… rk_live_… pk_test_… rkcs_test_…'],
  ['sk_org_live_abcdef and sk_org_test_abcdef', 'sk_org_live_… and sk_org_test_…'],
  ['token oak_test_1234 refreshed', 'token oak_… refreshed'],
  ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer …'],
  [
    'websocket_id="cliws_abc" websocket_url="wss://x/subscribe/acct_1"',
    'websocket_id=… websocket_url="wss://x/subscribe/acct_1"',
  ],
  ['{"device_token":"abcdef","x":1}', '{"device_token":…,"x":1}'],
  [
    'visit https://dashboard.stripe.com/stripecli/confirm_auth?t=abc now',
    'visit https://dashboard.stripe.com/stripecli/confirm_auth?… now',
  ],
])('%s', (text, clean) => {
  expect(redact(text)).toBe(clean);
});

test('event and account ids, versions and addresses stay', () => {
  const text =
    '2026-11-23 08:29:27  <--  [200] POST http://127.0.0.1:4647/stripe-listen [evt_1A] acct_1 task_test_1';
  expect(redact(text)).toBe(text);
});

test('a key of an unknown shape goes too when it is known', () => {
  expect(redact('bad key: very+odd+key!', ['very+odd+key', null, ''])).toBe('bad key: …!');
});
