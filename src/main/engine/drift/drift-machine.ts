// Whether each customer's app agrees with Stripe: unknown → asking → agrees | behind | drift | ahead, and back to asking with
// every plan event and every delivery. A response judges only if nothing happened while the app was asked and since.
import type { DriftState, DriftVerdict } from '#shared/domain/plans/drift.ts';
import type { Timers } from '../delivery/timers.ts';
import type { Clock } from '../ports.ts';
import type { StoredCheck } from '../store/plan-reads.ts';
import { createQuestionSchedule } from './question-schedule.ts';

export interface DriftView {
  state: DriftState;
  /** What the app reported last; while `asking`, that was before the newest event or delivery. null = it was never asked. */
  check: StoredCheck | null;
  /** Unix milliseconds: when the app is asked again; null = only once something happens. */
  nextAskAt: number | null;
}

export interface DriftMachine {
  /** Plan events or deliveries of these customers were recorded. */
  changed(customers: readonly number[]): void;
  /** Asks now. @returns once a question that began after this call was answered, or cannot be */
  check(customer: number): Promise<void>;
  /** null = the app was never asked about this customer, and is not going to be. */
  view(customer: number): DriftView | null;
  customersIn(state: DriftState): readonly number[];
  /** Plans may be named otherwise now: the answers are the same, the verdicts may not be. */
  judgeAnew(): void;
  /** The question is another one: all answers are forgotten, and the app is asked about these customers. */
  forget(ask: readonly number[]): void;
  dispose(): void;
}

/** What came of a question. */
export type Response = Pick<StoredCheck, 'believed' | 'found' | 'failure' | 'detail'>;

export interface DriftMachineDeps {
  /** Unix milliseconds after the last event or delivery that the app gets to do its work. */
  settleMs: () => number;
  /** false = it is not set up how the app is asked. */
  isProbed: () => boolean;
  /** Counts the plan events of a customer; null = there is no such customer. */
  eventsOf: (customer: number) => number | null;
  /** Resolves once `changed` was called for everything that had been recorded by now. */
  catchUp: () => Promise<void>;
  /** Calls `changed` for the attempts that were recorded by now. */
  flushAttempts: () => void;
  /** Asks once. @returns null when the question is no longer of use */
  ask: (customer: number, signal: AbortSignal) => Promise<Response | null>;
  /** The newest recorded attempt of all. */
  lastAttempt: () => number;
  /** Whether an attempt on an event of this customer was recorded after that one. */
  hasAttemptAfter: (customer: number, attempt: number) => boolean;
  /** Undelivered events that changed the plan of this customer. */
  undelivered: (customer: number) => string[];
  checks: {
    ids: () => readonly number[];
    find: (customer: number) => StoredCheck | null;
    keep: (customer: number, check: StoredCheck) => Promise<void>;
  };
  judge: (customer: number, check: StoredCheck) => DriftVerdict;
  onChange: (customers: readonly number[]) => void;
  onError: (error: unknown) => void;
  timers: Timers;
  clock: Clock;
}

/** The first pause before a bad verdict is checked again; it doubles with each one. */
const FIRST_REPEAT_MS = 1_500;
const LONGEST_REPEAT_MS = 60_000;
/** Stored answers looked at in one turn after the start. */
const PORTION = 200;

export function createDriftMachine(deps: DriftMachineDeps): DriftMachine {
  const { settleMs, isProbed, eventsOf, catchUp, checks, judge, onChange, onError, timers, clock } = deps;
  /** Grows with every plan event and delivery of a customer since the start. */
  const revisions = new Map<number, number>();
  /** Customers whose last answer is older than a plan event or delivery of theirs. */
  const stale = new Set<number>();
  /** Customers whose stored answer was compared with the attempts that a process before this one recorded. */
  const verified = new Set<number>();
  /** How often a bad verdict was checked again. */
  const repeats = new Map<number, number>();
  const states = new Map<number, DriftState>();
  /** Customers whose entry in `states` may be outdated; looked at when somebody wants to know. */
  const unjudged = new Set<number>(checks.ids());
  let generation = 0;
  let disposed = false;

  const schedule = createQuestionSchedule({
    ask: (customer, signal) =>
      ask(customer, signal).catch((error: unknown) => failed(customer, signal, error)),
    timers,
  });

  function changed(customers: readonly number[]): void {
    if (!isProbed() || disposed) return;
    for (const customer of customers) {
      outdated(customer);
      schedule.changed(customer, settleMs());
    }
  }

  /** Whatever is known of a customer's app was asked before this moment. */
  function outdated(customer: number): void {
    revisions.set(customer, (revisions.get(customer) ?? 0) + 1);
    stale.add(customer);
    repeats.delete(customer);
    unjudged.add(customer);
  }

  async function ask(customer: number, signal: AbortSignal): Promise<void> {
    const asked = generation;
    await catchUp();
    const before = evidence(customer);
    if (before === null || signal.aborted) return;
    const lastAttempt = deps.lastAttempt();
    // A question that was waiting for its turn begins with what has happened by now.
    const response = await deps.ask(customer, signal);
    if (response === null || asked !== generation || disposed) return;
    // The app may have received an event in the meantime that nobody here has counted yet.
    await catchUp();
    if (asked !== generation || disposed) return;
    const after = evidence(customer);
    if (after === null) return;
    if (after.events !== before.events || after.revision !== before.revision) return changed([customer]);
    const previous = checks.find(customer);
    const check: StoredCheck = {
      ...response,
      askedAt: clock.now(),
      events: after.events,
      lastAttempt,
      undelivered: deps.undelivered(customer),
      driftSince: null,
    };
    const verdict = verdictOf(customer, check);
    if (verdict === 'drift') check.driftSince = previous?.driftSince ?? check.askedAt;
    else if (check.failure !== null) check.driftSince = previous?.driftSince ?? null;
    verified.add(customer);
    await checks.keep(customer, check);
    if (asked !== generation || disposed) return;
    if ((revisions.get(customer) ?? 0) !== after.revision) return;
    stale.delete(customer);
    unjudged.add(customer);
    repeat(customer, check, verdict);
    onChange([customer]);
  }

  /** Neither the app nor the customer is to blame; the database, most likely. */
  function failed(customer: number, signal: AbortSignal, error: unknown): void {
    if (disposed || signal.aborted) return;
    onError(error);
    schedule.again(customer, nextDelayMs(customer));
  }

  function repeat(customer: number, { failure }: StoredCheck, verdict: DriftVerdict): void {
    const isBad = verdict !== 'agrees' && (verdict !== 'unknown' || failure !== null);
    // Without a value to ask by, only an event can help.
    if (isBad && failure !== 'missing_value') schedule.again(customer, nextDelayMs(customer));
    else repeats.delete(customer);
  }

  function nextDelayMs(customer: number): number {
    const made = repeats.get(customer) ?? 0;
    repeats.set(customer, made + 1);
    return Math.min(FIRST_REPEAT_MS * 2 ** made, LONGEST_REPEAT_MS);
  }

  function evidence(customer: number): { events: number; revision: number } | null {
    const events = eventsOf(customer);
    return events === null ? null : { events, revision: revisions.get(customer) ?? 0 };
  }

  function verdictOf(customer: number, check: StoredCheck): DriftVerdict {
    return check.failure === null ? judge(customer, check) : 'unknown';
  }

  function view(customer: number): DriftView | null {
    deps.flushAttempts();
    const check = checks.find(customer);
    if (check !== null && !disposed && isProbed() && !isCurrent(customer, check)) {
      stale.add(customer);
      if (schedule.dueIn(customer) === null) schedule.changed(customer, settleMs());
    }
    const dueInMs = schedule.dueIn(customer);
    const nextAskAt = dueInMs === null ? null : Math.round(clock.now() + dueInMs);
    if (check === null) return nextAskAt === null ? null : { state: 'asking', check, nextAskAt };
    const state = isCurrent(customer, check) ? verdictOf(customer, check) : 'asking';
    return { state, check, nextAskAt };
  }

  function isCurrent(customer: number, check: StoredCheck): boolean {
    if (!verified.has(customer)) {
      verified.add(customer);
      // The last process may have ended between a delivery and the question that was to follow it.
      if (deps.hasAttemptAfter(customer, check.lastAttempt)) stale.add(customer);
    }
    return !stale.has(customer) && check.events === eventsOf(customer);
  }

  /** After the start: asks where a stored answer is outdated, and checks bad verdicts again. */
  function resume(ids: readonly number[]): void {
    if (disposed || !isProbed()) return;
    for (const customer of ids.slice(0, PORTION)) {
      const seen = view(customer);
      if (seen === null || seen.check === null || seen.state === 'asking') continue;
      if (schedule.dueIn(customer) === null) repeat(customer, seen.check, seen.state);
    }
    const rest = ids.slice(PORTION);
    if (rest.length > 0) timers.defer(() => resume(rest));
  }
  timers.defer(() => resume(checks.ids()));

  return {
    changed,
    async check(customer) {
      outdated(customer);
      await schedule.now(customer);
    },
    view,
    customersIn(state) {
      deps.flushAttempts();
      for (const customer of unjudged) {
        const seen = view(customer);
        if (seen === null) states.delete(customer);
        else states.set(customer, seen.state);
      }
      unjudged.clear();
      return [...states].filter((one) => one[1] === state).map(([customer]) => customer);
    },
    judgeAnew() {
      for (const customer of checks.ids()) unjudged.add(customer);
    },
    forget(customers) {
      generation += 1;
      schedule.clear();
      for (const kept of [revisions, repeats, states]) kept.clear();
      for (const kept of [stale, unjudged, verified]) kept.clear();
      changed(customers);
    },
    dispose() {
      disposed = true;
      schedule.clear();
    },
  };
}
