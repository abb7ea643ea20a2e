// Hands over to the chosen host. The only file of the command that reaches into a host (see tools/oxlint-rooms.js):
// the web host runs in this very process, and is loaded only when it is the one wanted.
import type { LaunchOptions } from '#shared/domain/launch-options.ts';

/** @returns the exit code, once the host has ended */
export async function launchWeb(options: LaunchOptions): Promise<number> {
  const { runWebHost } = await import('#hosts/web/index.ts');
  return runWebHost(options);
}
