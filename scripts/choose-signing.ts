// For release.yml: hands electron-builder the certificates that the repository has, and names those it has not. An empty secret
// is not passed on, because electron-builder would look for a certificate in it.
// Usage: node scripts/choose-signing.ts linux|mac|win; writes to $GITHUB_ENV.
import { randomUUID } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SYSTEMS = ['linux', 'mac', 'win'] as const;
export type System = (typeof SYSTEMS)[number];

export interface Signing {
  /** Variables of electron-builder. */
  env: Record<string, string>;
  /** A sentence for everything that is not signed. */
  missing: string[];
  /** Apple's key, which has to be in a file. */
  appleKey: string | null;
}

export function chooseSigning(system: System, env: Readonly<Record<string, string | undefined>>): Signing {
  const has = (...names: string[]): boolean => names.every((name) => (env[name] ?? '') !== '');
  const value = (name: string): string => env[name] ?? '';
  if (system === 'linux') return { env: {}, missing: [], appleKey: null };
  if (system === 'win') {
    if (!has('WINDOWS_CERTIFICATE')) {
      const words =
        'The secret WINDOWS_CERTIFICATE is not set: the programs for Windows are not signed, and SmartScreen warns of them.';
      return { env: {}, missing: [words], appleKey: null };
    }
    const given = {
      WIN_CSC_LINK: value('WINDOWS_CERTIFICATE'),
      WIN_CSC_KEY_PASSWORD: value('WINDOWS_CERTIFICATE_PASSWORD'),
    };
    return { env: given, missing: [], appleKey: null };
  }
  if (!has('MAC_CERTIFICATE')) {
    const words =
      'The secret MAC_CERTIFICATE is not set: the app for macOS is not signed, has to be allowed by hand, and cannot update itself.';
    return { env: { CSC_IDENTITY_AUTO_DISCOVERY: 'false' }, missing: [words], appleKey: null };
  }
  const certificate = {
    CSC_LINK: value('MAC_CERTIFICATE'),
    CSC_KEY_PASSWORD: value('MAC_CERTIFICATE_PASSWORD'),
  };
  const APPLE = ['APPLE_API_KEY_P8', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'];
  const absent = APPLE.filter((name) => !has(name));
  if (absent.length > 0) {
    const words = `Without ${absent.join(', ')} the app for macOS is signed, but not notarised by Apple, and has to be allowed by hand.`;
    return { env: certificate, missing: [words], appleKey: null };
  }
  return {
    env: {
      ...certificate,
      APPLE_API_KEY_ID: value('APPLE_API_KEY_ID'),
      APPLE_API_ISSUER: value('APPLE_API_ISSUER'),
    },
    missing: [],
    appleKey: value('APPLE_API_KEY_P8'),
  };
}

/** In the form of $GITHUB_ENV for values of several lines; the mark must occur in none of them. */
export function environmentLines(env: Readonly<Record<string, string>>): string {
  const mark = `end-${randomUUID()}`;
  return Object.entries(env)
    .map(([name, value]) => `${name}<<${mark}\n${value}\n${mark}\n`)
    .join('');
}

if (import.meta.main) {
  const system = SYSTEMS.find((one) => one === process.argv[2]);
  const file = process.env['GITHUB_ENV'];
  if (system === undefined || file === undefined)
    throw new Error(
      `Say for which system (${SYSTEMS.join(', ')}), and run this where $GITHUB_ENV is a file.`,
    );
  const { env, missing, appleKey } = chooseSigning(system, process.env);
  for (const words of missing) process.stdout.write(`::notice title=Not signed::${words}\n`);
  if (appleKey !== null) {
    env['APPLE_API_KEY'] = join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'apple-api-key.p8');
    writeFileSync(env['APPLE_API_KEY'], `${appleKey}\n`, { mode: 0o600 });
  }
  appendFileSync(file, environmentLines(env));
}
