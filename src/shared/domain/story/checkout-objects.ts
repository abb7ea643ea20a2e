// Which objects an event is about or names, as far as that tells to which Checkout session it belongs. Source: facts F2, F5.
import { asArray, asObject, idOf, text, unixSeconds, type Json } from '../json-read.ts';

export interface CheckoutObjects {
  /** The session, when the event is about one. */
  session: { id: string; openedAt: number | null } | null;
  /** Objects of one payment alone: its intent, its charge, its invoice. Whoever shares one belongs to the same story. */
  payment: string[];
  /** Objects that live on: the customer, the subscription, the card. They belong to a story for a moment only. */
  around: string[];
}

/** Events of other types belong to no payment. */
export const IN_A_CHECKOUT =
  /^(checkout\.session|customer|invoice|invoiceitem|invoice_payment|payment_intent|payment_method|setup_intent|charge|refund)\b/;

type Named = Pick<CheckoutObjects, 'payment' | 'around'> & Partial<Pick<CheckoutObjects, 'session'>>;
type Ids = (string | null)[];

/** @returns null when it names nothing of the kind */
export function readCheckoutObjects(event: Json): CheckoutObjects | null {
  const object = asObject(asObject(event['data'])['object']);
  const named = NAMED[text(object['object']) ?? '']?.(object);
  if (named === undefined) return null;
  return { session: null, ...named };
}

const id = (object: Json, key = 'id'): string | null => idOf(object[key]);
const names = (payment: Ids, around: Ids): Named => ({ payment: known(payment), around: known(around) });
const known = (ids: Ids): string[] => [...new Set(ids.filter((one) => one !== null))];

const NAMED: Readonly<Record<string, (object: Json) => Named>> = {
  'checkout.session': (object) => {
    const session = text(object['id']);
    return {
      ...names(
        [id(object, 'invoice'), id(object, 'payment_intent'), id(object, 'setup_intent')],
        [id(object, 'customer'), id(object, 'subscription')],
      ),
      session: session === null ? null : { id: session, openedAt: unixSeconds(object['created']) },
    };
  },
  payment_intent: (object) =>
    names(
      [id(object), id(object, 'invoice'), id(object, 'latest_charge')],
      [id(object, 'customer'), id(object, 'payment_method')],
    ),
  charge: (object) =>
    names(
      [id(object), id(object, 'payment_intent'), id(object, 'invoice')],
      [id(object, 'customer'), id(object, 'payment_method')],
    ),
  invoice: (object) => {
    const payments = asArray(asObject(object['payments'])['data']).map((one) =>
      id(asObject(asObject(one)['payment']), 'payment_intent'),
    );
    const details = asObject(asObject(object['parent'])['subscription_details']);
    return names(
      [id(object), id(object, 'payment_intent'), id(object, 'charge'), ...payments],
      [id(object, 'customer'), id(object, 'subscription') ?? id(details, 'subscription')],
    );
  },
  invoice_payment: (object) => {
    const payment = asObject(object['payment']);
    return names([id(object, 'invoice'), id(payment, 'payment_intent'), id(payment, 'charge')], []);
  },
  invoiceitem: (object) => names([id(object, 'invoice')], [id(object, 'customer')]),
  setup_intent: (object) => names([id(object)], [id(object, 'customer'), id(object, 'payment_method')]),
  refund: (object) => names([id(object, 'payment_intent'), id(object, 'charge')], []),
  dispute: (object) => names([id(object, 'payment_intent'), id(object, 'charge')], []),
  // `latest_invoice` stays the first one for a whole period: it says nothing about the moment.
  subscription: (object) => names([], [id(object), id(object, 'customer')]),
  customer: (object) => names([], [id(object)]),
  payment_method: (object) => names([], [id(object), id(object, 'customer')]),
};
