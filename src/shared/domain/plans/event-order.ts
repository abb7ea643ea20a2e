// The order in which a customer's events count: by when Stripe created them, never by arrival. Source: facts F5, rule 2.
import type { FlatDigest } from './digest.ts';
import type { PlanFacts } from './plan-facts.ts';

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

export function orderFacts(arrived: readonly ArrivedFacts[]): OrderedFacts[] {
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
    ordered.push(...orderMoment(sorted.slice(start, end)));
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
      return said.payment === 'ok' ? 26 : 25;
    case 'session':
      return said.outcome === 'pending' ? 45 : 46;
    case 'schedule':
      return 50;
    case 'entitlements':
      return 60;
    case 'refund':
      return 70;
    case 'dispute':
      return said.status === 'open' ? 71 : 72;
    default:
      return 99;
  }
}

function subscriptionRank(type: string): number {
  if (type.endsWith('.deleted')) return 3;
  return type.endsWith('.created') ? 1 : 2;
}

function sameMoment(a: ArrivedFacts | undefined, b: ArrivedFacts | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.facts.created === b.facts.created && storyRank(a.facts) === storyRank(b.facts);
}

/** Events of one second and rank: those about different objects are independent, those about one are brought into a chain. */
function orderMoment(moment: readonly ArrivedFacts[]): OrderedFacts[] {
  if (moment.length === 1) return moment.map((one) => ({ ...one, uncertain: false, twin: false }));
  const byObject = Map.groupBy(moment, ({ facts }) => objectOf(facts));
  return [...byObject].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, events]) => chain(events));
}

/** Events that show their object in one and the same state; nothing hangs on which of them is the later. */
type Showing = ArrivedFacts[];

function chain(events: readonly ArrivedFacts[]): OrderedFacts[] {
  const left: Showing[] = [...Map.groupBy(events, ({ facts }) => facts.digest).values()];
  const ordered: OrderedFacts[] = [];
  let uncertain = false;
  while (left.length > 0) {
    // Those that follow none of the others. In a ring of contradictions nobody is free, and everybody is.
    const free = left.filter((one) => !left.some((other) => other !== one && follows(one, other)));
    const candidates = (free.length > 0 ? free : left).toSorted(
      (a, b) => periodEndOf(a) - periodEndOf(b) || arrivalOf(a) - arrivalOf(b),
    );
    const [next, rival] = candidates;
    if (next === undefined) break;
    left.splice(left.indexOf(next), 1);
    // The later of an undecided pair is the one that may wrongly have the last word.
    ordered.push(...tellOnce(next, uncertain));
    uncertain = rival !== undefined && isSubscription(next) && periodEndOf(next) === periodEndOf(rival);
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

function isShownBy(part: FlatDigest, whole: FlatDigest): boolean {
  const entries = Object.entries(part);
  return entries.length > 0 && entries.every(([path, value]) => whole[path] === value);
}

function periodEndOf([one]: Showing): number {
  return one?.facts.said.what === 'subscription' ? (one.facts.said.sub.periodEnd ?? 0) : 0;
}

const isSubscription = ([one]: Showing): boolean => one?.facts.said.what === 'subscription';

const arrivalOf = (showing: Showing): number => Math.min(...showing.map(({ seq }) => seq));
