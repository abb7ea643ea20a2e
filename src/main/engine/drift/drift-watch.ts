// Asks the developer's app which plan it believes a customer is on: after each delivery, once things have settled.
import {
  AppProbeSchema,
  type AppProbe,
  type ProbeAnswer,
  type ProbeSecrets,
} from '#shared/domain/probe/app-probe.ts';
import { parseJsonPath } from '#shared/domain/probe/json-path.ts';
import type { ProbeSubject } from '#shared/domain/probe/placeholders.ts';
import { checkProbeUrl } from '#shared/domain/probe/probe-url.ts';
import { checkReadOnlySql } from '#shared/domain/probe/read-only-sql.ts';
import type { Drift, ProbeChange, ProbeSettings, ProbeTrial } from '#shared/contract/plans.ts';
import { headlineOf } from '#shared/domain/plans/headline.ts';
import { isAccess } from '#shared/domain/plans/headline.ts';
import type { PlanProbe } from '../plan-probe/plan-probe.ts';
import type { Plans } from '../plans/plans.ts';
import type { Clock, SecretStore } from '../ports.ts';
import type { StoredCustomer } from '../store/plan-reads.ts';
import type { Store } from '../store/store.ts';

const KEY = 'app_probe';
const CONNECTION_SECRET = 'probe_connection_string';
const HEADERS_SECRET = 'probe_headers';
export const DEFAULT_SETTLE_MS = 1_500;

/** When the question becomes another one, of so many customers, latest event first; the others are asked when something happens. */
const ASKED_ANEW = 50;
/** Plans follow the events within moments; more than that are not waited for. */
const NEWEST = 500;

export class BadProbeError extends Error {
  readonly code = 'BAD_PROBE';
}

export interface DriftWatch {
  settings(): ProbeSettings;
  /** @throws BadProbeError */
  set(change: ProbeChange): Promise<ProbeSettings>;
  /** Asks once and keeps nothing. @throws BadProbeError; null = there is no such customer */
  try(change: ProbeChange, customer: number | undefined): Promise<ProbeTrial | null>;
  /** Asks now and keeps the answer. null = nobody to ask, or no way to */
  check(customer: number): Promise<Drift | null>;
  /** An attempt on an event of this customer was recorded: ask soon. */
  settleSoon(customer: number): void;
  /** Events that should have made the plan what it is, oldest first. */
  eventsBehind(customer: number): string[];
  dispose(): void;
}

export interface DriftWatchDeps {
  store: Pick<Store, 'plans' | 'meta' | 'write'>;
  plans: Plans;
  probe: PlanProbe;
  secrets: SecretStore;
  clock: Clock;
  onError: (error: unknown) => void;
}

interface Stored {
  probe: AppProbe | null;
  settleMs: number;
}

export function createDriftWatch({
  store,
  plans,
  probe,
  secrets,
  clock,
  onError,
}: DriftWatchDeps): DriftWatch {
  let stored = readStored(store.meta.findMeta(KEY));
  const waiting = new Map<number, NodeJS.Timeout>();
  const closing = new AbortController();

  const headersKept = (): [string, string][] =>
    JSON.parse(secrets.get(HEADERS_SECRET) ?? '[]') as [string, string][];
  const secretsKept = (): ProbeSecrets => ({
    connectionString: secrets.get(CONNECTION_SECRET),
    headers: headersKept(),
  });

  function settings(): ProbeSettings {
    return {
      ...stored,
      hasConnectionString: secrets.get(CONNECTION_SECRET) !== null,
      headerNames: headersKept().map(([name]) => name),
    };
  }

  function latest(): StoredCustomer | null {
    const [id] = store.plans.listCustomerIds({}, 0, 1);
    return id === undefined ? null : store.plans.findCustomer(id);
  }

  async function ask(id: number): Promise<Drift | null> {
    // The plan is to be held against the app's as of this moment.
    plans.touched((await store.write.projectPlans(NEWEST)).customers);
    const customer = store.plans.findCustomer(id);
    const asked = stored;
    if (customer === null || asked.probe === null) return null;
    const answer = await probe.ask(asked.probe, secretsKept(), subjectOf(customer), closing.signal);
    // The answer to a question that was changed meanwhile is none to the new one.
    if (closing.signal.aborted || stored !== asked) return null;
    await store.write.keepCheck(id, { ...believedIn(answer), askedAt: clock.now() });
    plans.touched([id]);
    return plans.drift(id);
  }

  return {
    settings,
    async set({ probe: next, settleMs, connectionString, headers }) {
      refuseUnusable(next);
      if (connectionString !== undefined) secrets.set(CONNECTION_SECRET, connectionString);
      if (headers !== undefined)
        secrets.set(HEADERS_SECRET, headers.length === 0 ? null : JSON.stringify(headers));
      stored = { probe: next, settleMs: settleMs ?? stored.settleMs };
      await store.write.upsertMeta({ [KEY]: JSON.stringify(stored) });
      // Answers to another question say nothing any more.
      await plans.forgetAnswers();
      for (const id of store.plans.listCustomerIds({}, 0, ASKED_ANEW)) settle(id);
      return settings();
    },
    async try({ probe: wanted, connectionString, headers }, id) {
      refuseUnusable(wanted);
      plans.touched((await store.write.projectPlans(NEWEST)).customers);
      const customer = id === undefined ? latest() : store.plans.findCustomer(id);
      if (wanted === null || customer === null) return null;
      const kept = secretsKept();
      const answer = await probe.ask(
        wanted,
        {
          connectionString: connectionString === undefined ? kept.connectionString : connectionString,
          headers: headers ?? kept.headers,
        },
        subjectOf(customer),
        closing.signal,
      );
      const { believed, found, failure, detail } = believedIn(answer);
      const { ok, shown, durationMs } = answer;
      return { ok, found, value: believed, shown, failure, detail, durationMs };
    },
    check: ask,
    settleSoon: settle,
    eventsBehind(id) {
      const customer = store.plans.findCustomer(id);
      if (customer === null) return [];
      const changing = store.plans.listChangingEvents(id).map((event) => event.id);
      return [...new Set([...changing, ...store.plans.listUndelivered(id)])];
    },
    dispose() {
      closing.abort(new Error('Hookline is shutting down.'));
      for (const timer of waiting.values()) clearTimeout(timer);
      probe.dispose();
    },
  };

  function settle(id: number): void {
    if (stored.probe === null || closing.signal.aborted) return;
    clearTimeout(waiting.get(id));
    const timer = setTimeout(() => {
      waiting.delete(id);
      ask(id).catch(onError);
    }, stored.settleMs);
    timer.unref();
    waiting.set(id, timer);
  }
}

function readStored(text: string | null): Stored {
  const json = JSON.parse(text ?? '{}') as { probe?: unknown; settleMs?: unknown };
  const probe = AppProbeSchema.safeParse(json.probe);
  const settleMs = typeof json.settleMs === 'number' ? json.settleMs : DEFAULT_SETTLE_MS;
  return { probe: probe.success ? probe.data : null, settleMs };
}

/** @throws BadProbeError */
function refuseUnusable(probe: AppProbe | null): void {
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

function believedIn(answer: ProbeAnswer): {
  believed: string | null;
  found: boolean;
  failure: Extract<ProbeAnswer, { ok: false }>['code'] | null;
  detail: string | null;
} {
  if (answer.ok) return { believed: answer.value, found: answer.found, failure: null, detail: null };
  return { believed: null, found: false, failure: answer.code, detail: answer.detail };
}

function subjectOf({ key, state }: StoredCustomer): ProbeSubject {
  const headline = headlineOf(state);
  const sub =
    state.subs.find(({ id }) => id === headline.objectId) ??
    state.subs.find(({ status }) => isAccess(status));
  return {
    customerId: key.startsWith('guest:') ? null : key,
    email: state.email,
    clientReferenceId: state.appRef,
    subscriptionId: sub?.id ?? null,
    metadata: { ...state.metadata, ...sub?.metadata },
  };
}
