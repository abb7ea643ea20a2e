// How a running Hookline is found: where its data lies when nobody said, and the note it leaves there.

/** In the data directory while Hookline runs; readable by this user only, because of the token. */
export const INSTANCE_FILE = 'instance.json';

/** What stands in the note. */
export interface InstanceAddress {
  pid: number;
  dashboardUrl: string;
  /** With the token, ready to be opened. */
  openUrl: string;
}

/** @returns null for a note that cannot be read, such as one that is just being written */
export function readInstance(text: string): InstanceAddress | null {
  let note: Partial<InstanceAddress> | null;
  try {
    note = JSON.parse(text) as Partial<InstanceAddress> | null;
  } catch {
    return null;
  }
  const { pid, dashboardUrl, openUrl } = note ?? {};
  if (typeof pid !== 'number' || typeof dashboardUrl !== 'string' || typeof openUrl !== 'string') return null;
  return { pid, dashboardUrl, openUrl };
}

/** @returns null when the address carries none */
export function tokenOf({ openUrl }: Pick<InstanceAddress, 'openUrl'>): string | null {
  return /#token=([\w.~-]+)$/.exec(openUrl)?.[1] ?? null;
}

/** The platform's usual place for an application's data. @param platform as Node names it */
export function usualDataDir(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  homeDir: string,
): string {
  if (platform === 'win32') return `${env['APPDATA'] || `${homeDir}\\AppData\\Roaming`}\\Hookline`;
  if (platform === 'darwin') return `${homeDir}/Library/Application Support/Hookline`;
  return `${env['XDG_DATA_HOME'] || `${homeDir}/.local/share`}/hookline`;
}
