// Every read about API versions. Works on any connection, so the engine and its reader thread share it.
import type { VersionDifference } from '#shared/contract/versions.ts';
import { INDEX_MARK, indexTerm } from './event-index.ts';
import { createMetaRows } from './meta-rows.ts';
import type { Db } from './open-database.ts';
import {
  ACCOUNT_VERSION,
  DIFFERS_FROM_ACCOUNT,
  DIFFERS_FROM_PIN,
  NEW_TO_ENDPOINT,
} from './version-condition.ts';

export interface StoredEndpointVersion {
  endpointId: string;
  version: string;
  taken: number;
  failed: number;
  lastAt: number;
}

export type StoredDifference = Pick<VersionDifference, 'yardstick' | 'apiVersion' | 'endpointId'>;

export type VersionReads = ReturnType<typeof createVersionReads>;

export function createVersionReads(db: Db) {
  const meta = createMetaRows(db);
  const account = db
    .prepare<[], string>('SELECT version FROM account_versions ORDER BY since_seq DESC LIMIT 1')
    .pluck();
  const seen = db.prepare<[], { version: string; events: number }>(
    `SELECT value AS version, n AS events FROM event_values WHERE field = 'api' ORDER BY value DESC`,
  );
  const ofEndpoints = db.prepare<[], StoredEndpointVersion>(
    `SELECT endpoint_id AS endpointId, version, taken, failed, last_at AS lastAt FROM endpoint_versions
     ORDER BY endpoint_id, version DESC`,
  );
  const newestIndexed = db
    .prepare<[string], number>(
      'SELECT rowid FROM event_index WHERE event_index MATCH ? ORDER BY rowid DESC LIMIT 1',
    )
    .pluck();
  const receivedAt = db.prepare<[number], number>('SELECT received_at FROM events WHERE seq = ?').pluck();
  const fresh = db.prepare<[number], { seq: number; type: string; api: string | null; received_at: number }>(
    'SELECT seq, type, api_version AS api, received_at FROM events WHERE seq > ? ORDER BY seq DESC LIMIT 2000',
  );
  const fromAccount = db.prepare<[number], { version: string }>(
    `SELECT ${ACCOUNT_VERSION} AS version FROM events e
     WHERE e.seq = ? AND e.api_version IS NOT NULL AND ${DIFFERS_FROM_ACCOUNT}`,
  );
  const fromEndpoints = db.prepare<
    [number],
    { endpoint_id: string; pin: string | null; usual: string | null }
  >(
    `SELECT d.endpoint_id,
       (SELECT version FROM endpoint_pins p WHERE p.endpoint_id = d.endpoint_id AND ${DIFFERS_FROM_PIN}) AS pin,
       (SELECT version FROM endpoint_versions u WHERE u.endpoint_id = d.endpoint_id AND u.version <> e.api_version
          AND u.first_seq < e.seq AND ${NEW_TO_ENDPOINT} ORDER BY u.last_at DESC LIMIT 1) AS usual
     FROM events e JOIN deliveries d ON d.event_seq = e.seq AND d.skip_reason IS NULL
     JOIN endpoints n ON n.id = d.endpoint_id AND n.removed = 0
     WHERE e.seq = ? AND e.api_version IS NOT NULL ORDER BY n.position, n.id`,
  );

  /** What is not in the index yet; a moment's worth. */
  const notIndexed = () => fresh.all(Number(meta.findMeta(INDEX_MARK) ?? 0));

  return {
    findAccountVersion: (): string | null => account.get() ?? null,

    /** The newest version first. */
    listSeenVersions(): { version: string; events: number; lastAt: number | null }[] {
      const found = new Map(
        seen.all().map((one) => [one.version, { ...one, lastAt: null as number | null }]),
      );
      for (const { api, received_at: at } of notIndexed()) {
        if (api === null) continue;
        const one = found.get(api) ?? { version: api, events: 0, lastAt: null };
        found.set(api, { ...one, events: one.events + 1, lastAt: one.lastAt ?? at });
      }
      return [...found.values()]
        .map((one) => {
          if (one.lastAt !== null) return one;
          const seq = newestIndexed.get(`"${indexTerm('api', one.version)}"`);
          return { ...one, lastAt: seq === undefined ? null : (receivedAt.get(seq) ?? null) };
        })
        .toSorted((a, b) => (a.version < b.version ? 1 : -1));
    },

    listEndpointVersions: (): StoredEndpointVersion[] => ofEndpoints.all(),

    /** What an event's version differs from. */
    listDifferences(seq: number): StoredDifference[] {
      const found: StoredDifference[] = [];
      const usual = fromAccount.get(seq);
      if (usual !== undefined)
        found.push({ yardstick: 'account', apiVersion: usual.version, endpointId: null });
      for (const { endpoint_id: endpointId, pin, usual: before } of fromEndpoints.all(seq)) {
        if (pin !== null) found.push({ yardstick: 'backend', apiVersion: pin, endpointId });
        if (before !== null) found.push({ yardstick: 'endpoint', apiVersion: before, endpointId });
      }
      return found;
    },

    /** The newest stored event of a type in a version; null = there is none. */
    findExample(type: string, version: string): number | null {
      const newest = notIndexed().find((one) => one.type === type && one.api === version);
      if (newest !== undefined) return newest.seq;
      return newestIndexed.get(`"${indexTerm('type', type)}" AND "${indexTerm('api', version)}"`) ?? null;
    },
  };
}
