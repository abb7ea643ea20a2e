// Reads from an event's JSON what the list, the filters and the delivery need to know. Pure; tolerant of every API version.
import { amountOf } from './event-amount.ts';
import {
  asObject,
  flag,
  isObject,
  name,
  nameOf,
  text,
  unixSeconds,
  type Json,
  jsonOfBytes,
} from './json-read.ts';

export interface EventEnvelope {
  kind: 'snapshot' | 'thin';
  stripeId: string;
  type: string;
  /** Connected account, null for the own one. */
  account: string | null;
  /** Unix milliseconds. Snapshot events carry whole seconds only. */
  createdAt: number | null;
  livemode: boolean | null;
  apiVersion: string | null;
  requestId: string | null;
  objectType: string | null;
  objectId: string | null;
  customerId: string | null;
  /** Name or email, when the payload has one. */
  customerLabel: string | null;
  /** In the currency's smallest unit. */
  amountMinor: number | null;
  currency: string | null;
}

/** No URL of the API can have them as an event's id: two are steps in a path, one is the name of a route. */
const UNADDRESSABLE: ReadonlySet<string> = new Set(['.', '..', 'values']);
/** A name or an address; what is longer is shortened, since every row of the list carries it. */
const MAX_LABEL_LENGTH = 500;
/** Milliseconds, as far as a Date goes. */
const LAST_MS = 8_640_000_000_000_000;

/**
 * @param json a parsed request body
 * @returns null when it is neither a snapshot event (`object: "event"`) nor a thin one (`object: "v2.core.event"`)
 */
export function readEnvelope(json: unknown): EventEnvelope | null {
  if (!isObject(json)) return null;
  const stripeId = name(json['id']);
  const type = name(json['type']);
  if (stripeId === null || type === null || UNADDRESSABLE.has(stripeId)) return null;
  if (json['object'] === 'event') return readSnapshot(json, stripeId, type);
  if (json['object'] === 'v2.core.event') return readThin(json, stripeId, type);
  return null;
}

function readSnapshot(json: Json, stripeId: string, type: string): EventEnvelope {
  const data = asObject(json['data']);
  const object = asObject(data['object']);
  const createdSeconds = unixSeconds(json['created']);
  // Before API 2017-05-25 `request` was the id itself.
  const request = json['request'];
  return {
    kind: 'snapshot',
    stripeId,
    type,
    account: name(json['account']),
    createdAt: createdSeconds === null ? null : createdSeconds * 1000,
    livemode: flag(json['livemode']),
    apiVersion: name(json['api_version']),
    requestId: nameOf(request),
    objectType: name(object['object']),
    objectId: name(object['id']),
    customerId: customerIdOf(object),
    customerLabel: customerLabelOf(object),
    ...amountOf(type, object, asObject(data['previous_attributes'])),
  };
}

function readThin(json: Json, stripeId: string, type: string): EventEnvelope {
  const related = asObject(json['related_object']);
  const created = Date.parse(text(json['created']) ?? '');
  const relatedType = name(related['type']);
  const relatedId = name(related['id']);
  const reason = asObject(asObject(json['reason'])['request']);
  return {
    kind: 'thin',
    stripeId,
    type,
    account: name(json['context']),
    createdAt: knownMs(created),
    livemode: flag(json['livemode']),
    apiVersion: null,
    requestId: name(reason['id']),
    objectType: relatedType,
    objectId: relatedId,
    // Accounts of API v2 are customers by their configuration.
    customerId: relatedType === 'customer' || type.includes('[configuration.customer]') ? relatedId : null,
    customerLabel: null,
    amountMinor: null,
    currency: null,
  };
}

/** A customer of API v1, else the account of API v2 that is a customer. */
function customerIdOf(object: Json): string | null {
  if (object['object'] === 'customer') return name(object['id']);
  // Whose it is stands one level deeper in tax ids, linked bank accounts and expanded invoices.
  const places = [
    object,
    asObject(object['owner']),
    asObject(object['account_holder']),
    asObject(object['invoice']),
  ];
  for (const place of places) {
    const found = nameOf(place['customer']) ?? name(place['customer_account']);
    if (found !== null) return found;
  }
  return nameOf(object['related_customer']) ?? name(object['related_customer_account']);
}

function customerLabelOf(object: Json): string | null {
  const details = asObject(object['customer_details']);
  const billing = asObject(object['billing_details']);
  const own = object['object'] === 'customer' ? (text(object['name']) ?? text(object['email'])) : null;
  const label =
    own ??
    text(details['name']) ??
    text(object['customer_name']) ??
    text(details['email']) ??
    text(object['customer_email']) ??
    text(billing['name']) ??
    text(billing['email']) ??
    text(object['receipt_email']);
  return label === null ? null : label.slice(0, MAX_LABEL_LENGTH).toWellFormed();
}

/** What is stored of times, also by versions that did not look: null where there is no such time. */
export function knownMs(ms: number | null): number | null {
  return ms !== null && Number.isInteger(ms) && ms >= 0 && ms <= LAST_MS ? ms : null;
}

/** What the bytes of a request are. */
export type EventBody = { kind: 'event'; envelope: EventEnvelope } | { kind: 'not_json' | 'not_an_event' };

export function readEventBody(bytes: Uint8Array): EventBody {
  let json: unknown;
  try {
    json = jsonOfBytes(bytes);
  } catch {
    return { kind: 'not_json' };
  }
  const envelope = readEnvelope(json);
  return envelope === null ? { kind: 'not_an_event' } : { kind: 'event', envelope };
}
