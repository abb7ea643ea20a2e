// Folds what a customer's events say into the state of their plan. Pure: no clock, no I/O. Source: facts F5.
import { changesBetween, type PlanChange } from './changes.ts';
import { comparable, objectOf, orderFacts, type ArrivedFacts, type OrderedFacts } from './event-order.ts';
import type { PlanFacts, Said } from './plan-facts.ts';
import {
  NO_CUSTOMER_STATE,
  TERMINAL_STATUSES,
  type CustomerState,
  type InvoicePayment,
  type Purchase,
  type Sub,
} from './plan-state.ts';

export interface PlanStep {
  seq: number;
  eventId: string;
  type: string;
  /** Unix seconds. */
  created: number;
  /** It came after an event about the same object that Stripe created later. */
  late: boolean;
  /** Of two events of one second it could not be told which is the later; this one was taken to be. */
  uncertain: boolean;
  changes: PlanChange[];
  /** Once this event counts. */
  after: CustomerState;
}

export interface CustomerFold {
  state: CustomerState;
  /** In the order of creation. */
  steps: PlanStep[];
}

/**
 * The same state in whatever order the events are given; their places in the order of arrival decide only what nothing else does.
 * @param base the state before them; none of them may be older than what it was folded from
 */
export function foldCustomer(
  arrived: readonly ArrivedFacts[],
  base: CustomerState = NO_CUSTOMER_STATE,
): CustomerFold {
  const ordered = orderFacts(arrived, base);
  const late = lateOnes(ordered);
  let state = base;
  const steps = ordered.map((one): PlanStep => {
    const { facts, seq, uncertain } = one;
    const before = state;
    state = one.twin ? before : applyFacts(before, one);
    return {
      seq,
      eventId: facts.eventId,
      type: facts.type,
      created: facts.created,
      late: late.has(seq),
      uncertain,
      changes: changesBetween(before, state, facts),
      after: state,
    };
  });
  return { state, steps };
}

function lateOnes(ordered: readonly OrderedFacts[]): Set<number> {
  const late = new Set<number>();
  const earliestAfter = new Map<string, number>();
  for (const { seq, facts } of ordered.toReversed()) {
    const object = objectOf(facts);
    const earliest = earliestAfter.get(object) ?? Number.POSITIVE_INFINITY;
    if (earliest < seq) late.add(seq);
    earliestAfter.set(object, Math.min(earliest, seq));
  }
  return late;
}

function applyFacts(state: CustomerState, { facts, uncertain }: OrderedFacts): CustomerState {
  const { said } = facts;
  switch (said.what) {
    case 'subscription':
      return withSub(state, said.sub.id, (sub) => applySnapshot(sub, said, facts, uncertain));
    case 'invoice':
      return withSub(state, said.subscriptionId, (sub) => applyInvoice(sub, said, facts.created));
    case 'schedule':
      return withSub(state, said.subscriptionId, (sub) => ({
        ...sub,
        scheduleId: said.nextChange === null && said.nextPause === null ? null : said.scheduleId,
        nextChange: said.nextChange,
        nextPause: said.nextPause,
        uncertain: sub.uncertain || uncertain,
      }));
    case 'session':
      return applySession(state, said, facts.created);
    case 'customer':
      return applyCustomer(state, said, facts.created);
    case 'entitlements':
      return { ...state, entitlements: { keys: said.keys, complete: said.complete } };
    case 'charge':
      return withPurchase(state, said, (purchase) =>
        settle({ ...purchase, charge: { refundedMinor: said.refundedMinor, inFull: said.inFull } }),
      );
    case 'refund':
      return withPurchase(state, said, (purchase) => applyRefund(purchase, said));
    case 'dispute':
      return withPurchase(state, said, (purchase) => {
        const others = purchase.disputes.filter(({ id }) => id !== said.disputeId);
        return settle({ ...purchase, disputes: [...others, { id: said.disputeId, status: said.status }] });
      });
    default:
      return state;
  }
}

function stub(id: string): Sub {
  return {
    id,
    status: 'unknown',
    items: [],
    metadata: {},
    periodEnd: null,
    trialEnd: null,
    paused: null,
    cancelScheduled: false,
    endsAt: null,
    endedAt: null,
    pauseCollection: null,
    pendingUpdate: false,
    scheduleId: null,
    nextChange: null,
    nextPause: null,
    latestInvoiceId: null,
    invoices: [],
    last: null,
    uncertain: false,
  };
}

function withSub(state: CustomerState, id: string, change: (sub: Sub) => Sub): CustomerState {
  const before = state.subs.find((sub) => sub.id === id);
  const after = change(before ?? stub(id));
  if (after === before) return state;
  const subs = [...state.subs.filter((sub) => sub.id !== id), after];
  return { ...state, subs: subs.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** The whole snapshot or nothing: never patched field by field. */
function applySnapshot(
  sub: Sub,
  { sub: snapshot, now }: Extract<Said, { what: 'subscription' }>,
  { eventId, created, type }: PlanFacts,
  uncertain: boolean,
): Sub {
  // Nothing leaves a terminal status.
  if (TERMINAL_STATUSES.has(sub.status) && !TERMINAL_STATUSES.has(snapshot.status)) return sub;
  return {
    ...snapshot,
    invoices: sub.invoices,
    // What a schedule plans is told by the schedule; a subscription without one has nothing planned.
    nextChange: snapshot.scheduleId === null ? null : sub.nextChange,
    nextPause: snapshot.scheduleId === null ? null : sub.nextPause,
    last: { eventId, created, type, shown: comparable(now) },
    uncertain,
  };
}

/** Enough to tell the newest from a late word about an older one. */
const MAX_INVOICES = 4;

function applyInvoice(sub: Sub, said: Extract<Said, { what: 'invoice' }>, at: number): Sub {
  const { invoiceId, createdAt, payment } = said;
  const known = sub.invoices.find((invoice) => invoice.invoiceId === invoiceId);
  // Once paid or voided an invoice stays so.
  if (payment === null && known !== undefined) return sub;
  if ((known?.state === 'ok' || known?.state === 'voided') && payment !== known.state) return sub;
  const next: InvoicePayment = {
    invoiceId,
    createdAt,
    state: payment ?? 'unknown',
    at,
    nextAttemptAt:
      payment === null || payment === 'failed' || payment === 'action_required' ? said.nextAttemptAt : null,
    amountMinor: said.amountMinor,
    currency: said.currency,
  };
  const invoices = [...sub.invoices.filter((invoice) => invoice.invoiceId !== invoiceId), next]
    .toSorted((a, b) => b.createdAt - a.createdAt || (a.invoiceId < b.invoiceId ? 1 : -1))
    .slice(0, MAX_INVOICES);
  return { ...sub, invoices };
}

function applySession(
  state: CustomerState,
  said: Extract<Said, { what: 'session' }>,
  at: number,
): CustomerState {
  const named: CustomerState = {
    ...state,
    email: state.email ?? said.email,
    name: state.name ?? said.name,
    appRef: said.appRef ?? state.appRef,
    sessionMetadata: { ...state.sessionMetadata, ...said.metadata },
  };
  if (said.mode === 'subscription') {
    return said.subscriptionId === null ? named : withSub(named, said.subscriptionId, (sub) => ({ ...sub }));
  }
  const before = named.purchases.find(({ id }) => id === said.sessionId);
  // Granted absorbs: a word about the time before it changes nothing any more.
  const over = before !== undefined && before.outcome !== 'pending';
  if (over && said.outcome !== 'granted') return named;
  if (said.outcome === 'expired' && before === undefined) return named;
  const after: Purchase = settle({
    id: said.sessionId,
    state: said.outcome,
    outcome: said.outcome,
    at: before?.at ?? at,
    amountMinor: said.amountMinor,
    currency: said.currency,
    planKey: said.metadata['plan'] ?? null,
    paymentIntent: said.paymentIntent,
    refunds: before?.refunds ?? [],
    charge: before?.charge ?? null,
    refundedMinor: 0,
    refundedInFull: false,
    disputes: before?.disputes ?? [],
    dispute: null,
  });
  return { ...named, purchases: placed(named.purchases, after) };
}

function placed(purchases: readonly Purchase[], after: Purchase): Purchase[] {
  return [...purchases.filter(({ id }) => id !== after.id), after].toSorted(
    (a, b) => a.at - b.at || (a.id < b.id ? -1 : 1),
  );
}

function withPurchase(
  state: CustomerState,
  { paymentIntent }: { paymentIntent: string | null },
  change: (purchase: Purchase) => Purchase,
): CustomerState {
  const before = state.purchases.find((one) => paymentIntent !== null && one.paymentIntent === paymentIntent);
  return before === undefined ? state : { ...state, purchases: placed(state.purchases, change(before)) };
}

/** A refund that fails leaves the money where it was, whatever the charge said when the refund was made. */
function applyRefund(purchase: Purchase, said: Extract<Said, { what: 'refund' }>): Purchase {
  const { refundId: id, live } = said;
  const before = purchase.refunds.find((refund) => refund.id === id);
  const amountMinor = said.amountMinor ?? before?.amountMinor ?? 0;
  const refunds = [...purchase.refunds.filter((refund) => refund.id !== id), { id, amountMinor, live }];
  const failsNow = !live && before?.live !== false;
  const charge =
    purchase.charge === null || !failsNow
      ? purchase.charge
      : { refundedMinor: Math.max(0, purchase.charge.refundedMinor - amountMinor), inFull: false };
  return settle({ ...purchase, refunds, charge });
}

/** A full refund and a lost dispute take a purchase back, as long as they last. */
function settle(purchase: Purchase): Purchase {
  const { refunds, charge, disputes, outcome, amountMinor } = purchase;
  const byRefunds = refunds.reduce((sum, refund) => sum + (refund.live ? refund.amountMinor : 0), 0);
  const refundedMinor = Math.max(charge?.refundedMinor ?? 0, byRefunds);
  const refundedInFull =
    charge?.inFull === true || (amountMinor !== null && amountMinor > 0 && byRefunds >= amountMinor);
  const statuses = new Set(disputes.map(({ status }) => status));
  const dispute = (['lost', 'open', 'won'] as const).find((status) => statuses.has(status)) ?? null;
  const back = refundedInFull || dispute === 'lost';
  const state = back && outcome === 'granted' ? 'revoked' : outcome;
  return { ...purchase, state, refundedMinor, refundedInFull, dispute };
}

function applyCustomer(
  state: CustomerState,
  said: Extract<Said, { what: 'customer' }>,
  created: number,
): CustomerState {
  const known = {
    ...state,
    email: said.email ?? (said.removed.includes('email') ? null : state.email),
    name: said.name ?? (said.removed.includes('name') ? null : state.name),
    metadata: said.metadata,
    delinquent: said.delinquent ?? state.delinquent,
  };
  if (!said.deleted) return known;
  return {
    ...known,
    deletedAt: state.deletedAt ?? created,
    // Their own events confirm it; until then they are as good as ended.
    subs: state.subs.map((sub) =>
      TERMINAL_STATUSES.has(sub.status)
        ? sub
        : { ...sub, status: 'canceled', endedAt: created, endsAt: created, cancelScheduled: false },
    ),
  };
}
