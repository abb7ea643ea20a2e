// Customers and their plans, for the API and for whoever asks the app what it believes.
import type {
  CustomerDetail,
  CustomerFilter,
  CustomerSummary,
  Drift,
  EventPlan,
  NamedPlanRef,
} from '#shared/contract/plans.ts';
import type { DriftState, ExpectedPlan } from '#shared/domain/plans/drift.ts';
import { foldCustomer } from '#shared/domain/plans/fold.ts';
import type { PlanRef } from '#shared/domain/plans/headline.ts';
import {
  DEFAULT_MAPPING,
  isFree,
  PlanMappingSchema,
  type PlanMapping,
} from '#shared/domain/plans/plan-names.ts';
import type { CustomerQuery, StoredCustomer } from '../store/plan-reads.ts';
import type { Store } from '../store/store.ts';
import { createPlanView, plansIn, type PlanView } from './plan-view.ts';

const KEY = 'plan_mapping';
/** Events at a time when all are read anew. */
const PORTION = 500;

export interface Plans {
  list(filter: CustomerFilter, offset: number, limit: number): { items: CustomerSummary[]; total: number };
  find(id: number): CustomerDetail | null;
  /** null = no such event; 'nothing' = it says nothing about a plan. */
  ofEvent(id: string): EventPlan | 'nothing' | null;
  known(): NamedPlanRef[];
  mapping(): PlanMapping;
  setMapping(mapping: PlanMapping): Promise<PlanMapping>;
  rebuild(): Promise<{ customers: number; events: number }>;
  /** The plan that Stripe's events give a customer. */
  expected(customer: StoredCustomer): ExpectedPlan;
  /** Every plan seen, as the developer names it. */
  knownNamed(): ExpectedPlan['plan'][];
  /** Something about these customers may be another now. */
  touched(ids: readonly number[]): void;
  /** Something about any customer may be another now. */
  touchedAll(): void;
  /** Grows whenever something shown here changed. */
  version(): number;
  count(): number;
}

export interface PlansDeps {
  store: Pick<Store, 'plans' | 'reads' | 'meta' | 'write'>;
  /** Whether the app agrees; it is displayed with the customers, and decided elsewhere. */
  drift: {
    of: (customer: StoredCustomer) => Drift | null;
    customersIn: (state: DriftState) => readonly number[];
    /** Plans may be named otherwise now. */
    renamed: () => void;
  };
  onChange: () => void;
}

export function createPlans({ store, drift, onChange }: PlansDeps): Plans {
  const stored = PlanMappingSchema.partial().safeParse(JSON.parse(store.meta.findMeta(KEY) ?? '{}'));
  let mapping: PlanMapping = { ...DEFAULT_MAPPING, ...(stored.success ? stored.data : {}) };
  let version = 1;
  /**
   * Names as of `version`: read once for all that is asked in between. The writer's commit is seen before its message comes, so
   * what was projected counts, too: names and states are of one moment.
   */
  let seen: { version: number; until: string | null; view: PlanView } | null = null;
  /** Every plan seen, as long as nothing was forgotten; null = not asked for yet. */
  let plansSeen: Map<string, PlanRef> | null = null;
  /** Customers who may have brought new ones. */
  const unread = new Set<number>();

  function now(): { view: PlanView } {
    const until = store.plans.projectedUntil();
    if (seen?.version !== version || seen.until !== until) {
      seen = { version, until, view: createPlanView(mapping, store.plans.listCatalogue()) };
    }
    return seen;
  }

  function known(): PlanRef[] {
    if (plansSeen === null) {
      const states = store.plans.listCustomers().map(({ state }) => state);
      plansSeen = plansIn(states, store.plans.listChanges(null));
    } else {
      for (const id of unread) {
        const customer = store.plans.findCustomer(id);
        if (customer === null) continue;
        for (const [name, plan] of plansIn([customer.state], store.plans.listChanges(id)))
          plansSeen.set(name, plan);
      }
    }
    unread.clear();
    return [...plansSeen.values()];
  }

  function changed(): void {
    version += 1;
    onChange();
  }

  function summary(customer: StoredCustomer): CustomerSummary {
    return now().view.summary(customer, drift.of(customer));
  }

  function queryOf({ text, plan, status }: CustomerFilter): CustomerQuery {
    if (plan !== 'free') return { text, status, planKeys: plan === undefined ? undefined : [plan] };
    const { view } = now();
    const free = known().filter((one) => isFree(view.ref(one).name, mapping));
    return { text, status, planKeys: free.map(({ key }) => key), withoutAccess: true };
  }

  return {
    list({ drift: wanted, ...filter }, offset, limit) {
      const query = queryOf(filter);
      const idsOf = (more: Pick<CustomerQuery, 'only' | 'except'>, from: number, most: number): number[] =>
        most <= 0 ? [] : store.plans.listCustomerIds({ ...query, ...more }, from, most);
      const total = store.plans.countCustomers({ ...query, only: wanted && drift.customersIn(wanted) });
      const shown = (ids: readonly number[]): CustomerSummary[] =>
        ids.flatMap((id) => {
          const customer = store.plans.findCustomer(id);
          return customer === null ? [] : [summary(customer)];
        });
      if (wanted !== undefined)
        return { items: shown(idsOf({ only: drift.customersIn(wanted) }, offset, limit)), total };
      // Who paid and did not get it comes first.
      const drifting = drift.customersIn('drift');
      const first = store.plans.countCustomers({ ...query, only: drifting });
      const head = idsOf({ only: drifting }, offset, Math.min(limit, first - offset));
      const rest = idsOf({ except: drifting }, Math.max(0, offset - first), limit - head.length);
      return { items: shown([...head, ...rest]), total };
    },

    find(id) {
      const customer = store.plans.findCustomer(id);
      if (customer === null) return null;
      const { arrived, synthetic } = store.plans.listFacts(id);
      const { steps } = foldCustomer(arrived, customer.base);
      return { ...summary(customer), ...now().view.detail(customer, steps, synthetic) };
    },

    ofEvent(id) {
      const event = store.reads.findEventById(id);
      if (event === null) return null;
      const owner = store.plans.findCustomerOfEvent(event.seq);
      const customer = owner === null ? null : store.plans.findCustomer(owner);
      if (customer === null) return 'nothing';
      const { steps } = foldCustomer(store.plans.listFacts(customer.id).arrived, customer.base);
      const place = steps.findIndex(({ seq }) => seq === event.seq);
      const step = steps[place];
      if (step === undefined) return 'nothing';
      const { view } = now();
      const before = steps[place - 1]?.after ?? customer.base;
      return {
        customer: summary(customer),
        before: view.headline(before),
        after: view.headline(step.after),
        changes: step.changes.map((one) => view.change(one)),
        late: step.late,
        uncertain: step.uncertain,
      };
    },

    known: () => {
      const { view } = now();
      return known().map((plan) => view.ref(plan));
    },
    mapping: () => mapping,
    async setMapping(next) {
      await store.write.upsertMeta({ [KEY]: JSON.stringify(next) });
      mapping = next;
      version += 1;
      drift.renamed();
      onChange();
      return mapping;
    },
    async rebuild() {
      await store.write.forgetPlans();
      let events = 0;
      // In portions, so that what arrives meanwhile is stored in between.
      for (let more = true; more;) {
        const done = await store.write.projectPlans(PORTION);
        events += done.events;
        more = done.events === PORTION;
      }
      plansSeen = null;
      version += 1;
      drift.renamed();
      onChange();
      return { customers: store.plans.countCustomers(), events };
    },
    expected: (customer) => now().view.expected(customer),
    knownNamed() {
      const { view } = now();
      return known().map((plan) => view.named(plan));
    },
    touched(ids) {
      if (ids.length === 0) return;
      if (plansSeen !== null) for (const id of ids) unread.add(id);
      changed();
    },
    touchedAll: changed,
    version: () => version,
    count: () => store.plans.countCustomers(),
  };
}
