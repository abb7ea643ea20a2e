// All migrations in order. `PRAGMA user_version` holds how many of them a database has had.
import { createEvents } from './0001-create-events.ts';
import type { Migration } from './migration.ts';

export const MIGRATIONS: readonly Migration[] = [createEvents];
