// Export and import through every door.
import { isDefinedError, safe } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import { COPY_FORMATS } from '#shared/domain/export/export-format.ts';
import { DOORS, startTestServer } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';

describe.each(DOORS)('%s', (_name, open) => {
  test('copy an event as each form', async () => {
    const { engine, backend, post } = await startTestEngine();
    const client = await open(engine);
    await post(eventFixture({ type: 'invoice.paid', id: 'evt_1', customerName: 'Ada Lovelace' }));
    for (const format of COPY_FORMATS) {
      const { text, removed } = await client.transfer.copy({ id: 'evt_1', format });
      expect(text).toContain('Ada Lovelace');
      expect(removed).toEqual({ secrets: 0, personal: 0 });
    }
    const { text } = await client.transfer.copy({ id: 'evt_1' });
    expect(text).toContain(`curl -i -X POST '${backend.url}'`);
    expect(text).toContain('STRIPE_WEBHOOK_SECRET');
    const now = await client.transfer.copy({ id: 'evt_1', signature: 'now', personal: true });
    expect(now.text).toMatch(/Stripe-Signature: t=\d+,v1=[0-9a-f]{64}/);
    expect(now.text).not.toContain('Ada Lovelace');
    expect(now.removed.personal).toBeGreaterThan(0);
    const { error } = await safe(client.transfer.copy({ id: 'evt_none' }));
    expect(isDefinedError(error) ? error.code : null).toBe('NOT_FOUND');
  });

  test('export what is named or matched, look at it before, and take it in again', async () => {
    const { engine, post } = await startTestEngine();
    const client = await open(engine);
    for (const id of ['evt_1', 'evt_2', 'evt_3']) await post(eventFixture({ type: 'invoice.paid', id }));
    const named = await client.transfer.export({ ids: ['evt_2', 'evt_none'], format: 'ndjson' });
    const all = await client.transfer.download({});
    const [only] = (await named.text()).trim().split('\n');
    expect(JSON.parse(only ?? '')).toMatchObject({ hookline: 1, id: 'evt_2', source: 'direct' });
    expect((await all.text()).trim().split('\n')).toHaveLength(3);
    const two = await client.transfer.download({ ids: 'evt_1, evt_3', format: 'json' });
    expect(JSON.parse(await two.text())).toMatchObject([{ id: 'evt_1' }, { id: 'evt_3' }]);
    expect(await client.transfer.preview({ ids: ['evt_2', 'evt_none'] })).toMatchObject({
      total: 1,
      leftOut: 1,
      whole: true,
      sizeBytes: named.size,
    });

    expect(await client.transfer.preview({ filter: 'type:customer.*' })).toMatchObject({ total: 0 });
    for (const call of [client.transfer.preview, client.transfer.export, client.transfer.download]) {
      const { error } = await safe<unknown>(call({ filter: 'type:' }));
      expect(error).toMatchObject({ code: 'BAD_FILTER' });
    }

    const other = await open((await startTestEngine()).engine);
    const file = new Blob([await all.text(), 'nonsense\n']);
    const report = await other.transfer.import({ file, sizeBytes: file.size });
    expect(report).toMatchObject({
      imported: 3,
      known: 0,
      bad: 1,
      problems: [{ line: 4, code: 'not_json' }],
      job: { kind: 'import', state: 'done', total: file.size, done: file.size },
    });
    expect(await other.transfer.importReport({ id: report.job.id })).toEqual(report);
    expect((await other.events.list({})).items.map(({ source }) => source)).toEqual([
      'import',
      'import',
      'import',
    ]);
    const part = await other.transfer.import({ file: new Blob([all.slice(0, 99)]), more: true });
    const running = await safe(other.transfer.import({ file }));
    expect(isDefinedError(running.error) ? running.error.code : null).toBe('IMPORT_RUNNING');
    expect(await other.transfer.import({ file: new Blob([all.slice(99)]), id: part.job.id })).toMatchObject({
      imported: 0,
      known: 3,
      bad: 0,
    });
    const gone = await safe(other.transfer.importReport({ id: 'none' }));
    expect(isDefinedError(gone.error) ? gone.error.code : null).toBe('NOT_FOUND');
  });
});

test('as scripts do it: a link that curl saves, a form with a file, and it is described', async () => {
  const { engine, post } = await startTestEngine();
  const { url, token } = await startTestServer(engine);
  const authorization = `Bearer ${token}`;
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_1', customerName: 'Ada Lovelace' }));
  const response = await fetch(`${url}/api/v1/export?ids=evt_1&format=har&personal=true&metadata=false`, {
    headers: { authorization },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toMatch(/hookline-[\d-]+\.har/);
  expect(await response.text()).not.toContain('Ada Lovelace');

  const form = new FormData();
  form.set('file', new Blob(['{"id":"evt_9","object":"event","type":"a.b"}\n']));
  form.set('more', 'false');
  const report = await fetch(`${url}/api/v1/import`, {
    method: 'POST',
    headers: { authorization },
    body: form,
  });
  expect(await report.json()).toMatchObject({ imported: 1, known: 0, bad: 0, problems: [] });

  const openapi = (await (
    await fetch(`${url}/api/v1/openapi.json`, { headers: { authorization } })
  ).json()) as {
    paths: Record<string, object>;
  };
  expect(Object.keys(openapi.paths)).toEqual(
    expect.arrayContaining(['/export', '/export/preview', '/import', '/imports/{id}', '/events/{id}/copy']),
  );
});
