// When the build is taken for fresh, and when it is not.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUILD_STAMP, ensureBuild, staleness } from '../../../scripts/ensure-build.ts';

let rootDir: string;

/** @param ageS seconds before now */
function put(file: string, ageS: number): void {
  const path = join(rootDir, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  date(file, ageS);
}

function date(file: string, ageS: number): void {
  const when = Date.now() / 1000 - ageS;
  utimesSync(join(rootDir, file), when, when);
}

function dateDirectories(ageS: number): void {
  for (const dir of ['src/cli', 'src']) date(dir, ageS);
}

beforeEach(() => {
  // Set for the tests of the product, which is built before they run.
  vi.stubEnv('HOOKLINE_NO_BUILD', '');
  rootDir = mkdtempSync(join(tmpdir(), 'hookline-build-'));
  put('src/cli/hookline.ts', 100);
  put('src/main.ts', 100);
  put('package.json', 100);
  dateDirectories(100);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(rootDir, { recursive: true, force: true });
});

describe('a build', () => {
  it('is missing at first', () => {
    expect(staleness(rootDir)).toBe('first');
  });

  it('is fresh when it began after the last change', () => {
    put(BUILD_STAMP, 50);
    expect(staleness(rootDir)).toBeNull();
  });

  it.each(['src/cli/hookline.ts', 'package.json', 'package-lock.json', 'electron.vite.config.ts'])(
    'is stale after a change of %s',
    (file) => {
      put(BUILD_STAMP, 50);
      put(file, 10);
      expect(staleness(rootDir)).toBe('changed');
    },
  );

  it('is stale after a file was removed', () => {
    put(BUILD_STAMP, 50);
    rmSync(join(rootDir, 'src/cli/hookline.ts'));
    expect(staleness(rootDir)).toBe('changed');
  });

  it('is not made again when it is fresh', async () => {
    put(BUILD_STAMP, 50);
    await ensureBuild({ rootDir, onBuild: () => expect.unreachable() });
  });

  it('says what to do when the tools are not installed, and leaves no lock', async () => {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(ensureBuild({ rootDir, onBuild: () => undefined })).rejects.toThrow(/npm ci/);
    }
  });

  it('clears the lock of a process that is gone', async () => {
    put('out/.building', 0);
    // No process has this id: it is above every system's limit.
    writeFileSync(join(rootDir, 'out/.building'), '4194305');
    await expect(ensureBuild({ rootDir, onBuild: () => undefined })).rejects.toThrow(/npm ci/);
  });
});
