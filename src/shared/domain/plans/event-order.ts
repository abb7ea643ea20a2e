// The order in which a customer's events count: by when Stripe created them, never by arrival. Source: facts F5, rule 2.
import type { FlatDigest } from './digest.ts';
import type { PlanFacts } from './plan-facts.ts';
import { digest } from './digest.ts';
import { NO_CUSTOMER_STATE, type CustomerState } from './plan-state.ts';

/** Facts with their place in the order of arrival, which decides only what nothing else does. */
export interface ArrivedFacts {
  seq: number;
  facts: PlanFacts;
}

export interface OrderedFacts extends ArrivedFacts {
  /** Nothing but its arrival puts it behind another one of the same second and object. */
  uncertain: boolean;
  /** A second Event object for a change that another one told of already. */
  twin: boolean;
}

/** @param base what was so before the first of them */
export function orderFacts(
  arrived: readonly ArrivedFacts[],
  base: CustomerState = NO_CUSTOMER_STATE,
): OrderedFacts[] {
  const shown = new Map(base.subs.map(({ id, last }) => [id, last?.shown ?? null]));
  const first = new Map<string, ArrivedFacts>();
  for (const one of arrived) {
    const known = first.get(one.facts.eventId);
    if (known === undefined || one.seq < known.seq) first.set(one.facts.eventId, one);
  }
  const sorted = [...first.values()].toSorted(
    (a, b) => a.facts.created - b.facts.created || storyRank(a.facts) - storyRank(b.facts) || a.seq - b.seq,
  );
  const ordered: OrderedFacts[] = [];
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && sameMoment(sorted[start], sorted[end])) end += 1;
    ordered.push(...orderMoment(sorted.slice(start, end), shown));
    start = end;
  }
  return ordered;
}

/** What the events are about; each object's history has an order of its own. */
export function objectOf({ said }: PlanFacts): string {
  switch (said.what) {
    case 'subscription':
      return said.sub.id;
    case 'invoice':
      return said.invoiceId;
    case 'session':
      return said.sessionId;
    case 'schedule':
      return said.scheduleId;
    case 'charge':
      return said.chargeId ?? said.what;
    case 'refund':
      return said.refundId;
    case 'dispute':
      return said.disputeId;
    default:
      return said.what;
  }
}

/** Within one second, as a payment is told: the customer, the order, the subscription as it began, its payment, what it became. */
function storyRank({ type, said }: PlanFacts): number {
  switch (said.what) {
    case 'customer':
      return said.deleted ? 90 : type === 'customer.created' ? 0 : 1;
    case 'link':
      return 2;
    case 'subscription':
      return 10 + 10 * subscriptionRank(type) + (said.sub.status === 'incomplete' ? 0 : 1);
    case 'invoice':
      return said.payment === null ? 23 : INVOICE_RANKS[said.payment];
    case 'session':
      return said.outcome === 'pending' ? 45 : 46;
    case 'schedule':
      return type.endsWith('.created') ? 50 : /\.(updated|expiring)$/.test(type) ? 51 : 52;
    case 'entitlements':
      return 60;
    case 'charge':
      return 70;
    case 'refund':
      return said.live ? 71 : 72;
    case 'dispute':
      return type.endsWith('.created') ? 73 : /\.(closed|funds_reinstated)$/.test(type) ? 75 : 74;
    default:
      return 99;
  }
}

/** An invoice that is voided or given up on was open until then. */
const INVOICE_RANKS = { failed: 24, action_required: 25, ok: 26, voided: 27, uncollectible: 27 } as const;

function subscriptionRank(type: string): number {
  if (type.endsWith('.deleted')) return 3;
  return type.endsWith('.created') ? 1 : 2;
}

function sameMoment(a: ArrivedFacts | undefined, b: ArrivedFacts | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.facts.created === b.facts.created && storyRank(a.facts) === storyRank(b.facts);
}

/** Events of one second and rank: those about different objects are independent, those about one are brought into a chain. */
function orderMoment(moment: readonly ArrivedFacts[], shown: Map<string, FlatDigest | null>): OrderedFacts[] {
  const byObject = Map.groupBy(moment, ({ facts }) => objectOf(facts));
  return [...byObject]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([object, events]) => {
      const ordered = chain(events, shown.get(object) ?? null);
      const said = ordered.at(-1)?.facts.said;
      if (said?.what === 'subscription') shown.set(object, comparable(said.now));
      return ordered;
    });
}

/** Events that show their object in one and the same state; nothing hangs on which of them is the later. */
type Showing = ArrivedFacts[];

/** @param before what the object was before all of them; null = not known */
function chain(events: readonly ArrivedFacts[], before: FlatDigest | null): OrderedFacts[] {
  let shown = before;
  const left: Showing[] = [...Map.groupBy(events, ({ facts }) => facts.digest).values()];
  const ordered: OrderedFacts[] = [];
  let uncertain = false;
  while (left.length > 0) {
    // Those that follow none of the others. In a ring of contradictions nobody is free, and everybody is.
    const free = left.filter((one) => !left.some((other) => other !== one && follows(one, other)));
    const open = (free.length > 0 ? free : left).toSorted(
      (a, b) => periodEndOf(a) - periodEndOf(b) || arrivalOf(a) - arrivalOf(b),
    );
    // A change and its reversal each seem to follow the other; only one of them starts from what was there before.
    const next = open.length > 1 ? (continuing(open, shown) ?? open[0]) : open[0];
    if (next === undefined) break;
    const rival = next === continuing(open, shown) ? undefined : open.find((one) => one !== next);
    left.splice(left.indexOf(next), 1);
    // The later of an undecided pair is the one that may wrongly have the last word.
    ordered.push(...tellOnce(next, uncertain));
    uncertain = rival !== undefined && hasVersions(next) && periodEndOf(next) === periodEndOf(rival);
    shown = nowOf(next) ?? shown;
  }
  return ordered;
}

/** By type, so that the same one has the last word however they arrived. */
function tellOnce(showing: Showing, uncertain: boolean): OrderedFacts[] {
  const told = new Set<string>();
  return showing
    .toSorted((a, b) => (a.facts.type < b.facts.type ? -1 : a.facts.type > b.facts.type ? 1 : a.seq - b.seq))
    .map((one) => {
      const twin = told.has(one.facts.type);
      told.add(one.facts.type);
      return { ...one, uncertain: uncertain && !twin, twin };
    });
}

/** Whether `later` says it changed what `earlier` shows, and not the other way round. */
function follows(later: Showing, earlier: Showing): boolean {
  return changed(later, earlier) && !changed(earlier, later);
}

function changed(later: Showing, earlier: Showing): boolean {
  const shown = earlier[0]?.facts.said;
  if (shown === undefined || !('now' in shown)) return false;
  return later.some(
    ({ facts: { said } }) => 'before' in said && said.before !== null && isShownBy(said.before, shown.now),
  );
}

/** The only one whose update says that it changed what was shown; null = none, or several. */
function continuing(open: readonly Showing[], shown: FlatDigest | null): Showing | null {
  // An event that does not say what it changed may stand anywhere.
  if (shown === null || open.some((showing) => beforesOf(showing).length === 0)) return null;
  const [only, ...others] = open.filter((showing) =>
    beforesOf(showing).some((before) => isShownBy(comparable(before), shown)),
  );
  return others.length === 0 ? (only ?? null) : null;
}

function beforesOf(showing: Showing): FlatDigest[] {
  return showing.flatMap(({ facts: { said } }) =>
    'before' in said && said.before !== null ? [said.before] : [],
  );
}

function nowOf([one]: Showing): FlatDigest | null {
  const said = one?.facts.said;
  return said !== undefined && 'now' in said ? comparable(said.now) : null;
}

/** What one second may turn back and forth; the rest of a subscription would only fill the store. */
const COMPARABLE =
  /^(status|cancel_at|cancel_at_period_end|canceled_at|quantity|items\.data|trial_end|schedule|(metadata|pause_collection|cancellation_details)(\.|$))/;

export function comparable(digests: FlatDigest): FlatDigest {
  return Object.fromEntries(Object.entries(digests).filter(([path]) => COMPARABLE.test(path)));
}

const NULL = digest(null);

function isShownBy(part: FlatDigest, whole: FlatDigest): boolean {
  const entries = Object.entries(part);
  return entries.length > 0 && entries.every(([path, value]) => isShownAt(path, value, whole));
}

/** In `previous_attributes`, null stands for what was not there at all, too. */
function isShownAt(path: string, value: string, whole: FlatDigest): boolean {
  const shown = whole[path];
  if (shown !== undefined) return shown === value;
  return value === NULL && !Object.keys(whole).some((other) => other.startsWith(`${path}.`));
}

function periodEndOf([one]: Showing): number {
  return one?.facts.said.what === 'subscription' ? (one.facts.said.sub.periodEnd ?? 0) : 0;
}

/** Whether its events show the whole object, so that the last of them decides. */
const hasVersions = ([one]: Showing): boolean => one !== undefined && 'now' in one.facts.said;

const arrivalOf = (showing: Showing): number => Math.min(...showing.map(({ seq }) => seq));
