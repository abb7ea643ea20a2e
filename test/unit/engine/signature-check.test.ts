// The signature check against Stripe's own SDK, and the reason it gives when nothing fits.
import fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { checkSignature, signBody, type KnownSecret } from '#engine/signature/signature-check.ts';
import type { HeaderList } from '#shared/contract/events.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);
const CLI: KnownSecret = { label: 'cli', secret: 'whsec_current' };
const PREVIOUS: KnownSecret = { label: 'cli-previous', secret: 'whsec_before' };
const body = Buffer.from('{\n  "id": "evt_1",\n  "object": "event",\n  "name": "Zoë 測試"\n}');

const stripeHeader = (payload: string, secret: string, ageSeconds = 0): HeaderList => [
  [
    'Stripe-Signature',
    Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: NOW / 1000 - ageSeconds }),
  ],
];
const check = (headers: HeaderList, bytes: Buffer = body, secrets = [CLI, PREVIOUS]) =>
  checkSignature({ body: bytes, headers, secrets, receivedAt: NOW });

describe('agrees with stripe-node', () => {
  test('whatever the bytes, a header made here is accepted there and one made there is accepted here', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.stringMatching(/^whsec_[A-Za-z0-9]{8,32}$/),
        (text, secret) => {
          const bytes = Buffer.from(text);
          const payload = bytes.toString('utf8');
          fc.pre(Buffer.from(payload).equals(bytes));
          expect(
            Stripe.webhooks.signature?.verifyHeader(
              payload,
              signBody(bytes, secret, NOW),
              secret,
              300,
              undefined,
              NOW,
            ),
          ).toBe(true);
          const verdict = check(stripeHeader(payload, secret), bytes, [{ label: 'cli', secret }]);
          expect(verdict).toMatchObject({ state: 'valid', secretLabel: 'cli', problem: null });
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([0, 299, 300])('age %i s passes', (age) => {
    expect(check(stripeHeader(body.toString(), CLI.secret, age)).state).toBe('valid');
  });
  test.each([301, 86_400])('age %i s is stale, and the secret is named all the same', (age) => {
    expect(check(stripeHeader(body.toString(), CLI.secret, age))).toMatchObject({
      state: 'invalid',
      problem: 'stale',
      secretLabel: 'cli',
      ageSeconds: age,
    });
  });
  test('a stamp from the future passes, as it does in stripe-node', () => {
    expect(check(stripeHeader(body.toString(), CLI.secret, -3600)).state).toBe('valid');
  });
});

describe('says why', () => {
  test('the secret before the current one still counts, and is named', () => {
    expect(check(stripeHeader(body.toString(), PREVIOUS.secret))).toMatchObject({
      state: 'valid',
      secretLabel: 'cli-previous',
    });
  });
  test('several v1 values: one match is enough', () => {
    const [one] = stripeHeader(body.toString(), CLI.secret);
    const header = (one?.[1] ?? '').replace('v1=', `v1=${'0'.repeat(64)},v1=`);
    expect(check([['stripe-signature', header]]).state).toBe('valid');
  });
  test.each<[string, HeaderList, string]>([
    ['no header', [['Content-Type', 'application/json']], 'no_header'],
    ['nonsense', [['Stripe-Signature', 'hello']], 'malformed'],
    ['no timestamp', [['Stripe-Signature', 'v1=abc']], 'malformed'],
    ['only the fake scheme', [['Stripe-Signature', 't=1,v0=abc']], 'malformed'],
    ['a space after the comma', [['Stripe-Signature', `t=1, v1=${'a'.repeat(64)}`]], 'malformed'],
    ['two headers', [...stripeHeader('x', 'whsec_a'), ...stripeHeader('x', 'whsec_a')], 'malformed'],
    ['another secret', stripeHeader(body.toString(), 'whsec_other'), 'wrong_secret'],
  ])('%s → %s', (_name, headers, problem) => {
    expect(check(headers)).toMatchObject({ state: 'invalid', problem });
  });
  test('no secret known at all is not called a wrong one', () => {
    expect(check(stripeHeader(body.toString(), CLI.secret), body, []).problem).toBe('no_secret_known');
  });
  test.each<[string, Buffer]>([
    ['re-serialized without white space', Buffer.from(JSON.stringify(JSON.parse(body.toString())))],
    ['with a newline added', Buffer.concat([body, Buffer.from('\n')])],
    ['with Windows line endings', Buffer.from(body.toString().replaceAll('\n', '\r\n'))],
  ])('a body %s on the way → body_changed', (_name, bytes) => {
    expect(check(stripeHeader(body.toString(), CLI.secret), bytes)).toMatchObject({
      problem: 'body_changed',
    });
  });
});
