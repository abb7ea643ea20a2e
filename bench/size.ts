// `npm run bench:size`: what 100,000 events with their answers take on disk, indices included. Ends with 1 above the limit.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DATABASE_FILE } from '../src/main/engine/store/store.ts';
import { fillStore } from './fill-store.ts';
import { judge, printTable } from './figures.ts';

const EVENTS = Number(process.argv[2] ?? 100_000);
const MOST_OF_RAW = 0.35;

const dataDir = mkdtempSync(join(tmpdir(), 'hookline-bench-'));
const { events, rawBytes } = fillStore(dataDir, EVENTS, Date.now());
const path = join(dataDir, DATABASE_FILE);
const sizeBytes = statSync(path).size;
const db = new Database(path, { readonly: true });
const tables = db
  .prepare<[], { name: string; bytes: number }>(
    'SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC LIMIT 12',
  )
  .all();
db.close();
rmSync(dataDir, { recursive: true, force: true });

printTable([
  ['table', 'bytes an event'],
  ...tables.map(({ name, bytes }) => [name, (bytes / events).toFixed(0)]),
]);
const ratio = sizeBytes / rawBytes;
judge([
  {
    sentence: `${events.toLocaleString('en')} events: ${(rawBytes / events).toFixed(0)} bytes each over the wire, ${(sizeBytes / events).toFixed(0)} on disk: ${ratio.toFixed(3)} (at most ${MOST_OF_RAW})`,
    passed: ratio <= MOST_OF_RAW,
  },
]);
