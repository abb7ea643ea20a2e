// One suite through every door: in process, MessagePort, WebSocket, REST.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createORPCClient, isDefinedError, safe } from '@orpc/client';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { describe, expect, test } from 'vitest';
import type { ApiClient } from '#shared/contract/index.ts';
import type { LiveMessage } from '#shared/contract/live.ts';
import { DOORS, openSocket, startTestServer } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

describe.each(DOORS)('%s', (_name, open) => {
  test('events: list, filter, page, get, exact payload, attempts, answer', async () => {
    const { engine, backend, post } = await startTestEngine();
    const client = await open(engine);
    backend.answer(200, 'größer\0als', { 'content-type': 'text/plain' });
    const body = eventFixture({ type: 'invoice.paid', id: 'evt_1', customerName: 'Zoë 測試' });
    await post(body);
    await post(eventFixture({ type: 'customer.created', id: 'evt_2' }));
    await post('junk');

    const all = await client.events.list({});
    expect(all.items.map(({ kind }) => kind)).toEqual(['rejected', 'snapshot', 'snapshot']);
    const page = await client.events.list({ limit: 2 });
    expect(page.items).toHaveLength(2);
    const rest = await client.events.list({ limit: 2, cursor: page.nextCursor ?? undefined });
    expect(rest.items.map(({ id }) => id)).toEqual(['evt_1']);
    expect(rest.nextCursor).toBeNull();
    expect((await client.events.list({ filter: 'type:invoice.*' })).items.map(({ id }) => id)).toEqual([
      'evt_1',
    ]);
    expect((await client.events.list({ filter: '測試' })).items.map(({ id }) => id)).toContain('evt_1');
    expect((await client.events.list({ filter: 'status:rejected' })).items).toHaveLength(1);

    const detail = await client.events.get({ id: 'evt_1' });
    expect(detail).toMatchObject({
      customerLabel: 'Zoë 測試',
      receiptCount: 1,
      receipts: [{ signature: { state: 'valid' } }],
    });
    const payload = await client.events.payload({ id: 'evt_1' });
    expect(Buffer.from(await payload.arrayBuffer()).equals(Buffer.from(body))).toBe(true);

    const [attempt] = await client.events.attempts({ id: 'evt_1' });
    expect(attempt).toMatchObject({ number: 1, status: 200, trigger: 'live', endpointName: 'Local' });
    const answer = await client.attempts.responseBody({ id: attempt?.id ?? 0 });
    expect(await answer.text()).toBe('größer\0als');
  });

  test('the story of an event: what shares its request or customer, with times and attempts', async () => {
    const { engine, backend, post } = await startTestEngine();
    const client = await open(engine);
    backend.answer(500);
    await post(eventFixture({ type: 'invoice.created', id: 'evt_1', requestId: 'req_1' }));
    backend.answer(200);
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_2', requestId: 'req_1' }));
    await post(eventFixture({ type: 'invoice.updated', id: 'evt_3', requestId: null }));
    await client.events.resend({ id: 'evt_1' });

    const story = await client.events.story({ id: 'evt_2', by: 'request' });
    expect(story).toMatchObject({ by: 'request', id: 'req_1', moreOlder: false, moreNewer: false });
    expect(story.events.map(({ event }) => event.id)).toEqual(['evt_1', 'evt_2']);
    expect(story.events[0]?.attempts).toMatchObject([
      { number: 1, status: 500, trigger: 'live', endpointName: 'Local' },
      { number: 2, status: 200, trigger: 'resend', edited: false },
    ]);
    expect(story.events[0]?.deliveries).toMatchObject([{ state: 'delivered' }]);
    expect(story.events[0]?.receipts).toMatchObject([{ source: 'direct' }]);

    expect((await client.events.story({ id: 'evt_3', by: 'customer' })).events).toHaveLength(3);
    expect(
      (await client.events.story({ id: 'evt_3', by: 'customer', filter: 'type:invoice.paid' })).events,
    ).toHaveLength(1);
    const alone = await client.events.story({ id: 'evt_3', by: 'request' });
    expect([alone.id, alone.events.length]).toEqual([null, 1]);
    const missing = await safe(client.events.story({ id: 'evt_none', by: 'request' }));
    expect(isDefinedError(missing.error) && missing.error.code).toBe('NOT_FOUND');
    const unread = await safe(client.events.story({ id: 'evt_1', by: 'request', filter: 'tpye:x' }));
    expect(isDefinedError(unread.error) && unread.error.code).toBe('BAD_FILTER');
  });

  test('resend one, resend all failed, follow and find the job', async () => {
    const { engine, backend, post } = await startTestEngine();
    const client = await open(engine);
    backend.answer(500);
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
    backend.answer(200);
    expect(await client.events.resend({ id: 'evt_1' })).toMatchObject({
      number: 2,
      status: 200,
      trigger: 'resend',
    });
    const job = await client.events.resendFailed({});
    expect(job).toMatchObject({ total: 1, kind: 'resend_failed' });
    await waitUntil('the job', async () => (await client.jobs.get({ id: job.id })).state === 'done');
    expect(await client.jobs.cancel({ id: job.id })).toMatchObject({ state: 'done', delivered: 1 });
    expect((await client.status.get()).counts).toMatchObject({ failed: 0, delivered: 2 });
  });

  test('endpoints, settings, forwarder, status', async () => {
    const { engine, backend } = await startTestEngine();
    const client = await open(engine);
    expect(await client.endpoints.list()).toMatchObject([
      { id: 'local', url: backend.url, timeoutMs: 30_000 },
    ]);
    expect(await client.endpoints.update({ id: 'local', url: '3000', timeoutMs: null })).toMatchObject({
      url: 'http://localhost:3000/',
      timeoutMs: null,
    });
    expect(await client.settings.get()).toEqual({
      forwardUnsigned: false,
      shareResponse: false,
      savedFilters: [],
      retention: { maxEvents: 200_000, maxDays: 90, maxMb: 1_024 },
      catchUp: { deliverWithinMs: 3_600_000, watch: true },
    });
    expect(await client.settings.update({ shareResponse: true })).toEqual({
      forwardUnsigned: false,
      shareResponse: true,
      savedFilters: [],
      retention: { maxEvents: 200_000, maxDays: 90, maxMb: 1_024 },
      catchUp: { deliverWithinMs: 3_600_000, watch: true },
    });
    expect(await client.forwarder.get()).toMatchObject({ state: 'disabled' });
    expect(await client.forwarder.stop()).toMatchObject({ state: expect.stringMatching(/disabled|stopped/) });
    expect(Array.isArray(await client.forwarder.log({ after: 0 }))).toBe(true);
    expect(await client.forwarder.secret()).toEqual({ secret: null });
    expect(await client.status.get()).toMatchObject({
      receiverUrl: engine.receiverUrl,
      storeId: engine.store.id,
    });
  });

  test('endpoints: create, change, remove, secret, release, import, .env', async () => {
    const { engine, backend, post } = await startTestEngine();
    const client = await open(engine);
    const made = await client.endpoints.create({
      url: `localhost:${backend.port}/second`,
      name: 'second',
      retry: { kind: 'exponential', firstMs: 500, maxMs: 5_000, times: 3 },
      filter: { types: ['invoice.*'], kinds: 'all', accounts: 'all' },
    });
    expect(made).toMatchObject({ name: 'second', signing: 'received', retry: { kind: 'exponential' } });
    const changed = await client.endpoints.update({ id: made.id, paused: true, signing: 'stable' });
    expect(changed).toMatchObject({ paused: true, signing: 'stable', name: 'second' });
    const refused = await safe(
      client.endpoints.update({ id: made.id, filter: { ...made.filter, condition: 'status:failed' } }),
    );
    expect(isDefinedError(refused.error) ? [refused.error.code, refused.error.message] : null).toEqual([
      'BAD_CONDITION',
      expect.stringContaining('“status” is not known when an event arrives'),
    ]);
    const condition = ' -data.object.metadata.env:theirs ';
    const conditional = await client.endpoints.update({
      id: made.id,
      filter: { ...made.filter, condition },
    });
    expect(conditional.filter).toEqual({ ...made.filter, condition: condition.trim() });
    expect((await client.endpoints.secret({ id: made.id })).secret).toMatch(/^whsec_/);

    await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    await post(eventFixture({ type: 'customer.created', id: 'evt_2' }));
    expect(await client.events.deliveries({ id: 'evt_1' })).toMatchObject([
      { state: 'delivered' },
      { state: 'held' },
    ]);
    expect(await client.events.deliveries({ id: 'evt_2' })).toMatchObject([
      { state: 'delivered' },
      { state: 'skipped', misfit: null, skipReason: 'type' },
    ]);
    expect((await client.events.list({ filter: 'status:held' })).items.map(({ id }) => id)).toEqual([
      'evt_1',
    ]);
    expect(await client.endpoints.release({ id: made.id, deliver: false })).toMatchObject({ held: 0 });
    expect((await client.status.get()).counts).toMatchObject({ failed: 1, held: 0 });

    const envPath = join(tempDir(), '.env');
    const plan = await client.endpoints.envFile({ id: made.id, path: envPath });
    expect(plan).toMatchObject({ exists: false, changed: true, applied: false });
    expect(await client.endpoints.envFile({ id: made.id, path: envPath, apply: true })).toMatchObject({
      applied: true,
    });
    expect(readFileSync(envPath, 'utf8')).toMatch(/^STRIPE_WEBHOOK_SECRET=whsec_[0-9a-f]+\n$/);
    const noFile = await safe(client.endpoints.envFile({ id: made.id, path: dirname(envPath), apply: true }));
    expect(isDefinedError(noFile.error) ? noFile.error : null).toMatchObject({
      code: 'FILE',
      message: expect.stringContaining('is a directory'),
      data: { problem: 'not_a_file', line: null },
    });

    const imported = await client.endpoints.importListen({
      commandLine: 'stripe listen -f 4242/hook -e invoice.paid --live',
    });
    expect(imported).toMatchObject({
      endpoints: [{ url: 'http://localhost:4242/hook', filter: { types: ['invoice.paid'] } }],
      notes: ['--live'],
      remarks: [],
    });
    // A line of package.json with a variable: the cause is named, and the key is not repeated.
    const unread = await safe(
      client.endpoints.importListen({
        commandLine: '"stripe": "stripe listen --api-key sk_test_51abcdefgh -f localhost:${PORT}/hook",',
      }),
    );
    expect(isDefinedError(unread.error) ? unread.error : null).toMatchObject({
      code: 'UNREADABLE',
      message: expect.stringMatching(
        /^\$\{PORT\} is a variable .* Replace it with the value, such as the port/,
      ),
      data: { remarks: [{ code: 'unknown_variable', text: '${PORT}', value: null }] },
    });
    expect(JSON.stringify(unread.error)).not.toContain('51abcdefgh');
    expect(await client.endpoints.remove({ id: made.id })).toEqual({});
    const last = await safe(client.endpoints.remove({ id: 'local' }));
    expect(isDefinedError(last.error) ? last.error.code : null).toBe('LAST');
  });

  test('resend elsewhere, edited, and in bulk; stop a retry', async () => {
    const { engine, backend, post } = await startTestEngine();
    const client = await open(engine);
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    const edited = await client.events.resend({
      id: 'evt_1',
      edit: { body: '{"größe": 1}', signature: 'none' },
    });
    expect(edited).toMatchObject({ trigger: 'edited', status: 200 });
    expect(backend.seen.at(-1)?.body.toString()).toBe('{"größe": 1}');
    expect(await (await client.events.edit({ id: edited.editId ?? 0 })).text()).toBe('{"größe": 1}');
    expect(await client.events.resend({ id: 'evt_1', url: backend.url })).toMatchObject({ endpointId: null });
    const bad = await safe(client.events.resend({ id: 'evt_1', url: engine.receiverUrl }));
    expect(isDefinedError(bad.error) ? bad.error.code : null).toBe('BAD_URL');

    expect(await client.events.resendMany({ filter: '', dryRun: true })).toEqual({
      total: 1,
      leftOut: 0,
      sample: ['evt_1'],
      job: null,
    });
    expect(await client.events.resendMany({ ids: ['evt_1', 'evt_gone'], dryRun: true })).toMatchObject({
      total: 1,
      leftOut: 1,
    });
    const { job } = await client.events.resendMany({ ids: ['evt_1'] });
    await waitUntil('the job', async () => (await client.jobs.get({ id: job?.id ?? '' })).state === 'done');
    expect(await client.jobs.get({ id: job?.id ?? '' })).toMatchObject({
      kind: 'resend_many',
      outcomes: { '200': 1 },
    });

    await client.endpoints.update({ id: 'local', retry: { kind: 'fixed', everyMs: 60_000, times: 3 } });
    backend.answer(503);
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
    expect((await client.events.get({ id: 'evt_2' })).nextAttemptAt).toBeGreaterThan(Date.now());
    expect(await client.events.stopRetry({ id: 'evt_2' })).toMatchObject([
      { state: 'failed', nextAttemptAt: null },
    ]);
  });

  test('a second start hands over; without a desktop there is none', async () => {
    const { engine } = await startTestEngine();
    const client = await open(engine);
    expect(await client.desktop.get()).toBeNull();
    const refused = await safe(client.desktop.update({ closeToTray: true }));
    expect(isDefinedError(refused.error) && refused.error.code).toBe('NO_DESKTOP');
    const url = 'http://localhost:9123/hooks';
    expect(await client.instance.handOver({ forwardTo: url, show: true })).toEqual({
      shown: false,
      forwardTo: url,
    });
    expect((await client.endpoints.list())[0]?.url).toBe(url);
    expect(await client.instance.handOver({ forwardTo: url, show: false })).toMatchObject({
      forwardTo: null,
    });
  });

  test('errors keep their code and say what to do', async () => {
    const { engine } = await startTestEngine();
    const client = await open(engine);
    for (const call of [
      client.events.get({ id: 'evt_none' }),
      client.events.payload({ id: 'evt_none' }),
      client.events.attempts({ id: 'evt_none' }),
      client.events.resend({ id: 'evt_none' }),
      client.attempts.responseBody({ id: 999 }),
      client.jobs.get({ id: 'none' }),
    ]) {
      const { error } = await safe<unknown>(call);
      expect(error).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    }
    const bad = await safe(client.endpoints.update({ id: 'local', url: 'ftp://x' }));
    expect(isDefinedError(bad.error) ? bad.error.code : null).toBe('BAD_URL');
    expect(bad.error?.message).toContain('only http and https');
    const invalid = await safe<unknown>(client.endpoints.update({ id: 'local', timeoutMs: -1 }));
    expect(invalid.error).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('live: hello, changes in order with filter, resume without gap or repeat', async () => {
    const { engine, post } = await startTestEngine();
    const client = await open(engine);
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_0' }));

    const controller = new AbortController();
    const stream = await client.live.subscribe({ filter: 'type:invoice.*' }, { signal: controller.signal });
    const first = await stream.next();
    const hello = first.value as Extract<LiveMessage, { kind: 'hello' }>;
    expect(hello).toMatchObject({ kind: 'hello', storeId: engine.store.id, reset: false });

    const changed = new Map<string, { matches: boolean; state: string }>();
    let changeSeq = hello.changeSeq;
    const posting = (async () => {
      for (let index = 1; index <= 5; index++) {
        await post(
          eventFixture({ type: index === 3 ? 'customer.created' : 'invoice.paid', id: `evt_${index}` }),
        );
      }
    })();
    for await (const message of stream) {
      if (message.kind !== 'events') continue;
      for (const { event, matches } of message.changed) {
        expect(event.changeSeq).toBeGreaterThan(changeSeq);
        changeSeq = event.changeSeq;
        changed.set(event.id, { matches, state: event.deliveryState });
      }
      if ([...changed.values()].filter(({ state }) => state === 'delivered').length === 5) break;
    }
    await posting;
    controller.abort();
    expect([...changed.keys()].toSorted()).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5']);
    expect(changed.get('evt_3')?.matches).toBe(false);
    expect(changed.get('evt_1')?.matches).toBe(true);

    // Away while more happens; back with the sequence number seen last.
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_6' }));
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_7' }));
    const back = new AbortController();
    const resumed = await client.live.subscribe(
      { after: changeSeq, storeId: engine.store.id },
      { signal: back.signal },
    );
    expect((await resumed.next()).value).toMatchObject({ kind: 'hello', reset: false, changeSeq });
    const missed: string[] = [];
    for await (const message of resumed) {
      if (message.kind === 'events') missed.push(...message.changed.map(({ event }) => event.id));
      if (missed.length >= 2) break;
    }
    back.abort();
    expect(missed).toEqual(['evt_6', 'evt_7']);
  });

  test('live: a sequence number of another store means starting over', async () => {
    const { engine } = await startTestEngine();
    const client = await open(engine);
    const controller = new AbortController();
    const stream = await client.live.subscribe(
      { after: 5, storeId: 'another' },
      { signal: controller.signal },
    );
    expect((await stream.next()).value).toMatchObject({
      kind: 'hello',
      reset: true,
      storeId: engine.store.id,
    });
    expect(engine.feed.subscribers()).toBe(1);
    controller.abort();
    await waitUntil('the subscription to end', () => engine.feed.subscribers() === 0);
  });
});

test('a dashboard that vanishes leaves no subscription behind', async () => {
  const { engine } = await startTestEngine();
  const server = await startTestServer(engine);
  const socket = openSocket(server);
  const client: ApiClient = createORPCClient(new SocketLink({ websocket: socket }));
  const stream = await client.live.subscribe({});
  await stream.next();
  expect(engine.feed.subscribers()).toBe(1);
  socket.terminate();
  await waitUntil('the subscription to end', () => engine.feed.subscribers() === 0);
});
