// Insight into a real line: backends that answer, refuse, are slow or away, and what of it is ready for production.
import { expect, onTestFinished, test } from 'vitest';
import { startBackend } from '../support/backend.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const SLOW_MS = 150;

test('endpoints that answer, fail and dawdle are told apart; a resend mends a type', async () => {
  const { engine, backend, post } = await startTestEngine();
  const slow = await startBackend();
  onTestFinished(() => slow.close());
  slow.behave((_request, response) => void setTimeout(() => response.end('ok'), SLOW_MS));
  const gone = await startBackend();
  await gone.close();
  const [slowly, refused] = [
    await engine.endpoints.create({ url: slow.url, name: 'slow' }),
    await engine.endpoints.create({
      url: gone.url,
      name: 'gone',
      hold: { enabled: false, askAfterMs: 60_000, drainConcurrency: 1 },
      filter: { types: ['invoice.paid'], kinds: 'all', accounts: 'all' },
    }),
  ];
  backend.behave((request, response) => {
    response.statusCode = request.body.includes('customer.created') ? 500 : 200;
    response.end();
  });
  for (const [index, type] of ['invoice.paid', 'invoice.paid', 'customer.created'].entries())
    await post(eventFixture({ type, id: `evt_${index}` }));

  const read = async () => {
    const found = await engine.insight.get({ range: '1h' });
    return new Map(found?.endpoints.map(({ endpointId, total }) => [endpointId, total]));
  };
  const attempts = (of: Awaited<ReturnType<typeof read>>) =>
    [...of.values()].reduce((sum, total) => sum + total.attempts, 0);
  const first = await waitUntil('eight attempts', async () => {
    const found = await read();
    return attempts(found) === 8 ? found : null;
  });
  expect(first.get('local')).toMatchObject({ attempts: 3, ok: 2, resends: 0 });
  expect(first.get(slowly.id)).toMatchObject({ attempts: 3, ok: 3 });
  expect(first.get(slowly.id)?.p50Ms).toBeGreaterThanOrEqual(SLOW_MS * 0.95);
  expect(first.get('local')?.p50Ms).toBeLessThan(SLOW_MS);
  // Nothing answered there, so there is no latency.
  expect(first.get(refused.id)).toMatchObject({ attempts: 2, ok: 0, p50Ms: null, p95Ms: null });

  const insight = await engine.insight.get({ range: '1h', endpoint: refused.id });
  expect(insight?.neverOk).toMatchObject([{ type: 'invoice.paid', attempts: 2 }]);
  const verdicts = async (endpoint?: string) =>
    Object.fromEntries(
      (await engine.insight.goLive({ endpoint }))?.types.map(({ type, verdict }) => [type, verdict]) ?? [],
    );
  expect(await verdicts()).toEqual({ 'customer.created': 'failing', 'invoice.paid': 'failing' });
  expect(await verdicts('local')).toEqual({ 'customer.created': 'never_ok', 'invoice.paid': 'ready' });
  expect(await verdicts(refused.id)).toEqual({
    'customer.created': 'not_sent',
    'invoice.paid': 'never_ok',
  });

  // The bug is mended, and the event sent again.
  backend.answer(200);
  await engine.replay.resend({ id: 'evt_2' });
  await waitUntil('the resend', async () => (await read()).get('local')?.attempts === 4);
  expect((await read()).get('local')).toMatchObject({ attempts: 4, ok: 3, resends: 1, resendsOk: 1 });
  expect(await verdicts('local')).toEqual({ 'customer.created': 'ready', 'invoice.paid': 'ready' });

  await engine.endpoints.remove(refused.id);
  expect((await engine.insight.get({ range: '1h' }))?.endpoints).toHaveLength(2);
  expect(await verdicts()).toEqual({ 'customer.created': 'ready', 'invoice.paid': 'ready' });
});

test('what nobody takes is told by the filters as they are now', async () => {
  const { engine, post } = await startTestEngine();
  const only = (types: string[]) =>
    engine.endpoints.update({ id: 'local', filter: { types, kinds: 'snapshot', accounts: 'own' } });
  await only(['invoice.*']);
  await post(eventFixture({ type: 'customer.created' }));
  await post(eventFixture({ type: 'invoice.paid' }));
  await post(eventFixture({ type: 'invoice.voided', account: 'acct_2' }));
  await post(eventFixture({ type: 'v1.customer.subscription.updated' }));
  const untaken = async () => (await engine.insight.get({ range: '1h' }))?.untaken.map(({ type }) => type);
  await waitUntil('all to be counted', async () => (await untaken())?.length === 3);
  expect(await untaken()).toEqual(['customer.created', 'invoice.voided', 'v1.customer.subscription.updated']);
  await only([]);
  expect(await untaken()).toEqual(['invoice.voided', 'v1.customer.subscription.updated']);
  await engine.endpoints.update({ id: 'local', enabled: false });
  expect(await untaken()).toHaveLength(4);
});

test('what was not counted when Hookline ended is counted after the next start, once', async () => {
  const dataDir = tempDir();
  const before = await startTestEngine({ dataDir, autoDispose: false });
  for (let index = 0; index < 30; index++) await before.post(eventFixture({ type: 'invoice.paid' }));
  await before.engine.store.write.forgetInsight();
  await before.engine.dispose();
  const { engine } = await startTestEngine({ dataDir, backend: before.backend });
  const total = async () => (await engine.insight.get({ range: '24h' }))?.endpoints[0]?.total;
  await waitUntil('all to be counted', async () => ((await total())?.attempts ?? 0) >= 30);
  expect(await total()).toMatchObject({ attempts: 30, ok: 30 });
});
