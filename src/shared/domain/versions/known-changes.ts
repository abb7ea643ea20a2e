// Changes between API versions that matter to billing, by the object they concern. Source: facts F2, docs.stripe.com/changelog.
import { hasPath } from './compare-shapes.ts';

interface Change {
  /** `data.object.object`. */
  object: string;
  /** The first version that has it the new way; versions are compared by their date. */
  since: string;
  before: readonly string[];
  after: readonly string[];
}

const BASIL = '2025-03-31';
const CLOVER = '2025-09-30';
const ENDIVE = '2026-09-30';
const LINE_PARENT = 'lines.data[].parent.subscription_item_details';

const CHANGES: readonly Change[] = [
  {
    object: 'subscription',
    since: BASIL,
    before: ['current_period_start', 'current_period_end'],
    after: ['items.data[].current_period_start', 'items.data[].current_period_end'],
  },
  { object: 'subscription', since: BASIL, before: ['discount'], after: ['discounts'] },
  {
    object: 'invoice',
    since: BASIL,
    before: ['subscription', 'subscription_details'],
    after: ['parent.subscription_details.subscription', 'parent.subscription_details.metadata'],
  },
  {
    object: 'invoice',
    since: BASIL,
    before: ['lines.data[].price', 'lines.data[].plan'],
    after: ['lines.data[].pricing.price_details.price', 'lines.data[].pricing.price_details.product'],
  },
  {
    object: 'invoice',
    since: BASIL,
    before: ['lines.data[].subscription', 'lines.data[].subscription_item', 'lines.data[].proration'],
    after: [`${LINE_PARENT}.subscription`, `${LINE_PARENT}.subscription_item`, `${LINE_PARENT}.proration`],
  },
  { object: 'invoice', since: BASIL, before: ['charge', 'payment_intent', 'paid'], after: [] },
  { object: 'charge', since: BASIL, before: ['invoice'], after: [] },
  { object: 'payment_intent', since: BASIL, before: ['invoice'], after: [] },
  { object: 'discount', since: CLOVER, before: ['coupon'], after: ['source.coupon'] },
  { object: 'customer', since: CLOVER, before: ['discount.coupon'], after: ['discount.source.coupon'] },
  {
    object: 'subscription',
    since: ENDIVE,
    before: [],
    after: ['items.data[].current_trial', 'status_details'],
  },
  { object: 'subscription_schedule', since: ENDIVE, before: [], after: ['pause_schedules'] },
];

export interface KnownChange {
  here: string[];
  there: string[];
}

/**
 * What an object of one version has otherwise in another.
 * @param object the event's `data.object`: what it could have and has not is left out
 */
export function knownChanges(object: unknown, version: string, other: string): KnownChange[] {
  const kind = typeof object === 'object' && object !== null ? Reflect.get(object, 'object') : null;
  return CHANGES.flatMap((change) => {
    const isNew = dateOf(version) >= change.since;
    if (change.object !== kind || isNew === dateOf(other) >= change.since) return [];
    const [ours, theirs] = isNew ? [change.after, change.before] : [change.before, change.after];
    const here = ours.filter((path) => hasPath(object, path));
    if (ours.length > 0 && here.length === 0) return [];
    return [{ here, there: [...theirs] }];
  });
}

const dateOf = (version: string): string => version.slice(0, 10);
