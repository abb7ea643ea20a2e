// The reason of an attempt: the general rules and the signature doctor together, on a whole attempt.
import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { explainAttempt, type ExplainInput } from '#engine/delivery/reason.ts';
import { signBody } from '#engine/signature/signature-check.ts';
import { ReasonSchema } from '#shared/contract/attempts.ts';
import { FRAMEWORK_ANSWERS } from '../../support/framework-answers.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);
const requestBody = Buffer.from('{\n  "id": "evt_1"\n}');
const secrets = [{ label: 'cli', secret: 'whsec_current' }];
const header = signBody(requestBody, 'whsec_current', NOW);

type Given = Partial<ExplainInput['attempt']> & { answer?: string };
const explain = ({ answer = '', ...attempt }: Given, more: Partial<ExplainInput> = {}) =>
  explainAttempt({
    attempt: {
      status: null,
      errorClass: null,
      errorMessage: null,
      url: 'http://localhost:3000/api/webhook',
      requestHeaders: [['Stripe-Signature', header]],
      responseHeaders: [],
      startedAt: NOW,
      ...attempt,
    },
    body: Buffer.from(answer),
    requestBody,
    secrets,
    ...more,
  });

test('delivered: no reason', () => {
  expect(explain({ status: 200, answer: 'ok' })).toBeNull();
});

test('nothing listens', () => {
  expect(explain({ errorClass: 'refused' })).toEqual({
    code: 'nothing_listens',
    certain: true,
    facts: { host: 'localhost', port: '3000' },
  });
});

test('the timeout of the endpoint', () => {
  expect(explain({ errorClass: 'timeout' }, { timeoutMs: 10_000 })?.facts).toEqual({ seconds: '10' });
});

/** As Stripe's quick start answers, and as Express does when nobody catches. */
test.each([400, 500])('a refused signature goes to the doctor, status %i', (status) => {
  let answer = '';
  try {
    Stripe.webhooks.constructEvent(requestBody, header, 'whsec_current\n', undefined, undefined, NOW);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    answer =
      status === 400
        ? `Webhook Error: ${error.message}`
        : `<!DOCTYPE html><html><body><pre>${(error.stack ?? '').replaceAll('\n', '<br>')}</pre></body></html>`;
  }
  expect(explain({ status, answer })?.code).toBe('signature_secret_whitespace');
});

test('a style sheet before the error does not hide it', () => {
  const page = FRAMEWORK_ANSWERS.find(({ name }) => name.startsWith('Laravel 11'));
  const answer = (page?.body ?? '').replace('<style>', `<style>${'.a{color:red}'.repeat(20_000)}`);
  expect(explain({ status: 500, answer })).toMatchObject({
    code: 'exception',
    facts: { message: 'RuntimeException: no such customer: cus_1' },
  });
});

test('bytes that are no text', () => {
  const body = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 37) % 256));
  expect(explain({ status: 500 }, { body })?.code).toMatch(/server_error|exception/);
});

test.each(FRAMEWORK_ANSWERS)('fits the contract: $name', ({ status, headers, body, code }) => {
  const reason = explain({ status, responseHeaders: headers, answer: body });
  expect(ReasonSchema.parse(reason)).toEqual(reason);
  if (code === 'signature_rejected') expect(reason?.code).toBe('signature_other_secret');
});
