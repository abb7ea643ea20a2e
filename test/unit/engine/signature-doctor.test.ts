// The signature doctor against what stripe-node really says, and against the words of the other SDKs.
import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { diagnoseSignature, type SignaturePatient } from '#engine/signature/signature-doctor.ts';
import { signBody, type KnownSecret } from '#engine/signature/signature-check.ts';
import type { HeaderList } from '#shared/contract/events.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);
const CLI: KnownSecret = { label: 'cli', secret: 'whsec_current' };
const BILLING: KnownSecret = { label: 'endpoint:billing', secret: 'whsec_billing' };
/** Laid out as Stripe does, which no JSON.stringify restores by default. */
const BODY = Buffer.from('{\n  "id": "evt_1",\n  "object": "event",\n  "type": "invoice.paid"\n}');
const event: unknown = JSON.parse(BODY.toString());

const signed = (secret = CLI.secret, at = NOW, body = BODY): HeaderList => [
  ['Stripe-Signature', signBody(body, secret, at)],
];
const patient = (given: Partial<SignaturePatient>): SignaturePatient => ({
  requestHeaders: signed(),
  requestBody: BODY,
  sentAt: NOW,
  secrets: [CLI, BILLING],
  answer: '',
  ...given,
});
const headerOf = (headers: HeaderList): string => headers[0]?.[1] ?? '';

/** Lets stripe-node refuse, and gives its error. */
function refusal(payload: unknown, header: unknown, secret: unknown, receivedAt = NOW): Error {
  try {
    Stripe.webhooks.constructEvent(
      payload as string,
      header as string,
      secret as string,
      undefined,
      undefined,
      receivedAt,
    );
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('stripe-node did not refuse.');
}
const says = (payload: unknown, header: unknown, secret: unknown, receivedAt?: number): string =>
  `Webhook Error: ${refusal(payload, header, secret, receivedAt).message}`;

describe('stripe-node', () => {
  test('another secret: says whose signature it was, and which others are known', () => {
    const answer = says(BODY, headerOf(signed()), 'whsec_of_the_dashboard');
    expect(diagnoseSignature(patient({ answer }))).toMatchObject({
      code: 'signature_other_secret',
      facts: {
        signedWith: 'cli',
        sentValid: 'true',
        knownSecrets: 'endpoint:billing',
        endpointSecret: 'endpoint:billing',
        also: 'signature_body_parsed',
      },
    });
  });

  test('compact JSON survives parsing, so that is not suspected', () => {
    const requestBody = Buffer.from(JSON.stringify(event));
    const requestHeaders = signed(CLI.secret, NOW, requestBody);
    const answer = says(requestBody, headerOf(requestHeaders), 'whsec_other');
    const { code, facts } = diagnoseSignature(patient({ requestBody, requestHeaders, answer }));
    expect(code).toBe('signature_other_secret');
    expect(facts).not.toHaveProperty('also');
  });

  test('a parsed object', () => {
    const answer = says(event, headerOf(signed()), CLI.secret);
    expect(diagnoseSignature(patient({ answer })).code).toBe('signature_body_parsed');
  });
  test('no body: used up before, or read from a field that is not there; which of them is not claimed', () => {
    const { code } = diagnoseSignature(patient({ answer: says('', headerOf(signed()), CLI.secret) }));
    expect(code).toBe('signature_no_payload');
  });
  test('parsed and written again: the payload in the error that was sent back proves it', () => {
    const error = refusal(JSON.stringify(event), headerOf(signed()), CLI.secret);
    const diagnosis = diagnoseSignature(
      patient({ answer: error.message, answerBody: JSON.stringify({ error }) }),
    );
    expect(diagnosis).toMatchObject({ code: 'signature_body_parsed', certain: true });
  });
  test('other bytes than were sent', () => {
    const error = refusal(`${BODY.toString()} and more`, headerOf(signed()), CLI.secret);
    expect(
      diagnoseSignature(patient({ answer: error.message, answerBody: JSON.stringify(error) })),
    ).toMatchObject({ code: 'signature_bytes_changed', facts: { where: 'on_the_way' } });
  });

  test('a stale signature', () => {
    const requestHeaders = signed(CLI.secret, NOW - 3600_000);
    const answer = says(BODY, headerOf(requestHeaders), CLI.secret);
    expect(diagnoseSignature(patient({ requestHeaders, answer }))).toMatchObject({
      code: 'signature_stale',
      facts: { ageSeconds: '3600', toleranceSeconds: '300', signedWith: 'cli' },
    });
  });
  test('a fresh one that the backend finds stale: its clock is wrong', () => {
    const answer = says(BODY, headerOf(signed()), CLI.secret, NOW + 3600_000);
    expect(diagnoseSignature(patient({ answer }))).toMatchObject({
      code: 'signature_stale',
      facts: { clock: 'backend', ageSeconds: '0' },
    });
  });

  test.each([[undefined], [''], ['  ']])('no secret: %j', (secret) => {
    const answer = says(BODY, headerOf(signed()), secret);
    expect(diagnoseSignature(patient({ answer })).code).toBe('signature_secret_missing');
  });
  test('white space in the secret', () => {
    const answer = says(BODY, headerOf(signed()), `${CLI.secret}\n`);
    expect(diagnoseSignature(patient({ answer })).code).toBe('signature_secret_whitespace');
  });
  test('no header, though one was sent', () => {
    const answer = says(BODY, undefined, CLI.secret);
    expect(diagnoseSignature(patient({ answer }))).toMatchObject({
      code: 'signature_missing',
      facts: { sent: 'true' },
    });
  });
  test('no header, because none was sent', () => {
    const answer = says(BODY, undefined, CLI.secret);
    expect(diagnoseSignature(patient({ answer, requestHeaders: [] }))).toMatchObject({
      code: 'signature_missing',
      facts: { sent: 'false', sentValid: 'false' },
    });
  });
  test.each(['t=1', 'garbage', `t=${NOW / 1000}, v1=00`])('malformed: %s', (header) => {
    const answer = says(BODY, header, CLI.secret);
    expect(
      diagnoseSignature(patient({ answer, requestHeaders: [['stripe-signature', header]] })),
    ).toMatchObject({ code: 'signature_malformed', facts: { sent: 'malformed' } });
  });
  test('malformed only over there', () => {
    const answer = says(BODY, 'garbage', CLI.secret);
    expect(diagnoseSignature(patient({ answer }))).toMatchObject({
      code: 'signature_malformed',
      facts: { sent: 'well_formed' },
    });
  });
});

describe('what was sent', () => {
  test('a body changed before it was sent', () => {
    const requestBody = Buffer.from(JSON.stringify(event));
    const answer = says(requestBody, headerOf(signed()), CLI.secret);
    expect(diagnoseSignature(patient({ requestBody, answer }))).toMatchObject({
      code: 'signature_bytes_changed',
      facts: { where: 'before_sending' },
    });
  });
  test('signed with a secret of nobody known', () => {
    const answer = says(BODY, headerOf(signed('whsec_wrong')), CLI.secret);
    expect(diagnoseSignature(patient({ answer, requestHeaders: signed('whsec_wrong') }))).toMatchObject({
      code: 'signature_other_secret',
      facts: { signedWith: '', sentValid: 'false', knownSecrets: 'cli, endpoint:billing' },
    });
  });
  test('a backend that shows its secret: whose it is', () => {
    const answer = 'Invalid signature (secret whsec_billing)';
    expect(diagnoseSignature(patient({ answer }))).toMatchObject({
      code: 'signature_other_secret',
      certain: true,
      facts: { backendUses: 'endpoint:billing' },
    });
  });
  test('a secret unknown here is never repeated whole', () => {
    const secret = 'whsec_abcdefghijklmnopqrstuvwxyz';
    const { facts } = diagnoseSignature(patient({ answer: `Invalid signature for ${secret}` }));
    expect(facts['backendUses']).toBe('whsec_abcd…yz');
    expect(JSON.stringify(facts)).not.toContain(secret);
  });
});

describe('the other SDKs', () => {
  test.each([
    [
      'python, ruby, php, java',
      'No signatures found matching the expected signature for payload',
      'signature_other_secret',
    ],
    ['python', 'Timestamp outside the tolerance zone (1795422567)', 'signature_stale'],
    ['python', 'No signatures found with expected scheme v1', 'signature_malformed'],
    ['php, java', 'Unable to extract timestamp and signatures from header', 'signature_malformed'],
    ['go', 'webhook had no valid signature', 'signature_other_secret'],
    ['go', 'webhook has no Stripe-Signature header', 'signature_missing'],
    ['go', 'webhook has invalid Stripe-Signature header', 'signature_malformed'],
    ['go', "timestamp wasn't within tolerance", 'signature_stale'],
    [
      '.NET',
      "The expected signature was not found in the Stripe-Signature header. Make sure you're using the correct webhook secret (whsec_)",
      'signature_other_secret',
    ],
    [
      '.NET',
      'The webhook cannot be processed because the current timestamp is outside of the allowed tolerance.',
      'signature_stale',
    ],
    ['.NET', 'The signature header format is unexpected.', 'signature_malformed'],
    [
      'older node',
      'The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey. Received undefined',
      'signature_secret_missing',
    ],
    ['own words', 'invalid signature', 'signature_other_secret'],
    ['own words', 'Missing stripe signature', 'signature_missing'],
  ])('%s: %s', (_sdk, answer, code) => {
    expect(diagnoseSignature(patient({ answer })).code).toBe(code);
  });
});
