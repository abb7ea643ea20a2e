// The one order in which events are delivered, drained and resent: as Stripe made the changes, which is the plan projection's order.
import { orderFacts } from '#shared/domain/plans/event-order.ts';
import type { PlanFacts } from '#shared/domain/plans/plan-facts.ts';
import type { Db } from './open-database.ts';
import { createPlanFactsOf } from './plan-facts-of.ts';

/** What places an event in the order. */
export interface DeliverySpot {
  seq: number;
  /** When Stripe created it, Unix milliseconds; where that is not known, when it arrived. */
  createdAt: number;
  customerId: string | null;
}

export interface DeliveryOrder {
  /** @param seqs of events that Stripe created for one customer in one second */
  orderMoment(seqs: readonly number[]): number[];
  /** By second of creation, then as orderMoment(), then by arrival. */
  inOrder<Spot extends DeliverySpot>(spots: readonly Spot[]): Spot[];
}

export function createDeliveryOrder(db: Db): DeliveryOrder {
  const factsOf = createPlanFactsOf(db);

  function readFacts(seq: number): PlanFacts | null {
    try {
      return factsOf(seq);
    } catch {
      // A body that is not JSON after all says nothing about order.
      return null;
    }
  }

  function orderMoment(seqs: readonly number[]): number[] {
    const arrived = seqs.toSorted((a, b) => a - b);
    const known = arrived.flatMap((seq) => {
      const facts = readFacts(seq);
      return facts === null ? [] : [{ seq, facts }];
    });
    const ordered = orderFacts(known).map(({ seq }) => seq);
    const inOrder = new Set(ordered);
    // Two events with one id are one event to the projection; both are delivered.
    for (const { seq } of known) if (!inOrder.has(seq)) ordered.push(seq);
    const withFacts = new Set(known.map(({ seq }) => seq));
    // Events without facts keep their place among the others.
    let next = 0;
    return arrived.map((seq) => (withFacts.has(seq) ? (ordered[next++] ?? seq) : seq));
  }

  return {
    orderMoment,
    inOrder(spots) {
      const sorted = spots.toSorted((a, b) => a.createdAt - b.createdAt || a.seq - b.seq);
      const moments = Map.groupBy(sorted, ({ createdAt, customerId, seq }) =>
        customerId === null ? `#${seq}` : `${createdAt} ${customerId}`,
      );
      return [...moments.values()].flatMap((moment) => {
        const distinct = [...new Set(moment.map(({ seq }) => seq))];
        if (distinct.length === 1) return moment;
        const places = new Map(orderMoment(distinct).map((seq, place) => [seq, place]));
        return moment.toSorted((a, b) => (places.get(a.seq) ?? 0) - (places.get(b.seq) ?? 0));
      });
    },
  };
}
