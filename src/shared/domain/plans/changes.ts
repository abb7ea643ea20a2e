// What one event changed in a customer's plan state, told apart by code; the words are the dashboard's. Source: facts F5, rule 9.
import { planRefOf, type PlanRef } from './headline.ts';
import { isAccess, purchaseRef } from './headline.ts';
import { monthlyMinor } from './worth.ts';
import type { PlanFacts } from './plan-facts.ts';
import { TERMINAL_STATUSES, type CustomerState, type Purchase, type Sub } from './plan-state.ts';

export const CHANGE_CODES = [
  'subscribed',
  'trial_started',
  'trial_ended',
  'trial_moved',
  'upgraded',
  'downgraded',
  'plan_changed',
  'seats_changed',
  'renewed',
  'cancellation_scheduled',
  'cancellation_withdrawn',
  'canceled',
  'expired_unpaid',
  'change_scheduled',
  'change_unscheduled',
  'payment_failed',
  'payment_action_required',
  'payment_recovered',
  'invoice_voided',
  'invoice_uncollectible',
  'past_due',
  'unpaid',
  'paused',
  'resumed',
  'collection_paused',
  'collection_resumed',
  'pause_scheduled',
  'pause_unscheduled',
  'purchased',
  'purchase_pending',
  'purchase_failed',
  'refunded',
  'partly_refunded',
  'refund_failed',
  'disputed',
  'dispute_won',
  'dispute_lost',
  'entitlements_changed',
  'entitlements_ended',
  'customer_deleted',
  'status_changed',
] as const;
export type ChangeCode = (typeof CHANGE_CODES)[number];

export interface PlanChange {
  code: ChangeCode;
  /** The subscription or Checkout Session. */
  objectId: string | null;
  from: PlanRef | null;
  to: PlanRef | null;
  /** For money, in the currency's smallest unit. */
  amountMinor: number | null;
  currency: string | null;
  /** Unix seconds: when it takes effect, is tried again, or the period ends. */
  at: number | null;
  /** Statuses or seats, where these are what changed. */
  before: string | null;
  after: string | null;
}

type Detail = Partial<Omit<PlanChange, 'code'>>;

const change = (code: ChangeCode, detail: Detail): PlanChange => ({
  code,
  objectId: null,
  from: null,
  to: null,
  amountMinor: null,
  currency: null,
  at: null,
  before: null,
  after: null,
  ...detail,
});

export function changesBetween(before: CustomerState, after: CustomerState, facts: PlanFacts): PlanChange[] {
  if (before === after && !['charge', 'refund', 'dispute'].includes(facts.said.what)) return [];
  const changes: PlanChange[] = [];
  if (before.deletedAt === null && after.deletedAt !== null) {
    changes.push(change('customer_deleted', { at: after.deletedAt }));
  }
  for (const sub of after.subs) {
    const old = before.subs.find(({ id }) => id === sub.id);
    if (old !== sub) changes.push(...subChanges(old ?? null, sub));
  }
  for (const purchase of after.purchases) {
    const old = before.purchases.find(({ id }) => id === purchase.id);
    if (old !== purchase) changes.push(...purchaseChanges(old ?? null, purchase));
  }
  const keys = (state: CustomerState): string => state.entitlements?.keys.join(', ') ?? '';
  if (keys(before) !== keys(after)) {
    changes.push(
      change(keys(after) === '' ? 'entitlements_ended' : 'entitlements_changed', {
        before: keys(before),
        after: keys(after),
      }),
    );
  }
  return changes.length > 0 ? changes : onSubscription(before, after, facts);
}

/** Money given back or disputed for a subscription changes nothing but is worth a line. */
function onSubscription(
  before: CustomerState,
  after: CustomerState,
  { said, type }: PlanFacts,
): PlanChange[] {
  if (before !== after) return [];
  if (said.what === 'charge') {
    const { chargeId: objectId, refundedMinor: amountMinor, currency } = said;
    // Other updates of a charge show the same sum again.
    if (type !== 'charge.refunded') return [];
    return [change(said.inFull ? 'refunded' : 'partly_refunded', { objectId, amountMinor, currency })];
  }
  if (said.what !== 'refund' && said.what !== 'dispute') return [];
  const detail = { objectId: said.chargeId, amountMinor: said.amountMinor, currency: said.currency };
  // A refund that is made is in `charge.refunded`, which knows the whole.
  if (said.what === 'refund') return said.live ? [] : [change('refund_failed', detail)];
  const code = said.status === 'open' ? 'disputed' : said.status === 'won' ? 'dispute_won' : 'dispute_lost';
  return [change(code, detail)];
}

function subChanges(before: Sub | null, after: Sub): PlanChange[] {
  const changes: PlanChange[] = [];
  const [from, to] = [before === null ? null : planRefOf(before), planRefOf(after)];
  const about = { objectId: after.id, from, to };
  const had = before !== null && isAccess(before.status);
  const has = isAccess(after.status);
  const old = before?.status ?? 'unknown';

  if (old !== after.status) {
    if (TERMINAL_STATUSES.has(after.status)) {
      const never = after.status === 'incomplete_expired';
      changes.push(change(never ? 'expired_unpaid' : 'canceled', { ...about, at: after.endedAt }));
    } else if (after.status === 'trialing' && !had) {
      changes.push(change('trial_started', { ...about, at: after.trialEnd }));
    } else if (old === 'trialing') {
      changes.push(change('trial_ended', { ...about, before: old, after: after.status }));
    } else if (after.status === 'past_due' || after.status === 'unpaid' || after.status === 'paused') {
      changes.push(change(after.status, about));
    } else if (old === 'paused' && has) {
      changes.push(change('resumed', about));
    } else if (has && (old === 'past_due' || old === 'unpaid')) {
      // Voiding the open invoice ends the trouble, too, without a payment.
      const isPaid = !hasClosedInvoice(after);
      const code = isPaid ? 'payment_recovered' : 'status_changed';
      changes.push(change(code, { ...about, before: old, after: after.status }));
    } else if (has && !had) {
      changes.push(change('subscribed', about));
    } else if (old !== 'unknown') {
      changes.push(change('status_changed', { ...about, before: old, after: after.status }));
    }
  }
  if (before === null) return changes;
  if (before.last !== null && after.last !== null) changes.push(...priceChanges(before, after, about));
  const willEnd = (sub: Sub): boolean => sub.cancelScheduled;
  if (!TERMINAL_STATUSES.has(after.status)) {
    if (!willEnd(before) && willEnd(after)) {
      changes.push(change('cancellation_scheduled', { ...about, at: after.endsAt }));
    } else if (willEnd(before) && !willEnd(after)) {
      changes.push(change('cancellation_withdrawn', about));
    }
  }
  if (before.pauseCollection === null && after.pauseCollection !== null) {
    const { behavior, resumesAt } = after.pauseCollection;
    changes.push(change('collection_paused', { ...about, after: behavior, at: resumesAt }));
  } else if (before.pauseCollection !== null && after.pauseCollection === null) {
    changes.push(change('collection_resumed', about));
  }
  if (before.nextChange?.at !== after.nextChange?.at) {
    if (after.nextChange !== null) {
      const { at, priceIds } = after.nextChange;
      changes.push(change('change_scheduled', { ...about, at, after: priceIds.join(', ') }));
    } else if (from?.priceId === to?.priceId) changes.push(change('change_unscheduled', about));
  }
  if (before.nextPause?.at !== after.nextPause?.at) {
    if (after.nextPause !== null)
      changes.push(change('pause_scheduled', { ...about, at: after.nextPause.at }));
    else if (after.paused === null) changes.push(change('pause_unscheduled', about));
  }
  changes.push(...paymentChanges(before, after, changes));
  return changes;
}

function priceChanges(before: Sub, after: Sub, about: Detail): PlanChange[] {
  const priceIds = (sub: Sub): string =>
    sub.items
      .map(({ priceId }) => priceId ?? '')
      .toSorted()
      .join();
  const seats = (sub: Sub): number => sub.items.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
  if (priceIds(before) !== priceIds(after) || before.metadata['plan'] !== after.metadata['plan']) {
    const [old, now] = [monthlyMinor(before.items), monthlyMinor(after.items)];
    const comparable =
      old !== null && now !== null && old.currency === now.currency && old.amount !== now.amount;
    const code = !comparable ? 'plan_changed' : now.amount > old.amount ? 'upgraded' : 'downgraded';
    return [change(code, about)];
  }
  if (seats(before) !== seats(after)) {
    return [
      change('seats_changed', { ...about, before: String(seats(before)), after: String(seats(after)) }),
    ];
  }
  const trialMoved = before.trialEnd !== after.trialEnd && before.status === 'trialing';
  if (trialMoved && after.status === 'trialing')
    return [change('trial_moved', { ...about, at: after.trialEnd })];
  const moved = before.periodEnd !== null && after.periodEnd !== null && after.periodEnd > before.periodEnd;
  // The first period of a trial that ended is no renewal.
  if (moved && before.status === after.status) return [change('renewed', { ...about, at: after.periodEnd })];
  return [];
}

function paymentChanges(before: Sub, after: Sub, told: readonly PlanChange[]): PlanChange[] {
  const changes: PlanChange[] = [];
  for (const invoice of after.invoices) {
    const old = before.invoices.find(({ invoiceId }) => invoiceId === invoice.invoiceId);
    if (old === invoice || (old?.state === invoice.state && old.nextAttemptAt === invoice.nextAttemptAt))
      continue;
    const { amountMinor, currency, nextAttemptAt } = invoice;
    const about = { objectId: after.id, to: planRefOf(after), amountMinor, currency, at: nextAttemptAt };
    if (invoice.state === 'failed') changes.push(change('payment_failed', about));
    else if (invoice.state === 'action_required') changes.push(change('payment_action_required', about));
    else if (invoice.state === 'voided') changes.push(change('invoice_voided', about));
    else if (invoice.state === 'uncollectible') changes.push(change('invoice_uncollectible', about));
    else if (invoice.state === 'ok' && (old?.state === 'failed' || old?.state === 'action_required')) {
      if (!told.some(({ code }) => code === 'payment_recovered'))
        changes.push(change('payment_recovered', about));
    }
  }
  return changes;
}

function hasClosedInvoice({ invoices }: Sub): boolean {
  const newest = invoices[0]?.state;
  return newest === 'voided' || newest === 'uncollectible';
}

function purchaseChanges(before: Purchase | null, after: Purchase): PlanChange[] {
  const { id: objectId, amountMinor, currency, planKey } = after;
  const to: PlanRef | null = planKey === null ? null : purchaseRef(after);
  const about = { objectId, to, amountMinor, currency };
  const changes: PlanChange[] = [];
  if (before?.state !== after.state) {
    if (after.state === 'pending') changes.push(change('purchase_pending', about));
    if (after.state === 'failed' || after.state === 'expired') changes.push(change('purchase_failed', about));
    // What was taken back and is returned was bought before.
    if (after.outcome === 'granted' && before?.outcome !== 'granted')
      changes.push(change('purchased', about));
  }
  if (
    (before?.refundedMinor ?? 0) !== after.refundedMinor ||
    (before?.refundedInFull ?? false) !== after.refundedInFull
  ) {
    const isLess = after.refundedMinor < (before?.refundedMinor ?? 0);
    const code = isLess ? 'refund_failed' : after.refundedInFull ? 'refunded' : 'partly_refunded';
    const amount = isLess ? (before?.refundedMinor ?? 0) - after.refundedMinor : after.refundedMinor;
    changes.push(
      change(code, { ...about, amountMinor: amount, from: isLess ? null : to, to: isLess ? to : null }),
    );
  }
  if ((before?.dispute ?? null) !== after.dispute && after.dispute !== null) {
    const code =
      after.dispute === 'open' ? 'disputed' : after.dispute === 'won' ? 'dispute_won' : 'dispute_lost';
    changes.push(change(code, { ...about, from: to, to: after.dispute === 'lost' ? null : to }));
  }
  return changes;
}
