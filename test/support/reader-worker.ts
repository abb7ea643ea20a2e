// Where tests find the reader thread's source.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const READER_WORKER_URL = pathToFileURL(
  resolve(import.meta.dirname, '../../src/main/engine/store/reader-worker.ts'),
);
