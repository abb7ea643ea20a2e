// Following in the terminal while the connection breaks, with the real engine behind its WebSocket door.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Engine } from '#engine/engine.ts';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import { INSTANCE_FILE } from '#shared/domain/running-instance.ts';
import { openConnection } from '../../src/cli/client/connection.ts';
import { followEvents } from '../../src/cli/client/follow-events.ts';
import { startTestServer, type TestServer } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { receiptOf } from '../support/stored-receipt.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Stored as if they had arrived, with nowhere to go. */
async function record({ store }: Engine, ids: readonly string[]): Promise<void> {
  await Promise.all(
    ids.map(async (id) => {
      const body = eventFixture({ id, type: id.startsWith('evt_other') ? 'charge.failed' : 'invoice.paid' });
      const envelope = readEnvelope(JSON.parse(body));
      if (envelope === null) throw new Error('The fixture is no event.');
      await store.write.recordEvent(envelope, receiptOf(Buffer.from(body), { receivedAt: Date.now() }), []);
    }),
  );
}

/** What the host leaves in the data directory. */
function announce(dataDir: string, { url, token }: TestServer): void {
  const note = { pid: process.pid, dashboardUrl: url, openUrl: `${url}/#token=${token}` };
  writeFileSync(join(dataDir, INSTANCE_FILE), JSON.stringify(note));
}

async function follow(filter: string, limit: number) {
  const { engine } = await startTestEngine();
  await record(engine, ['evt_before', 'evt_other']);
  const dataDir = tempDir();
  let server = await startTestServer(engine);
  announce(dataDir, server);
  const told: string[] = [];
  const said: string[] = [];
  const stop = new AbortController();
  const ended = followEvents({
    connection: await openConnection(dataDir),
    reopen: () => openConnection(dataDir, stop.signal),
    filter,
    limit,
    tell: (events) => {
      told.push(...events.map(({ id }) => id));
      return Promise.resolve();
    },
    say: (line) => void said.push(line),
    signal: stop.signal,
  });
  onTestFinished(() => stop.abort());
  await waitUntil('what was before', () => told.length > 0);
  return {
    engine,
    told,
    said,
    async breakOff(meanwhile: () => Promise<void>): Promise<void> {
      await server.dispose();
      await waitUntil('the loss to be noticed', () => said.length > 0);
      await meanwhile();
      server = await startTestServer(engine);
      announce(dataDir, server);
    },
    async end(): Promise<void> {
      stop.abort();
      await ended;
    },
  };
}

const idsFrom = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `evt_${prefix}_${String(index).padStart(4, '0')}`);

test('what came meanwhile is told once and in order', async () => {
  const { engine, told, said, breakOff, end } = await follow('type:invoice.*', 10);
  const missed = idsFrom('missed', 20);
  await breakOff(() => record(engine, ['evt_other_1', ...missed]));
  await waitUntil('the missed ones', () => told.length >= 21);
  await record(engine, ['evt_other_2', 'evt_after']);
  await waitUntil('the next', () => told.at(-1) === 'evt_after');
  expect(told).toEqual(['evt_before', ...missed, 'evt_after']);
  expect(said).toEqual([
    'The connection to Hookline was lost. Waiting until it is back; Ctrl+C ends this.',
    'Hookline is back.',
  ]);
  await end();
});

test('also when it is more than the feed replays', async () => {
  const { engine, told, breakOff, end } = await follow('type:invoice.*', 10);
  // The feed replays 2,000 changes; the API lists 500 events at once.
  const missed = idsFrom('missed', 2_100);
  await breakOff(() => record(engine, missed));
  await waitUntil('the missed ones', () => told.length >= 2_101);
  await record(engine, ['evt_after']);
  await waitUntil('the next', () => told.at(-1) === 'evt_after');
  expect(told).toEqual(['evt_before', ...missed, 'evt_after']);
  await end();
});
