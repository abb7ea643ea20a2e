// All migrations in order. `PRAGMA user_version` holds how many of them a database has had.
import { createEvents } from './0001-create-events.ts';
import { addManyEndpoints } from './0002-add-many-endpoints.ts';
import type { Migration } from './migration.ts';

export const MIGRATIONS: readonly Migration[] = [createEvents, addManyEndpoints];
