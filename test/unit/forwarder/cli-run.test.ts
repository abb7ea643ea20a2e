// One run, with a program in place of the CLI that says what it is told to.
import { describe, expect, test } from 'vitest';
import { startCliRun } from '#engine/forwarder/cli-run.ts';
import type { CliRun, Heard } from '#engine/forwarder/cli-run.ts';
import { systemClock } from '#engine/ports.ts';

const READY = 'Ready! Your webhook signing secret is whsec_x (^C to quit)';
const PONG = 'time="x" level=debug msg="Received pong message" prefix=websocket.Client.readPump';
const debug = (message: string): string => `time="x" level=debug msg="Incoming message" message="${message}`;

/** Prints lines on stderr, then waits to be ended, or ends by itself with a code. */
function start(lines: readonly string[], exitCode: number | null = null): { run: CliRun; heard: Heard[] } {
  const heard: Heard[] = [];
  const then = exitCode === null ? 'setInterval(() => {}, 1000)' : `process.exitCode = ${exitCode}`;
  const source = `process.stderr.write(${JSON.stringify(lines.map((line) => `${line}\n`).join(''))}); ${then}`;
  const run = startCliRun({
    path: process.execPath,
    args: ['-e', source],
    env: process.env,
    style: 'all_by_flag',
    clock: systemClock,
    onHeard: (_, each) => heard.push(each),
  });
  return { run, heard };
}

async function ended(run: CliRun): Promise<ReturnType<CliRun['failure']>> {
  return run.failure(await run.process.gone);
}

describe('a run', () => {
  test('that fails tells why in its last words, those before Ready forgotten', async () => {
    const { run, heard } = start(
      ['time="x" level=error msg="dial tcp: no such host"', READY, 'the API key provided is too short'],
      1,
    );
    expect(await ended(run)).toEqual({
      kind: 'key_invalid',
      state: 'key_refused',
      cure: 'user',
      detail: 'the API key provided is too short',
    });
    expect(heard.map(({ line }) => line.kind)).toEqual(['log', 'ready', 'text']);
    expect(run.readyMs()).toBeGreaterThanOrEqual(0);
  });

  test('troubles of one forward are not why it ends', async () => {
    const { run } = start(
      [READY, 'time="x" level=error msg="x [ERROR] Failed to read response, status=401'],
      1,
    );
    expect(await ended(run)).toMatchObject({ state: 'crashed', cure: 'restart' });
  });

  test('messages of Stripe over several lines are dropped whole', async () => {
    const lines = [
      debug('{'),
      '"a": 1,',
      '',
      '}" prefix=websocket.Client.readPump',
      'said',
      debug('{'),
      'body',
      PONG,
      'said too',
    ];
    const { run, heard } = start(lines, 0);
    await run.process.gone;
    const texts = heard.flatMap(({ line }) => (line.kind === 'text' ? [line.text] : []));
    expect(texts).toEqual(['said', 'said too']);
  });

  test('that never gets ready is given up', async () => {
    const { run } = start(['Getting ready...']);
    const given = Array.from({ length: 100 }, () => run.tick()).filter((reason) => reason !== null);
    expect(given).toEqual(['stripe listen was not ready after 90 s.']);
    await run.process.terminate();
    expect(await ended(run)).toEqual({
      kind: 'timeout',
      state: 'offline',
      cure: 'restart',
      detail: given[0],
    });
  });

  test('that was alive and falls silent is given up', async () => {
    const { run, heard } = start([READY, PONG]);
    await expect.poll(() => heard.length).toBe(2);
    const given = Array.from({ length: 70 }, () => run.tick()).filter((reason) => reason !== null);
    expect(given).toEqual(['stripe listen has said nothing for 60 s.']);
    await run.process.terminate();
    expect(await ended(run)).toMatchObject({ state: 'crashed', cure: 'restart' });
  });

  test('that is quiet by nature is not', async () => {
    const { run, heard } = start([READY]);
    await expect.poll(() => heard.length).toBe(1);
    expect(Array.from({ length: 500 }, () => run.tick()).every((reason) => reason === null)).toBe(true);
    await run.process.terminate();
  });
});
