// Whether an event came in another API version than was to be expected, as SQL; and which events may have.
import type { Db } from './open-database.ts';

/** What Hookline made, or another history sent, says nothing about this account's version. */
const NOT_OF_THE_ACCOUNT = `('synthetic', 'import')`;

/** The account's default when event `e` arrived. */
export const ACCOUNT_VERSION = `(SELECT version FROM account_versions WHERE since_seq <= e.seq ORDER BY since_seq DESC LIMIT 1)`;

/** Connected accounts have a default of their own, which nobody tells. */
export const DIFFERS_FROM_ACCOUNT = `(e.account = '' AND e.source NOT IN ${NOT_OF_THE_ACCOUNT} AND e.api_version <> ${ACCOUNT_VERSION})`;

/** On a delivery `d` of event `e`: its endpoint had taken other versions of earlier events, and never this one. */
export const NEW_TO_ENDPOINT = `(e.source <> 'synthetic'
  AND EXISTS (SELECT 1 FROM endpoint_versions other WHERE other.endpoint_id = d.endpoint_id
    AND other.version <> e.api_version AND other.first_seq < e.seq)
  AND NOT EXISTS (SELECT 1 FROM endpoint_versions mine WHERE mine.endpoint_id = d.endpoint_id
    AND mine.version = e.api_version AND mine.first_seq < e.seq))`;

/**
 * On a delivery `d` of event `e`: the code behind the endpoint is written for another version. Where only the oldest that it may be is
 * known, an event of that one's release, or of a later one, may be right. Versions begin with their date, and after it have a release's name.
 */
export const DIFFERS_FROM_PIN = `EXISTS (SELECT 1 FROM endpoint_pins p WHERE p.endpoint_id = d.endpoint_id AND p.version <> e.api_version
  AND (p.at_least = 0 OR (e.api_version < p.version
    AND (substr(p.version, 11) = '' OR substr(p.version, 11) <> substr(e.api_version, 11)))))`;

/** A boolean expression over `events e`; NULL is no. */
export const VERSION_DIFFERS = `(e.api_version IS NOT NULL AND (${DIFFERS_FROM_ACCOUNT}
  OR EXISTS (SELECT 1 FROM deliveries d JOIN endpoints p ON p.id = d.endpoint_id AND p.removed = 0
    WHERE d.event_seq = e.seq AND d.skip_reason IS NULL AND (${DIFFERS_FROM_PIN} OR ${NEW_TO_ENDPOINT}))))`;

/** Events of one version, from one number to another. */
export interface VersionWindow {
  version: string;
  from: number;
  to: number;
}

export interface VersionPlaces {
  windows: VersionWindow[];
  /** Endpoints of a known version that got so little that all of theirs is looked at. */
  endpointIds: string[];
}

/** An endpoint with fewer deliveries is gone through; of one with more, enough are among the events of a version. */
const FEW_DELIVERIES = 20_000;

/** Where all that differ are; few tables with few rows say it. */
export function createVersionPlaces(db: Db, fewDeliveries = FEW_DELIVERIES): () => VersionPlaces {
  const versions = db
    .prepare<[], string>(`SELECT value FROM event_values WHERE field = 'api' ORDER BY value`)
    .pluck();
  const accounts = db.prepare<[], { since_seq: number; version: string }>(
    'SELECT since_seq, version FROM account_versions ORDER BY since_seq',
  );
  const pins = db.prepare<[], { endpoint_id: string; version: string }>(
    'SELECT endpoint_id, version FROM endpoint_pins',
  );
  const countUpTo = db
    .prepare<[string, number], number>(
      `SELECT count(*) FROM (SELECT 1 FROM deliveries INDEXED BY deliveries_by_endpoint
       WHERE skip_reason IS NULL AND endpoint_id = ? LIMIT ?)`,
    )
    .pluck();
  const taken = db.prepare<[], { endpoint_id: string; version: string; first_seq: number }>(
    'SELECT endpoint_id, version, first_seq FROM endpoint_versions WHERE first_seq IS NOT NULL',
  );

  return () => {
    const { few = [], many = [] } = Object.groupBy(pins.all(), (pin) =>
      (countUpTo.get(pin.endpoint_id, fewDeliveries) ?? 0) < fewDeliveries ? 'few' : 'many',
    );
    const defaults = accounts.all();
    const firsts = [...Map.groupBy(taken.all(), (one) => one.endpoint_id).values()];
    const windows = versions.all().flatMap((version) => {
      if (many.some((pin) => pin.version !== version))
        return [{ version, from: 0, to: Number.MAX_SAFE_INTEGER }];
      const ofVersion: VersionWindow[] = [];
      for (const [place, { since_seq: from, version: usual }] of defaults.entries()) {
        const to = (defaults[place + 1]?.since_seq ?? Number.MAX_SAFE_INTEGER) - 1;
        if (usual !== version) ofVersion.push({ version, from, to });
      }
      for (const ofEndpoint of firsts) {
        const others = ofEndpoint.filter((one) => one.version !== version);
        if (others.length === 0) continue;
        const from = Math.min(...others.map((one) => one.first_seq)) + 1;
        const to = ofEndpoint.find((one) => one.version === version)?.first_seq ?? Number.MAX_SAFE_INTEGER;
        if (from <= to) ofVersion.push({ version, from, to });
      }
      return ofVersion;
    });
    return { windows, endpointIds: few.map((pin) => pin.endpoint_id) };
  };
}
