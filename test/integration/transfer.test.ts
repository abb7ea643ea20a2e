// Export and import with a real engine and a real store: what goes out comes in again, and nothing is delivered by that.
import { describe, expect, test } from 'vitest';
import type { EventSummary } from '#shared/contract/events.ts';
import { systemClock } from '#engine/ports.ts';
import { createImports } from '#engine/transfer/imports.ts';
import { startBackend } from '../support/backend.ts';
import { startTestEngine, TEST_SECRET, type TestEngine } from '../support/engine.ts';
import { eventFixture, FIXTURE_TYPES } from '../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../support/wait-until.ts';

const NOTHING_MORE = { personal: false, metadata: false, keepSignatures: false };

async function exported(
  { engine }: TestEngine,
  request: Partial<Parameters<TestEngine['engine']['transfer']['file']>[0]> = {},
): Promise<string> {
  const file = await engine.transfer.file({
    filter: {},
    format: 'ndjson',
    redaction: { ...NOTHING_MORE, keepSignatures: true },
    ...request,
  });
  return await file.text();
}

/** What an import does not and should not bring along. */
const OF_THIS_STORE: readonly (keyof EventSummary)[] = [
  'seq',
  'changeSeq',
  'source',
  'deliveryState',
  'attemptCount',
  'lastStatus',
  'lastDurationMs',
  'lastErrorClass',
  // Found a moment later, by each store for itself.
  'checkout',
];
const told = (event: EventSummary): object =>
  Object.fromEntries(Object.entries(event).filter(([name]) => !OF_THIS_STORE.some((one) => one === name)));

describe('export and import', () => {
  test('every byte, header and summary comes back, in another Hookline, and nothing is delivered', async () => {
    const from = await startTestEngine();
    const bodies = new Map<string, Buffer>();
    for (const [index, type] of FIXTURE_TYPES.entries()) {
      const body = eventFixture({ type, id: `evt_${index}`, account: index === 1 ? 'acct_2' : undefined });
      bodies.set(`evt_${index}`, Buffer.from(body));
      await from.post(body);
    }
    // The same event again, with other bytes; and one whose bytes are no UTF-8.
    await from.post(` ${bodies.get('evt_0')?.toString() ?? ''}`);
    const odd = Buffer.concat([
      Buffer.from('{"id":"evt_odd","object":"event","type":"a.b","x":"'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('"}'),
    ]);
    bodies.set('evt_odd', odd);
    await from.post(odd);
    await from.post('junk');

    const text = await exported(from);
    expect(text.trim().split('\n')).toHaveLength(bodies.size);
    const to = await startTestEngine();
    const report = await to.engine.transfer.imports.take({ file: new Blob([text]), more: false });
    expect(report).toMatchObject({
      imported: bodies.size,
      known: 0,
      bad: 0,
      problems: [],
      job: { kind: 'import', state: 'done', delivered: bodies.size, failed: 0 },
    });
    // Whose an event is that does not name its customer is found a moment later.
    for (const { engine } of [from, to]) while ((await engine.store.write.projectPlans(500)).events > 0);
    for (const [id, body] of bodies) {
      const before = from.engine.store.reads.findEventDetail(id);
      const after = to.engine.store.reads.findEventDetail(id);
      if (before === null || after === null) throw new Error(`${id} is missing`);
      expect(to.engine.store.reads.findBody(after.seq)?.equals(body)).toBe(true);
      expect(told({ ...after, receipts: [] } as EventSummary)).toEqual(
        told({ ...before, receipts: [] } as EventSummary),
      );
      expect(after).toMatchObject({ source: 'import', deliveryState: 'none', attemptCount: 0 });
      expect(after.receipts.map(({ id: _id, source: _source, ...receipt }) => receipt)).toEqual(
        before.receipts.map(({ id: _id, source: _source, ...receipt }) => receipt),
      );
    }
    expect(to.backend.seen).toHaveLength(0);

    // A second time, everything is known, and nothing is changed.
    const again = await to.engine.transfer.imports.take({ file: new Blob([text]), more: false });
    expect(again).toMatchObject({ imported: 0, known: bodies.size, bad: 0 });
    expect(await exported(to)).toBe(text.replaceAll('"source":"direct"', '"source":"import"'));
  });

  test('an imported event can be sent, signed for the endpoint', async () => {
    const { engine, backend } = await startTestEngine();
    const body = eventFixture({ type: 'invoice.paid', id: 'evt_1' });
    const oneLine = JSON.stringify(JSON.parse(body));
    await engine.transfer.imports.take({ file: new Blob([oneLine]), more: false });
    expect(backend.seen).toHaveLength(0);
    const [attempt] = await engine.replay.resend({ id: 'evt_1' });
    expect(attempt.status).toBe(200);
    expect(backend.seen[0]?.body.toString()).toBe(oneLine);
    expect(backend.seen[0]?.header('stripe-signature')).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
  });

  test('bad lines are named, good ones are not lost; plans follow what came in', async () => {
    const { engine } = await startTestEngine();
    const line = (id: string, type: string) => JSON.stringify(JSON.parse(eventFixture({ type, id })));
    const lines = [
      line('evt_1', 'customer.subscription.created'),
      '{"id": "evt_cut"',
      line('evt_2', 'invoice.paid'),
    ];
    const file = new Blob([lines.join('\n')]);
    const report = await engine.transfer.imports.take({ file, more: false });
    const job = { total: file.size, done: file.size, delivered: 2, failed: 1 };
    expect(report).toMatchObject({ imported: 2, known: 0, bad: 1, job });
    expect(report.problems).toMatchObject([{ line: 2, code: 'broken_json', count: 1 }]);
    expect(report.problems[0]?.message).toMatch(/^Line 2: the JSON that begins here is not valid/);
    await waitUntil('the plan', () => engine.plans.count() > 0);
  });

  test('the exports for other programs can be imported, too', async () => {
    const from = await startTestEngine();
    const bodies = FIXTURE_TYPES.map((type, index) => eventFixture({ type, id: `evt_${index}` }));
    for (const body of bodies) await from.post(body);
    for (const format of ['json', 'har', 'fixture'] as const) {
      const to = await startTestEngine();
      const file = new Blob([await exported(from, { format })]);
      const report = await to.engine.transfer.imports.take({ file, more: false });
      expect(report).toMatchObject({ imported: bodies.length, known: 0, problems: [] });
      for (const [index, body] of bodies.entries()) {
        const event = to.engine.store.reads.findEventById(`evt_${index}`);
        expect(to.engine.store.reads.findBody(event?.seq ?? 0)?.toString()).toBe(body.trim());
      }
    }
  }, 60_000);

  test('the test webhooks of Stripe’s dashboard, which share an id, and a signature that is none', async () => {
    const { engine } = await startTestEngine();
    const line = (type: string, object: string) =>
      JSON.stringify({
        id: 'evt_00000000000000',
        object: 'event',
        type,
        data: { object: { id: `${object}_00000000000000` } },
      });
    const body = line('charge.succeeded', 'ch');
    const headers = [['Stripe-Signature', `t=1,v1=${'é'.repeat(64)}`]];
    const receipts = [{ receivedAt: 5, source: 'cli', method: 'POST', path: '/', headers }];
    const own = { hookline: 1, id: 'evt_00000000000000', type: 'charge.succeeded', account: null };
    const exportLine = JSON.stringify({ ...own, receivedAt: 5, source: 'cli', body, receipts });
    const lines = [line('customer.created', 'cus'), line('invoice.payment_failed', 'in'), exportLine, body];
    const file = new Blob([lines.join('\n')]);
    const report = await engine.transfer.imports.take({ file, more: false });
    expect(report).toMatchObject({ imported: 3, known: 1, problems: [] });
    const { items } = engine.store.reads.listEvents({}, null, 10);
    expect(items.map(({ type }) => type).toSorted()).toEqual([
      'charge.succeeded',
      'customer.created',
      'invoice.payment_failed',
    ]);
  });

  test('what cannot be stored for a reason of its own keeps no other event out', async () => {
    const { engine } = await startTestEngine();
    let asked = 0;
    const { store, jobs } = engine;
    const failing = {
      store,
      jobs,
      clock: systemClock,
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
      secrets: () => {
        asked += 1;
        if (asked === 2) throw new Error('No secret today.');
        return [];
      },
    };
    const lines = ['evt_1', 'evt_2', 'evt_3'].map((id) => eventFixture({ type: 'invoice.paid', id }));
    const file = new Blob([lines.join('\n')]);
    const report = await createImports(failing).take({ file, more: false });
    expect(report).toMatchObject({ imported: 2, bad: 1, job: { state: 'done' } });
    expect(report.problems).toMatchObject([{ code: 'not_taken', count: 1, detail: 'No secret today.' }]);
    expect(report.problems[0]?.line).toBeGreaterThan(1);
  });

  test('in parts, cut within characters; cancelled in between; one at a time', async () => {
    const { engine } = await startTestEngine();
    const { imports } = engine.transfer;
    const lines = ['evt_1', 'evt_2', 'evt_3'].map((id) =>
      JSON.stringify({ id, object: 'event', type: 'größe.🐟', created: 1 }),
    );
    const bytes = new TextEncoder().encode(lines.join('\n'));
    let id: string | undefined;
    for (let at = 0; at < bytes.length; at += 7) {
      const more = at + 7 < bytes.length;
      const report = await imports.take({
        file: new Blob([bytes.slice(at, at + 7)]),
        more,
        id,
        sizeBytes: bytes.length,
      });
      id ??= report.job.id;
      if (more) {
        expect(report.job.state).toBe('running');
        await expect(imports.take({ file: new Blob([]), more: false })).rejects.toMatchObject({
          code: 'IMPORT_RUNNING',
        });
      } else expect(report).toMatchObject({ imported: 3, bad: 0, job: { state: 'done' } });
    }
    expect(engine.store.reads.findEventById('evt_3')?.type).toBe('größe.🐟');
    await expect(imports.take({ file: new Blob([]), more: false, id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });

    const begun = await imports.take({ file: new Blob(['nonsense\n']), more: true });
    engine.jobs.cancel(begun.job.id);
    const ended = await imports.take({ file: new Blob([lines[0] ?? '']), more: false, id: begun.job.id });
    expect(ended).toMatchObject({ imported: 0, bad: 1, job: { state: 'cancelled' } });
    // Resending is another matter, and waits for no import.
    const other = await imports.take({ file: new Blob([]), more: true });
    expect((await engine.replay.resendFailed()).kind).toBe('resend_failed');
    engine.jobs.cancel(other.job.id);
  });

  test('the same id of two accounts is two events, twice in a file is one', async () => {
    const { engine } = await startTestEngine();
    const line = (account?: string) =>
      JSON.stringify({ id: 'evt_1', object: 'event', type: 'a.b', created: 1, account });
    const file = new Blob([[line(), line('acct_2'), line(), line('acct_2')].join('\n')]);
    expect(await engine.transfer.imports.take({ file, more: false })).toMatchObject({
      imported: 2,
      known: 2,
    });
    expect(await engine.transfer.imports.take({ file, more: false })).toMatchObject({
      imported: 0,
      known: 4,
    });
  });

  test('a full disk stops it with a word, and what came in stays', async () => {
    const { engine } = await startTestEngine();
    const lines = Array.from({ length: 400 }, (_one, index) =>
      JSON.stringify(JSON.parse(eventFixture({ type: 'invoice.paid', id: `evt_${index}` }))),
    );
    const file = new Blob([lines.join('\n')]);
    await engine.store.write.limitPages(250);
    await expect(engine.transfer.imports.take({ file, more: false })).rejects.toMatchObject({
      code: 'NOT_STORED',
    });
    const [job] = engine.jobs.recent();
    expect(job).toMatchObject({ kind: 'import', state: 'failed' });
    const report = engine.transfer.imports.report(job?.id ?? '');
    const stored = engine.store.reads.countEvents().all;
    expect(report?.imported).toBeLessThan(400);
    expect(stored).toBeGreaterThan(0);
    await engine.store.write.limitPages(1_000_000);
    const again = await engine.transfer.imports.take({ file, more: false });
    expect(again).toMatchObject({ imported: 400 - stored, known: stored });
  });
});

describe('what goes out', () => {
  test('attempts of every kind are in a HAR, secrets are in nothing', async () => {
    const started = await startTestEngine();
    const { engine, backend, post } = started;
    backend.answer(200, 'ok', { 'set-cookie': 'session=abcdef' });
    await engine.endpoints.update({
      id: 'local',
      url: backend.url.replace('http://', 'http://me:pass-word@'),
      headers: [['Authorization', 'Bearer abcdefghijklmn']],
    });
    const secret = {
      client_secret: 'pi_3Nabcdef_secret_0123456789',
      note: `${TEST_SECRET} sk_test_0123456789abc`,
    };
    await post(eventFixture({ type: 'payment_intent.succeeded', id: 'evt_1', object: secret }));
    await engine.replay.resend({
      id: 'evt_1',
      edit: { body: '{"edited":1}', signature: 'valid', eventId: 'keep' },
    });
    const closed = await startBackend();
    await closed.close();
    await engine.replay.resend({ id: 'evt_1', url: closed.url });

    const har = JSON.parse(await exported(started, { format: 'har', redaction: NOTHING_MORE })) as {
      log: {
        entries: { request: { postData: { text: string } }; response: { status: number }; time: number }[];
      };
    };
    expect(har.log.entries.map(({ response }) => response.status)).toEqual([200, 200, 0]);
    expect(har.log.entries[1]?.request.postData.text).toBe('{"edited":1}');
    const texts = [JSON.stringify(har)];
    for (const format of ['ndjson', 'json', 'fixture'] as const) {
      texts.push(await exported(started, { format, redaction: NOTHING_MORE }));
    }
    for (const format of [
      'curl',
      'fetch',
      'python',
      'go',
      'php',
      'ruby',
      'fixture',
      'json',
      'ndjson',
      'har',
    ] as const) {
      const { text, removed } = await engine.transfer.copy({
        id: 'evt_1',
        format,
        signature: 'now',
        redaction: NOTHING_MORE,
      });
      texts.push(text);
      expect(removed.secrets).toBeGreaterThan(0);
    }
    for (const text of texts) {
      expect(text).toContain('evt_1');
      for (const leak of [
        TEST_SECRET,
        'secret_0123456789',
        'sk_test_0123456789abc',
        'pass-word',
        'abcdefghijklmn',
        'session=abcdef',
      ]) {
        expect(text).not.toContain(leak);
      }
    }
  });

  test('a filter and ids choose; what is unknown is counted; the preview says how it begins and how large it gets', async () => {
    const started = await startTestEngine();
    const { engine, post } = started;
    for (let index = 0; index < 30; index++) {
      await post(
        eventFixture({ type: index % 2 === 0 ? 'invoice.paid' : 'customer.created', id: `evt_${index}` }),
      );
    }
    const request = { filter: {}, format: 'ndjson' as const, redaction: NOTHING_MORE };
    const all = await engine.transfer.preview(request);
    expect(all).toMatchObject({ total: 30, leftOut: 0, whole: false, sizeExact: false });
    const real = (await exported(started, request)).length;
    expect(all.sizeBytes / real).toBeGreaterThan(0.7);
    expect(all.sizeBytes / real).toBeLessThan(1.4);
    const some = await engine.transfer.preview({ ...request, ids: ['evt_3', 'evt_none', 'evt_3'] });
    expect(some).toMatchObject({ total: 1, leftOut: 1, sizeExact: true });
    const chosen = await exported(started, { ...request, ids: ['evt_3', 'evt_none'] });
    expect(some).toMatchObject({ text: chosen, whole: true, sizeBytes: Buffer.byteLength(chosen) });
  });

  test('ten thousand events go out and come in while the receiver takes others, none waiting long', async () => {
    const started = await startTestEngine();
    const { engine, post } = started;
    const lines = Array.from({ length: 10_000 }, (_one, index) =>
      JSON.stringify(JSON.parse(eventFixture({ type: 'invoice.paid', id: `evt_bulk${index}` }))),
    ).join('\n');
    let slowest = 0;
    let sent = 0;
    const busyWith = async <T>(work: Promise<T>): Promise<T> => {
      const state = { over: false };
      const ending = work.finally(() => (state.over = true));
      while (!state.over) {
        const from = performance.now();
        const response = await post(eventFixture({ type: 'customer.created', id: `evt_live${sent++}` }));
        expect(response.status).toBe(200);
        slowest = Math.max(slowest, performance.now() - from);
      }
      return await ending;
    };
    const file = new Blob([lines]);
    const report = await busyWith(engine.transfer.imports.take({ file, more: false }));
    expect(report).toMatchObject({ imported: 10_000, bad: 0 });
    const text = await busyWith(
      exported(started, { redaction: { personal: true, metadata: true, keepSignatures: false } }),
    );
    expect(text.split('\n').length).toBeGreaterThan(10_000);
    expect(text).not.toContain('Größmann');
    expect(sent).toBeGreaterThan(20);
    // Generous for a busy machine; a blocked engine would take as long as the whole work.
    expect(slowest).toBeLessThan(1_000);
  }, 120_000);
});
