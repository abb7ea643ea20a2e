// What events say about plans, read from their bodies whenever a story is folded: kept beside them it would take as much room again.
import { asObject, jsonOfBytes } from '#shared/domain/json-read.ts';
import { readPlanFacts, type PlanFacts } from '#shared/domain/plans/plan-facts.ts';
import { createEventBodies, type EventBodies } from './event-bodies.ts';
import type { Db } from './open-database.ts';

/** Of the latest events; a cascade is folded several times within moments. */
const MOST_KEPT = 2_000;

export interface PlanFactsOf {
  /** null = the body says nothing about a plan, or is gone. Throws what JSON.parse throws. */
  (seq: number): PlanFacts | null;
  keep(seq: number, facts: PlanFacts): void;
}

export function createPlanFactsOf(db: Db, bodies: EventBodies = createEventBodies(db)): PlanFactsOf {
  const kept = new Map<number, PlanFacts>();
  const keep = (seq: number, facts: PlanFacts): void => {
    kept.set(seq, facts);
    if (kept.size <= MOST_KEPT) return;
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      if (kept.size <= MOST_KEPT) return;
    }
  };
  return Object.assign(
    (seq: number): PlanFacts | null => {
      const known = kept.get(seq);
      if (known !== undefined) return known;
      const bytes = bodies.find(seq);
      const facts = bytes === null ? null : readPlanFacts(asObject(jsonOfBytes(bytes)));
      if (facts !== null) keep(seq, facts);
      return facts;
    },
    { keep },
  );
}
