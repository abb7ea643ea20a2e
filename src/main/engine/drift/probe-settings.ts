// How the app is asked: stored settings, with connection string and header values kept apart as secrets.
import { AppProbeSchema, type AppProbe, type ProbeSecrets } from '#shared/domain/probe/app-probe.ts';
import { parseJsonPath } from '#shared/domain/probe/json-path.ts';
import { checkProbeUrl } from '#shared/domain/probe/probe-url.ts';
import { checkReadOnlySql } from '#shared/domain/probe/read-only-sql.ts';
import type { ProbeChange, ProbeSettings } from '#shared/contract/plans.ts';
import type { SecretStore } from '../ports.ts';
import type { Store } from '../store/store.ts';

const KEY = 'app_probe';
const CONNECTION_SECRET = 'probe_connection_string';
const HEADERS_SECRET = 'probe_headers';
export const DEFAULT_SETTLE_MS = 1_500;

export class BadProbeError extends Error {
  readonly code = 'BAD_PROBE';
}

export interface StoredProbe {
  probe: AppProbe | null;
  settleMs: number;
}

export interface ProbeBook {
  /** The same object until it is changed. */
  current(): StoredProbe;
  shown(): ProbeSettings;
  secrets(): ProbeSecrets;
  /** @throws BadProbeError */
  set(change: ProbeChange): Promise<void>;
}

export function createProbeBook(store: Pick<Store, 'meta' | 'write'>, secrets: SecretStore): ProbeBook {
  let stored = readStored(store.meta.findMeta(KEY));
  const headersKept = (): [string, string][] =>
    JSON.parse(secrets.get(HEADERS_SECRET) ?? '[]') as [string, string][];
  return {
    current: () => stored,
    shown: () => ({
      ...stored,
      hasConnectionString: secrets.get(CONNECTION_SECRET) !== null,
      headerNames: headersKept().map(([name]) => name),
    }),
    secrets: () => ({ connectionString: secrets.get(CONNECTION_SECRET), headers: headersKept() }),
    async set({ probe, settleMs, connectionString, headers }) {
      refuseUnusable(probe);
      if (connectionString !== undefined) secrets.set(CONNECTION_SECRET, connectionString);
      if (headers !== undefined)
        secrets.set(HEADERS_SECRET, headers.length === 0 ? null : JSON.stringify(headers));
      stored = { probe, settleMs: settleMs ?? stored.settleMs };
      await store.write.upsertMeta({ [KEY]: JSON.stringify(stored) });
    },
  };
}

function readStored(text: string | null): StoredProbe {
  const json = JSON.parse(text ?? '{}') as { probe?: unknown; settleMs?: unknown };
  const probe = AppProbeSchema.safeParse(json.probe);
  const settleMs = typeof json.settleMs === 'number' ? json.settleMs : DEFAULT_SETTLE_MS;
  return { probe: probe.success ? probe.data : null, settleMs };
}

/** @throws BadProbeError */
export function refuseUnusable(probe: AppProbe | null): void {
  if (probe === null) return;
  if (probe.kind === 'http') {
    const url = checkProbeUrl(probe.url);
    if (!url.ok) throw new BadProbeError(`url: ${url.reason}`);
    const path = parseJsonPath(probe.path);
    if (!path.ok) throw new BadProbeError(`path: ${path.expected} expected at ${path.at}`);
    return;
  }
  const query = checkReadOnlySql(probe.query, probe.kind);
  if (!query.ok) throw new BadProbeError(`query: ${query.reason}`);
}
