// Tells a story as Stripe records it: keeps the time, gives out ids, and puts objects into events.
import { isObject, type Json } from '../json-read.ts';
import { previousAttributes } from './previous-attributes.ts';
import type { ScenarioOptions, ScenarioStep } from './scenario-options.ts';
import { base62, between, createRandom, hex, uuid, type Random } from './seeded-random.ts';

/** Forms of the ids as Stripe gives them out; only prefixes are documented, so nobody should rely on more. */
const ID_FORMS = {
  customer: (random: Random) => `cus_${base62(random, 14)}`,
  subscription: (random: Random) => `sub_1${base62(random, 23)}`,
  subscriptionItem: (random: Random) => `si_${base62(random, 14)}`,
  schedule: (random: Random) => `sub_sched_1${base62(random, 23)}`,
  invoice: (random: Random) => `in_1${base62(random, 23)}`,
  invoiceItem: (random: Random) => `ii_1${base62(random, 23)}`,
  invoiceLine: (random: Random) => `il_1${base62(random, 23)}`,
  invoicePayment: (random: Random) => `inpay_1${base62(random, 23)}`,
  paymentIntent: (random: Random) => `pi_3${base62(random, 23)}`,
  setupIntent: (random: Random) => `seti_1${base62(random, 23)}`,
  paymentMethod: (random: Random) => `pm_1${base62(random, 23)}`,
  charge: (random: Random) => `ch_3${base62(random, 23)}`,
  refund: (random: Random) => `re_3${base62(random, 23)}`,
  dispute: (random: Random) => `du_1${base62(random, 23)}`,
  balanceTransaction: (random: Random) => `txn_3${base62(random, 23)}`,
  session: (random: Random) => `cs_test_a1${base62(random, 56)}`,
  feature: (random: Random) => `feat_test_${base62(random, 24)}`,
  entitlement: (random: Random) => `ent_test_${base62(random, 24)}`,
  event: (random: Random) => `evt_1${base62(random, 23)}`,
  request: (random: Random) => `req_${base62(random, 14)}`,
  idempotencyKey: (random: Random) => uuid(random),
  secret: (random: Random) => base62(random, 25),
  fingerprint: (random: Random) => base62(random, 16),
  invoicePrefix: (random: Random) => hex(random, 8).toUpperCase(),
} as const;
export type IdKind = keyof typeof ID_FORMS;

export interface KnownEvent {
  /** Only for events that are the same in all scenarios. */
  eventId?: string;
  /** The object before its first update, when no event has shown it yet. */
  before?: Json;
}

export interface EventRecorder {
  /** Unix seconds. */
  now: () => number;
  wait: (seconds: number) => void;
  /** @param at Unix seconds; never goes back */
  waitUntil: (at: number) => void;
  /** Within a cascade: Stripe is sometimes into the next second by now. */
  linger: () => void;
  /** A whole number by chance, both bounds included. */
  chance: (low: number, high: number) => number;
  /** A new id. The `n`th of a kind depends on the seed alone, so that both API versions speak of the same objects. */
  id: (kind: IdKind) => string;
  /**
   * One thing that happens, with all the events that come of it.
   * @param cause an API request (also one by Checkout or the Customer Portal) whose id the events share, or Stripe itself
   * @returns what `tell` returns
   */
  moment: <T>(beat: string, cause: 'request' | 'stripe', tell: () => T) => T;
  /** Events that follow from a request without being its own, as the completion of a Checkout Session. */
  byStripe: (tell: () => void) => void;
  /** Events that Stripe sends seconds after all others of the moment, without a request. */
  afterwards: (tell: () => void) => void;
  record: (type: string, object: Json, known?: KnownEvent) => void;
  steps: () => ScenarioStep[];
}

export function createEventRecorder(
  scenario: string,
  { seed, startAt, apiVersion, account }: ScenarioOptions,
): EventRecorder {
  const steps: ScenarioStep[] = [];
  const formerById = new Map<string, Json>();
  const countByKind = new Map<string, number>();
  const time = createRandom(`${seed}|${scenario}|time`);
  let clock = startAt;
  let delayed: (() => void)[] = [];
  let beat: string | null = null;
  const noRequest = { id: null, idempotency_key: null };
  let request: { id: string | null; idempotency_key: string | null } = noRequest;

  const id = (kind: IdKind): string => numbered(kind, kind);

  function numbered(kind: IdKind, series: string): string {
    const count = (countByKind.get(series) ?? 0) + 1;
    countByKind.set(series, count);
    return ID_FORMS[kind](createRandom(`${seed}|${scenario}|${series}|${count}`));
  }

  function previousOf(type: string, object: Json, before: Json | undefined): Json | null {
    if (!type.endsWith('.updated')) return null;
    const former = formerById.get(keyOf(object)) ?? before;
    const previous = former === undefined ? {} : previousAttributes(former, object);
    if (Object.keys(previous).length === 0) throw new Error(`${scenario}: ${type} changes nothing`);
    return previous;
  }

  return {
    now: () => clock,
    wait: (seconds) => {
      clock += seconds;
    },
    waitUntil: (at) => {
      clock = Math.max(clock, at);
    },
    linger: () => {
      if (time() < 0.2) clock += 1;
    },
    chance: (low, high) => between(time, low, high),
    id,
    moment: (name, cause, tell) => {
      beat = name;
      request = cause === 'stripe' ? noRequest : { id: id('request'), idempotency_key: id('idempotencyKey') };
      const told = tell();
      request = noRequest;
      const late = delayed;
      delayed = [];
      if (late.length > 0) clock += between(time, 1, 3);
      for (const tellLate of late) tellLate();
      return told;
    },
    afterwards: (tell) => {
      delayed.push(tell);
    },
    byStripe: (tell) => {
      const told = request;
      request = noRequest;
      tell();
      request = told;
    },
    record: (type, object, { eventId, before } = {}) => {
      const previous = previousOf(type, object, before);
      // A series per type: events that only one API version knows must not shift the ids of the others.
      const event: Json = {
        id: eventId ?? numbered('event', `event ${type}`),
        object: 'event',
        ...(account == null ? {} : { account }),
        api_version: apiVersion,
        created: clock,
        data: { object, ...(previous === null ? {} : { previous_attributes: previous }) },
        livemode: false,
        pending_webhooks: 1,
        request: { ...request },
        type,
      };
      formerById.set(keyOf(object), object);
      // Renderings may share parts (a price within two items); what is handed out is nobody else's.
      steps.push({ at: clock - startAt, event: copy(event), beat });
      beat = null;
    },
    steps: () => steps,
  };
}

/** A summary of entitlements has no id: there is one for each customer. */
const keyOf = ({ id, object, customer }: Json): string =>
  typeof id === 'string' ? id : `${String(object)} of ${String(customer)}`;

function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map((one: unknown) => copy(one)) as T;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)])) as T;
}
