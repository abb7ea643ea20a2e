// The signature check against Stripe's own SDK, and the reason it gives when nothing fits.
import fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import {
  checkSignature,
  computeSignature,
  signBody,
  type KnownSecret,
} from '#engine/signature/signature-check.ts';
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
          const payload = new TextDecoder().decode(bytes);
          expect(
            Stripe.webhooks.signature?.verifyHeader(
              bytes,
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
  test('two equal headers are taken joined, as node:http gives them', () => {
    const [one] = stripeHeader(body.toString(), CLI.secret);
    const pair: HeaderList = one === undefined ? [] : [one, one];
    expect(check(pair)).toMatchObject({ state: 'valid', secretLabel: 'cli' });
  });
  test('a byte order mark before the body is passed over', () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]);
    expect(check(stripeHeader(body.toString(), CLI.secret), marked).state).toBe('valid');
  });
  test.each<[string, Buffer]>([
    ['with a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])],
    ['that is no UTF-8', Buffer.from('{"id": "evt_\xff"}', 'latin1')],
  ])('what is signed here fits by text and by bytes, for a body %s', (_name, bytes) => {
    const header = signBody(bytes, CLI.secret, NOW);
    expect(Stripe.webhooks.signature?.verifyHeader(bytes, header, CLI.secret, 300, undefined, NOW)).toBe(
      true,
    );
    // As stripe-go and stripe-python do it.
    expect(header).toContain(computeSignature(bytes, CLI.secret, NOW / 1000));
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
    [
      'a timestamp of 20 digits',
      [['Stripe-Signature', `t=${'9'.repeat(20)},v1=${'a'.repeat(64)}`]],
      'malformed',
    ],
    [
      'a timestamp beyond every calendar',
      [['Stripe-Signature', `t=9000000000000,v1=${'a'.repeat(64)}`]],
      'malformed',
    ],
    ['64 letters beyond ASCII', [['Stripe-Signature', `t=1,v1=${'é'.repeat(64)}`]], 'malformed'],
    ['a signature that is no hex', [['Stripe-Signature', `t=1,v1=${'z'.repeat(64)}`]], 'wrong_secret'],
    ['another secret', stripeHeader(body.toString(), 'whsec_other'), 'wrong_secret'],
  ])('%s → %s', (_name, headers, problem) => {
    expect(check(headers)).toMatchObject({ state: 'invalid', problem });
  });
  test('no secret known at all is not called a wrong one', () => {
    expect(check(stripeHeader(body.toString(), CLI.secret), body, []).problem).toBe('no_secret_known');
    // Hookline's own is known from the first start, and Stripe never signs with it.
    const own = [{ label: 'hookline', secret: 'whsec_own' }];
    expect(check(stripeHeader(body.toString(), CLI.secret), body, own).problem).toBe('no_secret_known');
    expect(
      check(stripeHeader(body.toString(), CLI.secret), body, [...own, { label: 'cli', secret: 'whsec_x' }])
        .problem,
    ).toBe('wrong_secret');
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

describe('differs from stripe-node in no verdict', () => {
  /** As stripe-node on node:http is handed it: repeated headers joined. */
  function stripeNodeAccepts(bytes: Buffer, headers: HeaderList, secret: string): boolean {
    const values = headers
      .filter(([name]) => name.toLowerCase() === 'stripe-signature')
      .map(([, value]) => value);
    try {
      const header = values.length === 0 ? undefined : values.join(', ');
      Stripe.webhooks.signature?.verifyHeader(bytes, header as string, secret, 300, undefined, NOW);
      return true;
    } catch {
      return false;
    }
  }

  const BODIES: Record<string, Buffer> = {
    plain: body,
    empty: Buffer.alloc(0),
    'byte order mark': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
    'two byte order marks': Buffer.concat([Buffer.from('\uFEFF\uFEFF'), body]),
    'no UTF-8': Buffer.from([0x7b, 0xff, 0xfe, 0xc3, 0x7d]),
    'cut in a letter': body.subarray(0, body.indexOf('測') + 1),
  };
  const seconds = NOW / 1000;
  const stamps = fc.oneof(
    fc.constantFrom(
      '',
      '0',
      '-1',
      '-5',
      'abc',
      '12abc',
      ' 7',
      '1e3',
      `${seconds}`,
      `+${seconds}`,
      `${seconds}.9`,
      `0${seconds}`,
      `${seconds - 300}`,
      `${seconds - 301}`,
      `${seconds + 9999}`,
      `${seconds}=1`,
    ),
    fc.integer({ min: seconds - 400, max: seconds + 400 }).map(String),
  );
  /** One item of a header, given what v1 would be right. */
  const items = fc.oneof(
    stamps.map((stamp) => () => `t=${stamp}`),
    fc.constant((_right: string, signedAt: number) => `t=${signedAt}`),
    fc.constantFrom(
      (right: string) => `v1=${right}`,
      (right: string) => `v1=${right}`,
      (right: string) => ` v1=${right}`,
      (right: string) => `v1=${right} `,
      (right: string) => `v1=${right}=more`,
      (right: string) => `v1=${right.toUpperCase()}`,
      (right: string) => `V1=${right}`,
      (right: string) => `v0=${right}`,
      (right: string) => `v1=${right.slice(1)}`,
      () => `v1=${'0'.repeat(64)}`,
      () => `v1=${'é'.repeat(64)}`,
      () => `v1=${'é'.repeat(32)}`,
      () => 'v1=',
      () => 'v1',
      () => 't',
      () => '',
      () => '=',
      () => 'scheme=1',
    ),
  );
  const line = fc
    .tuple(fc.array(items, { maxLength: 4 }), fc.integer({ min: 0, max: 2 }))
    .map(([more, from]) => [
      ...[(_: string, at: number) => `t=${at}`, (right: string) => `v1=${right}`].slice(from),
      ...more,
    ]);
  const headers = fc.array(line, { minLength: 0, maxLength: 3 });

  test('whatever the headers and the body', () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        headers,
        fc.constantFrom(...Object.keys(BODIES)),
        fc.constantFrom(seconds, seconds, seconds - 300, seconds - 301, seconds + 9999, 12),
        fc.boolean(),
        (lines, name, signedAt, overText) => {
          const bytes = BODIES[name] ?? body;
          const signed = overText ? Buffer.from(new TextDecoder().decode(bytes)) : bytes;
          const right = computeSignature(signed, CLI.secret, signedAt);
          const list: HeaderList = lines.map((parts) => [
            'Stripe-Signature',
            parts.map((part) => part(right, signedAt)).join(','),
          ]);
          const theirs = stripeNodeAccepts(bytes, list, CLI.secret);
          if (theirs) accepted += 1;
          expect(check(list, bytes, [CLI]).state === 'valid').toBe(theirs);
        },
      ),
      { numRuns: 5000 },
    );
    // Else this would compare refusals only.
    expect(accepted).toBeGreaterThan(100);
  });
});
