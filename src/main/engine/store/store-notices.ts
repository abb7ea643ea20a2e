// What is wrong with the database, as a notice that the dashboard words.
import type { Notice } from '#shared/contract/status.ts';
import type { StoreErrorKind } from './store-error.ts';
import type { StoreTrouble } from './store.ts';

const NOTICE_OF_TROUBLE: Partial<Record<StoreErrorKind, Notice['code']>> = {
  retry: 'database_busy',
  full: 'disk_full',
  read_only: 'database_read_only',
  damaged: 'database_damaged',
  io: 'disk_error',
};

export function storeNotices(trouble: StoreTrouble | null): Notice[] {
  const code = trouble === null ? undefined : NOTICE_OF_TROUBLE[trouble.kind];
  return trouble === null || code === undefined ? [] : [{ code, detail: trouble.message }];
}
