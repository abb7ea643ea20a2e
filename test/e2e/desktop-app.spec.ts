// The desktop app in the real Electron, where its binary is present: sandboxed page, own scheme, one port to the engine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test } from '@playwright/test';
import { findElectronBinary } from '../../src/cli/electron-binary.ts';
import { DESKTOP_OPTIONS_ENV } from '#shared/domain/desktop-launch.ts';
import { DESKTOP_PORT } from '#shared/domain/desktop-port.ts';

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const binary = findElectronBinary(rootDir);
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
const isRoot = process.getuid?.() === 0;

test('the window shows the dashboard, fenced in, and talks to the engine through its port', async () => {
  test.skip(binary === null, 'the Electron binary is not present (npx install-electron --no fetches it)');
  test.skip(!hasDisplay, 'there is no display (xvfb-run gives one)');
  test.skip(isRoot, 'Electron does not run as root with its sandbox on');
  const dataDir = mkdtempSync(join(tmpdir(), 'hookline-desktop-'));
  const options = {
    host: 'desktop',
    port: 0,
    receiverPort: 0,
    dataDir,
    open: false,
    listen: false,
    json: true,
  };
  const app = await _electron.launch({
    executablePath: binary ?? '',
    args: [rootDir],
    env: { ...environment(), [DESKTOP_OPTIONS_ENV]: JSON.stringify(options) },
  });
  try {
    const page = await app.firstWindow();
    await expect(page).toHaveURL(/^app:\/\/hookline\/index\.html/);
    await expect(page.locator('body')).not.toBeEmpty();
    const seen = await page.evaluate(() => {
      const names = ['require', 'process', 'module', 'Buffer'];
      return names.filter((name) => name in globalThis);
    });
    expect(seen).toEqual([]);
    expect(await page.evaluate((flag) => Reflect.get(globalThis, flag) as unknown, DESKTOP_PORT.flag)).toBe(
      true,
    );
    expect(await page.evaluate(askForPort, DESKTOP_PORT)).toBe(1);
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** Runs in the page. */
function askForPort({ want, given }: { want: string; given: string }): Promise<number> {
  interface Page {
    addEventListener(type: 'message', listener: (event: { data: unknown; ports: unknown[] }) => void): void;
    postMessage(message: string, targetOrigin: string): void;
  }
  const page = globalThis as unknown as Page;
  return new Promise((resolve) => {
    page.addEventListener('message', (event) => event.data === given && resolve(event.ports.length));
    page.postMessage(want, '*');
  });
}

function environment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries.filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE'));
}
