// The endpoints events are delivered to: reading, changing with checks, and how each answered last.
import { randomBytes } from 'node:crypto';
import type { Endpoint, EndpointChange, EndpointHealth, NewEndpoint } from '#shared/contract/endpoints.ts';
import { isDelivered } from '#shared/domain/delivery.ts';
import { readArrivalCondition } from '#shared/domain/filter/arrival-condition.ts';
import { problemSentence } from '#shared/domain/filter/problem-sentence.ts';
import { parseForwardTarget } from '#shared/domain/forward-target.ts';
import { isOwnAddress } from '#shared/domain/own-address.ts';
import type { KnownSecret } from '../signature/signature-check.ts';
import type { StoredAttempt } from '../store/delivery-reads.ts';
import { ENDPOINT_DEFAULTS, type StoredEndpoint } from '../store/endpoint-rows.ts';
import type { Store } from '../store/store.ts';

export type EndpointProblem = 'NOT_FOUND' | 'BAD_URL' | 'LOOP' | 'BAD_SECRET' | 'BAD_CONDITION' | 'LAST';

export class EndpointError extends Error {
  readonly code: EndpointProblem;
  constructor(code: EndpointProblem, message: string) {
    super(message);
    this.code = code;
  }
}

type Answered = Omit<
  EndpointHealth,
  'held' | 'retrying' | 'inFlight' | 'asking' | 'nextProbeAt' | 'draining'
>;

export interface Endpoints {
  list(): Endpoint[];
  /** How each answered last; what waits for it is the delivery's to say. */
  answered(): Answered[];
  /** Disabled ones too, secrets included; for the delivery. */
  all(): readonly StoredEndpoint[];
  enabled(): StoredEndpoint[];
  /** Signing secrets of their own; asked for with every request, so they are kept at hand. */
  secrets(): readonly KnownSecret[];
  find(id: string): StoredEndpoint | null;
  /** @throws EndpointError */
  create(endpoint: NewEndpoint): Promise<Endpoint>;
  /** @throws EndpointError */
  update(change: EndpointChange): Promise<Endpoint>;
  /** @throws EndpointError */
  remove(id: string): Promise<void>;
  /** Remembers how an endpoint answered. */
  noteAttempt(attempt: StoredAttempt): void;
}

export interface EndpointsDeps {
  store: Pick<Store, 'endpoints' | 'deliveries' | 'write'>;
  /** What Hookline listens on, to refuse forwarding to ourselves. */
  ownPorts: () => readonly number[];
  /** Something in list() or answered() changed. */
  onChange: () => void;
  /** Endpoints were added, changed or removed. */
  onConfigured: () => void;
}

export const FIRST_ENDPOINT: StoredEndpoint = { ...ENDPOINT_DEFAULTS, id: 'local', secret: null };

export function createEndpoints({ store, ownPorts, onChange, onConfigured }: EndpointsDeps): Endpoints {
  // A handful of rows that every event asks for: kept in memory, written through.
  let endpoints = store.endpoints.listEndpoints();
  let ownSecrets = secretsOf(endpoints);
  const health = new Map<string, Answered>();
  for (const { id } of endpoints) {
    const newest = store.deliveries.findNewestAttempt(id);
    if (newest !== null) health.set(id, healthAfter(id, newest));
  }

  function find(id: string): StoredEndpoint | null {
    return endpoints.find((endpoint) => endpoint.id === id) ?? null;
  }

  function require(id: string): StoredEndpoint {
    const found = find(id);
    if (found === null) throw new EndpointError('NOT_FOUND', `There is no endpoint “${id}”.`);
    return found;
  }

  async function keep(endpoint: StoredEndpoint, isNew: boolean): Promise<Endpoint> {
    await store.write.upsertEndpoint(endpoint);
    // Removed while this was written: it stays removed.
    if (!isNew) require(endpoint.id);
    endpoints = isNew
      ? [...endpoints, endpoint]
      : endpoints.map((other) => (other.id === endpoint.id ? endpoint : other));
    ownSecrets = secretsOf(endpoints);
    onConfigured();
    onChange();
    return withoutSecret(endpoint);
  }

  return {
    list: () => endpoints.map(withoutSecret),
    answered: () => endpoints.map(({ id }) => health.get(id) ?? unknownHealth(id)),
    all: () => endpoints,
    secrets: () => ownSecrets,
    enabled: () => endpoints.filter(({ enabled }) => enabled),
    find,
    async create({ secret, ...given }) {
      const own = checkedSecret(secret ?? null);
      const url = checkedUrl(given.url, ownPorts());
      checkCondition(given.filter?.condition);
      return await keep(
        {
          ...ENDPOINT_DEFAULTS,
          name: new URL(url).host,
          ...(own === null ? {} : { signing: 'own' as const }),
          ...given,
          url,
          id: `ep_${randomBytes(6).toString('hex')}`,
          secret: own,
        },
        true,
      );
    },
    async update({ secret, ...change }) {
      const before = require(change.id);
      checkCondition(change.filter?.condition);
      const after: StoredEndpoint = {
        ...before,
        ...change,
        // A filter without a condition, as earlier versions knew it, leaves the condition as it is.
        filter: { ...before.filter, ...change.filter },
        url: change.url === undefined ? before.url : checkedUrl(change.url, ownPorts()),
        secret: secret === undefined ? before.secret : checkedSecret(secret),
      };
      // Typing in a secret says that it is to be used, forgetting it that it is not.
      if (change.signing === undefined && secret !== undefined) {
        if (after.secret !== null) after.signing = 'own';
        else if (before.signing === 'own') after.signing = 'received';
      }
      // What is known of another address says nothing about this one.
      if (after.url !== before.url) health.delete(after.id);
      return await keep(after, false);
    },
    async remove(id) {
      require(id);
      if (endpoints.length === 1) {
        throw new EndpointError('LAST', 'The last endpoint cannot be removed; turn it off instead.');
      }
      await store.write.removeEndpoint(id);
      endpoints = endpoints.filter((endpoint) => endpoint.id !== id);
      ownSecrets = secretsOf(endpoints);
      health.delete(id);
      onConfigured();
      onChange();
    },
    noteAttempt(attempt) {
      const { endpointId, errorClass } = attempt;
      const isCurrent = endpointId !== null && find(endpointId)?.url === attempt.url;
      // A request that Hookline cut off says nothing about the endpoint.
      if (isCurrent && errorClass !== 'interrupted') {
        health.set(endpointId, healthAfter(endpointId, attempt));
      }
      onChange();
    },
  };
}

function secretsOf(endpoints: readonly StoredEndpoint[]): KnownSecret[] {
  return endpoints.flatMap(({ name, secret }) =>
    secret === null ? [] : [{ label: `endpoint:${name}`, secret }],
  );
}

function withoutSecret({ secret, ...endpoint }: StoredEndpoint): Endpoint {
  return { ...endpoint, hasSecret: secret !== null };
}

/** @throws EndpointError BAD_URL or LOOP */
export function checkedUrl(text: string, ownPorts: readonly number[]): string {
  const target = parseForwardTarget(text);
  if (!target.ok) throw new EndpointError('BAD_URL', target.reason);
  if (isOwnAddress(target.url, ownPorts)) {
    throw new EndpointError(
      'LOOP',
      `${target.url} is Hookline’s own address; events would go round in circles. Use the address of your backend.`,
    );
  }
  return target.url;
}

/** @throws EndpointError BAD_CONDITION */
function checkCondition(condition: string | undefined): void {
  const read = readArrivalCondition(condition ?? '');
  if (!read.ok) throw new EndpointError('BAD_CONDITION', problemSentence(read.problem));
}

function checkedSecret(secret: string | null): string | null {
  if (secret === null || secret === '') return null;
  if (!/^whsec_\S+$/.test(secret)) {
    throw new EndpointError('BAD_SECRET', 'A signing secret starts with whsec_ and has no spaces.');
  }
  return secret;
}

function unknownHealth(endpointId: string): Answered {
  return {
    endpointId,
    state: 'unknown',
    lastStatus: null,
    lastErrorClass: null,
    lastDurationMs: null,
    lastAt: null,
  };
}

function healthAfter(endpointId: string, attempt: StoredAttempt): Answered {
  const { status, errorClass } = attempt;
  const answered = status !== null || errorClass === 'timeout' || errorClass === 'protocol';
  const state = errorClass === null && isDelivered(status) ? 'up' : answered ? 'failing' : 'down';
  return {
    endpointId,
    state,
    lastStatus: status,
    lastErrorClass: errorClass,
    lastDurationMs: attempt.timings.totalMs,
    lastAt: attempt.startedAt,
  };
}
