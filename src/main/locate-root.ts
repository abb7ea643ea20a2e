// Where the parts of the product lie, whether it runs from src/ (type stripping), from out/main/ or from an asar.
import { readFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Entries beside the hosts' own (threads, and the demo's backend): name in out/main → source. The build makes one file of each. */
export const WORKER_SOURCES = {
  'reader-worker': 'src/main/engine/store/reader-worker.ts',
  'writer-worker': 'src/main/engine/store/writer-worker.ts',
  'checkpoint-worker': 'src/main/engine/store/checkpoint-worker.ts',
  'export-worker': 'src/main/engine/transfer/export-worker.ts',
  'editor-worker': 'src/main/engine/editor/editor-worker.ts',
  'sqlite-worker': 'src/main/engine/plan-probe/sqlite-worker.ts',
  'demo-backend': 'examples/backend/server.ts',
} as const;
type WorkerName = keyof typeof WORKER_SOURCES;

export interface ProductRoot {
  /** The directory of package.json. */
  rootDir: string;
  /** The built renderer; it has no other form, so it may be missing when running from sources. */
  rendererDir: string;
  preloadPath: string;
  /** The threads of the store, as `new Worker()` takes them: sources when running from src/, else the built files. */
  storeWorkers: { readerUrl: URL; writerUrl: URL; checkpointUrl: URL };
  /** The thread that writes an export. */
  exportWorkerUrl: URL;
  /** The thread that opens the developer's editor. */
  editorWorkerUrl: URL;
  /** The program that asks SQLite files of the developer's. */
  sqliteWorkerUrl: URL;
  /** The backend that --demo starts: its source, or the built file. */
  demoBackend: string;
  version: string;
}

export function locateRoot(from: string = import.meta.url): ProductRoot {
  const here = fileURLToPath(from);
  const { rootDir, version } = findPackage(dirname(here));
  const runsFromSources = here.startsWith(join(rootDir, 'src'));
  const workerFile = (name: WorkerName): URL =>
    pathToFileURL(
      runsFromSources ? join(rootDir, WORKER_SOURCES[name]) : join(rootDir, 'out', 'main', `${name}.js`),
    );
  return {
    rootDir,
    rendererDir: join(rootDir, 'out', 'renderer'),
    preloadPath: join(rootDir, 'out', 'preload', 'index.cjs'),
    storeWorkers: {
      readerUrl: workerFile('reader-worker'),
      writerUrl: workerFile('writer-worker'),
      checkpointUrl: workerFile('checkpoint-worker'),
    },
    exportWorkerUrl: workerFile('export-worker'),
    editorWorkerUrl: workerFile('editor-worker'),
    sqliteWorkerUrl: workerFile('sqlite-worker'),
    demoBackend: fileURLToPath(workerFile('demo-backend')),
    version,
  };
}

/** Walks up: bundled code lies in out/main or out/main/chunks, sources up to four levels below the root. */
function findPackage(start: string): { rootDir: string; version: string } {
  for (let dir = start; ; dir = dirname(dir)) {
    const found = readPackage(join(dir, 'package.json'));
    if (found?.name === 'hookline') return { rootDir: dir, version: found.version ?? '0.0.0' };
    if (dir === parse(dir).root) throw new Error(`Hookline's package.json was not found above ${start}.`);
  }
}

function readPackage(file: string): { name?: string; version?: string } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
  } catch {
    return null;
  }
}
