// The release workflow: what may it do, does it name files and commands that exist, and is everything it makes attached. What
// only GitHub can run is not run here.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configure } from '../../../electron-builder.config.ts';
import { chooseSigning, environmentLines } from '../../../scripts/choose-signing.ts';
import { platformParts, type TargetArch, type TargetPlatform } from '../../../scripts/package-parts.ts';
import { tempDir } from '../../support/temp-dir.ts';

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  env?: Record<string, string>;
  with?: Record<string, string>;
}
interface Job {
  needs?: string;
  permissions?: Record<string, string>;
  strategy?: { matrix: { include: { system: 'linux' | 'mac' | 'win'; os: string; parts: string }[] } };
  steps: Step[];
}
interface Workflow {
  on: { push: { tags: string[]; branches?: string[] } };
  permissions: Record<string, string>;
  jobs: { package: Job; release: Job };
}

const projectDir = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(projectDir, path), 'utf8');
const text = read('.github/workflows/release.yml');
const { on, permissions, jobs } = parse(text) as Workflow;
const steps = [...jobs.package.steps, ...jobs.release.steps];
const commands = (job: Job): string[] => job.steps.flatMap(({ run }) => run ?? []);
const at = (job: Job, what: RegExp): number => commands(job).findIndex((command) => what.test(command));

describe('the release workflow', () => {
  test('runs on version tags alone, and checks that the tag is the version', () => {
    expect(on).toEqual({ push: { tags: ['v*'] } });
    expect(at(jobs.package, /package\.json'\)\.version/)).toBe(0);
  });

  test('may write nothing but the release, and where it may, it runs nobody’s code', () => {
    expect(permissions).toEqual({ contents: 'read' });
    expect(jobs.package.permissions).toBeUndefined();
    expect(jobs.release.permissions).toEqual({ contents: 'write' });
    expect(commands(jobs.release).join('\n')).not.toMatch(/npm (?:ci|install|run|exec|test)/);
    expect(jobs.release.needs).toBe('package');
  });

  test('actions are GitHub’s own, at a major version, the ones the other workflow has', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(5);
    for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@v\d+$/);
    const versionOf = (list: string[]): Record<string, string> =>
      Object.fromEntries(list.map((action) => action.split('@') as [string, string]));
    const ci = versionOf(read('.github/workflows/ci.yml').match(/actions\/[a-z-]+@v\d+/g) ?? []);
    const here = versionOf(used);
    for (const [action, version] of Object.entries(ci))
      expect([action, here[action] ?? version]).toEqual([action, version]);
  });

  test('installs, checks, builds and tests before it packs, and publishes nothing while it packs', () => {
    const order = [/^npm ci$/, /^npm run check$/, /^npm run build$/, /npm test/, /electron-builder /];
    const places = order.map((what) => at(jobs.package, what));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(commands(jobs.package).join('\n')).toContain('--publish never');
  });

  test('every script and file it names exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, script] of text.matchAll(/npm run ([a-z:]+)/g))
      expect(scripts).toHaveProperty(script ?? '');
    const files = [
      ...text.matchAll(
        /(?<=\s)(?:scripts\/[\w.-]+|electron-builder\.config\.ts|node_modules\/electron\/install\.js)/g,
      ),
    ];
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const [file] of files) expect([file, existsSync(join(projectDir, file))]).toEqual([file, true]);
  });

  test('each system is packed with all its parts: what npm does not install there is brought', () => {
    const config = configure({});
    const own: Record<string, string> = { linux: 'linux-x64', mac: 'darwin-arm64', win: 'win32-x64' };
    const platform: Record<string, TargetPlatform> = { linux: 'linux', mac: 'darwin', win: 'win32' };
    for (const { system, parts } of jobs.package.strategy?.matrix.include ?? []) {
      const targets = config[system]?.target as { arch: string | string[] }[];
      const archs = new Set(
        targets.flatMap(({ arch }) => (arch === 'universal' ? ['x64', 'arm64'] : arch)) as TargetArch[],
      );
      const needed = [...archs].flatMap((arch) => platformParts(platform[system] ?? 'linux', arch)[0] ?? []);
      for (const part of needed) {
        const there = [own[system], parts].some((one) => one !== '' && part.includes(`/cli-${one}/`));
        expect([system, part, there]).toEqual([system, part, true]);
      }
    }
    expect(jobs.package.strategy?.matrix.include.map(({ system }) => system)).toEqual([
      'linux',
      'mac',
      'win',
    ]);
  });

  test('everything that is made is attached, with what the updater reads, checksums and bill of materials', () => {
    const upload = jobs.package.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact'));
    const kept = upload?.with?.['path'] ?? '';
    for (const ending of ['AppImage', 'deb', 'dmg', 'zip', 'exe', 'blockmap'])
      expect(kept).toContain(`dist/*.${ending}`);
    expect(kept).toContain('dist/latest*.yml');
    expect(upload?.with?.['if-no-files-found']).toBe('error');
    const [sbom, sums, release] = [
      /npm sbom .*cyclonedx/,
      /sha256sum -- \*/,
      /gh release create .*release\/\*.*--draft/,
    ].map((what) => at(jobs.release, what));
    expect([sbom, sums, release]).toEqual([0, 1, 2]);
  });

  test('secrets are read in the one step that signs, and may all be absent', () => {
    const asking = steps.filter((step) => JSON.stringify(step).includes('secrets.'));
    expect(asking.map(({ name }) => name)).toEqual(['Choose what to sign with']);
    for (const value of Object.values(asking[0]?.env ?? {})) expect(value).toMatch(/\|\| '' }}$/);
  });
});

describe('signing', () => {
  const APPLE = { APPLE_API_KEY_P8: 'p8', APPLE_API_KEY_ID: 'id', APPLE_API_ISSUER: 'issuer' };
  const MAC = { MAC_CERTIFICATE: 'base64', MAC_CERTIFICATE_PASSWORD: 'word' };

  test('without secrets nothing is handed on, and each absence is named', () => {
    const empty = { MAC_CERTIFICATE: '', WINDOWS_CERTIFICATE: '', APPLE_API_KEY_P8: '' };
    for (const env of [{}, empty]) {
      expect(chooseSigning('linux', env)).toEqual({ env: {}, missing: [], appleKey: null });
      expect(chooseSigning('win', env).env).toEqual({});
      expect(chooseSigning('win', env).missing.join()).toContain('WINDOWS_CERTIFICATE');
      // Not even a certificate that happens to be in the runner's key chain.
      expect(chooseSigning('mac', env).env).toEqual({ CSC_IDENTITY_AUTO_DISCOVERY: 'false' });
      expect(chooseSigning('mac', env).missing.join()).toContain('MAC_CERTIFICATE');
    }
  });

  test('with some of them it goes as far as they reach', () => {
    const signed = { CSC_LINK: 'base64', CSC_KEY_PASSWORD: 'word' };
    expect(chooseSigning('mac', MAC)).toMatchObject({ env: signed, appleKey: null });
    expect(chooseSigning('mac', { ...MAC, ...APPLE, APPLE_API_ISSUER: '' }).missing.join()).toContain(
      'APPLE_API_ISSUER',
    );
    expect(chooseSigning('mac', { ...MAC, ...APPLE })).toEqual({
      env: { ...signed, APPLE_API_KEY_ID: 'id', APPLE_API_ISSUER: 'issuer' },
      missing: [],
      appleKey: 'p8',
    });
    expect(chooseSigning('win', { WINDOWS_CERTIFICATE: 'base64' }).env['WIN_CSC_LINK']).toBe('base64');
  });

  test('values of several lines survive', () => {
    const lines = environmentLines({ A: 'one\ntwo', B: 'three' });
    const [, mark] = /^A<<(\S+)$/m.exec(lines) ?? [];
    expect(lines).toBe(`A<<${mark}\none\ntwo\n${mark}\nB<<${mark}\nthree\n${mark}\n`);
  });

  test('as a command: into the runner’s environment, Apple’s key into a file of its own', () => {
    const dir = tempDir();
    const said = execFileSync(process.execPath, [join(projectDir, 'scripts/choose-signing.ts'), 'mac'], {
      encoding: 'utf8',
      env: { ...process.env, ...MAC, ...APPLE, GITHUB_ENV: join(dir, 'env'), RUNNER_TEMP: dir },
    });
    expect(said).toBe('');
    const key = join(dir, 'apple-api-key.p8');
    expect(readFileSync(join(dir, 'env'), 'utf8')).toContain(key);
    expect(readFileSync(key, 'utf8')).toBe('p8\n');
    const without = execFileSync(process.execPath, [join(projectDir, 'scripts/choose-signing.ts'), 'win'], {
      encoding: 'utf8',
      env: { ...process.env, WINDOWS_CERTIFICATE: '', GITHUB_ENV: join(dir, 'other') },
    });
    expect(without).toMatch(/^::notice title=Not signed::The secret WINDOWS_CERTIFICATE/);
  });
});
