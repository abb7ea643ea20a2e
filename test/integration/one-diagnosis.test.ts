// One failure, one diagnosis: inspector, pipeline, notification and terminal say the same of the same delivery, in both languages.
import { once } from 'node:events';
import { createSecureServer, createServer as createHttp2Server } from 'node:http2';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import i18next from 'i18next';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createRouter } from '#engine/api/router.ts';
import { createFailureExplainer } from '#hosts/electron/failure-explainer.ts';
import type { ReasonCode } from '#shared/domain/failure-reason.ts';
import { withoutMarks } from '#shared/domain/failure-texts/describe-failure.ts';
import { reasonsOf } from '../../src/cli/client/failure-reasons.ts';
import { describeAttempt } from '../../src/renderer/features/inspector/reason-words.ts';
import { describeHealth } from '../../src/renderer/features/pipeline/describe-health.ts';
import { en } from '../../src/renderer/i18n/en.ts';
import { zhTW } from '../../src/renderer/i18n/zh-tw.ts';
import { startBackend } from '../support/backend.ts';
import { startTestEngine } from '../support/engine.ts';
import { SELF_SIGNED } from '../support/self-signed.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../support/wait-until.ts';

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { translation: en }, 'zh-TW': { translation: zhTW } },
    interpolation: { escapeValue: false },
  });
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const answering = async (
  status: number,
  body = '',
  headers: Record<string, string> = {},
): Promise<string> => {
  const backend = await startBackend();
  onTestFinished(() => backend.close());
  backend.answer(status, body, headers);
  return backend.url;
};

/** Each a real backend that fails in its way. */
const FAILURES: [name: string, code: ReasonCode, start: () => Promise<string>][] = [
  [
    'nothing listens',
    'nothing_listens',
    async () => {
      const backend = await startBackend();
      await backend.close();
      return backend.url;
    },
  ],
  [
    'it hangs up',
    'connection_reset',
    async () =>
      `http://127.0.0.1:${await listening(createTcpServer((socket) => socket.once('data', () => socket.destroy())))}/`,
  ],
  ['no such name', 'dns', () => Promise.resolve('http://backend.invalid:3000/hook')],
  [
    'a self-signed certificate',
    'tls_self_signed',
    async () => `https://127.0.0.1:${await listening(createTlsServer(SELF_SIGNED))}/hook`,
  ],
  ['https to a plain port', 'tls_not_tls', async () => (await answering(200)).replace('http:', 'https:')],
  [
    'HTTP/2 only, without TLS',
    'http2_only',
    async () => `http://127.0.0.1:${await listening(createHttp2Server())}/`,
  ],
  ['a redirect', 'redirect', () => answering(308, '', { location: '/hook/' })],
  ['a rule', 'forbidden', () => answering(403, 'Forbidden')],
  ['a login', 'auth_required', () => answering(401, 'Unauthorized')],
  ['no route', 'wrong_path', () => answering(404, '404 page not found')],
  [
    'another secret',
    'signature_other_secret',
    () => answering(400, 'No signatures found matching the expected signature for payload.'),
  ],
  [
    'an exception',
    'exception',
    () =>
      answering(500, 'TypeError: plan is undefined\n    at hook (/app/src/hook.ts:7:1)\n', {
        'content-type': 'text/plain',
      }),
  ],
  ['a proxy', 'bad_gateway', () => answering(502, 'Bad Gateway', { server: 'nginx/1.29.0' })],
];

test.each(FAILURES)('%s: %s', async (_name, code, start) => {
  const url = await start();
  const { engine, post } = await startTestEngine({ forwardTo: url });
  const [endpoint] = engine.endpoints.list();
  if (endpoint === undefined) throw new Error('There is no endpoint.');
  await engine.endpoints.update({ id: endpoint.id, hold: { ...endpoint.hold, enabled: false } });
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await waitUntil('the failure', () => engine.store.reads.findEventById('evt_1')?.deliveryState === 'failed');
  await waitUntil('the status to know why', () => engine.status().health[0]?.lastReason != null);

  const api = createRouterClient(createRouter(engine), { context: {} });
  const [attempt] = await api.events.attempts({ id: 'evt_1' });
  const event = engine.store.reads.findEventById('evt_1');
  const [health] = (await api.status.get()).health;
  if (attempt === undefined || event === null || health === undefined)
    throw new Error('Something is missing.');

  expect(attempt.reason?.code).toBe(code);
  expect(health.lastReason).toEqual(attempt.reason);
  for (const language of ['en', 'zh-TW'] as const) {
    const inspector = describeAttempt(i18next.getFixedT(language), language, attempt);
    const pipeline = describeHealth(language, endpoint, health);
    expect(pipeline).toMatchObject({ title: inspector?.title, cause: inspector?.cause, fix: inspector?.fix });
    const explain = createFailureExplainer({
      engine,
      language: () => language,
      onError: (error) => expect.fail(String(error)),
    });
    expect(await explain({ event, endpoint })).toBe(withoutMarks(inspector?.title ?? ''));
  }
  const terminal = await reasonsOf(api, [event]);
  const inEnglish = describeAttempt(i18next.getFixedT('en'), 'en', attempt);
  expect(terminal.get(event.seq)).toBe(withoutMarks(inEnglish?.title ?? ''));
});

describe('a backend that only speaks HTTP/2', () => {
  test('behind TLS it is said, and no login is spoken of', async () => {
    const server = createSecureServer({ ...SELF_SIGNED, allowHTTP1: false });
    const { engine, post } = await startTestEngine({
      forwardTo: `https://127.0.0.1:${await listening(server)}/`,
    });
    const [endpoint] = engine.endpoints.list();
    await engine.endpoints.update({
      id: endpoint?.id ?? '',
      allowSelfSigned: true,
      ...(endpoint === undefined ? {} : { hold: { ...endpoint.hold, enabled: false } }),
    });
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    const api = createRouterClient(createRouter(engine), { context: {} });
    expect((await api.events.attempts({ id: 'evt_1' }))[0]?.reason?.code).toBe('http2_only');
  });
});

test('the dependencies of the endpoint’s project decide whose fix comes first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hookline-project-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'package.json'), '{"dependencies":{"koa":"^3.0.0","stripe":"^22.0.0"}}');
  const url = await answering(400, 'Webhook Error: No webhook payload was provided.');
  const { engine, post } = await startTestEngine({ forwardTo: url });
  const [endpoint] = engine.endpoints.list();
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await waitUntil('the failure', () => engine.store.reads.findEventById('evt_1')?.deliveryState === 'failed');
  const api = createRouterClient(createRouter(engine), { context: {} });
  const fix = async (): Promise<string> => {
    const [attempt] = await api.events.attempts({ id: 'evt_1' });
    return attempt === undefined ? '' : (describeAttempt(i18next.getFixedT('en'), 'en', attempt)?.fix ?? '');
  };
  expect(await fix()).not.toContain('Koa');
  await engine.endpoints.update({ id: endpoint?.id ?? '', backend: { kind: 'lock', folder, file: null } });
  await engine.versions.settle();
  expect(await fix()).toMatch(/^In Koa: `/);
});

test('many attempts are explained one at a time, and whatever else is due comes in between', async () => {
  const { engine, backend, post } = await startTestEngine();
  backend.answer(500, `<!DOCTYPE html><html><h1>${'x '.repeat(30_000)}</h1></html>`, {
    'content-type': 'text/html',
  });
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  const [attempt] = engine.store.deliveries.listAttempts(1);
  if (attempt === undefined) throw new Error('There is no attempt.');
  let turns = 0;
  let done = false;
  const count = (): void => {
    turns += 1;
    if (!done) setImmediate(count);
  };
  setImmediate(count);
  await Promise.all(Array.from({ length: 50 }, () => engine.explainer.explain(1, attempt)));
  done = true;
  expect(turns).toBeGreaterThanOrEqual(50);
});

test('failed events are grouped by cause and endpoint, the most frequent first', async () => {
  const { engine, backend, post } = await startTestEngine();
  const other = await answering(500, 'Internal Server Error');
  const api = createRouterClient(createRouter(engine), { context: {} });
  backend.answer(400, 'Webhook Error: No webhook payload was provided.');
  for (const id of ['evt_1', 'evt_2', 'evt_3']) await post(eventFixture({ type: 'invoice.paid', id }));
  backend.answer(401, 'Unauthorized');
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_4' }));
  backend.answer(200);
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_5' }));
  await waitUntil('the deliveries', () => {
    const { failed, delivered } = engine.store.reads.countEvents();
    return failed === 4 && delivered === 1;
  });
  const { causes, looked } = await api.events.failureCauses({});
  expect(looked).toBe(4);
  expect(causes).toMatchObject([
    {
      reason: { code: 'signature_no_payload' },
      newest: { status: 400 },
      eventIds: ['evt_3', 'evt_2', 'evt_1'],
    },
    { newest: { status: 401 }, eventIds: ['evt_4'] },
  ]);

  // At another endpoint it is another cause, and what was delivered meanwhile is none.
  const [first] = engine.endpoints.list();
  await api.events.resendMany({ ids: ['evt_1', 'evt_2', 'evt_3'], endpointId: first?.id ?? '' });
  await waitUntil('what was resent', () => engine.store.reads.countEvents().failed === 1);
  const added = await api.endpoints.create({ name: 'Other', url: other });
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_6' }));
  await waitUntil('the new failure', () => engine.store.reads.countEvents().failed === 2);
  const again = await api.events.failureCauses({});
  const found = again.causes.map(({ endpointId, eventIds }) => `${endpointId} ${eventIds.join(' ')}`);
  expect(found.toSorted()).toEqual([`${first?.id} evt_4`, `${added.id} evt_6`].toSorted());
});
