// What SQL cannot say of texts: functions for the connections that filter events.
import type { FilterHas, FilterPayload } from '#shared/domain/filter/filter.ts';
import { fitsPayload } from '#shared/domain/filter/payload-condition.ts';
import { foldText, hasText, searchTextOf } from '#shared/domain/filter/search-text.ts';
import { jsonOfBytes } from '#shared/domain/json-read.ts';
import type { Db } from './open-database.ts';
import type { Packing } from './packing.ts';

/**
 * `body_has(bytes, packing, folded)` and `text_has(text, folded)`: 1 when a word, or several, begins there, see search-text.ts;
 * `payload_fits(bytes, packing, terms)`: 1 when the payload fits all of these terms of a filter, given as JSON, see payload-condition.ts;
 * `lower_all(text)`: SQLite's own lower() knows ASCII alone.
 */
export function addSearchFunctions(db: Db, packing: Packing): void {
  const options = { deterministic: true, directOnly: true };
  db.function('body_has', options, (bytes, packedWith, folded) => {
    return Number(hasText(readBody(unpacked(bytes, packedWith)).text, String(folded)));
  });
  const unpacked = (bytes: unknown, packedWith: unknown): Buffer | null =>
    bytes === null || packedWith === null
      ? (bytes as Buffer | null)
      : packing.unpack(bytes as Buffer, Number(packedWith));
  /** A statement asks with the same terms of every event. */
  let asked: { json: string; terms: readonly (FilterPayload | FilterHas)[] } = { json: '[]', terms: [] };
  db.function('payload_fits', options, (bytes, packedWith, json) => {
    if (json !== asked.json)
      asked = { json: String(json), terms: JSON.parse(String(json)) as (FilterPayload | FilterHas)[] };
    const payload = payloadOfBody(unpacked(bytes, packedWith));
    return Number(asked.terms.every((term) => fitsPayload(payload, term)));
  });
  db.function('lower_all', options, (text) => String(text).toLowerCase());
  db.function('text_has', options, (text, folded) =>
    typeof text === 'string' ? Number(hasText(foldText(text), String(folded))) : 0,
  );
}

/** undefined when it is no JSON. */
function payloadOfBody(bytes: Buffer | null): unknown {
  if (bytes === null || bytes.byteLength === 0) return undefined;
  try {
    return jsonOfBytes(bytes);
  } catch {
    return undefined;
  }
}

/** The payload and its texts to search; of a body that is no JSON, all of it is text. */
export function readBody(bytes: Buffer | null): { payload: unknown; text: string } {
  const payload = payloadOfBody(bytes);
  if (payload !== undefined) return { payload, text: searchTextOf(payload) };
  return { payload, text: foldText(bytes?.toString('utf8') ?? '') };
}
