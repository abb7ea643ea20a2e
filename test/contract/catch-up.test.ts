// Catching up through every door: in process, MessagePort, WebSocket, REST.
import { safe } from '@orpc/client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PACING } from '#engine/stripe-events/pacing.ts';
import { DOORS } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { archiveEvents } from '../support/stripe-stand-in/event-archive.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { createStripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { waitUntil } from '../support/wait-until.ts';

describe.each(DOORS)('%s', (_name, open) => {
  test('look, choose and follow a gap; compare a period and settle a difference', async () => {
    const stripe = await createStripeStandIn();
    onTestFinished(() => stripe.close());
    const archive = archiveEvents(stripe);
    const { engine, backend } = await startTestEngine({
      stripeLimits: { pacing: { ...PACING, everyMs: 0 } },
      forwarder: { apiBase: stripe.url, apiKey: 'sk_test_51HooklineTests0000' },
    });
    const client = await open(engine);
    const at = Math.floor(Date.now() / 1_000) - 7_200;
    for (const id of ['evt_1', 'evt_2'])
      archive.keep(eventFixture({ type: 'invoice.paid', id, created: at }));
    const from = (at - 60) * 1_000;

    // Without a line nothing is asked by itself.
    expect(await client.catchUp.get()).toMatchObject({ lookedAt: null, gaps: [] });
    const { gaps, problem } = await client.catchUp.look({ from });
    expect(problem).toBeNull();
    expect(gaps).toMatchObject([{ state: 'found', reason: 'asked', total: 2, counts: { waiting: 2 } }]);
    const id = gaps[0]?.id ?? 0;
    const first = await client.catchUp.events({ id, limit: 1 });
    expect(first).toMatchObject({ items: [{ id: 'evt_1', state: 'waiting' }], nextCursor: 1 });
    expect(await client.catchUp.events({ id, limit: 1, cursor: 1, state: 'waiting' })).toMatchObject({
      items: [{ id: 'evt_2' }],
      nextCursor: null,
    });
    await client.catchUp.choose({ id, what: 'some', ids: ['evt_2'] });
    await waitUntil('it to be delivered', () => backend.seen.length === 1);
    await waitUntil('the gap to be over', async () => (await client.catchUp.gap({ id })).state === 'done');
    expect((await client.status.get()).catchUp.gaps).toMatchObject([{ id, total: 2 }]);

    archive.keep(eventFixture({ type: 'invoice.paid', id: 'evt_3', created: at + 5 }));
    await client.catchUp.reconcile({ from, until: from + 120_000 });
    await waitUntil('the comparison', async () => (await client.catchUp.reconciliation())?.state === 'done');
    expect(await client.catchUp.reconciliation()).toMatchObject({
      stripeHas: 3,
      hooklineHas: 2,
      delivered: 1,
      counts: { missing: 1, undelivered: 1 },
    });
    const { items } = await client.catchUp.differences({ kind: 'missing' });
    expect(items).toMatchObject([{ id: 'evt_3', pendingWebhooks: 2 }]);
    expect(await client.catchUp.settle({ what: 'record', ids: ['evt_3'] })).toMatchObject({
      state: 'recorded',
      total: 1,
    });
    expect((await client.events.list({ filter: 'source:backfill' })).items).toHaveLength(3);

    const codes = async (...calls: Promise<unknown>[]): Promise<unknown[]> =>
      Promise.all(calls.map(async (call) => ((await safe(call)).error as { code?: unknown } | null)?.code));
    expect(
      await codes(
        client.catchUp.gap({ id: 99 }),
        client.catchUp.choose({ id: 99, what: 'all' }),
        client.catchUp.choose({ id, what: 'some' }),
        client.catchUp.reconcile({ from, until: from }),
        client.catchUp.reconcile({ from }),
        client.catchUp.reconcile({ from, until: from + 1, lastMs: 1 }),
      ),
    ).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOTHING_NAMED', 'BAD_PERIOD', 'BAD_PERIOD', 'BAD_PERIOD']);
    stripe.route('GET', '/v1/events', () => ({
      status: 401,
      body: { error: { message: 'Invalid API Key' } },
    }));
    expect((await client.catchUp.look({})).problem).toEqual({
      code: 'not_allowed',
      detail: 'Invalid API Key',
    });
  }, 30_000);
});
