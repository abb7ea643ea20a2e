// stripe-node's errors as handlers really send them back, serialised by Express itself.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import Stripe from 'stripe';
import { expect, onTestFinished, test } from 'vitest';
import { explainAttempt } from '#engine/delivery/reason.ts';
import { signBody } from '#engine/signature/signature-check.ts';
import type { HeaderList } from '#shared/contract/events.ts';

const SECRET = 'whsec_current';
const BODY = Buffer.from('{\n  "id": "evt_1",\n  "object": "event"\n}');

type Answer = (response: express.Response, error: unknown) => void;

async function reasonOf(answer: Answer, payload: (body: Buffer) => string | Buffer, secret: string) {
  const app = express();
  app.post('/hook', express.raw({ type: '*/*' }), (request, response) => {
    try {
      const header = request.headers['stripe-signature'] ?? '';
      Stripe.webhooks.constructEvent(payload(request.body as Buffer), header, secret);
      response.sendStatus(200);
    } catch (error) {
      answer(response, error);
    }
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const now = Date.now();
  const headers: HeaderList = [['Stripe-Signature', signBody(BODY, SECRET, now)]];
  const response = await fetch(url, {
    method: 'POST',
    body: BODY,
    headers: { ...Object.fromEntries(headers), 'content-type': 'application/json' },
  });
  return explainAttempt({
    attempt: {
      status: response.status,
      errorClass: null,
      errorMessage: null,
      url,
      requestHeaders: headers,
      responseHeaders: [...response.headers],
      startedAt: now,
    },
    body: Buffer.from(await response.arrayBuffer()),
    requestBody: BODY,
    secrets: [{ label: 'cli', secret: SECRET }],
  });
}

const asIs = (body: Buffer): Buffer => body;
const ANSWERS: Record<string, Answer> = {
  'res.status(400).json(err)': (response, error) => void response.status(400).json(error),
  'res.status(400).json({ err })': (response, err) => void response.status(400).json({ err }),
  'res.status(500).json({ error })': (response, error) => void response.status(500).json({ error }),
  'res.status(500).json({ error: err.message })': (response, error) =>
    void response.status(500).json({ error: error instanceof Error ? error.message : '' }),
  'res.status(500).json({ error: "…", details: err.message })': (response, error) =>
    void response
      .status(500)
      .json({ error: 'Internal', details: error instanceof Error ? error.message : '' }),
  'res.status(500).send(String(err))': (response, error) => void response.status(500).send(String(error)),
  'throw err': (_response, error) => {
    throw error;
  },
};

test.each(Object.entries(ANSWERS))('%s with another secret', async (_name, answer) => {
  expect((await reasonOf(answer, asIs, 'whsec_of_another'))?.code).toBe('signature_other_secret');
});

test('a body that was parsed and written again is proved by the payload in the error', async () => {
  const answer: Answer = (response, error) => void response.status(400).json(error);
  const reason = await reasonOf(answer, (body) => JSON.stringify(JSON.parse(body.toString())), SECRET);
  expect(reason).toMatchObject({ code: 'signature_body_parsed', certain: true });
});

test.each(Object.entries(ANSWERS))('%s with no body at all', async (_name, answer) => {
  expect((await reasonOf(answer, () => '', SECRET))?.code).toBe('signature_no_payload');
});
