// What people call the plans in an event: the engine knows products by name, an event only by id.
import { useEffect, useMemo, useState } from 'react';
import type { EventPlan, NamedPlanRef } from '#shared/contract/plans.ts';
import type { PlanRef } from '#shared/domain/plans/headline.ts';
import { findPlanOfEvent } from '../../stores/customers-store.ts';
import { useStatus } from '../../stores/status-store.ts';

/** @param wanted false = nothing in sight names a plan, so nobody is asked */
export function usePlanNames(eventId: string, wanted: boolean): (plan: PlanRef) => string | null {
  const [found, setFound] = useState<{ id: string; plan: EventPlan | null } | null>(null);
  const plan = found?.id === eventId ? found.plan : null;
  const version = useStatus((state) => state.status?.plans.version);
  // The plans follow the events a moment behind. Once this one's is known, its names are.
  const waitingFor = wanted && plan === null ? version : null;
  useEffect(() => {
    if (waitingFor === null) return undefined;
    let current = true;
    void findPlanOfEvent(eventId).then((now) => current && setFound({ id: eventId, plan: now }));
    return () => {
      current = false;
    };
  }, [eventId, waitingFor]);
  return useMemo(() => {
    const known = plan === null ? [] : plansIn(plan);
    return (wantedPlan) => nameAmong(known, wantedPlan);
  }, [plan]);
}

function plansIn({ before, after, changes }: EventPlan): NamedPlanRef[] {
  const headlines = [before, after].flatMap((headline) => [headline.plan, ...headline.addOns]);
  const changed = changes.flatMap(({ from, to }) => [from, to]);
  return [...headlines, ...changed].filter((plan) => plan !== null);
}

function nameAmong(known: readonly NamedPlanRef[], { priceId, productId }: PlanRef): string | null {
  const found =
    known.find((one) => one.priceId !== null && one.priceId === priceId) ??
    known.find((one) => one.productId !== null && one.productId === productId);
  return found?.name ?? null;
}
