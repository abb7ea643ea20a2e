// Where the product finds its parts: run from sources, and built.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { locateRoot, WORKER_SOURCES } from '../../../src/main/locate-root.ts';

const projectDir = resolve(import.meta.dirname, '../../..');
const from = (path: string) => locateRoot(pathToFileURL(join(projectDir, path)).href);

describe('the root', () => {
  it.each(['src/main/locate-root.ts', 'out/main/hookline.js', 'out/main/chunks/locate-root-x.js'])(
    'is found from %s',
    (path) => {
      const root = from(path);
      expect(root.rootDir).toBe(projectDir);
      expect(root.rendererDir).toBe(join(projectDir, 'out', 'renderer'));
      expect(root.preloadPath).toBe(join(projectDir, 'out', 'preload', 'index.cjs'));
      expect(root.version).toMatch(/^\d+\.\d+\.\d+/);
    },
  );

  it('gives workers as sources to sources, and as built files to built ones', () => {
    const { readerUrl, writerUrl } = from('src/main/locate-root.ts').storeWorkers;
    for (const [name, url] of [
      ['reader-worker', readerUrl],
      ['writer-worker', writerUrl],
    ] as const) {
      expect(existsSync(url)).toBe(true);
      expect(fileURLToPath(url)).toBe(join(projectDir, WORKER_SOURCES[name]));
    }
    const built = from('out/main/chunks/x.js').storeWorkers;
    expect(fileURLToPath(built.readerUrl)).toBe(join(projectDir, 'out', 'main', 'reader-worker.js'));
    expect(fileURLToPath(built.writerUrl)).toBe(join(projectDir, 'out', 'main', 'writer-worker.js'));
  });

  it('is not made up', () => {
    expect(() => locateRoot(pathToFileURL(join(tmpdir(), 'x', 'y.js')).href)).toThrow(
      /package\.json was not found/,
    );
  });
});
