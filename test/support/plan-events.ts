// Small Stripe events for the rules of the plan fold: only the fields a rule reads.
import { readPlanFacts, type PlanFacts } from '#shared/domain/plans/plan-facts.ts';

type Json = Record<string, unknown>;

let count = 0;

export interface SmallEvent {
  type: string;
  created: number;
  object: Json;
  previous?: Json;
  id?: string;
}

export function eventJson({ type, created, object, previous, id }: SmallEvent): Json {
  count += 1;
  return {
    id: id ?? `evt_${type}_${created}_${count}`,
    object: 'event',
    type,
    created,
    livemode: false,
    data: { object, ...(previous === undefined ? {} : { previous_attributes: previous }) },
  };
}

export function factsOf(event: SmallEvent): PlanFacts {
  const facts = readPlanFacts(eventJson(event));
  if (facts === null) throw new Error(`${event.type} says nothing about plans.`);
  return facts;
}

export interface SubFixture {
  id?: string;
  status?: string;
  price?: string;
  amount?: number;
  quantity?: number;
  plan?: string;
  periodEnd?: number;
  more?: Json;
}

export const CUSTOMER = 'cus_1';

/** As rendered since basil. */
export function subObject(fixture: SubFixture = {}): Json {
  const {
    id = 'sub_1',
    status = 'active',
    price = 'price_pro',
    amount = 1500,
    quantity = 1,
    periodEnd = 5_000,
  } = fixture;
  return {
    id,
    object: 'subscription',
    customer: CUSTOMER,
    status,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    ended_at: null,
    trial_end: null,
    pause_collection: null,
    pending_update: null,
    schedule: null,
    latest_invoice: null,
    metadata: fixture.plan === undefined ? {} : { plan: fixture.plan },
    items: {
      object: 'list',
      data: [
        {
          id: 'si_1',
          quantity,
          current_period_end: periodEnd,
          price: {
            id: price,
            product: `prod_${price}`,
            unit_amount: amount,
            currency: 'eur',
            recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
          },
        },
      ],
    },
    ...fixture.more,
  };
}

export const sub = (
  verb: string,
  created: number,
  fixture: SubFixture = {},
  previous?: Json,
): SmallEvent => ({
  type: `customer.subscription.${verb}`,
  created,
  object: subObject(fixture),
  ...(previous === undefined ? {} : { previous }),
});

export const invoice = (verb: string, created: number, more: Json = {}): SmallEvent => ({
  type: `invoice.${verb}`,
  created,
  object: {
    id: 'in_1',
    object: 'invoice',
    customer: CUSTOMER,
    created: 900,
    currency: 'eur',
    amount_due: 1500,
    amount_paid: 1500,
    next_payment_attempt: null,
    parent: { type: 'subscription_details', subscription_details: { subscription: 'sub_1' } },
    ...more,
  },
});

export const session = (verb: string, created: number, more: Json = {}): SmallEvent => ({
  type: `checkout.session.${verb}`,
  created,
  object: {
    id: 'cs_1',
    object: 'checkout.session',
    mode: 'payment',
    customer: null,
    payment_status: 'paid',
    payment_intent: 'pi_1',
    amount_total: 9900,
    currency: 'eur',
    customer_details: { email: 'ada@example.com', name: 'Ada' },
    client_reference_id: 'user_1',
    metadata: { plan: 'lifetime' },
    ...more,
  },
});

/** All orders of up to five things. */
export function permutations<T>(things: readonly T[]): T[][] {
  if (things.length <= 1) return [[...things]];
  return things.flatMap((one, index) =>
    permutations([...things.slice(0, index), ...things.slice(index + 1)]).map((rest) => [one, ...rest]),
  );
}
