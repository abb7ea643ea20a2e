// Where tests find the sources of the store's threads.
import { locateRoot } from '../../src/main/locate-root.ts';

export const STORE_WORKERS = locateRoot().storeWorkers;
export const EXPORT_WORKER_URL = locateRoot().exportWorkerUrl;
export const SQLITE_WORKER_URL = locateRoot().sqliteWorkerUrl;
