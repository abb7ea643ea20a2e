// Insight through every door: in process, MessagePort, WebSocket, REST.
import { safe } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import { DOORS } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../support/wait-until.ts';

describe.each(DOORS)('%s', (_name, open) => {
  test('insight: figures by range, endpoint and type, and the go-live list', async () => {
    const { engine, backend, post } = await startTestEngine();
    const client = await open(engine);
    expect(await client.insight.goLive({})).toEqual({ types: [], uncounted: 0 });
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    backend.answer(500);
    await post(eventFixture({ type: 'customer.created', id: 'evt_2' }));
    await client.endpoints.update({
      id: 'local',
      filter: { types: ['-charge.*'], kinds: 'all', accounts: 'all' },
    });
    await post(eventFixture({ type: 'charge.refunded', id: 'evt_3' }));

    await waitUntil('all to be counted', async () => (await client.insight.goLive({})).types.length === 3);
    const insight = await client.insight.get({ range: '1h' });
    expect(insight).toMatchObject({
      range: '1h',
      stepMs: 60_000,
      uncounted: 0,
      endpoints: [{ endpointId: 'local', total: { attempts: 2, ok: 1, resends: 0 } }],
      types: [
        { type: 'customer.created', attempts: 1, ok: 0 },
        { type: 'invoice.paid', attempts: 1, ok: 1 },
      ],
      neverOk: [{ type: 'customer.created', attempts: 1 }],
      untaken: [{ type: 'charge.refunded', events: 1 }],
    });
    expect(insight.endpoints[0]?.points).toHaveLength(60);
    expect(insight.to - insight.from).toBe(3_600_000);
    const paid = await client.insight.get({ endpoint: 'local', type: 'invoice.paid' });
    expect(paid).toMatchObject({ range: '24h', endpoints: [{ total: { attempts: 1, ok: 1 } }] });

    expect((await client.insight.goLive({ endpoint: 'local' })).types).toMatchObject([
      { type: 'charge.refunded', verdict: 'not_sent', events: 1, ok: 0, failed: 0 },
      { type: 'customer.created', verdict: 'never_ok', failed: 1 },
      { type: 'invoice.paid', verdict: 'ready', ok: 1, connected: 0, synthetic: 0 },
    ]);
    for (const call of [
      client.insight.get({ endpoint: 'none' }),
      client.insight.goLive({ endpoint: 'none' }),
    ])
      expect((await safe<unknown>(call)).error).toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });
});
