// How endpoints answer, and what of it is ready for production: what the store counted, beside the endpoints as they are now.
import type { GoLive, GoLiveType, Insight } from '#shared/contract/insight.ts';
import { skipReasonFor, type EndpointFilter } from '#shared/domain/endpoint-filter.ts';
import { judgeType } from '#shared/domain/go-live.ts';
import type { InsightRange } from '#shared/domain/insight-range.ts';
import type { Clock } from '../ports.ts';
import type { StoredSeries, StoredType } from '../store/insight-reads.ts';
import type { Store } from '../store/store.ts';

export interface InsightService {
  /** null = there is no such endpoint. */
  get(query: {
    range: InsightRange;
    endpoint?: string | undefined;
    type?: string | undefined;
  }): Promise<Insight | null>;
  /** null = there is no such endpoint. */
  goLive(query: { endpoint?: string | undefined }): Promise<GoLive | null>;
}

export interface InsightDeps {
  store: Pick<Store, 'insight'>;
  endpoints: { all(): readonly { id: string; enabled: boolean; filter: EndpointFilter }[] };
  clock: Clock;
}

export function createInsight({ store, endpoints, clock }: InsightDeps): InsightService {
  /** Removed endpoints are no longer spoken of. */
  function idsOf(endpoint: string | undefined): string[] {
    const ids = endpoints.all().map(({ id }) => id);
    return endpoint === undefined ? ids : ids.filter((id) => id === endpoint);
  }

  const isTaken = ({ kind, type, connected }: StoredType): boolean =>
    endpoints.all().some(({ enabled, filter }) => {
      // Filters ask only whether there is a connected account, not which.
      return enabled && skipReasonFor(filter, { kind, type, account: connected ? 'acct' : null }) === null;
    });

  return {
    async get({ range, endpoint, type }) {
      const endpointIds = idsOf(endpoint);
      if (endpoint !== undefined && endpointIds.length === 0) return null;
      const now = clock.now();
      const [figures, overview] = await Promise.all([
        store.insight.insightFigures({ range, now, endpointIds, ...(type !== undefined && { type }) }),
        store.insight.insightTypes(),
      ]);
      const { stretch, ...counted } = figures;
      const ofThese = overview.series.filter(({ endpointId }) => endpointIds.includes(endpointId));
      return {
        range,
        from: stretch.fromS * 1000,
        to: stretch.toS * 1000,
        stepMs: stretch.stepS * 1000,
        ...counted,
        types: counted.types.toSorted((a, b) => (a.type < b.type ? -1 : 1)),
        neverOk: byType(ofThese)
          .filter(({ rows }) => rows.every(({ ok }) => ok === 0))
          .map(({ type: name, rows }) => ({
            type: name,
            attempts: sum(rows, ({ attempts }) => attempts),
            lastAt: latest(rows),
          })),
        untaken: byType(overview.types.filter((one) => !isTaken(one))).map(({ type: name, rows }) => ({
          type: name,
          events: sum(rows, ({ events }) => events),
          lastAt: latest(rows),
        })),
      };
    },

    async goLive({ endpoint }) {
      const endpointIds = idsOf(endpoint);
      if (endpoint !== undefined && endpointIds.length === 0) return null;
      const { series, types, uncounted } = await store.insight.insightTypes();
      const sent = new Map(
        byType(series.filter(({ endpointId }) => endpointIds.includes(endpointId))).map(({ type, rows }) => [
          type,
          rows,
        ]),
      );
      return {
        uncounted,
        types: byType(types).map(({ type, rows }) => goLiveOf(type, rows, sent.get(type) ?? [])),
      };
    },
  };
}

function goLiveOf(type: string, arrived: readonly StoredType[], sent: readonly StoredSeries[]): GoLiveType {
  const eventsOk = sum(sent, (one) => one.eventsOk);
  const eventsFailed = sum(sent, (one) => one.eventsFailed);
  const kind = arrived.some((one) => one.kind === 'snapshot') ? 'snapshot' : 'thin';
  return {
    type,
    verdict: judgeType({ type, kind, eventsOk, eventsFailed }),
    events: sum(arrived, ({ events }) => events),
    ok: eventsOk,
    failed: eventsFailed,
    connected: sum(arrived, ({ connected, events }) => (connected ? events : 0)),
    synthetic: sum(arrived, ({ synthetic, events }) => (synthetic ? events : 0)),
  };
}

/** By name, each with its rows. */
function byType<T extends { type: string }>(rows: readonly T[]): { type: string; rows: T[] }[] {
  return [...Map.groupBy(rows, ({ type }) => type)]
    .map(([type, ofType]) => ({ type, rows: ofType }))
    .toSorted((a, b) => (a.type < b.type ? -1 : 1));
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

function latest(rows: readonly { lastAt: number }[]): number {
  return Math.max(0, ...rows.map(({ lastAt }) => lastAt));
}
