// Starting with the session, on each platform in its own way.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import {
  autostartPath,
  createLoginItem,
  desktopEntry,
  type LoginItemDeps,
} from '#hosts/electron/login-item.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { waitUntil } from '../../support/wait-until.ts';

function item(change: Partial<Omit<LoginItemDeps, 'app'>> & { isPackaged?: boolean }) {
  const { isPackaged = true, ...rest } = change;
  const settings: unknown[] = [];
  const login = createLoginItem({
    app: { isPackaged, setLoginItemSettings: (one) => settings.push(one) },
    platform: 'linux',
    env: {},
    execPath: '/opt/hookline/hookline',
    homeDir: tempDir(),
    ...rest,
  });
  return { login, settings };
}

test('macOS and Windows keep it themselves', () => {
  const mac = item({ platform: 'darwin' });
  mac.login.set(true);
  mac.login.set(false);
  expect(mac.settings).toEqual([{ openAtLogin: true }, { openAtLogin: false }]);
  const windows = item({ platform: 'win32', execPath: 'C:\\Hookline\\Hookline.exe' });
  windows.login.set(true);
  expect(windows.settings).toEqual([
    { openAtLogin: true, path: 'C:\\Hookline\\Hookline.exe', args: ['--hidden'] },
  ]);
});

test('from the source it cannot be, and nothing is left behind', () => {
  const homeDir = tempDir();
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const { login, settings } = item({ platform, isPackaged: false, homeDir });
    expect(login.canStartAtLogin).toBe(false);
    login.set(true);
    expect(settings).toEqual([]);
  }
  expect(existsSync(join(homeDir, '.config'))).toBe(false);
});

describe('on Linux', () => {
  it('is a file in autostart while it is on', () => {
    const homeDir = tempDir();
    const { login } = item({ homeDir });
    const path = autostartPath({}, homeDir);
    login.set(false);
    login.set(true);
    login.set(true);
    expect(path).toBe(join(homeDir, '.config/autostart/hookline.desktop'));
    expect(readFileSync(path, 'utf8')).toBe(desktopEntry('/opt/hookline/hookline'));
    login.set(false);
    expect(existsSync(path)).toBe(false);
  });

  it('lies where XDG_CONFIG_HOME says, unless that is relative', () => {
    const dir = tempDir();
    expect(autostartPath({ XDG_CONFIG_HOME: dir }, '/home/ada')).toBe(
      join(dir, 'autostart/hookline.desktop'),
    );
    for (const given of ['config', '']) {
      expect(autostartPath({ XDG_CONFIG_HOME: given }, '/home/ada')).toBe(
        '/home/ada/.config/autostart/hookline.desktop',
      );
    }
  });

  it('starts an AppImage by its own path', () => {
    const homeDir = tempDir();
    const { login } = item({ homeDir, env: { APPIMAGE: '/home/ada/Hookline.AppImage' } });
    login.set(true);
    expect(readFileSync(autostartPath({}, homeDir), 'utf8')).toContain(
      '\nExec="/home/ada/Hookline.AppImage" --hidden\n',
    );
  });

  it('follows a program that moved', () => {
    const homeDir = tempDir();
    item({ homeDir, execPath: '/old/hookline' }).login.set(true);
    item({ homeDir, execPath: '/new/hookline' }).login.set(true);
    expect(readFileSync(autostartPath({}, homeDir), 'utf8')).toContain('"/new/hookline"');
  });

  it('quotes what is special in a command', () => {
    expect(desktopEntry('/a b/$x`y"z\\w 100%')).toContain(
      '\nExec="/a b/\\\\$x\\\\`y\\\\"z\\\\\\\\w 100%%" --hidden\n',
    );
    expect(desktopEntry('/a\nExec=evil').match(/^Exec=/gm)).toHaveLength(1);
  });

  // GLib reads the file the way desktops do, where it is installed; a % in the path of a program it does not find.
  const hasGio = process.platform === 'linux' && existsSync('/usr/bin/gio');
  it.skipIf(!hasGio)('is started by GLib with a path full of special characters', async () => {
    const dir = join(tempDir(), 'a b $HOME `id` "q" \\');
    mkdirSync(dir);
    const program = join(dir, 'hookline');
    writeFileSync(program, `#!/bin/sh\necho "$1" > "$(dirname "$0")/started"\n`);
    chmodSync(program, 0o755);
    const entry = join(tempDir(), 'hookline.desktop');
    writeFileSync(entry, desktopEntry(program));
    execFileSync('/usr/bin/gio', ['launch', entry]);
    const started = join(dir, 'started');
    await waitUntil('it to start', () => existsSync(started) && readFileSync(started, 'utf8') !== '');
    expect(readFileSync(started, 'utf8')).toBe('--hidden\n');
  });
});
