// Customers as they are shown: plan state with people's names for plans, and whether the app agrees.
import type {
  CustomerDetail,
  CustomerSummary,
  Drift,
  NamedHeadline,
  NamedPlanChange,
  NamedPlanRef,
} from '#shared/contract/plans.ts';
import type { PlanChange } from '#shared/domain/plans/changes.ts';
import type { ExpectedPlan } from '#shared/domain/plans/drift.ts';
import type { PlanStep } from '#shared/domain/plans/fold.ts';
import { headlineOf, type Headline, type PlanRef } from '#shared/domain/plans/headline.ts';
import { expectedPlan, namePlan, type Catalogue, type PlanMapping } from '#shared/domain/plans/plan-names.ts';
import type { CustomerState, PlanItem, Purchase, Sub } from '#shared/domain/plans/plan-state.ts';
import { byWorth } from '#shared/domain/plans/worth.ts';
import type { CatalogueEntry, StoredCustomer } from '../store/plan-reads.ts';

export interface PlanView {
  ref(plan: PlanRef): NamedPlanRef;
  /** By the developer's own ranks, where there are several. */
  headline(state: CustomerState): NamedHeadline;
  change(change: PlanChange): NamedPlanChange;
  summary(customer: StoredCustomer, drift: Drift | null): CustomerSummary;
  detail(
    customer: StoredCustomer,
    steps: readonly PlanStep[],
    synthetic: ReadonlySet<number>,
  ): Omit<CustomerDetail, keyof CustomerSummary>;
  named(plan: PlanRef | null): ExpectedPlan['plan'];
  expected(customer: StoredCustomer): ExpectedPlan;
}

/** A story longer than that is told from its newer end. */
const MAX_STEPS = 500;

export function createPlanView(mapping: PlanMapping, entries: readonly CatalogueEntry[]): PlanView {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const catalogue: Catalogue = { productName: (id) => byId.get(id)?.name ?? null };

  const ref = (plan: PlanRef): NamedPlanRef => ({ ...plan, name: namePlan(plan, mapping, catalogue).name });
  const orNull = (plan: PlanRef | null): NamedPlanRef | null => (plan === null ? null : ref(plan));
  const rankOf = (plan: PlanRef): number | null => namePlan(plan, mapping, catalogue).rank;
  const headlineIn = (state: CustomerState): Headline => headlineOf(state, rankOf);
  const named = (plan: PlanRef | null) => ({ ...namePlan(plan, mapping, catalogue), ref: plan });

  const headline = (of: Headline): NamedHeadline => ({
    ...of,
    plan: orNull(of.plan),
    addOns: of.addOns.map(ref),
    expected: of.known ? expectedPlan(of, mapping, catalogue).name : null,
  });

  /** A price that was only announced is called by its product. */
  function priceName(priceId: string): string {
    const price = byId.get(priceId);
    return (price?.productId ? byId.get(price.productId)?.name : null) ?? price?.name ?? priceId;
  }

  function expected({ state }: StoredCustomer): ExpectedPlan {
    const of = headlineIn(state);
    return { plan: named(of.access ? of.plan : null), known: of.known, deleted: state.deletedAt !== null };
  }

  return {
    ref,
    headline: (state) => headline(headlineIn(state)),
    change: (one) => ({ ...one, from: orNull(one.from), to: orNull(one.to) }),
    named,
    expected,
    summary(customer, drift) {
      const { id, account, livemode, key, state, eventCount, lastCreated } = customer;
      return {
        id,
        account,
        livemode,
        customerId: key.startsWith('guest:') ? null : key,
        email: state.email,
        name: state.name,
        headline: headline(headlineIn(state)),
        deletedAt: state.deletedAt,
        eventCount,
        lastEventAt: lastCreated || null,
        drift,
      };
    },
    detail({ state }, steps, synthetic) {
      return {
        appRef: state.appRef,
        metadata: { ...state.sessionMetadata, ...state.metadata },
        subscriptions: state.subs.map((sub) => subscription(sub)),
        purchases: state.purchases.map(purchase),
        steps: steps.slice(-MAX_STEPS).map(({ after, changes, ...step }) => ({
          ...step,
          synthetic: synthetic.has(step.seq),
          changes: changes.map((one) => ({ ...one, from: orNull(one.from), to: orNull(one.to) })),
          after: headline(headlineIn(after)),
        })),
      };
    },
  };

  function subscription(sub: Sub): CustomerDetail['subscriptions'][number] {
    const { id, status, metadata, periodEnd, trialEnd, cancelScheduled, endsAt, endedAt } = sub;
    const { paused, pauseCollection, pendingUpdate, nextChange, nextPause, uncertain } = sub;
    return {
      id,
      status,
      items: byWorth(sub.items).map((item) => ref(itemRef(item, sub))),
      metadata,
      periodEnd,
      trialEnd,
      paused,
      cancelScheduled,
      endsAt,
      endedAt,
      pauseCollection,
      pendingUpdate,
      nextChange:
        nextChange === null ? null : { at: nextChange.at, plans: nextChange.priceIds.map(priceName) },
      nextPause,
      payment: paymentOf(sub),
      uncertain,
    };
  }
}

function purchase(of: Purchase): CustomerDetail['purchases'][number] {
  const { id, state, at, amountMinor, currency, planKey, refundedMinor, dispute } = of;
  return { id, state, at, amountMinor, currency, planKey, refundedMinor, dispute };
}

function itemRef(item: PlanItem, { metadata, items }: Sub): PlanRef {
  const key =
    (items.length === 1 ? metadata['plan'] : undefined) ??
    item.priceKey ??
    item.lookupKey ??
    item.priceId ??
    '';
  const { productId, priceId, lookupKey, nickname, unitAmount, currency, interval, intervalCount } = item;
  const { quantity, periodEnd, trialEnd } = item;
  return {
    key,
    productId,
    priceId,
    lookupKey,
    nickname,
    unitAmount,
    currency,
    interval,
    intervalCount,
    quantity,
    periodEnd,
    trialEnd,
  };
}

/** Of the invoice the subscription names as its latest, else of the newest that is known. */
function paymentOf({ invoices, latestInvoiceId }: Sub): CustomerDetail['subscriptions'][number]['payment'] {
  const invoice = invoices.find(({ invoiceId }) => invoiceId === latestInvoiceId) ?? invoices[0];
  if (invoice === undefined) return null;
  const { state, invoiceId, amountMinor, currency, nextAttemptAt } = invoice;
  return { state, invoiceId, amountMinor, currency, nextAttemptAt };
}

/** Every plan that customers have or had, by what tells plans apart. */
export function plansIn(
  states: readonly CustomerState[],
  changes: readonly PlanChange[],
): Map<string, PlanRef> {
  const known = new Map<string, PlanRef>();
  const note = (plan: PlanRef): void =>
    void known.set(`${plan.priceId ?? ''} ${plan.key}`, {
      ...plan,
      quantity: null,
      periodEnd: null,
      trialEnd: null,
    });
  for (const { from, to } of changes) for (const plan of [from, to]) if (plan !== null) note(plan);
  for (const { subs } of states)
    for (const sub of subs) for (const item of sub.items) note(itemRef(item, sub));
  return known;
}
