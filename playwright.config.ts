// Browser tests: the whole product in a real Chromium.
import { defineConfig } from '@playwright/test';
import type { ShellOption } from './test/e2e/desktop/desktop-fixture.ts';
import { findBrowser } from './test/support/browser.ts';

const browser = await findBrowser();
if ('missing' in browser) throw new Error(browser.missing);

export default defineConfig<ShellOption>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  globalSetup: './scripts/playwright-global-setup.ts',
  // Every test starts a Hookline of its own on free ports, so files may run side by side.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] !== undefined,
  // On shared machines the neighbours take the processor for seconds. What passes only then is named at the end of `npm test`.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: [['list'], ['./scripts/playwright-outcome-reporter.ts']],
  projects: [
    { name: 'behaviour', testIgnore: ['**/latency.spec.ts', '**/desktop/**'] },
    // The same specs of the desktop app on a double of Electron, and on the real one where its binary is.
    { name: 'desktop on the double', testMatch: '**/desktop/*.spec.ts', use: { shell: 'double' } },
    { name: 'desktop on Electron', testMatch: '**/desktop/*.spec.ts', use: { shell: 'electron' } },
    // Measured when nothing else runs, or the figures would be those of the neighbours.
    { name: 'measured', testMatch: '**/latency.spec.ts', dependencies: ['behaviour'] },
  ],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: browser.executablePath, args: browser.args, env: browser.env },
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    // Recording every test would take a third of its time.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
  },
});
