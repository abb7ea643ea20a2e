// The packaging configuration: valid by electron-builder's own schema, and for each system the right files, targets and names.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FileMatcher } from 'app-builder-lib/out/fileMatcher.js';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { describe, expect, test } from 'vitest';
import { configure } from '../../../electron-builder.config.ts';
import { checkPlatformParts, platformParts } from '../../../scripts/package-parts.ts';
import { LINK_SCHEME } from '../../../src/main/hosts/electron/deep-link.ts';
import { tempDir } from '../../support/temp-dir.ts';

const projectDir = resolve(import.meta.dirname, '../../..');
const config = configure({ GITHUB_REPOSITORY: 'somebody/their-hookline' });

describe('the configuration', () => {
  test.each([
    ['in a repository', config],
    ['outside of one', configure({})],
  ])('is valid %s', async (_where, one) => {
    await expect(validateConfiguration(one, new DebugLogger(false))).resolves.toBeUndefined();
  });

  test('the schema would refuse what it does not know', async () => {
    const wrong = { ...config, win: { ...config.win, targets: ['nsis'] } };
    await expect(validateConfiguration(wrong as never, new DebugLogger(false))).rejects.toThrow(
      /configuration\.win/,
    );
  });

  test('publishes to the repository the workflow runs in, and to no invented one', () => {
    expect(config.publish).toEqual({
      provider: 'github',
      owner: 'somebody',
      repo: 'their-hookline',
      releaseType: 'draft',
    });
    expect(configure({}).publish).toBeNull();
    expect(JSON.stringify(configure({}))).not.toContain('github.com');
  });

  test('makes what the guide promises, each under a name of its own with version, system and processor', () => {
    const targets = (['linux', 'mac', 'win'] as const).map((system) => config[system]?.target);
    expect(targets).toEqual([
      [
        { target: 'AppImage', arch: ['x64', 'arm64'] },
        { target: 'deb', arch: ['x64', 'arm64'] },
      ],
      [
        { target: 'dmg', arch: 'universal' },
        // electron-updater takes updates on macOS from a zip alone.
        { target: 'zip', arch: 'universal' },
      ],
      [
        { target: 'nsis', arch: 'x64' },
        { target: 'portable', arch: 'x64' },
      ],
    ]);
    const names = [config.artifactName, config.nsis?.artifactName, config.portable?.artifactName];
    expect(new Set(names).size).toBe(3);
    for (const name of names)
      for (const part of ['${version}', '${os}', '${arch}', '${ext}']) expect(name).toContain(part);
  });

  test('the links that the app reads open it', () => {
    expect(config.protocols).toEqual([{ name: 'Hookline', schemes: [LINK_SCHEME] }]);
  });

  test('every file it names is there', () => {
    const { mac, win, linux } = config;
    const named = [mac?.icon, mac?.entitlements, mac?.entitlementsInherit, win?.icon, linux?.icon];
    for (const file of [...named, 'build/tray', 'build/icon.png', 'LICENSE'])
      expect([file, existsSync(join(projectDir, String(file)))]).toEqual([file, true]);
  });

  test('macOS: hardened runtime with as little let through as Electron runs with', () => {
    expect(config.mac?.hardenedRuntime).toBe(true);
    const plist = readFileSync(join(projectDir, 'build/entitlements.mac.plist'), 'utf8');
    expect(plist.match(/<key>[^<]+<\/key>/g)).toEqual(['<key>com.apple.security.cs.allow-jit</key>']);
  });
});

describe('the files of each system', () => {
  const PARTS = (['linux', 'darwin', 'win32'] as const).flatMap((platform) =>
    (['x64', 'arm64'] as const).flatMap((arch) => platformParts(platform, arch)),
  );
  const MUSL = 'node_modules/better-sqlite3/prebuilds/linuxmusl-x64.node';

  function taken(system: 'linux' | 'mac' | 'win', arch: string, files: readonly string[]): string[] {
    const patterns = config[system]?.files as string[];
    const matcher = new FileMatcher(projectDir, '/out', (text) => text.replaceAll('${arch}', arch), patterns);
    const takes = matcher.createFilter();
    return files.filter((file) => takes(join(projectDir, file), { isDirectory: () => false } as never));
  }

  // Modules are walked with the exclusions alone, as electron-builder does; see getNodeModuleFileMatcher().
  function takenModules(system: 'linux' | 'mac' | 'win', arch: string): string[] {
    const given = config[system]?.files as string[];
    const patterns = ['**/*', ...given.filter((pattern) => pattern.startsWith('!'))];
    const matcher = new FileMatcher(projectDir, '/out', (text) => text.replaceAll('${arch}', arch), patterns);
    const takes = matcher.createFilter();
    return [...PARTS, MUSL].filter((file) =>
      takes(join(projectDir, file), { isDirectory: () => false } as never),
    );
  }

  test.each([
    ['linux', 'x64', platformParts('linux', 'x64')],
    ['linux', 'arm64', platformParts('linux', 'arm64')],
    ['win', 'x64', platformParts('win32', 'x64')],
    // A universal app is two that are joined; what is native is in both, and the same.
    ['mac', 'x64', [...platformParts('darwin', 'x64'), ...platformParts('darwin', 'arm64')]],
    ['mac', 'arm64', [...platformParts('darwin', 'x64'), ...platformParts('darwin', 'arm64')]],
  ] as const)('%s %s has its own CLI and native module, and no other', (system, arch, wanted) => {
    expect(takenModules(system, arch).toSorted()).toEqual([...wanted].toSorted());
  });

  test.each(['linux', 'mac', 'win'] as const)('%s: of the project the build alone', (system) => {
    const files = [
      'out/main/electron.js',
      'package.json',
      'src/main/locate-root.ts',
      '.cache/x',
      'out/.built',
      'test/a.ts',
    ];
    expect(taken(system, 'x64', files)).toEqual(['out/main/electron.js', 'package.json']);
  });
});

describe('a part of another system', () => {
  function projectWith(parts: readonly string[]): string {
    const dir = tempDir();
    writeFileSync(join(dir, 'package.json'), JSON.stringify({ dependencies: { '@stripe/cli': '1.2.3' } }));
    for (const part of parts) {
      mkdirSync(dirname(join(dir, part)), { recursive: true });
      writeFileSync(join(dir, part), '');
    }
    return dir;
  }

  test('that is missing stops the packaging, with the command that brings it', () => {
    const dir = projectWith(platformParts('linux', 'x64'));
    expect(() => checkPlatformParts(dir, 'linux', 'x64')).not.toThrow();
    expect(() => checkPlatformParts(dir, 'linux', 'arm64')).toThrow(
      /npm install --no-save --force @stripe\/cli-linux-arm64@1\.2\.3/,
    );
  });

  test('is looked for before each app is packed', async () => {
    const dir = projectWith(platformParts('linux', 'x64'));
    const before = config.beforePack as (context: object) => unknown;
    const context = { electronPlatformName: 'linux', packager: { projectDir: dir } };
    expect(() => before({ ...context, arch: 1 })).not.toThrow();
    expect(() => before({ ...context, arch: 3 })).toThrow(/linux-arm64/);
    // Both halves of a universal app carry the parts of both processors.
    const mac = projectWith(platformParts('darwin', 'arm64'));
    expect(() => before({ electronPlatformName: 'darwin', packager: { projectDir: mac }, arch: 3 })).toThrow(
      /cli-darwin-x64/,
    );
  });
});
