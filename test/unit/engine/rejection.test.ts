// What the sender of a rejected request is told, for the problems whose remedy differs.
import { expect, test } from 'vitest';
import { describeRejection } from '#engine/receiver/rejection.ts';
import { checkSignature, signBody } from '#engine/signature/signature-check.ts';
import type { HeaderList } from '#shared/contract/events.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);
const body = Buffer.from('{\n  "id": "evt_1"\n}');
const secrets = [{ label: 'cli', secret: 'whsec_current' }];
const rejection = (headers: HeaderList, bytes = body): string =>
  describeRejection(
    'signature_invalid',
    checkSignature({ body: bytes, headers, secrets, receivedAt: NOW }),
    headers,
  );
const signed = (secret: string, at = NOW): HeaderList => [['Stripe-Signature', signBody(body, secret, at)]];

test('a stale signature is said to fit, with the secret and its age', () => {
  expect(rejection(signed('whsec_current', NOW - 12 * 60_000))).toMatch(
    /fits the secret “cli” but is 12 minutes old; 5 are allowed/,
  );
});
test('another secret', () => {
  expect(rejection(signed('whsec_other'))).toMatch(/fits none of the secrets/);
});
test('a body that was rewritten', () => {
  expect(rejection(signed('whsec_current'), Buffer.from('{"id":"evt_1"}'))).toMatch(/changed the bytes/);
});
test('the encoding of a compressed body is named', () => {
  const headers: HeaderList = [['content-encoding', 'gzip']];
  const check = checkSignature({ body, headers, secrets, receivedAt: NOW });
  expect(describeRejection('compressed', check, headers)).toContain('Content-Encoding: gzip');
});
