// Finding and fetching the Electron binary, with a stand-in for the installer of the `electron` package.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  fetchElectronBinary,
  findElectronBinary,
  type FetchResult,
} from '../../../src/cli/electron-binary.ts';

let rootDir: string;
let packageDir: string;
let tempDir: string;

beforeEach(() => {
  rootDir = mkdtempSync(join(tmpdir(), 'hookline-electron-test-'));
  packageDir = join(rootDir, 'node_modules', 'electron');
  tempDir = join(rootDir, 'tmp');
  for (const dir of [join(packageDir, 'dist'), tempDir]) mkdirSync(dir, { recursive: true });
  writeFileSync(join(packageDir, 'package.json'), '{"name":"electron","version":"0.0.0"}');
  vi.stubEnv('TMPDIR', tempDir);
  vi.stubEnv('TEMP', tempDir);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(rootDir, { recursive: true, force: true });
});

const binary = (): string => join(packageDir, 'dist', 'electron');

const INSTALL = `
  const { writeFileSync } = require('node:fs');
  writeFileSync(__dirname + '/dist/electron', '');
  writeFileSync(__dirname + '/path.txt', 'electron');
`;

function fetchWith(
  installer: string,
  limitMs = 10_000,
): { result: Promise<FetchResult>; said: () => string } {
  writeFileSync(join(packageDir, 'install.js'), installer);
  let said = '';
  const terminal = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said += chunk.toString();
      done();
    },
  });
  const result = fetchElectronBinary({
    rootDir,
    terminal: terminal as unknown as NodeJS.WriteStream,
    limitMs,
  });
  return { result, said: () => said };
}

describe('the binary', () => {
  it('is found once path.txt and the file are there', () => {
    expect(findElectronBinary(rootDir)).toBeNull();
    writeFileSync(join(packageDir, 'path.txt'), 'electron\n');
    expect(findElectronBinary(rootDir)).toBeNull();
    writeFileSync(binary(), '');
    chmodSync(binary(), 0o755);
    expect(findElectronBinary(rootDir)).toBe(binary());
  });

  it('is not there without the package', () => {
    rmSync(packageDir, { recursive: true });
    expect(findElectronBinary(rootDir)).toBeNull();
  });
});

describe('fetching it', () => {
  it('says so, and gives the path', async () => {
    const { result, said } = fetchWith(INSTALL);
    expect(await result).toEqual({ ok: true, binary: binary() });
    expect(said()).toBe('Fetching the desktop app (Electron, about 120 MB, once)…\n');
  });

  it.each([
    [
      `console.error('TypeError: fetch failed\\n    at x (y.js:1:1)'); process.exit(1)`,
      'its download server could not be reached',
    ],
    [
      `console.error('HTTPError: Response code 404 (Not Found)\\n    at x'); process.exit(1)`,
      'Response code 404 (Not Found)',
    ],
    ['process.exit(1)', 'no reason given'],
  ])('that fails with %s has a reason', async (installer, reason) => {
    const { result } = fetchWith(installer);
    expect(await result).toEqual({ ok: false, reason: `Electron could not be fetched (${reason})` });
  });

  it('ends when its time is up, and leaves nothing half done behind', async () => {
    const { result } = fetchWith(
      `require('node:fs').writeFileSync(require('node:os').tmpdir() + '/part', 'x'); setInterval(() => {}, 1000)`,
      1_000,
    );
    expect(await result).toEqual({ ok: false, reason: 'Electron could not be fetched within 1 s' });
    expect(readdirSync(tempDir)).toEqual([]);
    expect(existsSync(join(packageDir, 'path.txt'))).toBe(false);
  });

  it('is not tried without the package', async () => {
    rmSync(join(packageDir, 'package.json'));
    const { result } = fetchWith(INSTALL);
    expect(await result).toEqual({ ok: false, reason: 'Electron is not installed' });
  });
});
