// Starting with the session, in the tray: by the system's own list on macOS and Windows, by a file in autostart on Linux.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { App } from 'electron';
import { replaceFile } from '#engine/files/replace-file.ts';

/** Passed where the system takes arguments; a Mac says it by app.getLoginItemSettings().wasOpenedAtLogin. */
export const HIDDEN_ARGUMENT = '--hidden';

/** By the session, and not by somebody who wants to see it. */
export function wasStartedHidden(
  app: Pick<App, 'getLoginItemSettings'>,
  { argv, platform }: Pick<NodeJS.Process, 'argv' | 'platform'>,
): boolean {
  return (
    argv.includes(HIDDEN_ARGUMENT) || (platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin)
  );
}

export interface LoginItem {
  /** From the source it cannot: what would be started is Electron, not Hookline. */
  canStartAtLogin: boolean;
  /** Does nothing where it cannot. @throws when the file cannot be written or removed */
  set(on: boolean): void;
}

export interface LoginItemDeps {
  app: Pick<App, 'isPackaged' | 'setLoginItemSettings'>;
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  execPath: string;
  homeDir: string;
}

export function createLoginItem({ app, platform, env, execPath, homeDir }: LoginItemDeps): LoginItem {
  const canStartAtLogin = app.isPackaged && ['darwin', 'win32', 'linux'].includes(platform);
  return {
    canStartAtLogin,
    set(on) {
      if (!canStartAtLogin) return;
      if (platform === 'darwin') app.setLoginItemSettings({ openAtLogin: on });
      else if (platform === 'win32') {
        app.setLoginItemSettings({ openAtLogin: on, path: execPath, args: [HIDDEN_ARGUMENT] });
      } else {
        const path = autostartPath(env, homeDir);
        // An AppImage is unpacked anew with every start; what stays is the file itself.
        const content = desktopEntry(env['APPIMAGE'] || execPath);
        if (!on) rmSync(path, { force: true });
        else if (!existsSync(path) || readFileSync(path, 'utf8') !== content) replaceFile(path, content);
      }
    },
  };
}

/** A relative XDG_CONFIG_HOME is to be ignored. Source: XDG Base Directory Specification. */
export function autostartPath(env: LoginItemDeps['env'], homeDir: string): string {
  const given = env['XDG_CONFIG_HOME'] ?? '';
  return join(isAbsolute(given) ? given : join(homeDir, '.config'), 'autostart', 'hookline.desktop');
}

export function desktopEntry(program: string): string {
  return `${[
    '[Desktop Entry]',
    'Type=Application',
    'Name=Hookline',
    `Exec=${quotedForExec(program)} ${HIDDEN_ARGUMENT}`,
    'Icon=hookline',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
  ].join('\n')}\n`;
}

/** Quoted as an argument first, then as a value of the file. Source: Desktop Entry Specification, "The Exec key". */
function quotedForExec(program: string): string {
  const argument = `"${program.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
  return argument
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r');
}
