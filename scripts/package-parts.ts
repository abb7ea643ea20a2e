// The parts of the desktop app that are built for one system and one processor, and the words for one that is missing.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type TargetPlatform = 'linux' | 'darwin' | 'win32';
export type TargetArch = 'x64' | 'arm64';

/** Of the Stripe CLI there is a package for each; better-sqlite3 has all in one. From the root of the project or the app. */
export function platformParts(platform: TargetPlatform, arch: TargetArch): string[] {
  const executable = platform === 'win32' ? 'stripe.exe' : 'stripe';
  return [
    `node_modules/@stripe/cli-${platform}-${arch}/bin/${executable}`,
    `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
  ];
}

/**
 * npm installs the Stripe CLI for the machine it runs on alone. An app packaged for another one without noticing would have
 * no forwarder, and say so to its user first.
 * @throws Error with the command that brings what is missing
 */
export function checkPlatformParts(rootDir: string, platform: TargetPlatform, arch: TargetArch): void {
  const missing = platformParts(platform, arch).filter((part) => !existsSync(join(rootDir, part)));
  if (missing.length === 0) return;
  const { dependencies } = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  throw new Error(
    `${missing.join(' and ')} would be missing in the app for ${platform}-${arch}, because npm installs what this machine needs. ` +
      `Run \`npm install --no-save --force @stripe/cli-${platform}-${arch}@${dependencies['@stripe/cli']}\` first.`,
  );
}
