// Damaged databases of any size, and who may read the files.
import {
  chmodSync,
  closeSync,
  openSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '#engine/store/open-database.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const MB = 1024 * 1024;
const MIDDLE = 20 * MB;

function overwrite(path: string, from: number, length: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(length, 0xa5), 0, length, from);
  closeSync(file);
}

const DAMAGES: [string, (path: string) => void][] = [
  ['in the magic bytes', (path) => overwrite(path, 0, 16)],
  ['in the whole header', (path) => overwrite(path, 0, 100)],
  ['in the header after the magic bytes', (path) => overwrite(path, 16, 84)],
  ['in the schema’s page', (path) => overwrite(path, 100, 3_996)],
  ['in the middle', (path) => overwrite(path, MIDDLE, 256 * 1024)],
  ['by being cut off', (path) => truncateSync(path, MIDDLE)],
];

describe('a database of more than 32 MB, which earlier versions did not check,', () => {
  const makeIn = (dataDir: string): string => {
    const path = join(dataDir, 'hookline.db');
    const { db } = openDatabase(path, 0);
    db.exec(`
      CREATE TABLE filler (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
      INSERT INTO filler (bytes) SELECT randomblob(3000) FROM n;
    `);
    db.close();
    expect(statSync(path).size).toBeGreaterThan(34 * MB);
    return path;
  };

  test.each(DAMAGES)('damaged %s, is moved aside', (_name, damage) => {
    const path = makeIn(tempDir());
    damage(path);
    const { db, movedAsideTo } = openDatabase(path, 0);
    expect(movedAsideTo).not.toBeNull();
    expect(statSync(movedAsideTo ?? '').size).toBeGreaterThanOrEqual(MIDDLE);
    expect(db.prepare('SELECT count(*) AS n FROM events').get()).toEqual({ n: 0 });
    db.close();
  });

  test.each(DAMAGES)(
    'were it too large to be checked first: damaged %s, it is moved aside at once, or it is said and done at the next start',
    async (_name, damage) => {
      const dataDir = tempDir();
      damage(makeIn(dataDir));
      const open = (): Store =>
        openStore({ dataDir, workers: STORE_WORKERS, now: Date.now, checkUpToBytes: 1024, checkAfterMs: 0 });
      let store = open();
      if (store.movedAsideTo === null) {
        await waitUntil('the damage to be found', () => store.trouble()?.kind === 'damaged');
        await store.dispose();
        store = open();
      }
      expect(store.movedAsideTo).not.toBeNull();
      expect(store.trouble()).toBeNull();
      await store.dispose();
      store = open();
      expect(store.movedAsideTo).toBeNull();
      await store.dispose();
    },
  );
});

test.skipIf(process.platform === 'win32')(
  'nobody else may read the database, its log, or one that was moved aside; those of earlier versions are tightened',
  async () => {
    const dataDir = tempDir();
    for (const name of [
      'hookline.damaged-2026-01-01.db',
      'hookline.damaged-2026-01-01.db-wal',
      'hookline-acct_2-live.db',
      'notes.txt',
    ]) {
      writeFileSync(join(dataDir, name), '');
      chmodSync(join(dataDir, name), 0o644);
    }
    let store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
    const modes = (): Record<string, number> =>
      Object.fromEntries(
        readdirSync(dataDir).map((name) => [name, statSync(join(dataDir, name)).mode & 0o777]),
      );
    const tight = {
      'hookline.db': 0o600,
      'hookline.db-wal': 0o600,
      'hookline.db-shm': 0o600,
      'hookline.damaged-2026-01-01.db': 0o600,
      'hookline.damaged-2026-01-01.db-wal': 0o600,
      'hookline-acct_2-live.db': 0o600,
      'notes.txt': 0o644,
    };
    await store.write.upsertMeta({ a: 'b' });
    expect(modes()).toEqual(tight);
    await store.dispose();
    chmodSync(join(dataDir, 'hookline.db'), 0o664);
    store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
    await store.write.upsertMeta({ a: 'c' });
    expect(modes()).toEqual(tight);
    await store.dispose();
  },
);
