// What the READMEs and guides tell people to type works: every block is run against a running Hookline, or says why it cannot be.
import { spawn, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isContractProcedure } from '@orpc/contract';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import type { ReadyLine } from '#shared/domain/launch-options.ts';
import { parseFilter } from '#shared/domain/filter/parse-filter.ts';
import { startBackend } from '../support/backend.ts';
import { restClient, runHookline } from '../support/hookline-process.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BIN = join(ROOT, 'bin/hookline.cjs');
const EVENT = 'evt_guide';

interface Block {
  /** `docs/guide/filter.md:36` */
  place: string;
  language: string;
  text: string;
}

/** Blocks that are not run, by how they begin. */
const NOT_RUN: readonly (readonly [begins: string, reason: string])[] = [
  ['npm ', 'installs, builds, tests or packages the product; CI does so, in its own steps'],
  ['Stripe ─▶', 'a drawing'],
];

/** What a guide shows that is refused, and rightly so where nothing of the kind is set up. */
const REFUSED: readonly (readonly [part: string, status: number, reason: string])[] = [
  ['filter=status:faild', 422, 'the guide shows what is said of a mistake'],
  ['/catch-up/gaps/1/choose', 404, 'nothing was missed'],
  ['/customers/1/check', 409, 'no app is set up to be asked'],
];

const files = ['README.md', 'README.zh-TW.md', ...globSync('docs/guide/*.md', { cwd: ROOT })].toSorted();
const blocks = files.flatMap(blocksOf);

function blocksOf(file: string): Block[] {
  const found: Block[] = [];
  let open: { line: number; language: string; text: string[] } | null = null;
  for (const [index, line] of readFileSync(join(ROOT, file), 'utf8').split('\n').entries()) {
    const fence = /^\s*```(\S*)/.exec(line);
    if (open === null && fence !== null) open = { line: index + 1, language: fence[1] ?? '', text: [] };
    else if (open !== null && fence !== null) {
      found.push({ place: `${file}:${open.line}`, language: open.language, text: open.text.join('\n') });
      open = null;
    } else open?.text.push(line);
  }
  return found;
}

const reasonNotToRun = ({ text }: Block): string | null =>
  NOT_RUN.find(([begins]) => text.startsWith(begins))?.[1] ?? null;
const commandsOf = ({ text }: Block): string[] =>
  text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
const isOf = (block: Block, command: RegExp): boolean =>
  ['sh', 'bash', 'console'].includes(block.language) && commandsOf(block).every((line) => command.test(line));

const isCurl = (block: Block): boolean => isOf(block, /^(curl |[A-Z]+=)/);
const isHookline = (block: Block): boolean => isOf(block, /^hookline /);
const isSession = (block: Block): boolean =>
  block.language === 'console' && block.text.startsWith('$ hookline ');
const isJson = (block: Block): boolean => block.language === 'json';
const isFilter = (block: Block): boolean => block.language === '' && parseFilter(block.text).ok;

const hasShell = ['bash', 'curl'].every(
  (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0,
);

test('every block is run, or there is a reason not to', () => {
  expect(blocks.length).toBeGreaterThan(12);
  const left = blocks.filter(
    (block) =>
      reasonNotToRun(block) === null &&
      ![isCurl, isHookline, isSession, isJson, isFilter].some((is) => is(block)),
  );
  expect(left.map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
});

test.each(blocks.filter(isJson))('$place is JSON', ({ text }) => {
  expect(() => JSON.parse(text) as unknown).not.toThrow();
});

test('every procedure that a guide names is there', () => {
  const known = new Set(
    Object.values(contract).flatMap((area) =>
      Object.values(area)
        .filter(isContractProcedure)
        .map((procedure) => {
          const { method = 'POST', path = '' } = procedure['~orpc'].route;
          return `${method} ${path.replaceAll(/\{\w+\}/g, '…')}`;
        }),
    ),
  );
  const named = files.flatMap((file) =>
    [
      ...readFileSync(join(ROOT, file), 'utf8').matchAll(
        /`(GET|POST|PUT|DELETE|PATCH) (?:\/api\/v1)?(\/[^`?\s]*)/g,
      ),
    ].map(([, method, path = '']) => `${method} ${path.replaceAll(/\{[^}]*\}|evt_…|<[^>]*>|:\w+/g, '…')}`),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((one) => !known.has(one) && !one.endsWith('/openapi.json'))).toEqual([]);
});

describe.skipIf(!hasShell)('against a running Hookline (skipped where bash or curl is missing)', () => {
  let ready: ReadyLine;
  let dataDir: string;
  const closers: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const backend = await startBackend();
    dataDir = mkdtempSync(join(tmpdir(), 'hookline-guide-'));
    const hookline = runHookline(dataDir, { args: ['--no-listen', '--forward-to', backend.url] });
    closers.push(
      () => hookline.kill('SIGKILL'),
      () => backend.close(),
      () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }),
    );
    ready = await hookline.ready();
    const client = restClient(ready);
    await client.settings.update({ forwardUnsigned: true });
    writeFileSync(join(dataDir, 'events.ndjson'), eventFixture({ type: 'invoice.paid', id: 'evt_file' }));
    const secret = 'whsec_guide_0123456789abcdef';
    await client.endpoints.update({ id: 'local', signing: 'own', secret });
    for (const [id, type] of [
      [EVENT, 'invoice.paid'],
      ['evt_other', 'customer.subscription.created'],
    ] as const) {
      await fetch(ready.receiverUrl, { method: 'POST', body: eventFixture({ type, id }) });
    }
    return async () => {
      for (const close of closers) await close();
    };
  }, 60_000);

  const filledIn = (text: string): string =>
    text.replaceAll('evt_…', EVENT).replaceAll('http://127.0.0.1:4646', ready.dashboardUrl);

  /** @param stop ends it by Ctrl+C once it has written something */
  function shell(script: string, stop = false): Promise<{ code: number | null; out: string; err: string }> {
    const child = spawn('bash', ['-c', script], {
      cwd: dataDir,
      env: {
        ...process.env,
        TOKEN: ready.token,
        NODE: process.execPath,
        BIN,
        HOOKLINE_DATA_DIR: dataDir,
        HOOKLINE_NO_BUILD: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (stop) child.kill('SIGINT');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    return new Promise((done) => {
      child.on('close', (code) => done({ code, out, err }));
    });
  }

  const CURL = `curl() {
    local status
    status=$(command curl --silent --show-error --max-time 4 --output /dev/null --write-out '%{http_code}' "$@")
    echo "$status $*"
  }`;
  const HOOKLINE = 'hookline() { exec "$NODE" "$BIN" "$@"; }';

  test.each(blocks.filter(isCurl))('$place', { timeout: 40_000 }, async (block) => {
    const { out, err } = await shell(`${CURL}\n${filledIn(block.text)}`);
    const results = out.trim().split('\n');
    expect(results.length).toBe(commandsOf(block).filter((line) => line.startsWith('curl ')).length);
    for (const result of results) {
      const status = Number(result.slice(0, 3));
      const refused = REFUSED.find(([part]) => result.includes(part));
      if (refused !== undefined) expect(status, result).toBe(refused[1]);
      else expect(status >= 200 && status < 300, `${result}\n${err}`).toBe(true);
    }
  });

  test.each(blocks.filter(isHookline))('$place', { timeout: 40_000 }, async (block) => {
    for (const line of commandsOf(block)) {
      const { code, err } = await shell(`${HOOKLINE}\n${filledIn(line)}`, line.includes('--follow'));
      expect(code, `${line}\n${err}`).toBe(0);
    }
  });

  test.each(blocks.filter(isSession))('$place says what is shown', async ({ text }) => {
    const [command = '', ...shown] = text.split('\n');
    const { out, err } = await shell(`${HOOKLINE}\n${filledIn(command.slice(2))}`);
    expect(`${out}${err}`.trimEnd()).toBe(shown.join('\n').trimEnd());
  });
});
