// The endpoints events are delivered to: reading, changing with checks, and how each answered last.
import type { Endpoint, EndpointChange, EndpointHealth } from '#shared/contract/endpoints.ts';
import type { Attempt } from '#shared/contract/attempts.ts';
import { isDelivered } from '#shared/domain/delivery.ts';
import { parseForwardTarget } from '#shared/domain/forward-target.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import type { Store } from '../store/store.ts';

export type EndpointProblem = 'NOT_FOUND' | 'BAD_URL' | 'LOOP' | 'BAD_SECRET';

export class EndpointError extends Error {
  readonly code: EndpointProblem;
  constructor(code: EndpointProblem, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Endpoints {
  list(): Endpoint[];
  health(): EndpointHealth[];
  /** Enabled ones only, secrets included; for the delivery. */
  enabled(): StoredEndpoint[];
  find(id: string): StoredEndpoint | null;
  /** @throws EndpointError */
  update(change: EndpointChange): Promise<Endpoint>;
  /** Remembers how an endpoint answered. */
  noteAttempt(attempt: Attempt): void;
}

export interface EndpointsDeps {
  store: Pick<Store, 'endpoints' | 'deliveries' | 'write'>;
  /** The receiver's port, to refuse forwarding to ourselves. */
  receiverPort: () => number;
  onChange: () => void;
}

export const DEFAULT_ENDPOINT: StoredEndpoint = {
  id: 'local',
  name: 'Local',
  url: '',
  enabled: true,
  timeoutMs: 30_000,
  secret: null,
};

export function createEndpoints({ store, receiverPort, onChange }: EndpointsDeps): Endpoints {
  // A handful of rows that every event asks for: kept in memory, written through.
  let endpoints = store.endpoints.listEndpoints();
  const health = new Map<string, EndpointHealth>();
  for (const { id } of endpoints) {
    const newest = store.deliveries.findNewestAttempt(id);
    if (newest !== null) health.set(id, healthAfter(newest));
  }

  function find(id: string): StoredEndpoint | null {
    return endpoints.find((endpoint) => endpoint.id === id) ?? null;
  }

  return {
    list: () => endpoints.map(withoutSecret),
    health: () => endpoints.map(({ id }) => health.get(id) ?? unknownHealth(id)),
    enabled: () => endpoints.filter(({ enabled }) => enabled),
    find,
    async update(change) {
      const before = find(change.id);
      if (before === null) throw new EndpointError('NOT_FOUND', `There is no endpoint “${change.id}”.`);
      const after: StoredEndpoint = {
        ...before,
        name: change.name ?? before.name,
        enabled: change.enabled ?? before.enabled,
        timeoutMs: change.timeoutMs === undefined ? before.timeoutMs : change.timeoutMs,
        url: change.url === undefined ? before.url : checkedUrl(change.url, receiverPort()),
        secret: change.secret === undefined ? before.secret : checkedSecret(change.secret),
      };
      await store.write(() => store.endpoints.upsertEndpoint(after));
      endpoints = endpoints.map((endpoint) => (endpoint.id === after.id ? after : endpoint));
      // What is known of another address says nothing about this one.
      if (after.url !== before.url) health.delete(after.id);
      onChange();
      return withoutSecret(after);
    },
    noteAttempt(attempt) {
      if (find(attempt.endpointId)?.url === attempt.url) health.set(attempt.endpointId, healthAfter(attempt));
      onChange();
    },
  };
}

function withoutSecret({ secret, ...endpoint }: StoredEndpoint): Endpoint {
  return { ...endpoint, hasSecret: secret !== null };
}

function checkedUrl(text: string, receiverPort: number): string {
  const target = parseForwardTarget(text);
  if (!target.ok) throw new EndpointError('BAD_URL', target.reason);
  const url = new URL(target.url);
  const loopback = ['localhost', '127.0.0.1', '[::1]', '0.0.0.0'].includes(url.hostname);
  if (loopback && Number(url.port || 80) === receiverPort) {
    throw new EndpointError(
      'LOOP',
      `${target.url} is Hookline’s own receiver; events would go round in circles.`,
    );
  }
  return target.url;
}

function checkedSecret(secret: string | null): string | null {
  if (secret === null || secret === '') return null;
  if (!/^whsec_\S+$/.test(secret)) {
    throw new EndpointError('BAD_SECRET', 'A signing secret starts with whsec_ and has no spaces.');
  }
  return secret;
}

function unknownHealth(endpointId: string): EndpointHealth {
  return {
    endpointId,
    state: 'unknown',
    lastStatus: null,
    lastErrorClass: null,
    lastDurationMs: null,
    lastAt: null,
  };
}

function healthAfter(attempt: Attempt): EndpointHealth {
  const { status, errorClass } = attempt;
  const answered = status !== null || errorClass === 'timeout' || errorClass === 'protocol';
  const state = errorClass === null && isDelivered(status) ? 'up' : answered ? 'failing' : 'down';
  return {
    endpointId: attempt.endpointId,
    state,
    lastStatus: status,
    lastErrorClass: errorClass,
    lastDurationMs: attempt.timings.totalMs,
    lastAt: attempt.startedAt,
  };
}
