// Where tests find the threads of the engine: as built, since each engine of a test would load their sources anew.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { locateRoot } from '../../src/main/locate-root.ts';

const built = locateRoot(pathToFileURL(join(locateRoot().rootDir, 'out', 'main', 'hookline.js')).href);

export const STORE_WORKERS = built.storeWorkers;
export const EXPORT_WORKER_URL = built.exportWorkerUrl;
export const EDITOR_WORKER_URL = built.editorWorkerUrl;
export const SQLITE_WORKER_URL = built.sqliteWorkerUrl;
