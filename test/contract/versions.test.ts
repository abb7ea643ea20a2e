// API versions through every door: in process, MessagePort, WebSocket, REST.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import { DOORS } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const OLD = '2024-06-20';
const NEW = '2026-10-28.endive';
const PERIOD = { current_period_start: 1, current_period_end: 2 };

describe.each(DOORS)('%s', (_name, open) => {
  test('versions: what is expected of an endpoint, what an event differs from, and in which fields', async () => {
    const { engine, post } = await startTestEngine();
    const client = await open(engine);
    const type = 'customer.subscription.updated';
    await post(eventFixture({ type, id: 'evt_new' }));
    await waitUntil('the attempt to be counted', async () => {
      return (await client.versions.get()).endpoints[0]?.seen.length === 1;
    });
    await post(eventFixture({ type, id: 'evt_old', apiVersion: OLD, object: PERIOD }));

    const byEndpoint = await client.versions.ofEvent({ id: 'evt_old' });
    expect(byEndpoint).toMatchObject({
      apiVersion: OLD,
      differences: [{ yardstick: 'endpoint', apiVersion: NEW, endpointId: 'local', sdk: null }],
    });
    const [comparison] = byEndpoint.comparisons;
    expect(comparison?.known).toContainEqual({
      here: ['current_period_start', 'current_period_end'],
      there: ['items.data[].current_period_start', 'items.data[].current_period_end'],
    });
    expect(comparison?.example).toMatchObject({ eventId: 'evt_new', more: 0 });
    expect(comparison?.example?.onlyHere).toEqual(['current_period_end', 'current_period_start']);
    expect((await client.versions.ofEvent({ id: 'evt_new' })).differences).toEqual([]);

    const before = (await client.status.get()).versions;
    const backend = { kind: 'sdk', sdk: 'node', version: '18.1.0' } as const;
    await client.endpoints.update({ id: 'local', backend });
    await waitUntil('the list to be told', async () => (await client.status.get()).versions > before);
    expect((await client.endpoints.list())[0]?.backend).toEqual(backend);
    expect((await client.versions.ofEvent({ id: 'evt_new' })).differences).toEqual([
      {
        yardstick: 'backend',
        apiVersion: '2025-04-30.basil',
        endpointId: 'local',
        sdk: 'node',
        sdkVersion: '18.1.0',
      },
    ]);
    const listed = await client.events.list({ filter: 'is:version-differs' });
    expect(listed.items.map(({ id, versionDiffers }) => [id, versionDiffers])).toEqual([
      ['evt_old', true],
      ['evt_new', true],
    ]);

    await client.endpoints.update({ id: 'local', backend: { kind: 'unknown' } });
    await waitUntil('the mark to go', async () => {
      const { items } = await client.events.list({});
      return items.find(({ id }) => id === 'evt_new')?.versionDiffers === false;
    });

    const overview = await client.versions.get();
    expect(overview).toMatchObject({
      account: null,
      seen: [
        { apiVersion: NEW, events: 1 },
        { apiVersion: OLD, events: 1 },
      ],
      endpoints: [{ endpointId: 'local', pin: null }],
    });
    expect((await safe<unknown>(client.versions.ofEvent({ id: 'evt_none' }))).error).toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
    });
  });

  test('a folder’s lock file says it, and says it anew when it is read again', async () => {
    const { engine } = await startTestEngine();
    const client = await open(engine);
    const folder = join(tempDir(), 'shop');
    mkdirSync(folder);
    const lock = (version: string): void =>
      writeFileSync(
        join(folder, 'package-lock.json'),
        JSON.stringify({ packages: { 'node_modules/stripe': { version } } }),
      );
    const backend = { kind: 'lock', folder, file: null } as const;
    expect(await client.versions.pinOf(backend)).toMatchObject({ apiVersion: null, problem: 'no_lock_file' });
    lock('22.6.2');
    writeFileSync(join(folder, 'go.mod'), 'require github.com/stripe/stripe-go/v82 v82.1.0\n');
    expect(await client.versions.readLocks({ folder })).toEqual([
      { file: 'package-lock.json', sdk: 'node', version: '22.6.2', apiVersion: '2026-08-26.dahlia' },
      { file: 'go.mod', sdk: 'go', version: 'v82.1.0', apiVersion: '2025-04-30.basil' },
    ]);
    expect(await client.versions.pinOf({ ...backend, file: 'go.mod' })).toMatchObject({
      sdk: 'go',
      file: 'go.mod',
    });

    await client.endpoints.update({ id: 'local', backend });
    const pin = async () => (await client.versions.get()).endpoints[0]?.pin;
    await waitUntil(
      'the lock file to be read',
      async () => (await pin())?.apiVersion === '2026-08-26.dahlia',
    );
    lock('99.0.0');
    expect((await client.versions.refresh()).endpoints[0]?.pin).toEqual({
      apiVersion: null,
      sdk: 'node',
      sdkVersion: '99.0.0',
      file: 'package-lock.json',
      atLeast: NEW,
      problem: 'newer',
    });
    writeFileSync(
      join(folder, 'package-lock.json'),
      JSON.stringify({
        packages: Object.fromEntries(
          ['22.4.1', '20.0.0'].map((version) => [`apps/${version}/node_modules/stripe`, { version }]),
        ),
      }),
    );
    expect((await client.versions.refresh()).endpoints[0]?.pin).toMatchObject({
      apiVersion: null,
      sdkVersion: '22.4.1, 20.0.0',
      atLeast: '2025-11-17.clover',
      problem: 'several',
    });
    lock('11.0.0');
    expect((await client.versions.refresh()).endpoints[0]?.pin).toMatchObject({
      atLeast: null,
      problem: 'account_default',
    });
    for (const bad of ['shop', join(folder, 'none'), join(folder, 'go.mod')]) {
      expect((await safe<unknown>(client.versions.readLocks({ folder: bad }))).error).toMatchObject({
        code: 'FOLDER',
        status: 422,
      });
    }
  });

  test('an SDK newer than is known: an event of an older release is marked, one that may be right is not', async () => {
    const { engine, post } = await startTestEngine();
    const client = await open(engine);
    const backend = { kind: 'sdk', sdk: 'python', version: '99.0.0' } as const;
    await client.endpoints.update({ id: 'local', backend });
    await waitUntil(
      'the pin',
      async () => (await client.versions.get()).endpoints[0]?.pin?.problem === 'newer',
    );
    const later = '2027-03-31.fennel';
    for (const [id, apiVersion] of [
      ['evt_older', '2026-06-24.dahlia'],
      ['evt_same_release', '2026-09-30.endive'],
      ['evt_floor', NEW],
      ['evt_later', later],
    ] as const) {
      await post(eventFixture({ type: 'customer.created', id, apiVersion }));
    }
    const backendsOf = async (id: string) =>
      (await client.versions.ofEvent({ id })).differences.filter(({ yardstick }) => yardstick === 'backend');
    expect(await backendsOf('evt_older')).toEqual([
      {
        yardstick: 'backend',
        apiVersion: NEW,
        atLeast: true,
        endpointId: 'local',
        sdk: 'python',
        sdkVersion: '99.0.0',
      },
    ]);
    for (const id of ['evt_same_release', 'evt_floor', 'evt_later']) expect(await backendsOf(id)).toEqual([]);
    for (const version of ['^22.1.0', '~> 15.0', '48.*'])
      expect(await client.versions.pinOf({ ...backend, version })).toMatchObject({ problem: 'range' });
    for (const version of ['workspace:*', 'git+https://x.test/stripe.git', 'latest'])
      expect((await safe<unknown>(client.versions.pinOf({ ...backend, version }))).error).not.toBeNull();
  });
});
