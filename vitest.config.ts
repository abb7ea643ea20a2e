// Tests without a browser: unit, store, contract and integration.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'engine',
          include: ['test/{unit,store,contract,integration,plans}/**/*.test.{ts,tsx}'],
          exclude: ['test/unit/renderer/**'],
          // One process for many files: loading the engine anew for each took a tenth of the time.
          isolate: false,
        },
      },
      // The page's stores live as long as the page, so each file has its own.
      { extends: true, test: { name: 'renderer', include: ['test/unit/renderer/**/*.test.{ts,tsx}'] } },
    ],
    globalSetup: ['scripts/vitest-global-setup.ts'],
    // Processes, not threads: the native SQLite module, signals and the environment are per process.
    pool: 'forks',
    maxWorkers: 3,
    // As in playwright.config.ts.
    retry: process.env['CI'] === undefined ? 0 : 1,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    reporters: ['default', './scripts/vitest-outcome-reporter.ts'],
  },
});
