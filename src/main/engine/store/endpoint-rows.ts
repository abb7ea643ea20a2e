// Endpoints as stored: where events are delivered to, and how.
import { EndpointSettingsSchema, type EndpointSettings } from '#shared/contract/endpoints.ts';
import type { Db } from './open-database.ts';

export interface StoredEndpoint extends EndpointSettings {
  id: string;
  /** A signing secret of its own, typed in. */
  secret: string | null;
}

interface EndpointRow {
  id: string;
  name: string;
  url: string;
  enabled: number;
  timeout_ms: number | null;
  secret: string | null;
  config: string;
}

/** What an endpoint is like when nobody said otherwise. */
export const ENDPOINT_DEFAULTS: EndpointSettings = {
  name: 'Local',
  url: '',
  colour: 'teal',
  enabled: true,
  paused: false,
  timeoutMs: 30_000,
  filter: { types: [], kinds: 'all', accounts: 'all' },
  headers: [],
  allowSelfSigned: false,
  concurrency: 64,
  order: 'parallel',
  retry: { kind: 'none' },
  signing: 'received',
  hold: { enabled: true, askAfterMs: 3_600_000, drainConcurrency: 1 },
  probePath: null,
  backend: { kind: 'unknown' },
  dedupe: false,
};

const ConfigSchema = EndpointSettingsSchema.omit({
  name: true,
  url: true,
  enabled: true,
  timeoutMs: true,
}).partial();

export type EndpointRows = ReturnType<typeof createEndpointRows>;

export function createEndpointRows(db: Db) {
  const all = db.prepare<[], EndpointRow>('SELECT * FROM endpoints WHERE removed = 0 ORDER BY position, id');
  const upsert = db.prepare(`
    INSERT INTO endpoints (id, name, url, enabled, timeout_ms, secret, config, position)
    VALUES (@id, @name, @url, @enabled, @timeoutMs, @secret, @config, (SELECT coalesce(max(position), 0) + 1 FROM endpoints))
    ON CONFLICT (id) DO UPDATE SET name = @name, url = @url, enabled = @enabled, timeout_ms = @timeoutMs, secret = @secret,
      config = @config`);
  const remove = db.prepare<[string]>('UPDATE endpoints SET removed = 1, secret = NULL WHERE id = ?');

  return {
    listEndpoints(): StoredEndpoint[] {
      return all.all().map((row) => {
        // A setting this version does not know, or knows otherwise, falls back to its default rather than stop the start.
        const config = ConfigSchema.safeParse(JSON.parse(row.config));
        return {
          ...ENDPOINT_DEFAULTS,
          // Schema 1 had a secret only to sign with it.
          signing: row.secret === null ? ENDPOINT_DEFAULTS.signing : 'own',
          ...(config.success ? config.data : {}),
          id: row.id,
          name: row.name,
          url: row.url,
          enabled: row.enabled === 1,
          timeoutMs: row.timeout_ms,
          secret: row.secret,
        };
      });
    },
    upsertEndpoint({ id, name, url, enabled, timeoutMs, secret, ...config }: StoredEndpoint): void {
      upsert.run({
        id,
        name,
        url,
        enabled: Number(enabled),
        timeoutMs,
        secret,
        config: JSON.stringify(config),
      });
    },
    /** The row stays, for the attempts that name it. */
    removeEndpoint(id: string): void {
      remove.run(id);
    },
  };
}
