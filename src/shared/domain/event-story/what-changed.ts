// An update as a list of changes a person can read: `previous_attributes` beside the object. Never throws, whatever the shape.
// Of hashes Stripe tells only the keys that changed, and null for a key that was not there; arrays come whole. Source: facts E.
import { asObject, idOf, isObject, text, type Json } from '../json-read.ts';
import type { PlanRef } from '../plans/headline.ts';
import { readValue } from './field-value.ts';
import { FIELD_CODES, fieldOf, type FieldCode } from './fields.ts';
import { isSameJson } from './same-json.ts';
import { priceOf } from './read.ts';
import { idValue, NONE, textValue, type Value } from './value.ts';

export interface Change {
  /**
   * Below `data.object`: `items.data[0].quantity`. What is gone is no longer there: `previous_attributes.items.data[1]`, below `data`.
   */
  path: string;
  /** null = there are no words for this key. */
  field: FieldCode | null;
  /** The key itself. */
  key: string;
  /** Of which of several things sold, where it is a subscription item's. */
  of: PlanRef | null;
  before: Value;
  after: Value;
}

/** Beyond these nobody reads on. */
export const MOST_CHANGES = 100;
/** A hash that came or went whole is told by its leaves up to so many of them. */
const MOST_LEAVES = 12;
const DEEPEST = 8;

interface Place {
  path: string;
  key: string;
  parent: string | null;
  objectType: string | null;
  currency: { before: string | null; after: string | null };
  of: PlanRef | null;
  /** Inside an array both sides are whole, so that a key only one of them has did change. */
  whole: boolean;
  depth: number;
}

/** @returns the most important first; empty when nothing changed or nothing tells what */
export function whatChanged(event: unknown): Change[] {
  const data = asObject(asObject(event)['data']);
  const [previous, object] = [data['previous_attributes'], data['object']];
  if (!isObject(previous) || !isObject(object)) return [];
  const changes: Change[] = [];
  const root: Place = {
    path: '',
    key: '',
    parent: null,
    objectType: text(object['object']),
    currency: {
      before: text(previous['currency']) ?? text(object['currency']),
      after: text(object['currency']),
    },
    of: null,
    whole: false,
    depth: 0,
  };
  compareKeys(previous, object, root, changes);
  return withoutTwins(changes).toSorted((a, b) => weight(a) - weight(b) || nesting(a) - nesting(b));
}

function weight({ field }: Change): number {
  return field === null ? FIELD_CODES.length : FIELD_CODES.indexOf(field);
}

/** Before the path of an element that is in the list as it was, and not in the object as it is. */
const GONE = 'previous_attributes.';
const placeOf = ({ path }: Change): string => (path.startsWith(GONE) ? path.slice(GONE.length) : path);

/** What changed in the object itself stands before the same in what it holds. */
const nesting = (change: Change): number => placeOf(change).split(/[.[]/).length;

/** Subscriptions of one item say its plan and quantity at their top as well. */
function withoutTwins(changes: readonly Change[]): Change[] {
  const inItems = (field: FieldCode): boolean =>
    changes.some((change) => change.field === field && placeOf(change).startsWith('items.'));
  const twins = new Set<string>();
  if (inItems('price') || inItems('plan')) twins.add('plan');
  if (inItems('quantity')) twins.add('quantity');
  return changes.filter((change) => !twins.has(placeOf(change).split('.')[0] ?? ''));
}

function compareKeys(before: Json, after: Json, place: Place, changes: Change[]): void {
  const told = Object.keys(before);
  const all = place.whole || (told.length === 0 && place.depth > 0);
  const keys = all ? [...new Set([...told, ...Object.keys(after)])] : told;
  for (const key of keys) {
    // The older twin of the price.
    if (key === 'plan' && place.depth > 0 && ('price' in before || 'price' in after)) continue;
    compare(own(before, key), own(after, key), inside(place, key, before, after), changes);
  }
}

const own = (object: Json, key: string): unknown =>
  Object.hasOwn(object, key) ? (object[key] ?? null) : null;

function inside(place: Place, key: string, before: Json, after: Json): Place {
  return {
    ...place,
    path: pathOf(place.path, key),
    key,
    parent: place.depth === 0 ? null : place.key,
    currency: {
      // A currency that did not change is told by the object alone.
      before: currencyOf(before, key) ?? currencyOf(after, key) ?? place.currency.before,
      after: currencyOf(after, key) ?? place.currency.after,
    },
    depth: place.depth + 1,
  };
}

/** Some amounts have a currency of their own: `minimum_amount` and `minimum_amount_currency`. */
const currencyOf = (object: Json, key: string): string | null =>
  text(object[`${key}_currency`]) ?? text(object['currency']);

const pathOf = (path: string, key: string): string => {
  if (!/^[A-Za-z_]\w*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
};

function compare(before: unknown, after: unknown, place: Place, changes: Change[]): void {
  if (changes.length >= MOST_CHANGES || isSameJson(before, after)) return;
  if (place.depth > DEEPEST) return tell(before, after, place, changes);
  const lists = [listOf(before), listOf(after)] as const;
  if (lists.some((list) => list !== null) && (before === null || lists[0]) && (after === null || lists[1])) {
    const path = isObject(before ?? after) ? `${place.path}.data` : place.path;
    return compareLists(lists[0] ?? [], lists[1] ?? [], { ...place, path }, changes);
  }
  if (isObject(before) && isObject(after)) {
    if (isPrice(before, place) && isPrice(after, place) && before['id'] !== after['id']) {
      return tell(before, after, place, changes);
    }
    return compareKeys(before, after, place, changes);
  }
  const one = isObject(before) ? before : isObject(after) ? after : null;
  const other = one === before ? after : before;
  const isTold = place.key === 'pending_update' || leaves(one) <= MOST_LEAVES;
  if (one !== null && other === null && !isPrice(one, place) && isTold) {
    const whole = { ...place, whole: true };
    return one === before ? compareKeys(one, {}, whole, changes) : compareKeys({}, one, whole, changes);
  }
  return tell(before, after, place, changes);
}

/** The array of a list object, or an array itself. */
function listOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  const data = isObject(value) ? value['data'] : null;
  return Array.isArray(data) ? data : null;
}

const isPrice = (object: Json, { key }: Place): boolean =>
  (key === 'price' || key === 'plan') && text(object['id']) !== null;

/** What is told when this comes or goes; the rest is not set either way. */
function leaves(value: unknown, depth = 0): number {
  if (value === null || value === undefined || depth > DEEPEST) return 0;
  if (typeof value !== 'object') return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + leaves(inner, depth + 1), 0);
}

function compareLists(before: unknown[], after: unknown[], place: Place, changes: Change[]): void {
  if (![...before, ...after].every(isObject)) return tell(before, after, place, changes);
  const [olds, news] = [before.map(asObject), after.map(asObject)];
  const byId = [...olds, ...news].every((one) => text(one['id']) !== null);
  news.forEach((element, index) => {
    const old = byId ? olds.find(({ id }) => id === element['id']) : olds[index];
    const at = {
      ...place,
      path: `${place.path}[${index}]`,
      whole: true,
      of: soldBy(element),
      depth: place.depth + 1,
    };
    if (old === undefined) came(null, element, at, changes);
    else compare(old, element, at, changes);
  });
  olds.forEach((element, index) => {
    const gone = byId ? !news.some(({ id }) => id === element['id']) : index >= news.length;
    const path = `${place.path.startsWith(GONE) ? '' : GONE}${place.path}[${index}]`;
    if (gone) came(element, null, { ...place, path, whole: true, depth: place.depth + 1 }, changes);
  });
}

/** An element that is new or gone: what is sold by it, or the feature it stands for, says more than its keys. */
function came(before: Json | null, after: Json | null, place: Place, changes: Change[]): void {
  const element = before ?? after ?? {};
  const plan = soldBy(element);
  const feature = featureOf(element);
  if (plan === null && feature === null) return compare(before, after, place, changes);
  if (changes.length >= MOST_CHANGES) return;
  const value: Value = plan === null ? (feature ?? NONE) : { kind: 'plan', plan, show: 'both' };
  const item = place.parent === 'pending_update' ? 'pending_item' : 'item';
  const field = plan === null ? 'entitlement' : item;
  changes.push({
    path: place.path,
    field,
    key: field,
    of: null,
    before: before === null ? NONE : value,
    after: after === null ? NONE : value,
  });
}

function featureOf(element: Json): Value | null {
  if (element['object'] !== 'entitlements.active_entitlement') return null;
  return textValue(text(element['lookup_key'])) ?? idValue(idOf(element['feature']) ?? text(element['id']));
}

function soldBy(item: Json): PlanRef | null {
  const price = isObject(item['price']) ? item['price'] : item['plan'];
  if (!isObject(price)) return null;
  const plan = priceOf(price);
  const quantity = item['quantity'];
  return plan === null ? null : { ...plan, quantity: typeof quantity === 'number' ? quantity : null };
}

function tell(before: unknown, after: unknown, place: Place, changes: Change[]): void {
  if (changes.length >= MOST_CHANGES) return;
  const { path, key, parent, objectType, currency, of } = place;
  const value = (raw: unknown, unit: string | null): Value =>
    isObject(raw) && isPrice(raw, place)
      ? { kind: 'plan', plan: priceOf(raw) as PlanRef, show: 'both' }
      : readValue(raw, { key, parent, objectType, currency: unit });
  const field = fieldOf(key, parent);
  const [was, is] = [value(before, currency.before), value(after, currency.after)];
  // An empty text or array in place of nothing is no change to anybody.
  if (was.kind === 'none' && is.kind === 'none') return;
  changes.push({
    path,
    field,
    key,
    // A price that changed says by itself what is sold.
    of: field === 'price' || field === 'plan' ? null : of,
    before: was,
    after: is,
  });
}
