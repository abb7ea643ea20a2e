// What people call the plans in an event: the engine knows products by name, an event only by id.
import { useEffect, useState } from 'react';
import type { NamedPlanRef } from '#shared/contract/plans.ts';
import type { PlanRef } from '#shared/domain/plans/headline.ts';
import { engine } from '../../stores/engine.ts';
import { useStatus } from '../../stores/status-store.ts';

/** @param wanted false = nothing in sight names a plan, so nobody is asked */
export function usePlanNames(wanted: boolean): (plan: PlanRef) => string | null {
  const version = useStatus((state) => state.status?.plans.version);
  const [known, setKnown] = useState<readonly NamedPlanRef[]>([]);
  useEffect(() => {
    if (!wanted) return undefined;
    let current = true;
    engine
      .query((api) => api.plans.known())
      .then((plans) => current && setKnown(plans))
      // The event's own names do as well.
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [wanted, version]);
  return (plan) => nameAmong(known, plan);
}

function nameAmong(known: readonly NamedPlanRef[], { priceId, productId }: PlanRef): string | null {
  const found =
    known.find((one) => one.priceId !== null && one.priceId === priceId) ??
    known.find((one) => one.productId !== null && one.productId === productId);
  return found?.name ?? null;
}
