// What an event of Stripe's does to the users: a snapshot replaces the older one, and the plan follows from what is stored.
import type Stripe from 'stripe';
import type { Bugs } from './bugs.ts';
import type { Database, Subscription } from './database.ts';
import { findOrCreateUser } from './find-user.ts';
import { settleUser } from './settle-user.ts';
import {
  idOf,
  periodEndOf,
  planAndSeatsOf,
  planNamed,
  subscriptionOfInvoice,
  type ChargeShape,
  type CheckoutShape,
  type CustomerShape,
  type DisputeShape,
  type InvoiceShape,
  type SubscriptionShape,
} from './stripe-shapes.ts';

interface Incoming {
  id: string;
  type: string;
  created: number;
  /** Its place in the order of first arrival. */
  arrival: number;
  /** It came before. */
  seen: boolean;
  object: unknown;
}

interface Outcome {
  userId: string | null;
  did: string;
}

type Handler = (event: Incoming, database: Database, bugs: Bugs) => Outcome;

const HANDLERS: Record<string, Handler> = {
  'checkout.session.completed': applyCheckout,
  'checkout.session.async_payment_succeeded': applyCheckout,
  'customer.subscription.created': applySubscription,
  'customer.subscription.updated': applySubscription,
  'customer.subscription.deleted': applySubscription,
  'customer.subscription.paused': applySubscription,
  'customer.subscription.resumed': applySubscription,
  'invoice.paid': applyInvoice,
  'invoice.payment_failed': applyInvoice,
  'charge.refunded': applyRefund,
  'customer.created': applyCustomer,
  'customer.updated': applyCustomer,
  'customer.deleted': applyCustomer,
};

function handlerOf(type: string, bugs: Bugs): Handler | undefined {
  // BUG forgets_invoice_paid: this is the handler nobody wrote. (The other half of the mistake is in settle-user.ts.)
  if (type === 'invoice.paid' && bugs.has('forgets_invoice_paid')) return undefined;
  if (type.startsWith('charge.dispute.')) return applyDispute;
  return HANDLERS[type];
}

/**
 * All of it happens or nothing. An event that came before is applied again, which does no harm because states are set
 * and never added to; so sending an event once more mends what a mistake has left behind.
 * @returns what was done, in a few words
 */
export function applyEvent(event: Stripe.Event, database: Database, bugs: Bugs): string {
  const handler = handlerOf(event.type, bugs);
  if (handler === undefined) {
    // BUG crashes_on_unknown: Stripe adds types all the time, and this one answers 500 to each of them.
    if (bugs.has('crashes_on_unknown')) throw new Error(`Unhandled event type ${event.type}`);
    const did = 'nothing: no handler for this type';
    database.addToLog({ event_id: event.id, type: event.type, user_id: null, did });
    return did;
  }
  return database.transaction(() => {
    const { id, type, created } = event;
    const { arrival, seen } = database.recordEvent(id, type);
    const incoming = { id, type, created, arrival, seen, object: event.data.object };
    const { userId, did } = handler(incoming, database, bugs);
    if (userId !== null) database.updateUser(userId, { last_event: type });
    const said = seen ? `again: ${did}` : did;
    database.addToLog({ event_id: id, type, user_id: userId, did: said });
    return said;
  });
}

function applySubscription(event: Incoming, database: Database, bugs: Bugs): Outcome {
  const told = event.object as SubscriptionShape;
  const next: Subscription = {
    id: told.id,
    customer: idOf(told.customer),
    status: told.status,
    ...planAndSeatsOf(told),
    started_at: told.created ?? event.created,
    period_end: periodEndOf(told),
    created: event.created,
    rank: RANKS[event.type] ?? 2,
    arrival: event.arrival,
  };
  const stored = database.subscription(told.id);
  // BUG trusts_arrival_order: Stripe promises no order, and whatever comes last is taken for the newest.
  const late = stored !== undefined && isOlder(next, stored) && !bugs.has('trusts_arrival_order');
  if (!late) database.saveSubscription(next);

  const user = next.customer === null ? undefined : database.userByCustomer(next.customer);
  if (user === undefined) return { userId: null, did: `kept: no user has customer ${next.customer} yet` };
  const did = settleUser(user.id, event, database, bugs);
  return { userId: user.id, did: late ? `late, a newer one is known: ${did}` : did };
}

/** Within one second, which is as fine as Stripe's clock goes, a beginning is before a change and that before the end. */
const RANKS: Record<string, number> = {
  'customer.subscription.created': 1,
  'customer.subscription.deleted': 3,
};

const TERMINAL = new Set(['canceled', 'incomplete_expired']);

/** By what has happened when and not by what came when: an ended subscription never lives again, then time decides. */
export function isOlder(a: Subscription, b: Subscription): boolean {
  const order = (one: Subscription): number[] => [
    TERMINAL.has(one.status) ? 1 : 0,
    one.created,
    one.rank,
    one.status === 'incomplete' ? 0 : 1,
    one.period_end,
    one.arrival,
  ];
  const [ofA, ofB] = [order(a), order(b)];
  const at = ofA.findIndex((value, index) => value !== ofB[index]);
  return at !== -1 && (ofA[at] ?? 0) < (ofB[at] ?? 0);
}

/** An invoice says whether payment works. Status and plan are the subscription's to tell, and it does. */
function applyInvoice(event: Incoming, database: Database, bugs: Bugs): Outcome {
  const invoice = event.object as InvoiceShape;
  const subscription = subscriptionOfInvoice(invoice);
  const customer = idOf(invoice.customer);
  const user = customer === null ? undefined : database.userByCustomer(customer);
  if (subscription === null) return { userId: user?.id ?? null, did: 'nothing: not for a subscription' };
  const paid = event.type === 'invoice.paid';
  database.saveInvoicePayment(subscription, paid, event.created);
  const noted = paid ? 'paid' : 'payment failed';
  if (user === undefined) return { userId: null, did: `${noted}; no user has customer ${customer} yet` };
  return { userId: user.id, did: `${noted}; ${settleUser(user.id, event, database, bugs)}` };
}

function applyCheckout(event: Incoming, database: Database, bugs: Bugs): Outcome {
  const session = event.object as CheckoutShape;
  const user = findOrCreateUser(
    {
      reference: session.client_reference_id ?? null,
      // Guests have none.
      customer: idOf(session.customer),
      email: session.customer_details?.email ?? session.customer_email ?? null,
      name: session.customer_details?.name ?? null,
      at: event.created,
    },
    database,
  );
  if (session.mode === 'payment') {
    database.savePurchase({
      id: session.id,
      user_id: user.id,
      payment_intent: idOf(session.payment_intent),
      plan: planNamed(session.metadata?.['plan']) ?? 'lifetime',
      // Bank transfers are `unpaid` here; async_payment_succeeded follows when the money is there.
      granted: session.payment_status !== 'unpaid' || event.type.endsWith('async_payment_succeeded'),
    });
  }
  return { userId: user.id, did: settleUser(user.id, event, database, bugs) };
}

/** A full refund takes a purchase back. A subscription goes on: whether it ends is told by its own events. */
function applyRefund(event: Incoming, database: Database, bugs: Bugs): Outcome {
  const charge = event.object as ChargeShape;
  if (!charge.refunded) return { userId: null, did: 'nothing: only a part was refunded' };
  return settlePayment(idOf(charge.payment_intent), event, database, bugs, (payment) =>
    database.markRefunded(payment),
  );
}

function applyDispute(event: Incoming, database: Database, bugs: Bugs): Outcome {
  const dispute = event.object as DisputeShape;
  return settlePayment(idOf(dispute.payment_intent), event, database, bugs, (payment) =>
    database.saveDispute(payment, dispute.status, event.created),
  );
}

function settlePayment(
  payment: string | null,
  event: Incoming,
  database: Database,
  bugs: Bugs,
  note: (payment: string) => void,
): Outcome {
  if (payment === null) return { userId: null, did: 'nothing: it names no payment' };
  // Noted in any case: the purchase may be told of later.
  note(payment);
  const buyer = database.buyerOf(payment);
  if (buyer === undefined) return { userId: null, did: 'noted: no purchase was paid with it' };
  return { userId: buyer.id, did: settleUser(buyer.id, event, database, bugs) };
}

function applyCustomer(event: Incoming, database: Database, bugs: Bugs): Outcome {
  const { id, email = null, name = null } = event.object as CustomerShape;
  if (event.type === 'customer.deleted') {
    database.markCustomerDeleted(id, event.created);
    const former = database.userByCustomer(id);
    if (former === undefined) return { userId: null, did: 'noted: no user has this customer' };
    return { userId: former.id, did: settleUser(former.id, event, database, bugs) };
  }
  const user = findOrCreateUser({ reference: null, customer: id, email, name, at: event.created }, database);
  const known = database.profileAt(id);
  // In the second of its creation a change is the later one.
  const late = event.type === 'customer.updated' ? event.created < known : event.created <= known;
  if (!late || bugs.has('trusts_arrival_order')) {
    // A customer without an email does not take away the one that Checkout has told.
    database.updateUser(user.id, {
      ...(email === null ? {} : { email }),
      ...(name === null ? {} : { name }),
    });
    database.setProfileAt(id, event.created);
  }
  return { userId: user.id, did: settleUser(user.id, event, database, bugs) };
}
