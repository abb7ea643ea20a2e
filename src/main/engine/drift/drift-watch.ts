// Compares each customer's plan with what the developer's app reports: the state machine, on the store and the probe.
import type { ProbeAnswer } from '#shared/domain/probe/app-probe.ts';
import type { ProbeSubject } from '#shared/domain/probe/placeholders.ts';
import type {
  Drift,
  DriftedCustomer,
  ProbeChange,
  ProbeSettings,
  ProbeTrial,
} from '#shared/contract/plans.ts';
import { decidingEvents } from '#shared/domain/plans/deciding-events.ts';
import { judgeDrift, type DriftState } from '#shared/domain/plans/drift.ts';
import { foldCustomer } from '#shared/domain/plans/fold.ts';
import { headlineOf, isAccess } from '#shared/domain/plans/headline.ts';
import type { Timers } from '../delivery/timers.ts';
import type { PlanProbe } from '../plan-probe/plan-probe.ts';
import type { Plans } from '../plans/plans.ts';
import type { Clock, SecretStore } from '../ports.ts';
import type { StoredCheck, StoredCustomer } from '../store/plan-reads.ts';
import type { Store } from '../store/store.ts';
import { createDriftMachine, type Response } from './drift-machine.ts';
import { BadProbeError, createProbeBook, refuseUnusable } from './probe-settings.ts';

export { BadProbeError };

/** When the question becomes another one, the app is asked about so many customers, latest event first. */
const ASKED_ANEW = 200;
/** Events read in one write while the plans catch up. */
const PORTION = 500;
/** Customers in drift that the status names; the list of customers has all of them. */
const NAMED_DRIFTS = 20;

export interface DriftWatch {
  settings(): ProbeSettings;
  /** @throws BadProbeError */
  set(change: ProbeChange): Promise<ProbeSettings>;
  /** Asks once and keeps nothing. @throws BadProbeError; null = there is no such customer */
  try(change: ProbeChange, customer: number | undefined): Promise<ProbeTrial | null>;
  /** Asks now and keeps the answer. null = there is no such customer, or it is not set up how the app is asked */
  check(customer: number): Promise<Drift | null>;
  /** null = the app was never asked about this customer, and is not going to be. */
  of(customer: StoredCustomer): Drift | null;
  customersIn(state: DriftState): readonly number[];
  /** Those the app is wrong about, newest first, the first few of them. */
  drifted(): DriftedCustomer[];
  /** Plan events or deliveries of these customers were recorded. */
  changed(customers: readonly number[]): void;
  /** Plans may be named otherwise now. */
  renamed(): void;
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
  timers: Timers;
  /** Calls `changed` for the attempts recorded so far. */
  flushAttempts: () => void;
  onError: (error: unknown) => void;
}

export function createDriftWatch(deps: DriftWatchDeps): DriftWatch {
  const { store, plans, probe, secrets, clock, timers, flushAttempts, onError } = deps;
  const book = createProbeBook(store, secrets);
  const closing = new AbortController();

  const machine = createDriftMachine({
    settleMs: () => book.current().settleMs,
    isProbed: () => book.current().probe !== null,
    eventsOf: (id) => store.plans.countEventsOf(id),
    catchUp,
    flushAttempts,
    ask,
    lastAttempt: () => store.plans.lastAttempt(),
    hasAttemptAfter: (id, attempt) => store.plans.hasAttemptAfter(id, attempt),
    undelivered,
    checks: {
      ids: () => store.plans.listCheckedIds(),
      find: (id) => store.plans.findCheck(id),
      keep: (id, check) => store.write.keepCheck(id, check),
    },
    judge(id, check) {
      const customer = store.plans.findCustomer(id);
      return customer === null ? 'unknown' : judge(customer, check);
    },
    onChange: (ids) => plans.touched(ids),
    onError,
    timers,
    clock,
  });

  /** Events that were recorded are projected, and attempts that were recorded are noticed, before anything is judged. */
  async function catchUp(): Promise<void> {
    for (;;) {
      const { events, customers } = await store.write.projectPlans(PORTION);
      plans.touched(customers);
      machine.changed(customers);
      if (events < PORTION) break;
    }
    // What was committed together with that is handed on in the same turn.
    await new Promise<void>((resolve) => timers.defer(resolve));
    flushAttempts();
  }

  async function ask(id: number, signal: AbortSignal): Promise<Response | null> {
    const customer = store.plans.findCustomer(id);
    const asked = book.current();
    if (customer === null || asked.probe === null) return null;
    const stop = AbortSignal.any([signal, closing.signal]);
    try {
      const answer = await probe.ask(asked.probe, book.secrets(), subjectOf(customer), stop);
      return stop.aborted || book.current() !== asked ? null : responseIn(answer);
    } catch (error) {
      if (stop.aborted) return null;
      throw error;
    }
  }

  /** Of the events that decide about the plan, as the app has to have received them. */
  function undelivered(id: number): string[] {
    const open = store.plans.listUndelivered(id);
    const customer = open.length === 0 ? null : store.plans.findCustomer(id);
    if (customer === null) return [];
    const { steps } = foldCustomer(store.plans.listFacts(id).arrived, customer.base);
    const deciding = decidingEvents(steps, customer.base);
    return open.filter(({ seq }) => deciding.has(seq)).map((event) => event.id);
  }

  function judge(customer: StoredCustomer, { believed, undelivered: open }: StoredCheck) {
    const mapping = plans.mapping();
    const known = plans.knownNamed;
    return judgeDrift({ expected: plans.expected(customer), believed, undelivered: open, known, mapping });
  }

  function of(customer: StoredCustomer): Drift | null {
    const view = machine.view(customer.id);
    if (view === null) return null;
    const { state, check, nextAskAt } = view;
    const { plan, known } = plans.expected(customer);
    return {
      state,
      expected: known ? plan.name : null,
      believed: check?.believed ?? null,
      found: check?.found ?? false,
      failure: check?.failure ?? null,
      detail: check?.detail ?? null,
      askedAt: check?.askedAt ?? null,
      nextAskAt,
      since: state === 'drift' ? (check?.driftSince ?? check?.askedAt ?? null) : null,
      undelivered: state === 'behind' ? [...(check?.undelivered ?? [])] : [],
    };
  }

  function latest(): StoredCustomer | null {
    const [id] = store.plans.listCustomerIds({}, 0, 1);
    return id === undefined ? null : store.plans.findCustomer(id);
  }

  return {
    settings: () => book.shown(),
    async set(change) {
      await book.set(change);
      // Questions in progress are dropped before their answers could be kept, then what was kept is.
      machine.forget([]);
      await store.write.forgetChecks();
      machine.forget(book.current().probe === null ? [] : store.plans.listCustomerIds({}, 0, ASKED_ANEW));
      plans.touchedAll();
      return book.shown();
    },
    async try({ probe: wanted, connectionString, headers }, id) {
      refuseUnusable(wanted);
      await catchUp();
      const customer = id === undefined ? latest() : store.plans.findCustomer(id);
      if (wanted === null || customer === null) return null;
      const kept = book.secrets();
      const answer = await probe.ask(
        wanted,
        {
          connectionString: connectionString === undefined ? kept.connectionString : connectionString,
          headers: headers ?? kept.headers,
        },
        subjectOf(customer),
        closing.signal,
      );
      const { believed, found, failure, detail } = responseIn(answer);
      const { ok, shown, durationMs } = answer;
      return { ok, found, value: believed, shown, failure, detail, durationMs };
    },
    async check(id) {
      if (book.current().probe === null || store.plans.findCustomer(id) === null) return null;
      await machine.check(id);
      const customer = store.plans.findCustomer(id);
      return customer === null ? null : of(customer);
    },
    of,
    customersIn: (state) => machine.customersIn(state),
    drifted() {
      return machine
        .customersIn('drift')
        .flatMap((id) => {
          const customer = store.plans.findCustomer(id);
          const drift = customer === null ? null : of(customer);
          if (customer === null || drift === null || drift.since === null) return [];
          const { expected, believed, since } = drift;
          return [{ id, label: labelOf(customer), expected: expected ?? '', believed, since }];
        })
        .toSorted((a, b) => b.since - a.since || b.id - a.id)
        .slice(0, NAMED_DRIFTS);
    },
    changed: (ids) => machine.changed(ids),
    renamed: () => machine.judgeAnew(),
    eventsBehind(id) {
      if (store.plans.findCustomer(id) === null) return [];
      const changing = store.plans.listChangingEvents(id).map((event) => event.id);
      const open = store.plans.listUndelivered(id).map((event) => event.id);
      return [...new Set([...changing, ...open])];
    },
    dispose() {
      closing.abort(new Error('Hookline is shutting down.'));
      machine.dispose();
      probe.dispose();
    },
  };
}

function responseIn(answer: ProbeAnswer): Response {
  if (answer.ok) return { believed: answer.value, found: answer.found, failure: null, detail: null };
  return { believed: null, found: false, failure: answer.code, detail: answer.detail };
}

function labelOf({ key, state }: StoredCustomer): string {
  return state.name ?? state.email ?? key;
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
    metadata: { ...state.sessionMetadata, ...state.metadata, ...sub?.metadata },
  };
}
