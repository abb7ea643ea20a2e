// bin/hookline.cjs on the Node of the tests and, where there is one, on an older Node: arguments, codes and signals.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const LAUNCHER = resolve(import.meta.dirname, '../../../bin/hookline.cjs');
const ENSURE_BUILD = resolve(import.meta.dirname, '../../../scripts/ensure-build.ts');
/** Stands for the built command: says what it got, and does as it is told. */
const COMMAND = `
  const [order, value] = process.argv.slice(2);
  process.stdout.write(JSON.stringify({ args: process.argv.slice(2), major: Number(process.versions.node.split('.')[0]) }) + '\\n');
  if (order === 'exit') process.exitCode = Number(value);
  if (order === 'die') process.kill(process.pid, value);
  if (order === 'wait') {
    const alive = setInterval(() => {}, 1000);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => { process.stdout.write('got ' + signal + '\\n'); clearInterval(alive); process.exitCode = 7; });
    }
    process.stdout.write('waiting\\n');
  }
`;

const onWindows = process.platform === 'win32';
const oldNode = findOldNode();
let packageDir: string;

beforeEach(() => {
  packageDir = mkdtempSync(join(tmpdir(), 'hookline-launcher-'));
  for (const dir of ['bin', 'out/main', 'node_modules/node/bin'])
    mkdirSync(join(packageDir, dir), { recursive: true });
  copyFileSync(LAUNCHER, join(packageDir, 'bin', 'hookline.cjs'));
  writeFileSync(join(packageDir, 'package.json'), '{"name":"hookline","type":"module"}');
  writeFileSync(join(packageDir, 'out', 'main', 'hookline.js'), COMMAND);
});
afterEach(() => rmSync(packageDir, { recursive: true, force: true }));

function start(node: string, args: readonly string[], env: Record<string, string>): ChildProcess {
  return spawn(node, [join(packageDir, 'bin', 'hookline.cjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
}

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** @param signal sent once the command says it is waiting */
async function run(
  node: string,
  args: readonly string[],
  signal?: NodeJS.Signals,
  env: Record<string, string> = {},
): Promise<Ended> {
  const child = start(node, args, env);
  let stdout = '';
  let stderr = '';
  let sent = false;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (signal === undefined || sent || !stdout.includes('waiting')) return;
    sent = true;
    child.kill(signal);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((done) =>
    child.once('close', (code, endSignal) => done({ code, signal: endSignal, stdout, stderr })),
  );
}

describe('on a Node that is new enough', () => {
  it('runs the command in its own process', async () => {
    const { code, stdout, stderr } = await run(process.execPath, ['exit', '5', '--odd value']);
    expect({ code, stderr }).toEqual({ code: 5, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ args: ['exit', '5', '--odd value'] });
  });
});

describe('in a checkout', () => {
  const says = (what: string): string => `process.stdout.write('${what}\\n');`;

  beforeEach(() => {
    for (const dir of ['src/cli', 'scripts']) mkdirSync(join(packageDir, dir), { recursive: true });
    copyFileSync(ENSURE_BUILD, join(packageDir, 'scripts', 'ensure-build.ts'));
    writeFileSync(join(packageDir, 'electron.vite.config.ts'), '');
    writeFileSync(join(packageDir, 'src/cli/hookline.ts'), says('from sources'));
    writeFileSync(join(packageDir, 'out/main/hookline.js'), says('from the build'));
  });

  it('lists events without a build, and from the build when that is fresh', async () => {
    expect(await run(process.execPath, ['events', 'ada'])).toEqual({
      code: 0,
      signal: null,
      stdout: 'from sources\n',
      stderr: '',
    });
    writeFileSync(join(packageDir, 'out/.built'), '');
    const inAMinute = Date.now() / 1000 + 60;
    utimesSync(join(packageDir, 'out/.built'), inAMinute, inAMinute);
    expect(await run(process.execPath, ['events'])).toMatchObject({ code: 0, stdout: 'from the build\n' });
  });

  it('builds before it starts', async () => {
    // There are no build tools here, which is the proof that they were looked for.
    const { code, stdout, stderr } = await run(process.execPath, ['--no-open'], undefined, {
      HOOKLINE_NO_BUILD: '',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('Building Hookline (first start only)…');
  });
});

describe('on an older Node', () => {
  const node = oldNode ?? '';

  beforeEach((context) => {
    context.skip(oldNode === null, 'there is no Node older than 24 on this machine');
    const name = onWindows ? 'node.exe' : 'node';
    if (onWindows) copyFileSync(process.execPath, join(packageDir, 'node_modules/node/bin', name));
    else symlinkSync(process.execPath, join(packageDir, 'node_modules/node/bin', name));
  });

  it('runs it on the bundled one, with arguments and exit code', async () => {
    const { code, stdout, stderr } = await run(node, ['exit', '5', '--odd value']);
    expect({ code, stderr }).toEqual({ code: 5, stderr: '' });
    const said = JSON.parse(stdout) as { args: string[]; major: number };
    expect(said.args).toEqual(['exit', '5', '--odd value']);
    expect(said.major).toBeGreaterThanOrEqual(24);
  });

  it.skipIf(onWindows).each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'passes %s on, once',
    async (signal) => {
      const { code, stdout } = await run(node, ['wait'], signal);
      expect(stdout.match(/got \w+/g)).toEqual([`got ${signal}`]);
      expect(code).toBe(7);
    },
  );

  it('ends by the signal that ended the command', async (context) => {
    context.skip(onWindows, 'Windows knows no signals between processes');
    expect(await run(node, ['die', 'SIGKILL'])).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  it('ends the command when the process in between was killed', async (context) => {
    context.skip(onWindows, 'Windows knows no signals between processes');
    // The output stays open until the command itself has ended.
    expect(await run(node, ['wait'], 'SIGKILL')).toMatchObject({
      signal: 'SIGKILL',
      stdout: expect.stringContaining('got SIGTERM') as string,
    });
  });

  it('says what to do when the bundled one is missing, or a stub', async () => {
    for (const stub of [null, 'This file intentionally left blank']) {
      rmSync(join(packageDir, 'node_modules/node/bin'), { recursive: true });
      mkdirSync(join(packageDir, 'node_modules/node/bin'));
      if (stub !== null) writeFileSync(join(packageDir, 'node_modules/node/bin/node'), stub);
      const { code, stderr } = await run(node, []);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Hookline needs Node 24 or newer, and this is [\d.]+\. .*npm ci.*\n$/);
    }
  });
});

function findOldNode(): string | null {
  const dirs = (process.env['PATH'] ?? '')
    .split(onWindows ? ';' : ':')
    .filter((dir) => !dir.includes('node_modules'));
  for (const dir of [...dirs, '/usr/bin', '/usr/local/bin']) {
    const file = join(dir, onWindows ? 'node.exe' : 'node');
    const { status, stdout } = spawnSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' });
    const major = Number.parseInt(stdout ?? '', 10);
    if (status === 0 && major >= 18 && major < 24) return file;
  }
  return null;
}
