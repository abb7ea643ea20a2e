// Small facts kept in the store by key: its identity, the settings, the signing secrets seen last.
import type { Db } from './open-database.ts';

export type MetaRows = ReturnType<typeof createMetaRows>;

export function createMetaRows(db: Db) {
  const select = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?');
  const upsert = db.prepare<[string, string]>(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare<[string]>('DELETE FROM meta WHERE key = ?');
  return {
    findMeta(key: string): string | null {
      return select.get(key)?.value ?? null;
    },
    upsertMeta(key: string, value: string): void {
      upsert.run(key, value);
    },
    removeMeta(key: string): void {
      remove.run(key);
    },
  };
}
