// `hookline events` as somebody types it, beside a running Hookline that receives signed events and delivers them to a backend.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { signBody } from '#engine/signature/signature-check.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import { EXIT, type ReadyLine } from '#shared/domain/launch-options.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { rememberCliSecret, TEST_SECRET } from '../support/engine.ts';
import { runHookline, type HooklineProcess } from '../support/hookline-process.ts';
import { eventFixture, type EventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const LAUNCHER = resolve(import.meta.dirname, '../../bin/hookline.cjs');

// Each command is a process, and some tests need a dozen of them.
vi.setConfig({ testTimeout: 60_000 });

interface Terminal {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Of stdout, without the last, empty one. */
  lines(): string[];
  /** Resolves with exit code or signal. */
  exited: Promise<number | NodeJS.Signals | null>;
}

function type(args: readonly string[], env: Record<string, string> = {}, program = LAUNCHER): Terminal {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOOKLINE_DATA_DIR: '', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return {
    child,
    stdout: () => out,
    stderr: () => err,
    lines: () => out.split('\n').slice(0, -1),
    exited: new Promise((done) => child.once('close', (code, signal) => done(code ?? signal))),
  };
}

interface Ended {
  code: number | NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  lines: string[];
}

async function ran(...given: Parameters<typeof type>): Promise<Ended> {
  const terminal = type(...given);
  const code = await terminal.exited;
  return { code, stdout: terminal.stdout(), stderr: terminal.stderr(), lines: terminal.lines() };
}

interface Line {
  dataDir: string;
  hookline: HooklineProcess;
  ready: ReadyLine;
  backend: Backend;
}

async function startHookline(dataDir: string, backend: Backend): Promise<Line> {
  const hookline = runHookline(dataDir, {
    args: ['--no-listen', '--forward-to', backend.url],
  });
  onTestFinished(() => hookline.kill('SIGKILL').then(() => undefined));
  return { dataDir, hookline, ready: await hookline.ready(), backend };
}

/** Answers 500 about checkouts, 200 about everything else. */
async function startLine(): Promise<Line> {
  const dataDir = tempDir();
  await rememberCliSecret(dataDir);
  const backend = await startBackend();
  onTestFinished(() => backend.close());
  backend.behave((request, response) => {
    response.statusCode = request.body.includes('"checkout.session.') ? 500 : 200;
    response.end();
  });
  return startHookline(dataDir, backend);
}

/** As Stripe would, and waits until it was delivered. */
async function send({ ready, hookline }: Line, event: EventFixture & { id: string }): Promise<void> {
  await post(ready, eventFixture({ customerId: 'cus_ada', customerName: 'Ada Lovelace', ...event }));
  const api = await hookline.client();
  await waitUntil(
    `the answer to ${event.id}`,
    async () => (await api.events.get({ id: event.id })).attemptCount > 0,
  );
}

async function post({ receiverUrl }: ReadyLine, body: string): Promise<void> {
  const bytes = Buffer.from(body);
  const response = await fetch(receiverUrl, {
    method: 'POST',
    body: bytes,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': signBody(bytes, TEST_SECRET, Date.now()),
    },
  });
  await response.arrayBuffer();
}

const columns = (line: string): string[] => line.split(/ {2,}/);
const summaries = (lines: readonly string[]): EventSummary[] =>
  lines.map((line) => JSON.parse(line) as EventSummary);
const idsIn = (terminal: Terminal): string[] => summaries(terminal.lines()).map(({ id }) => id);

describe('listing', () => {
  test('newest first, by filter, as text and as NDJSON, and by the launcher', async () => {
    const line = await startLine();
    await send(line, { id: 'evt_1', type: 'invoice.paid' });
    await send(line, {
      id: 'evt_2',
      type: 'checkout.session.completed',
      customerId: 'cus_wang',
      // What follows the name would clear a terminal.
      customerName: '王小明\u009b2J',
    });
    await send(line, { id: 'evt_3', type: 'invoice.created' });
    const at = ['--data-dir', line.dataDir];

    const all = await ran(['events', ...at]);
    expect(all).toMatchObject({ code: EXIT.ok, stderr: '' });
    expect(all.lines.map((one) => columns(one)[1])).toEqual([
      'invoice.created',
      'checkout.session.completed',
      'invoice.paid',
    ]);
    const [time, , who, amount, state, answer, took] = columns(all.lines[1] ?? '');
    expect([who, amount, state, answer]).toEqual(['王小明\u{fffd}2J', 'CHF 45.00', 'failed', '500']);
    expect(time).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(took).toMatch(/^[\d<,]+ ms$/);
    expect(all.stdout).not.toContain('\u001b');

    const typesOf = async (...words: string[]): Promise<(string | undefined)[]> =>
      (await ran(['events', ...words, ...at])).lines.map((one) => columns(one)[1]);
    expect(await typesOf('status:failed|5xx')).toEqual(['checkout.session.completed']);
    expect(await typesOf('type:invoice.*', '-type:*.paid')).toEqual(['invoice.created']);
    expect(await typesOf('--limit', '2')).toEqual(['invoice.created', 'checkout.session.completed']);
    const two = await ran(['events', '--limit', '2', '--data-dir', line.dataDir]);
    expect(two.stderr).toBe('These are the newest 2; more events match. --limit takes more.\n');

    const json = await ran(['events', '王小明', '--json'], { HOOKLINE_DATA_DIR: line.dataDir });
    expect(json.stdout).toContain('王小明\\u009b2J');
    const api = await line.hookline.client();
    expect(summaries(json.lines)).toEqual((await api.events.list({ filter: '王小明' })).items);

    const launched = await ran(['events', 'status:failed', ...at], {}, LAUNCHER);
    expect(launched).toMatchObject({ code: EXIT.ok, stderr: '' });
    expect(launched.lines.map((one) => columns(one)[1])).toEqual(['checkout.session.completed']);

    const none = await ran(['events', 'status:held', ...at]);
    expect(none).toMatchObject({ code: EXIT.ok, stdout: '', stderr: 'No event matches this filter.\n' });
  });

  test('why an event was sent to no endpoint', async () => {
    const line = await startLine();
    const api = await line.hookline.client();
    await api.endpoints.update({
      id: 'local',
      filter: { types: [], kinds: 'all', accounts: 'all', condition: 'data.object.metadata.env:mine' },
    });
    await post(
      line.ready,
      eventFixture({ type: 'invoice.paid', id: 'evt_theirs', object: { metadata: { env: 'theirs' } } }),
    );
    const listed = await ran(['events', '--data-dir', line.dataDir]);
    expect(listed.stdout).toMatch(
      /none.*Not sent to \S+: data\.object\.metadata\.env is theirs, and the endpoint takes only data\.object\.metadata\.env:mine\.\n/,
    );
    const found = await ran(['events', '-data.object.metadata.env:mine', '--data-dir', line.dataDir]);
    expect(found.lines).toHaveLength(1);
    const mistaken = await ran(['events', 'amount>=5000', '--data-dir', line.dataDir]);
    expect(mistaken).toMatchObject({ code: EXIT.usage, stdout: '' });
    expect(mistaken.stderr).toContain('Did you mean “data.object.amount>=”?');
  });

  test('more than the API gives at once, and to a reader that has seen enough', async () => {
    const { ready, hookline, dataDir } = await startLine();
    const ids = Array.from({ length: 520 }, (_, index) => `evt_${String(index).padStart(3, '0')}`);
    for (let index = 0; index < ids.length; index += 40) {
      const some = ids.slice(index, index + 40);
      await Promise.all(some.map((id) => post(ready, eventFixture({ id, type: 'invoice.paid' }))));
    }
    const api = await hookline.client();
    await waitUntil('all events', async () => (await api.status.get()).counts.all === ids.length);

    const json = await ran(['events', '--json', '--limit', '510', '--data-dir', dataDir]);
    const seqs = summaries(json.lines).map(({ seq }) => seq);
    expect(seqs).toHaveLength(510);
    expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
    expect(new Set(summaries(json.lines).map(({ id }) => id)).size).toBe(510);

    const head = type(['events', '--json', '--limit', '520', '--data-dir', dataDir]);
    head.child.stdout?.once('data', () => head.child.stdout?.destroy());
    expect(await head.exited).toBe(EXIT.ok);
    expect(head.stderr()).toBe('');
  });

  test('in colour in a terminal, unless NO_COLOR asks for none', async (context) => {
    const { stdout: version } = spawnSync('script', ['--version'], { encoding: 'utf8' });
    context.skip(
      !version?.includes('util-linux'),
      'there is no `script` (util-linux) here to make a terminal with',
    );
    const line = await startLine();
    await send(line, { id: 'evt_1', type: 'invoice.paid' });
    const inTerminal = (env: Record<string, string>): string =>
      spawnSync(
        'script',
        ['-qec', `'${process.execPath}' '${LAUNCHER}' events --data-dir '${line.dataDir}'`, '/dev/null'],
        {
          encoding: 'utf8',
          // Node takes a CI for a terminal without colours.
          env: { ...process.env, CI: undefined, TERM: 'xterm-256color', NO_COLOR: '', ...env },
        },
      ).stdout;
    expect(inTerminal({})).toContain('\u001b[32mdelivered\u001b[39m');
    const plain = inTerminal({ NO_COLOR: '1' });
    expect(plain).toContain('delivered');
    expect(plain).not.toContain('\u001b');
  });
});

describe('following', () => {
  test('goes on with new events, oldest first, until Ctrl+C', async () => {
    const line = await startLine();
    await send(line, { id: 'evt_1', type: 'invoice.paid' });
    await send(line, { id: 'evt_2', type: 'checkout.session.completed' });
    const at = ['--json', '--follow', '--data-dir', line.dataDir];
    const all = type(['events', ...at]);
    const failed = type(['events', 'status:failed', '--limit', '1', ...at]);
    await waitUntil('what was before', () => all.lines().length === 2 && failed.lines().length === 1);

    await send(line, { id: 'evt_3', type: 'invoice.created' });
    await send(line, { id: 'evt_4', type: 'checkout.session.expired' });
    await waitUntil('the new ones', () => all.lines().length === 4 && failed.lines().length === 2);
    expect(idsIn(all)).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_4']);
    expect(summaries(all.lines()).map(({ deliveryState }) => deliveryState)).toEqual([
      'delivered',
      'failed',
      'delivered',
      'failed',
    ]);
    expect(idsIn(failed)).toEqual(['evt_2', 'evt_4']);

    line.backend.answer(200);
    await (await line.hookline.client()).events.resend({ id: 'evt_4' });
    await waitUntil('the resent one', () => all.lines().length === 5);
    expect(summaries(all.lines()).at(-1)).toMatchObject({
      id: 'evt_4',
      deliveryState: 'delivered',
      attemptCount: 2,
    });

    all.child.kill('SIGINT');
    expect(await all.exited).toBe(EXIT.ok);
    failed.child.kill('SIGTERM');
    expect(await failed.exited).toBe(EXIT.ok);
    expect(all.stderr() + failed.stderr()).toBe('');
  });

  test('shows an event that is not answered yet, and its answer later', async () => {
    const line = await startLine();
    await send(line, { id: 'evt_1', type: 'invoice.paid' });
    const answers: (() => void)[] = [];
    line.backend.behave((_request, response) => answers.push(() => response.end()));
    const following = type(['events', '--json', '--follow', '--data-dir', line.dataDir]);
    await waitUntil('what was before', () => following.lines().length === 1);
    const posted = post(line.ready, eventFixture({ id: 'evt_slow', type: 'invoice.paid' }));
    await waitUntil('the unanswered event', () => following.lines().length === 2);
    for (const answer of answers) answer();
    await posted;
    await waitUntil('its answer', () => following.lines().length === 3);
    expect(summaries(following.lines()).map(({ deliveryState }) => deliveryState)).toEqual([
      'delivered',
      'pending',
      'delivered',
    ]);
  });

  test('resumes when Hookline is back at another port: no gap, no duplicate; also with another store', async () => {
    const first = await startLine();
    await send(first, { id: 'evt_1', type: 'invoice.paid' });
    const following = type(['events', '--json', '--follow', '--data-dir', first.dataDir]);
    await waitUntil('what was before', () => following.lines().length === 1);
    await first.hookline.kill('SIGKILL');
    await waitUntil('the loss to be said', () => following.stderr().includes('was lost'));

    const second = await startHookline(first.dataDir, first.backend);
    await send(second, { id: 'evt_2', type: 'invoice.created' });
    await waitUntil('the one after the restart', () => following.lines().length === 2);
    await send(second, { id: 'evt_3', type: 'invoice.updated' });
    await waitUntil('the next', () => following.lines().length === 3);
    expect(idsIn(following)).toEqual(['evt_1', 'evt_2', 'evt_3']);
    expect(following.stderr()).toMatch(/^The connection to Hookline was lost\..*\nHookline is back\.\n$/);

    await second.hookline.kill('SIGTERM');
    for (const suffix of ['', '-wal', '-shm'])
      rmSync(join(first.dataDir, `hookline.db${suffix}`), { force: true });
    await rememberCliSecret(first.dataDir);
    const third = await startHookline(first.dataDir, first.backend);
    await send(third, { id: 'evt_4', type: 'invoice.paid' });
    await waitUntil('the one in the new store', () => following.lines().length === 4);
    expect(idsIn(following)).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_4']);
    expect(following.stdout() + following.stderr()).not.toContain(third.ready.token);
  });

  test('Ctrl+C ends it also while nobody answers', async () => {
    const line = await startLine();
    await send(line, { id: 'evt_1', type: 'invoice.paid' });
    const following = type(['events', '--follow', '--data-dir', line.dataDir]);
    await waitUntil('what was before', () => following.lines().length === 1);
    await line.hookline.kill('SIGKILL');
    await waitUntil('the loss to be said', () => following.stderr() !== '');
    following.child.kill('SIGINT');
    expect(await following.exited).toBe(EXIT.ok);
  });
});

describe('what stands in the way', () => {
  test('a wrong filter: the sentence of the dashboard, and where the mistake is; whether or not one runs', async () => {
    const ended = await ran(['events', 'type:invoice.*', 'status:faild', '--data-dir', tempDir()]);
    expect(ended).toMatchObject({ code: EXIT.usage, stdout: '' });
    expect(ended.stderr).toBe(
      [
        '“faild” is no value of status. Did you mean “failed”?',
        '',
        '  type:invoice.* status:faild',
        '                        ^^^^^',
        '',
      ].join('\n'),
    );
  });

  test('a wrong option', async () => {
    const ended = await ran(['events', '--folow']);
    expect(ended).toEqual({
      code: EXIT.usage,
      stdout: '',
      stderr: 'There is no option --folow: did you mean --follow?\n',
      lines: [],
    });
  });

  test('none is running: nothing is started, and no directory made', async () => {
    const dataDir = join(tempDir(), 'nothing-here');
    for (const more of [[], ['--follow'], ['--json']]) {
      const ended = await ran(['events', ...more, '--data-dir', dataDir]);
      expect(ended).toMatchObject({ code: EXIT.notRunning, stdout: '' });
      expect(ended.stderr).toBe(
        `No Hookline is running with the data directory ${dataDir}. ` +
          'Start it with hookline (npm start in a checkout), or name its directory with --data-dir.\n',
      );
    }
    expect(existsSync(dataDir)).toBe(false);
  });

  test('the note of one that was killed, also when another has its port now', async () => {
    const first = await startLine();
    await first.hookline.kill('SIGKILL');
    const dead = await ran(['events', '--data-dir', first.dataDir]);
    expect(dead).toMatchObject({ code: EXIT.notRunning, stdout: '' });
    expect(dead.stderr).not.toContain(first.ready.token);

    const { port } = new URL(first.ready.dashboardUrl);
    const other = runHookline(tempDir(), { args: ['--no-listen', '--port', port] });
    onTestFinished(() => other.kill('SIGKILL').then(() => undefined));
    await other.ready();
    expect(await ran(['events', '--data-dir', first.dataDir])).toMatchObject({
      code: EXIT.notRunning,
      stdout: '',
    });
  });
});
