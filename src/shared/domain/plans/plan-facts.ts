// What one event says about somebody's plan, in a form that no longer depends on the API version. Source: facts F2, F3, F5.
import { ownEntry } from '../own-entry.ts';
import {
  asArray,
  asObject,
  flag,
  idOf,
  integer,
  isObject,
  text,
  textMap,
  unixSeconds,
  type Json,
} from '../json-read.ts';
import { digest, flatDigest, type FlatDigest } from './digest.ts';
import type { DisputeState, PaymentState } from './plan-state.ts';
import { readSubscription, type SubSnapshot } from './read-subscription.ts';

export type Said =
  | {
      what: 'subscription';
      sub: SubSnapshot;
      /** The object and what its update says was there before; they tell which of two updates of one second came first. */
      now: FlatDigest;
      before: FlatDigest | null;
    }
  | {
      what: 'invoice';
      invoiceId: string;
      createdAt: number;
      subscriptionId: string;
      /** null = the event tells of the invoice, not of its payment. */
      payment: Exclude<PaymentState, 'unknown'> | null;
      nextAttemptAt: number | null;
      amountMinor: number | null;
      currency: string | null;
    }
  | {
      what: 'session';
      sessionId: string;
      mode: string;
      outcome: 'granted' | 'pending' | 'failed' | 'expired';
      subscriptionId: string | null;
      paymentIntent: string | null;
      amountMinor: number | null;
      currency: string | null;
      email: string | null;
      name: string | null;
      appRef: string | null;
      metadata: Record<string, string>;
    }
  | {
      what: 'customer';
      deleted: boolean;
      email: string | null;
      name: string | null;
      /** What Stripe's update took away. */
      removed: readonly ('email' | 'name')[];
      metadata: Record<string, string>;
      delinquent: boolean | null;
      now: FlatDigest;
      before: FlatDigest | null;
    }
  | {
      what: 'schedule';
      scheduleId: string;
      subscriptionId: string;
      nextChange: { at: number; priceIds: string[] } | null;
      nextPause: { at: number; resumesAt: number | null } | null;
      now: FlatDigest;
      before: FlatDigest | null;
    }
  | { what: 'entitlements'; keys: string[]; complete: boolean; now: FlatDigest; before: FlatDigest | null }
  | {
      /** What the charge says of all its refunds. */
      what: 'charge';
      chargeId: string | null;
      paymentIntent: string | null;
      refundedMinor: number;
      inFull: boolean;
      currency: string | null;
    }
  | {
      what: 'refund';
      refundId: string;
      chargeId: string | null;
      paymentIntent: string | null;
      /** false = it failed or was canceled. */
      live: boolean;
      amountMinor: number | null;
      currency: string | null;
    }
  | {
      what: 'dispute';
      disputeId: string;
      chargeId: string | null;
      paymentIntent: string | null;
      status: DisputeState;
      amountMinor: number | null;
      currency: string | null;
    }
  /** Nothing but which objects belong together. */
  | { what: 'link' };

export interface PlanFacts {
  eventId: string;
  type: string;
  /** Unix seconds. */
  created: number;
  /** Whose: a customer's id, `guest:…`, or null when only `refers` tells. */
  owner: string | null;
  /** Objects that belong to the same owner, by which others find it. */
  declares: string[];
  /** Objects by which the owner is found when the event does not name one. */
  refers: string[];
  /** Of the object, to know two events that tell of one change (facts E). */
  digest: string;
  said: Said;
}

/** @returns null when the event says nothing about plans */
export function readPlanFacts(event: Json): PlanFacts | null {
  const eventId = text(event['id']);
  const type = text(event['type']);
  const created = unixSeconds(event['created']);
  const object = asObject(asObject(event['data'])['object']);
  if (event['object'] !== 'event' || eventId === null || type === null || created === null) return null;
  const previous = asObject(event['data'])['previous_attributes'];
  const read = readSaid(type, object, isObject(previous) ? previous : null, created);
  if (read === null) return null;
  const { said, owner, declares, refers } = read;
  const isText = (id: string | null | undefined): id is string => typeof id === 'string';
  return {
    eventId,
    type,
    created,
    owner: owner ?? null,
    declares: [...new Set((declares ?? []).filter(isText))],
    refers: [...new Set((refers ?? []).filter(isText))],
    // Invoices and the like are told apart by what was read of them; the rest of the object matters to nobody here.
    digest: digest('now' in said ? said.now : said),
    said,
  };
}

interface Read {
  said: Said;
  owner?: string | null;
  declares?: (string | null)[];
  refers?: (string | null)[];
}

function readSaid(type: string, object: Json, previous: Json | null, created: number): Read | null {
  const kind = object['object'];
  if (type.startsWith('customer.subscription.')) return readSub(object, previous);
  if (/^customer\.(created|updated|deleted)$/.test(type)) return readCustomer(type, object, previous);
  if (type.startsWith('invoice.')) return readInvoice(type, object, created);
  if (type === 'invoice_payment.paid') {
    const paymentIntent = idOf(asObject(object['payment'])['payment_intent']);
    return {
      said: { what: 'link' },
      refers: [idOf(object['invoice'])],
      declares: [idOf(object['invoice']), paymentIntent],
    };
  }
  if (type.startsWith('checkout.session.')) return readSession(type, object);
  if (type.startsWith('subscription_schedule.')) return readSchedule(type, object, previous);
  if (type === 'entitlements.active_entitlement_summary.updated') {
    const list = asObject(object['entitlements']);
    const keys = asArray(list['data']).map((one) => text(asObject(one)['lookup_key']));
    return {
      owner: ownerOf(object),
      said: {
        what: 'entitlements',
        keys: keys.filter((key) => key !== null).toSorted(),
        complete: flag(list['has_more']) !== true,
        ...digestsOf(object, previous),
      },
    };
  }
  if (type.startsWith('charge.dispute.')) return readDispute(object);
  if (kind === 'charge') return readCharge(type, object);
  if (kind === 'refund') return readRefund(object);
  return null;
}

/** Of the object, and of what its update says was there before. */
function digestsOf(object: Json, previous: Json | null): { now: FlatDigest; before: FlatDigest | null } {
  return { now: flatDigest(object), before: previous === null ? null : flatDigest(previous) };
}

function readRefund(object: Json): Read | null {
  const refundId = text(object['id']);
  if (refundId === null) return null;
  const [chargeId, paymentIntent] = [idOf(object['charge']), idOf(object['payment_intent'])];
  const status = text(object['status']);
  return {
    refers: [paymentIntent, chargeId],
    said: {
      what: 'refund',
      refundId,
      chargeId,
      paymentIntent,
      live: status !== 'failed' && status !== 'canceled',
      amountMinor: integer(object['amount']),
      currency: text(object['currency']),
    },
  };
}

/** Newer accounts may name an account instead of a customer. */
const ownerOf = (object: Json): string | null => idOf(object['customer']) ?? idOf(object['customer_account']);

function readSub(object: Json, previous: Json | null): Read | null {
  const sub = readSubscription(object);
  if (sub === null) return null;
  return {
    owner: ownerOf(object),
    declares: [sub.id, sub.latestInvoiceId],
    said: {
      what: 'subscription',
      sub,
      ...digestsOf(object, previous),
    },
  };
}

function readCustomer(type: string, object: Json, previous: Json | null): Read {
  return {
    owner: text(object['id']),
    said: {
      what: 'customer',
      deleted: type === 'customer.deleted',
      email: text(object['email']),
      name: text(object['name']) ?? text(object['business_name']) ?? text(object['individual_name']),
      metadata: textMap(object['metadata']),
      delinquent: flag(object['delinquent']),
      removed: (['email', 'name'] as const).filter(
        (key) => object[key] === null && text(previous?.[key]) !== null,
      ),
      ...digestsOf(object, previous),
    },
  };
}

const PAYMENTS: Readonly<Record<string, Exclude<PaymentState, 'unknown'>>> = {
  'invoice.paid': 'ok',
  'invoice.payment_succeeded': 'ok',
  'invoice.payment_failed': 'failed',
  'invoice.payment_action_required': 'action_required',
  'invoice.voided': 'voided',
  'invoice.marked_uncollectible': 'uncollectible',
};

function readInvoice(type: string, object: Json, created: number): Read | null {
  const invoiceId = text(object['id']);
  // A preview of the next renewal has no id of its own: never to be kept as an invoice.
  if (invoiceId === null || type === 'invoice.upcoming') return null;
  const details = asObject(asObject(object['parent'])['subscription_details']);
  const subscriptionId = idOf(object['subscription']) ?? idOf(details['subscription']);
  const owner = ownerOf(object);
  const declares = [invoiceId, idOf(object['payment_intent']), idOf(object['charge'])];
  // A one-off says nothing about plans, but its payment may be refunded.
  if (subscriptionId === null) return { owner, declares, said: { what: 'link' } };
  const payment = ownEntry(PAYMENTS, type) ?? null;
  return {
    owner,
    declares: [...declares, subscriptionId],
    said: {
      what: 'invoice',
      invoiceId,
      createdAt: unixSeconds(object['created']) ?? created,
      subscriptionId,
      payment,
      nextAttemptAt: unixSeconds(object['next_payment_attempt']),
      amountMinor: integer(payment === 'ok' ? object['amount_paid'] : object['amount_due']),
      currency: text(object['currency']),
    },
  };
}

const SESSION_OUTCOMES: Readonly<Record<string, 'granted' | 'failed' | 'expired'>> = {
  'checkout.session.async_payment_succeeded': 'granted',
  'checkout.session.async_payment_failed': 'failed',
  'checkout.session.expired': 'expired',
};

function readSession(type: string, object: Json): Read | null {
  const sessionId = text(object['id']);
  const mode = text(object['mode']);
  if (sessionId === null || mode === null || mode === 'setup') return null;
  const details = asObject(object['customer_details']);
  const email = text(details['email']) ?? text(object['customer_email']);
  const appRef = text(object['client_reference_id']);
  const paymentIntent = idOf(object['payment_intent']);
  const subscriptionId = idOf(object['subscription']);
  const paid = object['payment_status'] === 'paid' || object['payment_status'] === 'no_payment_required';
  return {
    owner: ownerOf(object) ?? `guest:${email?.toLowerCase() ?? appRef ?? sessionId}`,
    declares: [sessionId, paymentIntent, subscriptionId, idOf(object['invoice'])],
    said: {
      what: 'session',
      sessionId,
      mode,
      outcome: ownEntry(SESSION_OUTCOMES, type) ?? (paid ? 'granted' : 'pending'),
      subscriptionId,
      paymentIntent,
      amountMinor: integer(object['amount_total']),
      currency: text(object['currency']),
      email,
      name: text(details['name']),
      appRef,
      metadata: textMap(object['metadata']),
    },
  };
}

function readSchedule(type: string, object: Json, previous: Json | null): Read | null {
  const scheduleId = text(object['id']);
  // A schedule that was released or ended has let go of its subscription; it then stands here.
  const subscriptionId = idOf(object['subscription']) ?? idOf(object['released_subscription']);
  if (scheduleId === null || subscriptionId === null) return null;
  const over = /\.(released|canceled|completed|aborted)$/.test(type);
  return {
    owner: ownerOf(object),
    declares: [subscriptionId],
    said: {
      what: 'schedule',
      scheduleId,
      subscriptionId,
      nextChange: over ? null : nextPhase(object),
      nextPause: over ? null : nextPause(object),
      ...digestsOf(object, previous),
    },
  };
}

function nextPhase(schedule: Json): { at: number; priceIds: string[] } | null {
  const phases = asArray(schedule['phases']).map(asObject);
  const currentStart = unixSeconds(asObject(schedule['current_phase'])['start_date']);
  const current = phases.findIndex((phase) => unixSeconds(phase['start_date']) === currentStart);
  const next = phases[currentStart === null ? 0 : current + 1];
  const at = unixSeconds(next?.['start_date']);
  if (next === undefined || at === null || (currentStart !== null && current === -1)) return null;
  const priceIds = asArray(next['items']).map(
    (item) => idOf(asObject(item)['price']) ?? idOf(asObject(item)['plan']),
  );
  return { at, priceIds: priceIds.filter((id) => id !== null) };
}

function nextPause(schedule: Json): { at: number; resumesAt: number | null } | null {
  const pauses = asArray(schedule['pause_schedules']).map(asObject);
  const pending = pauses.find((one) => {
    const status = text(asObject(asObject(one['pause'])['status'])['type']);
    return status === null || status === 'pending' || status === 'scheduled';
  });
  const at = unixSeconds(asObject(pending?.['pause'])['pause_at']);
  if (at === null) return null;
  return { at, resumesAt: unixSeconds(asObject(pending?.['resume'])['resume_at']) };
}

function readCharge(type: string, object: Json): Read {
  const chargeId = text(object['id']);
  const paymentIntent = idOf(object['payment_intent']);
  const about = {
    owner: ownerOf(object),
    declares: [chargeId, paymentIntent, idOf(object['invoice'])],
    refers: [paymentIntent, idOf(object['invoice'])],
  };
  const refundedMinor = integer(object['amount_refunded']);
  if ((type !== 'charge.refunded' && type !== 'charge.updated') || refundedMinor === null)
    return { ...about, said: { what: 'link' } };
  return {
    ...about,
    said: {
      what: 'charge',
      chargeId,
      paymentIntent,
      refundedMinor,
      inFull: flag(object['refunded']) === true,
      currency: text(object['currency']),
    },
  };
}

/** An appeal is against a dispute that is lost, and the money is gone until it succeeds. */
const DISPUTE_STATES: Readonly<Record<string, DisputeState>> = {
  lost: 'lost',
  appeal_needs_response: 'lost',
  appeal_under_review: 'lost',
  won: 'won',
  warning_closed: 'won',
  prevented: 'won',
};

function readDispute(object: Json): Read | null {
  const disputeId = text(object['id']);
  if (disputeId === null) return null;
  const [chargeId, paymentIntent] = [idOf(object['charge']), idOf(object['payment_intent'])];
  const status = text(object['status']) ?? '';
  return {
    refers: [paymentIntent, chargeId],
    said: {
      what: 'dispute',
      disputeId,
      chargeId,
      paymentIntent,
      status: ownEntry(DISPUTE_STATES, status) ?? 'open',
      amountMinor: integer(object['amount']),
      currency: text(object['currency']),
    },
  };
}
