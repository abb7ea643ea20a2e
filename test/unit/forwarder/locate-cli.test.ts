// Which file is run: never the npm launcher, never one inside an asar archive.
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { locateCli, outsideAsar } from '#engine/forwarder/locate-cli.ts';
import type { LocateDeps } from '#engine/forwarder/locate-cli.ts';
import { bundledCliPath } from '../../support/stripe-cli.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hookline-locate-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function put(path: string, text = '', mode = 0o755): Promise<string> {
  const file = join(dir, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

/** Resolves in a node_modules folder of the test's own. */
const depsFor = (platform: NodeJS.Platform, arch: string, known: Record<string, string>): LocateDeps => ({
  platform,
  arch,
  resolveFrom: (_, request) => {
    const path = known[request];
    if (path === undefined) throw new Error(`Cannot find module '${request}'`);
    return path;
  },
});

describe('the bundled CLI', () => {
  test('is the binary of the platform package, and its version needs no run', () => {
    expect(locateCli(null)).toEqual({ path: bundledCliPath(), version: '1.52.0', problem: null });
  });

  test('Windows on ARM runs the x64 build', async () => {
    const manifest = await put('cli-win32-x64/package.json', '{"version":"1.52.0"}');
    const binary = await put('cli-win32-x64/bin/stripe.exe');
    const deps = depsFor('win32', 'arm64', { '@stripe/cli-win32-x64/package.json': manifest });
    expect(locateCli(null, deps)).toEqual({ path: binary, version: '1.52.0', problem: null });
  });

  test('without platform package it is where the postinstall puts it', async () => {
    const manifest = await put('cli/package.json', '{"version":"1.52.0"}');
    const binary = await put('cli/vendor/bin/stripe');
    const deps = depsFor('linux', 'x64', { '@stripe/cli/package.json': manifest });
    expect(locateCli(null, deps)).toMatchObject({ path: binary });
  });

  test('missing, it is named', () => {
    const located = locateCli(null, depsFor('linux', 'riscv64', {}));
    expect(located.problem?.problem).toContain('@stripe/cli-linux-riscv64');
    expect(located.path).toBeNull();
  });

  test('inside a packaged app it is the unpacked one', async () => {
    const manifest = join(dir, 'app.asar', 'node_modules', '@stripe', 'cli-linux-x64', 'package.json');
    const binary = await put(
      join('app.asar.unpacked', 'node_modules', '@stripe', 'cli-linux-x64', 'bin', 'stripe'),
    );
    const deps = depsFor('linux', 'x64', { '@stripe/cli-linux-x64/package.json': manifest });
    expect(locateCli(null, deps)).toMatchObject({ path: binary });
    expect(outsideAsar(binary)).toBe(binary);
  });
});

describe.skipIf(process.platform === 'win32')('a CLI of the user’s own', () => {
  test('is taken as it is, its version unknown', async () => {
    const path = await put('bin/stripe');
    expect(locateCli(path)).toEqual({ path, version: null, problem: null });
  });

  test('has to be an executable file', async () => {
    expect(locateCli(join(dir, 'none')).problem?.problem).toBe(`There is no file at ${join(dir, 'none')}.`);
    expect(locateCli(dir).problem?.problem).toBe(`${dir} is not a file.`);
    const plain = await put('plain', '', 0o644);
    expect(locateCli(plain).problem?.problem).toBe(`${plain} is not executable.`);
  });

  test('a link to the npm launcher leads to what it launches', async () => {
    const launcher = await put('lib/node_modules/@stripe/cli/bin/shim.js', '#!/usr/bin/env node');
    await put('lib/node_modules/@stripe/cli/package.json', '{"version":"1.49.0"}');
    const name = `cli-${process.platform}-${process.arch}`;
    await put(`lib/node_modules/@stripe/${name}/package.json`, '{"version":"1.49.0"}');
    const binary = await put(`lib/node_modules/@stripe/${name}/bin/stripe`);
    await mkdir(join(dir, 'bin'));
    await symlink(launcher, join(dir, 'bin', 'stripe'));
    expect(locateCli(join(dir, 'bin', 'stripe'))).toEqual({ path: binary, version: '1.49.0', problem: null });

    await rm(binary);
    expect(locateCli(launcher).problem?.problem).toContain('is the npm launcher of the Stripe CLI');
  });
});
