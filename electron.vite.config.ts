// How the product is built: main (both hosts and the command), preload and renderer, into out/.
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig } from 'electron-vite';
import { BUILD_STAMP } from './scripts/ensure-build.ts';
import { rendererViteConfig } from './scripts/renderer-vite-config.ts';
import { WORKER_SOURCES } from './src/main/locate-root.ts';

// electron-vite is always started in the project's root, and bundles this file elsewhere before it runs it.
const rootDir = process.cwd();

// Electron 45 carries Node 24, and so does everything else that runs `out/main`.
const NODE_TARGET = 'node24.14';

const workers = Object.entries(WORKER_SOURCES)
  .map(([name, source]): [string, string] => [name, join(rootDir, source)])
  .filter(([, file]) => existsSync(file));

/**
 * Marks a finished build with the time it *started*, so that an edit made while it ran makes the next start build
 * again, and an interrupted build counts as none.
 */
function stampBuild() {
  const stamp = join(rootDir, BUILD_STAMP);
  const startedAt = new Date();
  return {
    name: 'hookline:stamp-build',
    writeBundle() {
      mkdirSync(dirname(stamp), { recursive: true });
      writeFileSync(stamp, `${startedAt.toISOString()}\n`);
      utimesSync(stamp, startedAt, startedAt);
    },
  };
}

function removeStamp() {
  return {
    name: 'hookline:remove-stamp',
    buildStart() {
      rmSync(join(rootDir, BUILD_STAMP), { force: true });
    },
  };
}

const renderer = rendererViteConfig();

export default defineConfig({
  main: {
    plugins: [removeStamp()],
    build: {
      target: NODE_TARGET,
      sourcemap: false,
      rolldownOptions: {
        input: {
          electron: join(rootDir, 'src/main/hosts/electron/index.ts'),
          hookline: join(rootDir, 'src/cli/hookline.ts'),
          ...Object.fromEntries(workers),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      sourcemap: false,
      // A sandboxed preload has no `require` but for `electron`: everything else goes into the one file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: join(rootDir, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    ...renderer,
    plugins: [...renderer.plugins, stampBuild()],
    build: { ...renderer.build, target: 'es2024' },
  },
});
