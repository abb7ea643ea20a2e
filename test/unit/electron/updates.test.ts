// Updates as the desktop app carries them out: nothing goes out, is fetched or restarted before the user said so.
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessageBoxOptions } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDesktopSettings } from '#hosts/electron/desktop-settings.ts';
import { createUpdates, type Updater, type Updates } from '#hosts/electron/updates.ts';

class FakeUpdater extends EventEmitter implements Updater {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  readonly done: string[] = [];
  newest: string | null = '9.9.9';
  checkForUpdates(): Promise<void> {
    this.done.push('check');
    if (this.newest === null) this.emit('update-not-available');
    else this.emit('update-available', { version: this.newest });
    return Promise.resolve();
  }
  downloadUpdate(): Promise<void> {
    this.done.push('download');
    this.emit('update-downloaded');
    return Promise.resolve();
  }
  quitAndInstall(): void {
    this.done.push('restart');
  }
}

let dir = '';
let updates: Updates | null = null;
beforeEach(() => {
  vi.useFakeTimers();
  dir = mkdtempSync(join(tmpdir(), 'hookline-updates-'));
  writeFileSync(join(dir, 'app-update.yml'), 'provider: github\n');
});
afterEach(() => {
  updates?.dispose();
  vi.useRealTimers();
  rmSync(dir, { recursive: true, force: true });
});

/** @param answers of the user, in order: numbers of buttons */
function start(
  answers: number[],
  { isPackaged = true, language = 'en' }: { isPackaged?: boolean; language?: 'en' | 'zh-TW' } = {},
) {
  const updater = new FakeUpdater();
  const asked: MessageBoxOptions[] = [];
  const loadUpdater = vi.fn(() => Promise.resolve<Updater>(updater));
  const settings = createDesktopSettings({ directory: dir, onSetAside: () => undefined });
  updates = createUpdates({
    app: { isPackaged },
    platform: 'linux',
    env: { APPIMAGE: '/opt/Hookline.AppImage' },
    resources: dir,
    directory: dir,
    settings,
    language: () => language,
    ask: (options) => {
      asked.push(options);
      return Promise.resolve({ response: answers.shift() ?? options.cancelId ?? 0, checkboxChecked: false });
    },
    loadUpdater,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  return { updater, asked, loadUpdater, settings, updates };
}

const HALF_A_MINUTE = 30_000;

test('the user is asked first; “no” is kept, and nothing ever goes out', async () => {
  const { asked, loadUpdater, settings } = start([1]);
  await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
  expect(asked).toHaveLength(1);
  expect(settings.get().updates).toBe('off');
  await vi.advanceTimersByTimeAsync(7 * 24 * 60 * 60 * 1_000);
  expect(asked).toHaveLength(1);
  expect(loadUpdater).not.toHaveBeenCalled();
});

test('yes, download, restart: each after its own question', async () => {
  const { updater, asked, settings } = start([0, 0, 0]);
  await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
  expect(settings.get().updates).toBe('on');
  expect(updater.done).toEqual(['check', 'download', 'restart']);
  expect(updater.autoDownload).toBe(false);
  expect(updater.autoInstallOnAppQuit).toBe(false);
  expect(asked.map(({ message }) => message)).toEqual([
    expect.stringContaining('new versions'),
    'Hookline 9.9.9 is there',
    'Hookline 9.9.9 is ready',
  ]);
});

test('a version that is skipped is not offered again, until the user looks', async () => {
  const { updater, asked, updates: running } = start([0, 2, 1]);
  await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
  await vi.advanceTimersByTimeAsync(3 * 24 * 60 * 60 * 1_000);
  expect(updater.done.every((one) => one === 'check')).toBe(true);
  expect(updater.done.length).toBeGreaterThan(1);
  expect(asked).toHaveLength(2);
  running.look();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked.at(-1)?.message).toBe('Hookline 9.9.9 is there');
});

test('from the sources nothing is looked for, and who asks is told why', async () => {
  const { asked, loadUpdater, updates: running } = start([], { isPackaged: false, language: 'zh-TW' });
  await vi.advanceTimersByTimeAsync(24 * 60 * 60 * 1_000);
  expect(asked).toEqual([]);
  expect(running.canUpdate).toBe(false);
  running.look();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked[0]?.detail).toContain('原始碼');
  expect(loadUpdater).not.toHaveBeenCalled();
});

test('who looks is told that there is nothing, or that it failed', async () => {
  const { updater, asked, updates: running } = start([]);
  updater.newest = null;
  running.look();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked.at(-1)?.message).toContain('up to date');
  updater.checkForUpdates = () => Promise.reject(new Error('no network'));
  running.look();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked.at(-1)?.message).toContain('failed');
});
