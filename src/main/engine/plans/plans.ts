// Customers and their plans, for the API and for whoever asks the app what it believes.
import type {
  CustomerDetail,
  CustomerFilter,
  CustomerSummary,
  Drift,
  EventPlan,
  NamedPlanRef,
} from '#shared/contract/plans.ts';
import { foldCustomer } from '#shared/domain/plans/fold.ts';
import { headlineOf, NO_HEADLINE, type PlanRef } from '#shared/domain/plans/headline.ts';
import {
  DEFAULT_MAPPING,
  isFree,
  PlanMappingSchema,
  type PlanMapping,
} from '#shared/domain/plans/plan-names.ts';
import type { StoredCustomer } from '../store/plan-reads.ts';
import type { Store } from '../store/store.ts';
import { createPlanView, plansIn, type PlanView } from './plan-view.ts';

const KEY = 'plan_mapping';

export interface Plans {
  list(filter: CustomerFilter, offset: number, limit: number): { items: CustomerSummary[]; total: number };
  find(id: number): CustomerDetail | null;
  /** null = no such event; 'nothing' = it says nothing about a plan. */
  ofEvent(id: string): EventPlan | 'nothing' | null;
  known(): NamedPlanRef[];
  mapping(): PlanMapping;
  setMapping(mapping: PlanMapping): Promise<PlanMapping>;
  rebuild(): Promise<{ customers: number; events: number }>;
  drift(id: number): Drift | null;
  /** Something about these customers may be another now. */
  touched(ids: readonly number[]): void;
  /** Grows whenever something shown here changed. */
  version(): number;
  counts(): { customers: number; drifting: number };
}

export interface PlansDeps {
  store: Pick<Store, 'plans' | 'reads' | 'meta' | 'write'>;
  onChange: () => void;
}

export function createPlans({ store, onChange }: PlansDeps): Plans {
  const stored = PlanMappingSchema.partial().safeParse(JSON.parse(store.meta.findMeta(KEY) ?? '{}'));
  let mapping: PlanMapping = { ...DEFAULT_MAPPING, ...(stored.success ? stored.data : {}) };
  let version = 1;
  /** Names and plans as of `version`: read once for all that is asked in between. */
  let seen: { version: number; view: PlanView; known: () => PlanRef[] } | null = null;
  /** Customers whose app was found to have something else. */
  const drifting = new Set<number>();
  for (const { id, check } of store.plans.listCustomers()) if (check !== null) note(id);

  function now(): { view: PlanView; known: () => PlanRef[] } {
    if (seen?.version !== version) {
      const view = createPlanView(mapping, store.plans.listCatalogue());
      let plans: PlanRef[] | null = null;
      const known = (): PlanRef[] => {
        plans ??= plansIn(store.plans.listCustomers().map(({ state }) => state));
        return plans;
      };
      seen = { version, view, known };
    }
    return seen;
  }

  function note(id: number): void {
    if (driftOf(id)?.state === 'drift') drifting.add(id);
    else drifting.delete(id);
  }

  function driftOf(id: number): Drift | null {
    const customer = store.plans.findCustomer(id);
    if (customer === null || customer.check === null) return null;
    const { view, known } = now();
    return view.drift(customer, store.plans.listUndelivered(id), known);
  }

  function summary(customer: StoredCustomer): CustomerSummary {
    const { view, known } = now();
    const undelivered = customer.check === null ? [] : store.plans.listUndelivered(customer.id);
    return view.summary(customer, undelivered, known);
  }

  function fits(
    { headline, name, email, customerId, drift }: CustomerSummary,
    filter: CustomerFilter,
  ): boolean {
    const { text, plan, status } = filter;
    const has = (value: string | null): boolean =>
      value !== null && value.toLowerCase().includes((text ?? '').trim().toLowerCase());
    if (
      text !== undefined &&
      text.trim() !== '' &&
      !has(name) &&
      !has(email) &&
      !has(customerId) &&
      !has(headline.objectId)
    )
      return false;
    if (
      plan === 'free'
        ? !isFree(headline.expected, mapping)
        : plan !== undefined && headline.plan?.key !== plan
    )
      return false;
    if (status !== undefined && headline.status !== status) return false;
    return filter.drift === undefined || drift?.state === filter.drift;
  }

  function bump(): void {
    version += 1;
    onChange();
  }

  return {
    list(filter, offset, limit) {
      const all = store.plans.listCustomers().map(summary);
      const fitting = all.filter((one) => fits(one, filter));
      // Who paid and did not get it comes first.
      const weight = ({ drift }: CustomerSummary): number => (drift?.state === 'drift' ? 0 : 1);
      const sorted = fitting.toSorted((a, b) => weight(a) - weight(b));
      return { items: sorted.slice(offset, offset + limit), total: sorted.length };
    },

    find(id) {
      const customer = store.plans.findCustomer(id);
      if (customer === null) return null;
      const { arrived, synthetic } = store.plans.listFacts(id);
      const { steps } = foldCustomer(arrived);
      return { ...summary(customer), ...now().view.detail(customer, steps, synthetic) };
    },

    ofEvent(id) {
      const event = store.reads.findEventById(id);
      if (event === null) return null;
      const owner = store.plans.findCustomerOfEvent(event.seq);
      const customer = owner === null ? null : store.plans.findCustomer(owner);
      if (customer === null) return 'nothing';
      const { steps } = foldCustomer(store.plans.listFacts(customer.id).arrived);
      const place = steps.findIndex(({ seq }) => seq === event.seq);
      const step = steps[place];
      if (step === undefined) return 'nothing';
      const { view } = now();
      const before = steps[place - 1]?.after;
      return {
        customer: summary(customer),
        before: view.headline(before === undefined ? NO_HEADLINE : headlineOf(before)),
        after: view.headline(headlineOf(step.after)),
        changes: step.changes.map((one) => view.change(one)),
        late: step.late,
        uncertain: step.uncertain,
      };
    },

    known: () => {
      const { view, known } = now();
      return known().map((plan) => view.ref(plan));
    },
    mapping: () => mapping,
    async setMapping(next) {
      await store.write.upsertMeta({ [KEY]: JSON.stringify(next) });
      mapping = next;
      version += 1;
      for (const { id, check } of store.plans.listCustomers()) if (check !== null) note(id);
      onChange();
      return mapping;
    },
    async rebuild() {
      const done = await store.write.rebuildPlans();
      bump();
      return done;
    },
    drift: driftOf,
    touched(ids) {
      if (ids.length === 0) return;
      version += 1;
      for (const id of ids) note(id);
      onChange();
    },
    version: () => version,
    counts: () => ({ customers: store.plans.countCustomers(), drifting: drifting.size }),
  };
}
