// Decides between the desktop app and the browser: the app wherever it can run, and a sentence wherever it cannot.
import type { HostChoice } from '#shared/domain/launch-options.ts';
import type { FetchResult } from './electron-binary.ts';

export type Choice =
  | { host: 'desktop'; binary: string }
  /** `why` is null when the browser was asked for. */
  | { host: 'web'; why: string | null }
  | { host: 'none'; why: string };

export interface Machine {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** True for root on a POSIX system. */
  isRoot: boolean;
  findBinary(): string | null;
  fetchBinary(): Promise<FetchResult>;
}

export async function chooseHost(wanted: HostChoice, machine: Machine): Promise<Choice> {
  if (wanted === 'web') return { host: 'web', why: null };
  const found = await findDesktop(machine);
  if ('binary' in found) return { host: 'desktop', binary: found.binary };
  return { host: wanted === 'desktop' ? 'none' : 'web', why: found.obstacle };
}

async function findDesktop(machine: Machine): Promise<{ binary: string } | { obstacle: string }> {
  const obstacle = obstacleToWindows(machine);
  if (obstacle !== null) return { obstacle };
  const binary = machine.findBinary();
  if (binary !== null) return { binary };
  const refusal = obstacleToFetching(machine);
  if (refusal !== null) return { obstacle: refusal };
  const fetched = await machine.fetchBinary();
  return fetched.ok ? { binary: fetched.binary } : { obstacle: fetched.reason };
}

/** What no binary could mend; asked first, so that nothing is fetched in vain. */
function obstacleToWindows({ platform, env, isRoot }: Machine): string | null {
  if (platform !== 'linux') return null;
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'there is no display here';
  // Chromium refuses to run as root with its sandbox on, and Hookline does not run without the sandbox.
  if (isRoot) return 'Electron’s sandbox does not work for root';
  return null;
}

function obstacleToFetching({ env }: Machine): string | null {
  for (const name of ['HOOKLINE_SKIP_ELECTRON_DOWNLOAD', 'ELECTRON_SKIP_BINARY_DOWNLOAD']) {
    if (isSet(env[name])) return `the Electron binary is not there, and ${name} says not to fetch it`;
  }
  // A build machine wants a result now, and fetches Electron in a step of its own when it wants it.
  if (isSet(env['CI'])) return 'the Electron binary is not there, and it is not fetched on CI';
  return null;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
