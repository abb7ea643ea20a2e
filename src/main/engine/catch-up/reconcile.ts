// Compares what Stripe has of a period with what is here, and acts on the differences.
import { randomUUID } from 'node:crypto';
import type { Difference, Reconciliation } from '#shared/contract/catch-up.ts';
import { RECONCILE_KINDS, RETENTION_MS, type ReconcileKind } from '#shared/domain/catch-up.ts';
import { StripeTime } from '#shared/domain/stripe-time.ts';
import type { Clock } from '../ports.ts';
import type { ListedEvent } from '../stripe-events/read-list.ts';
import { keyOf, type KnownEvent } from '../store/gap-reads.ts';
import type { NewGap } from '../store/gap-writes.ts';
import type { Store } from '../store/store.ts';
import { missedEvent } from './missed-event.ts';
import {
  asStripeFailure,
  isOwn,
  isThinType,
  uncoveredOf,
  type Hole,
  type Source,
  type StripeWalk,
} from './stripe-walk.ts';

export type ReconcileProblem = 'BAD_PERIOD' | 'RUNNING' | 'NOT_FOUND';

export class ReconcileError extends Error {
  readonly code: ReconcileProblem;
  constructor(code: ReconcileProblem) {
    super(code);
    this.code = code;
  }
}

/** Unix milliseconds, or how long until now; by Stripe's clock either way. */
export type ComparedPeriod = { from: number; until: number } | { lastMs: number };

export interface Reconcile {
  /** @throws ReconcileError */
  start(period: ComparedPeriod): Reconciliation;
  last(): Reconciliation | null;
  cancel(): Reconciliation | null;
  /** @throws ReconcileError */
  differences(kind: ReconcileKind | null, from: number, most: number): { items: Difference[]; more: boolean };
  /**
   * Records what is missing, and gathers the chosen differences in a gap.
   * @param ids null = all
   * @returns null = nothing was left to do. @throws ReconcileError, StripeFailure
   */
  gather(ids: readonly string[] | null): Promise<number | null>;
  dispose(): Promise<void>;
}

export interface ReconcileDeps {
  walk: StripeWalk;
  store: Pick<Store, 'gaps' | 'write'>;
  clock: Clock;
  onChange: () => void;
}

interface Comparison {
  shown: Reconciliation;
  differences: Difference[];
  abort: AbortController;
  over: Promise<void>;
}

export function createReconcile({ walk, store, clock, onChange }: ReconcileDeps): Reconcile {
  let last: Comparison | null = null;

  const show = (one: Comparison, change: Partial<Reconciliation>): void => {
    one.shown = { ...one.shown, ...change };
    onChange();
  };

  async function comparePage(one: Comparison, page: readonly ListedEvent[]): Promise<void> {
    const here = store.gaps.findKnown(page);
    const { shown } = one;
    const counts = { ...shown.counts };
    let { hooklineHas, delivered } = shown;
    for (const event of page) {
      const known = here.get(keyOf(event));
      if (known !== undefined) hooklineHas += 1;
      if (known?.deliveryState === 'delivered') delivered += 1;
      for (const kind of kindsOf(event, known)) {
        counts[kind] += 1;
        one.differences.push(differenceOf(event, kind, known));
      }
    }
    show(one, { counts, hooklineHas, delivered, stripeHas: shown.stripeHas + page.length });
    // The receiver gets its turn between two pages, also where they come fast.
    await new Promise((resolve) => setImmediate(resolve));
  }

  async function compare(one: Comparison, period: ComparedPeriod): Promise<void> {
    const { signal } = one.abort;
    const { at, sources, accountsFailure } = await walk.lists(signal);
    const oldest = at.minus(RETENTION_MS);
    const asked =
      'lastMs' in period
        ? { since: at.minus(period.lastMs), until: at }
        : { since: StripeTime.ofUnixMs(period.from), until: StripeTime.ofUnixMs(period.until) };
    show(one, {
      from: asked.since.toUnixMs(),
      until: asked.until.toUnixMs(),
      beyondRetention: oldest.isAfter(asked.since),
    });
    const since = StripeTime.later(asked.since, oldest);
    const visit = async (source: Source): Promise<void> => {
      for await (const page of walk.pages(source, { ...asked, since }, signal))
        await comparePage(one, page.events);
    };
    const { failed, stopped } = await walk.visitAll(sources, visit, signal);
    const own = failed.find(({ source }) => isOwn(source));
    const holes: Hole[] = failed.map(({ source, failure }) => ({ source, ...asked, failure }));
    if (accountsFailure !== null)
      holes.push({ source: { kind: 'accounts' }, ...asked, failure: accountsFailure });
    show(one, { uncovered: uncoveredOf(holes) });
    if (stopped !== null) throw stopped;
    if (own !== undefined) throw own.failure;
    one.differences.sort((a, b) => a.createdAt - b.createdAt);
  }

  function require(): Comparison {
    if (last === null) throw new ReconcileError('NOT_FOUND');
    return last;
  }

  /** Lists again what was missing when it was compared: keeping thousands of bodies for a choice that may not come is not worth it. */
  async function recordMissing(
    chosen: readonly Difference[],
    gap: NewGap,
    signal: AbortSignal,
  ): Promise<number | null> {
    let gapId: number | null = null;
    const wanted = new Set(chosen.map(keyOf));
    for (const source of sourcesOf(chosen)) {
      const ofSource = chosen.filter((one) => isOf(source, one));
      const times = ofSource.map(({ createdAt }) => StripeTime.ofUnixMs(createdAt));
      const since = times.reduce(StripeTime.earlier);
      const until = times.reduce(StripeTime.later);
      let place = 0;
      for await (const { events } of walk.pages(source, { since, until }, signal)) {
        const missed = events.flatMap((event, index) =>
          wanted.has(keyOf(event)) ? (missedEvent(event, place + index, clock.now()) ?? []) : [],
        );
        place += events.length;
        if (missed.length > 0) ({ gapId } = await store.write.recordMissed(gapId ?? gap, missed));
      }
    }
    return gapId;
  }

  return {
    start(period) {
      // What is shown until Stripe has told the time.
      const now = clock.now();
      const { from, until } = 'lastMs' in period ? { from: now - period.lastMs, until: now } : period;
      if (until <= from) throw new ReconcileError('BAD_PERIOD');
      if (last?.shown.state === 'running') throw new ReconcileError('RUNNING');
      const one: Comparison = {
        shown: {
          id: randomUUID(),
          state: 'running',
          from,
          until,
          startedAt: now,
          endedAt: null,
          stripeHas: 0,
          hooklineHas: 0,
          delivered: 0,
          counts: { missing: 0, undelivered: 0, version: 0 },
          beyondRetention: false,
          problem: null,
          uncovered: [],
        },
        differences: [],
        abort: new AbortController(),
        over: Promise.resolve(),
      };
      last = one;
      one.over = compare(one, period).then(
        () => show(one, { state: 'done', endedAt: clock.now() }),
        (error: unknown) => {
          const detail = error instanceof Error ? error.message : String(error);
          const problem = asStripeFailure(error)?.problem ?? ({ code: 'other', detail } as const);
          const cancelled = one.abort.signal.aborted;
          show(one, {
            state: cancelled ? 'cancelled' : 'failed',
            endedAt: clock.now(),
            problem: cancelled ? null : problem,
          });
        },
      );
      onChange();
      return one.shown;
    },

    last: () => last?.shown ?? null,

    cancel() {
      last?.abort.abort(new Error('The comparison was stopped.'));
      return last?.shown ?? null;
    },

    differences(kind, from, most) {
      const all = require().differences.filter((one) => kind === null || one.kind === kind);
      return { items: all.slice(from, from + most), more: all.length > from + most };
    },

    async gather(ids) {
      const { differences, shown } = require();
      const named = ids === null ? null : new Set(ids);
      const chosen = differences.filter(({ id }) => named === null || named.has(id));
      const gap: NewGap = {
        reason: 'reconcile',
        foundAt: clock.now(),
        beyondRetention: shown.beyondRetention,
      };
      const toFetch = chosen.filter(({ kind }) => kind !== 'undelivered');
      const gapId = await recordMissing(toFetch, gap, new AbortController().signal);
      const here = store.gaps.findKnown(chosen);
      const seqs = chosen.flatMap((one) => {
        const known = here.get(keyOf(one));
        return one.kind === 'undelivered' && known !== undefined && known.deliveryState !== 'delivered'
          ? [known.seq]
          : [];
      });
      return seqs.length === 0 ? gapId : await store.write.gatherGap(gapId ?? gap, seqs);
    },

    async dispose() {
      last?.abort.abort(new Error('Hookline is shutting down.'));
      await last?.over;
    },
  };
}

function kindsOf(event: ListedEvent, known: KnownEvent | undefined): ReconcileKind[] {
  if (known === undefined) return ['missing'];
  return RECONCILE_KINDS.filter(
    (kind) =>
      (kind === 'undelivered' && known.deliveryState !== 'delivered') ||
      (kind === 'version' && known.apiVersion !== event.apiVersion),
  );
}

function differenceOf(event: ListedEvent, kind: ReconcileKind, known: KnownEvent | undefined): Difference {
  const { id, type, created, account, apiVersion, pendingWebhooks } = event;
  const storedApiVersion = known?.apiVersion ?? null;
  return {
    id,
    kind,
    type,
    createdAt: created.toUnixMs(),
    account,
    apiVersion,
    storedApiVersion,
    pendingWebhooks,
  };
}

function isOf(source: Source, { type, account }: Difference): boolean {
  return source.kind === 'thin' ? isThinType(type) : !isThinType(type) && account === source.account;
}

function sourcesOf(chosen: readonly Difference[]): Source[] {
  const accounts = new Set(chosen.filter(({ type }) => !isThinType(type)).map(({ account }) => account));
  const snapshots: Source[] = [...accounts].map((account) => ({ kind: 'snapshot', account }));
  return chosen.some(({ type }) => isThinType(type)) ? [...snapshots, { kind: 'thin' }] : snapshots;
}
