// Reads a subscription as it is rendered in any API version from 2022 on. Source: facts F1 and F2, stripe-node's types.
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
import type { PlanItem, Sub } from './plan-state.ts';
import { byWorth } from './worth.ts';

/** What a snapshot says; the rest of a Sub comes from other objects. */
export type SubSnapshot = Omit<Sub, 'last' | 'uncertain' | 'invoices' | 'nextChange' | 'nextPause'>;

export function readSubscription(object: Json): SubSnapshot | null {
  const id = text(object['id']);
  if (id === null) return null;
  const items = readItems(object);
  const cancelAt = unixSeconds(object['cancel_at']);
  const atPeriodEnd = flag(object['cancel_at_period_end']) === true;
  const endedAt = unixSeconds(object['ended_at']);
  const [main] = byWorth(items);
  const periodEnd = main?.periodEnd ?? unixSeconds(object['current_period_end']);
  const pause = object['pause_collection'];
  const paused = asObject(object['status_details'])['paused'];
  return {
    id,
    status: text(object['status']) ?? 'unknown',
    items,
    metadata: textMap(object['metadata']),
    periodEnd,
    trialEnd: unixSeconds(object['trial_end']) ?? main?.trialEnd ?? null,
    paused: isObject(paused)
      ? {
          at: unixSeconds(paused['transitioned_at']),
          reason: text(asObject(paused['subscription'])['type']) ?? text(paused['type']),
        }
      : null,
    // Classic mode sets the flag (and mostly the time), flexible billing only the time.
    cancelScheduled: endedAt === null && (atPeriodEnd || cancelAt !== null),
    // With periods of its own for each item the first of them ends the subscription.
    endsAt: endedAt ?? cancelAt ?? (atPeriodEnd ? (firstPeriodEnd(items) ?? periodEnd) : null),
    endedAt,
    pauseCollection: isObject(pause)
      ? { behavior: text(pause['behavior']) ?? 'unknown', resumesAt: unixSeconds(pause['resumes_at']) }
      : null,
    pendingUpdate: isObject(object['pending_update']),
    scheduleId: idOf(object['schedule']),
    latestInvoiceId: idOf(object['latest_invoice']),
  };
}

/** Of a subscription, or of the plan and quantity at its top, which stood for its items before these were. */
function readItems(object: Json): PlanItem[] {
  const data = asArray(asObject(object['items'])['data']).map(asObject);
  if (data.length > 0) return data.map(readItem);
  return isObject(object['plan']) ? [readItem({ plan: object['plan'], quantity: object['quantity'] })] : [];
}

function readItem(item: Json): PlanItem {
  const price = isObject(item['price']) ? item['price'] : asObject(item['plan']);
  const recurring = isObject(price['recurring']) ? price['recurring'] : price;
  const interval = recurring['interval'];
  return {
    itemId: text(item['id']),
    priceId: text(price['id']),
    productId: idOf(price['product']),
    lookupKey: text(price['lookup_key']),
    nickname: text(price['nickname']),
    priceKey: text(asObject(price['metadata'])['plan']),
    unitAmount: integer(price['unit_amount'] ?? price['amount']),
    currency: text(price['currency']),
    interval:
      interval === 'day' || interval === 'week' || interval === 'month' || interval === 'year'
        ? interval
        : null,
    intervalCount: Math.max(1, integer(recurring['interval_count']) ?? 1),
    quantity: integer(item['quantity']),
    metered: recurring['usage_type'] === 'metered',
    periodEnd: unixSeconds(item['current_period_end']),
    trialEnd: unixSeconds(asObject(item['current_trial'])['end_date']),
  };
}

function firstPeriodEnd(items: readonly PlanItem[]): number | null {
  const ends = items.map(({ periodEnd }) => periodEnd).filter((end) => end !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}
