// What SQL cannot say of texts: functions for the connections that filter events.
import { foldText, hasText, searchTextOf } from '#shared/domain/filter/search-text.ts';
import { jsonOfBytes } from '#shared/domain/json-read.ts';
import type { Db } from './open-database.ts';
import type { Packing } from './packing.ts';

/**
 * `body_has(bytes, packing, folded)` and `text_has(text, folded)`: 1 when a word, or several, begins there, see search-text.ts;
 * `lower_all(text)`: SQLite's own lower() knows ASCII alone.
 */
export function addSearchFunctions(db: Db, packing: Packing): void {
  const options = { deterministic: true, directOnly: true };
  db.function('body_has', options, (bytes, packedWith, folded) => {
    const body =
      packedWith === null ? (bytes as Buffer) : packing.unpack(bytes as Buffer, Number(packedWith));
    return Number(hasText(searchTextOfBody(body), String(folded)));
  });
  db.function('lower_all', options, (text) => String(text).toLowerCase());
  db.function('text_has', options, (text, folded) =>
    typeof text === 'string' ? Number(hasText(foldText(text), String(folded))) : 0,
  );
}

/** Of a body that is no JSON, all of it. */
export function searchTextOfBody(bytes: Buffer | null): string {
  if (bytes === null || bytes.byteLength === 0) return '';
  let payload: unknown;
  try {
    payload = jsonOfBytes(bytes);
  } catch {
    return foldText(bytes.toString('utf8'));
  }
  return searchTextOf(payload);
}
