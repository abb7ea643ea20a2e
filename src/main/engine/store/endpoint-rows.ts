// Endpoints as stored: where events are delivered to.
import type { Db } from './open-database.ts';

export interface StoredEndpoint {
  id: string;
  name: string;
  url: string;
  enabled: boolean;
  /** null = wait as long as it takes. */
  timeoutMs: number | null;
  /** A signing secret of its own; null = the forwarder's. */
  secret: string | null;
}

interface EndpointRow {
  id: string;
  name: string;
  url: string;
  enabled: number;
  timeout_ms: number | null;
  secret: string | null;
}

export type EndpointRows = ReturnType<typeof createEndpointRows>;

export function createEndpointRows(db: Db) {
  const all = db.prepare<[], EndpointRow>('SELECT * FROM endpoints ORDER BY position, id');
  const upsert = db.prepare(`
    INSERT INTO endpoints (id, name, url, enabled, timeout_ms, secret, position)
    VALUES (@id, @name, @url, @enabled, @timeoutMs, @secret, (SELECT coalesce(max(position), 0) + 1 FROM endpoints))
    ON CONFLICT (id) DO UPDATE SET name = @name, url = @url, enabled = @enabled, timeout_ms = @timeoutMs, secret = @secret`);

  return {
    listEndpoints(): StoredEndpoint[] {
      return all.all().map((row) => ({
        id: row.id,
        name: row.name,
        url: row.url,
        enabled: row.enabled === 1,
        timeoutMs: row.timeout_ms,
        secret: row.secret,
      }));
    },
    upsertEndpoint(endpoint: StoredEndpoint): void {
      upsert.run({ ...endpoint, enabled: Number(endpoint.enabled) });
    },
  };
}
