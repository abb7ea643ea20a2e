// What can be saved can be sent: whatever headers and addresses are accepted arrive at a real backend as they were given, and
// whatever is refused is refused with a sentence.
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSender } from '#engine/delivery/sender.ts';
import { EndpointChangeSchema } from '#shared/contract/endpoints.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import { parseForwardTarget } from '#shared/domain/forward-target.ts';
import { startBackend, type Backend, type SeenRequest } from '../support/backend.ts';
import { startTestServer } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';

const SENTENCE = /^\S.+\.$/s;

async function startSending(): Promise<{
  backend: Backend;
  send(url: string, headers: HeaderList): Promise<SeenRequest>;
}> {
  const backend = await startBackend(0, '127.0.0.1');
  const sender = createSender();
  onTestFinished(async () => {
    sender.dispose();
    await backend.close();
  });
  return {
    backend,
    async send(url, headers) {
      backend.seen.length = 0;
      const { signal } = new AbortController();
      const body = Buffer.from('{}');
      const result = await sender.send({
        url,
        headers,
        body,
        timeoutMs: 5_000,
        allowSelfSigned: false,
        signal,
      });
      expect(result).toMatchObject({ status: 200, errorClass: null });
      const [seen] = backend.seen;
      if (seen === undefined || backend.seen.length > 1) throw new Error('Not one request arrived.');
      return seen;
    },
  };
}

const headerName = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,20}$/) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('Authorization', 'X-Tenant', 'User-Agent', 'Stripe-Signature', 'Host'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      'X Y',
      'X:',
      '張',
      'Content-Length',
      'transfer-encoding',
      'CONNECTION',
    ),
  },
);
const value = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[\t -~\u0080-\u00ff]{0,40}$/) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 10 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 10 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('張三', 'a\r\nX-B: c', '\u0000', '\u007f', '\u00a0', ' padded ', '☃'),
  },
);

test('headers', async () => {
  const { backend, send } = await startSending();
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(headerName, value), { minLength: 1, maxLength: 3 }),
      async (headers) => {
        const parsed = EndpointChangeSchema.safeParse({ id: 'x', headers });
        if (!parsed.success) {
          for (const { message } of parsed.error.issues) expect(message).toMatch(SENTENCE);
          return;
        }
        accepted += 1;
        const saved = parsed.data.headers ?? [];
        // Nothing but spaces and tabs around values is changed by saving.
        expect(saved.map(([, text]) => text)).toEqual(
          headers.map(([, text]) => text.replaceAll(/^[ \t]+|[ \t]+$/g, '')),
        );
        const seen = await send(backend.url, saved);
        const isOwn = ([field]: [string, string]): boolean =>
          ['Content-Length', 'Connection'].includes(field) ||
          (field === 'Host' && !saved.some(([given]) => given.toLowerCase() === 'host'));
        expect(seen.headers.filter((header) => !isOwn(header))).toEqual(saved);
      },
    ),
    { numRuns: 400 },
  );
  expect(accepted).toBeGreaterThan(50);
});

describe('addresses', () => {
  /** What a password as typed means: escapes stand for bytes, everything else for itself. */
  const bytesOf = (typed: string): string =>
    Buffer.from(typed, 'utf8')
      .toString('latin1')
      .replaceAll(/%([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

  const credential = fc.oneof(
    fc.stringMatching(/^[!$%&'()*+,;=~.0-9A-Za-z_"<>^`{|}-]{0,12}$/),
    fc.constantFrom('50%', '%', '%%', '100%25', '%zz', '%c3%bc', '%ff', 'p%40ss', '張三', 'ü'),
  );
  const path = fc.oneof(
    fc.stringMatching(/^(\/[!-"$->@-~]{0,12}){0,3}(\?[!-"$-~]{0,20})?$/),
    fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => `/${text}`),
    fc.constantFrom('/%', '/%zz', '/a b', '/張三', '/?q=ü', '//x', '/../y', '/x|y^z', "/'", '/\\'),
  );

  test('users, passwords, paths and queries', async () => {
    const { backend, send } = await startSending();
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(credential, credential, path, async (user, password, rest) => {
        const typed = `http://${user}:${password}@127.0.0.1:${backend.port}${rest}`;
        const target = parseForwardTarget(typed);
        if (!target.ok) {
          expect(target.reason).toMatch(SENTENCE);
          return;
        }
        accepted += 1;
        const { pathname, search } = new URL(target.url);
        const seen = await send(target.url, []);
        expect(seen.path).toBe(`${pathname}${search}`);
        const sent = seen.header('authorization');
        if (user === '' && password === '') expect(sent).toBeUndefined();
        else
          expect(Buffer.from(sent?.replace('Basic ', '') ?? '', 'base64').toString('latin1')).toBe(
            `${bytesOf(user)}:${bytesOf(password)}`,
          );
      }),
      { numRuns: 400 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  test('anything at all: sent somewhere, or refused with a sentence; never thrown', async () => {
    const sender = createSender();
    onTestFinished(() => sender.dispose());
    const host = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        'a_b',
        'a..b',
        '-',
        'x'.repeat(300),
        '1.2.3',
        '0x7f.1',
        '[::1',
        '[::1%25eth0]',
        'xn--',
        '%',
        '*',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        host,
        fc.constantFrom('', ':1', ':0', ':65535', ':99999', ':x'),
        async (name, port) => {
          const target = parseForwardTarget(`http://${name}${port}/`);
          if (!target.ok) {
            expect(target.reason).toMatch(SENTENCE);
            return;
          }
          // Most of them are nobody's; looking each up takes the network's time.
          const signal = AbortSignal.timeout(50);
          const request = { url: target.url, headers: [], body: Buffer.from('{}'), allowSelfSigned: false };
          const result = await sender.send({ ...request, timeoutMs: 40, signal }).catch((error: unknown) => {
            expect(signal.aborted).toBe(true);
            expect(error).toBe(signal.reason);
            return null;
          });
          if (result !== null && result.errorClass !== null) expect(result.errorMessage).toMatch(/\S/);
          expect(result?.errorClass).not.toBe('invalid_request');
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('a password with a bare % is sent as it was typed', async () => {
  const line = await startTestEngine();
  const { endpoints } = line.engine;
  const [endpoint] = endpoints.list();
  const url = `http://user:100%@127.0.0.1:${line.backend.port}/hook`;
  await endpoints.update({ id: endpoint?.id ?? '', url });
  expect((await line.post(eventFixture({ type: 'invoice.paid' }))).status).toBe(200);
  expect(line.backend.seen[0]?.header('authorization')).toBe(`Basic ${btoa('user:100%')}`);
});

test('what cannot be sent is refused when it is saved, with 422 and a sentence; what was saved before is still shown', async () => {
  const { engine } = await startTestEngine();
  const id = engine.endpoints.list()[0]?.id ?? '';
  const server = await startTestServer(engine);
  const ask = async (method: string, body?: object): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${server.url}/api/v1/endpoints`, {
      method,
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  };
  const headers = [['X-Tenant', '張三']];
  const sentence = 'The value of X-Tenant has characters that HTTP headers cannot carry';
  for (const refused of [
    await ask('PUT', { id, headers }),
    await ask('POST', { url: 'http://127.0.0.1:8000/hook', headers }),
  ]) {
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(sentence);
  }
  const long = await ask('PUT', { id, url: `http://127.0.0.1/${'張'.repeat(500)}` });
  expect(long).toMatchObject({ status: 422 });
  await engine.endpoints.update({ id, headers: [['X-Tenant', '張三']] });
  const listed = await ask('GET');
  expect(listed.status).toBe(200);
  expect(listed.text).toContain('張三');
});

test('a header that an earlier version saved is an attempt with a sentence, and not an event that never goes out', async () => {
  const line = await startTestEngine();
  const { endpoints, store } = line.engine;
  const id = endpoints.list()[0]?.id ?? '';
  // Past the contract, as it was before it knew better.
  await endpoints.update({ id, headers: [['X-Tenant', '張三']] });
  expect((await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }))).status).toBe(502);
  const event = store.reads.findEventById('evt_1');
  expect(event?.deliveryState).toBe('failed');
  expect(store.deliveries.listAttempts(event?.seq ?? 0)).toMatchObject([
    {
      status: null,
      errorClass: 'invalid_request',
      errorMessage: expect.stringContaining('X-Tenant') as string,
    },
  ]);
  await endpoints.update({ id, headers: [] });
  await line.engine.replay.resend({ id: 'evt_1' });
  expect(store.reads.findEventById('evt_1')?.deliveryState).toBe('delivered');
});
