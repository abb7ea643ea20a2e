// Where tests find Stripe CLIs: the bundled one, and older ones fetched once with npm and kept in `.cache/`.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repoRoot = fileURLToPath(new URL('../..', import.meta.url));
const executable = process.platform === 'win32' ? 'stripe.exe' : 'stripe';
// There is no Windows build for arm64; the x64 one runs there under emulation.
const platformPackage =
  process.platform === 'win32' ? '@stripe/cli-win32-x64' : `@stripe/cli-${process.platform}-${process.arch}`;

/** The last version before `listen --forward-to` demanded an event flag. */
export const OLD_CLI_VERSION = '1.50.11';

/** The platform binary of `@stripe/cli`, never its launcher script. */
export function bundledCliPath(): string {
  const require = createRequire(import.meta.url);
  const fromWrapper = createRequire(require.resolve('@stripe/cli/package.json'));
  return join(dirname(fromWrapper.resolve(`${platformPackage}/package.json`)), 'bin', executable);
}

export type FetchedCli = { path: string; reason: null } | { path: null; reason: string };

/**
 * An older CLI. Kept under `.cache/stripe-cli/<version>` of the checkout, so the network is asked once.
 * @returns path null and the reason when it cannot be had, for a test to be skipped by name
 */
export async function fetchOldCli(version: string = OLD_CLI_VERSION): Promise<FetchedCli> {
  const home = join(repoRoot, '.cache', 'stripe-cli', `${version}-${process.platform}-${process.arch}`);
  const path = join(home, 'package', 'bin', executable);
  if (await isExecutable(path)) return { path, reason: null };
  await mkdir(dirname(home), { recursive: true });
  // Unpacked beside and moved into place, so that a run cut short leaves nothing half there.
  const workshop = await mkdtemp(`${home}-`);
  try {
    // `npm pack` checks the tarball's integrity by itself. On Windows npm is a script, which wants a shell.
    const request = ['pack', '--silent', '--fetch-retries=0', `${platformPackage}@${version}`];
    await run('npm', [...request, '--pack-destination', '.'], {
      cwd: workshop,
      timeout: 90_000,
      shell: process.platform === 'win32',
    });
    const tarball = (await readdir(workshop)).find((name) => name.endsWith('.tgz'));
    if (tarball === undefined) return { path: null, reason: 'npm pack left no tarball' };
    await run('tar', ['-xzf', tarball], { cwd: workshop, timeout: 60_000 });
    await rename(workshop, home).catch(async (error: unknown) => {
      if (!(await isExecutable(path))) throw error;
    });
    return { path, reason: null };
  } catch (error) {
    return { path: null, reason: `Stripe CLI ${version} cannot be fetched: ${firstLine(error)}` };
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

/** A key of the right shape that belongs to nobody. */
export const TEST_KEY = 'sk_test_51HooklineTests0000';

/**
 * An environment in which the CLI finds no configuration of the user's and writes none.
 * @param configHome an empty folder of the test's own
 */
export function cliTestEnvironment(configHome: string): NodeJS.ProcessEnv {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('STRIPE_')),
  );
  return { ...clean, XDG_CONFIG_HOME: configHome, STRIPE_CLI_TELEMETRY_OPTOUT: '1', CLICOLOR_FORCE: '0' };
}

/** Logs the CLI in as `stripe login` would leave it. @param configHome folder of cliTestEnvironment */
export async function cliLogin(
  configHome: string,
  key: string,
  accountId = 'acct_1StandIn0000001',
): Promise<void> {
  await mkdir(join(configHome, 'stripe'), { recursive: true });
  const expires = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const lines = [
    '[default]',
    `account_id = '${accountId}'`,
    "device_name = 'test'",
    "display_name = 'Stand-in'",
    `test_mode_api_key = '${key}'`,
    `test_mode_key_expires_at = '${expires}'`,
    '',
  ];
  await writeFile(join(configHome, 'stripe', 'config.toml'), lines.join('\n'), { mode: 0o600 });
}
