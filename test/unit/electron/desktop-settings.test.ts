// The desktop app's settings: kept over a restart, changed in part, and never lost to a bad file.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createDesktopSettings, DESKTOP_SETTINGS_FILE } from '#hosts/electron/desktop-settings.ts';
import { DEFAULT_DESKTOP_SETTINGS } from '#shared/contract/desktop.ts';
import { tempDir } from '../../support/temp-dir.ts';

function open(directory: string) {
  const setAside: (string | null)[] = [];
  const settings = createDesktopSettings({ directory, onSetAside: (to) => setAside.push(to) });
  return { settings, setAside };
}

test('the first start has the defaults, and writes nothing', () => {
  const dir = tempDir();
  expect(open(dir).settings.get()).toEqual(DEFAULT_DESKTOP_SETTINGS);
  expect(readdirSync(dir)).toEqual([]);
});

test('a change keeps the rest, and is there after a restart', () => {
  const dir = join(tempDir(), 'desktop');
  const { settings } = open(dir);
  settings.update({ closeToTray: true });
  settings.update({ resendShortcut: 'CommandOrControl+Shift+R' });
  const expected = {
    ...DEFAULT_DESKTOP_SETTINGS,
    closeToTray: true,
    resendShortcut: 'CommandOrControl+Shift+R',
  };
  expect(settings.get()).toEqual(expected);
  expect(open(dir).settings.get()).toEqual(expected);
  expect(readdirSync(dir)).toEqual([DESKTOP_SETTINGS_FILE]);
});

test('listeners get the settings after and before, until they stop', () => {
  const { settings } = open(tempDir());
  const listener = vi.fn();
  const stop = settings.onChange(listener);
  const after = settings.update({ updates: 'on' });
  expect(listener.mock.calls).toEqual([[after, DEFAULT_DESKTOP_SETTINGS]]);
  stop();
  settings.update({ updates: 'off' });
  expect(listener).toHaveBeenCalledOnce();
});

test.each([
  ['no JSON', '{ "closeToTray": tr'],
  ['another shape', '{ "closeToTray": "yes" }'],
])('a file that is %s is set aside as it was, and a second one beside it', (_what, content) => {
  const dir = tempDir();
  const path = join(dir, DESKTOP_SETTINGS_FILE);
  for (const name of ['.bad', '.bad-2']) {
    writeFileSync(path, content);
    const { settings, setAside } = open(dir);
    expect(settings.get()).toEqual(DEFAULT_DESKTOP_SETTINGS);
    expect(setAside).toEqual([path + name]);
    expect(readFileSync(path + name, 'utf8')).toBe(content);
  }
});

test('what an earlier version did not have yet is as by default', () => {
  const dir = tempDir();
  writeFileSync(
    join(dir, DESKTOP_SETTINGS_FILE),
    JSON.stringify({ closeToTray: true, notify: { drift: false } }),
  );
  const { settings, setAside } = open(dir);
  expect(settings.get()).toEqual({
    ...DEFAULT_DESKTOP_SETTINGS,
    closeToTray: true,
    notify: { failed: true, held: true, drift: false, lineDown: true },
  });
  expect(setAside).toEqual([]);
});

test('a change that cannot be written is none, and nobody is told', () => {
  const dir = tempDir();
  const { settings } = open(dir);
  const listener = vi.fn();
  settings.onChange(listener);
  // A directory in the file's place.
  mkdirSync(join(dir, DESKTOP_SETTINGS_FILE, 'x'), { recursive: true });
  expect(() => settings.update({ closeToTray: true })).toThrow();
  expect(settings.get()).toEqual(DEFAULT_DESKTOP_SETTINGS);
  expect(listener).not.toHaveBeenCalled();
  expect(readdirSync(dir)).toEqual([DESKTOP_SETTINGS_FILE]);
});
