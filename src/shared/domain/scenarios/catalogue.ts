// What the made-up shop sells: products and prices that are the same ones in every scenario.
import type { Json } from '../json-read.ts';
import { PLAN_KEYS, type PlanKey, type ScenarioOptions } from './scenario-options.ts';
import { base62, createRandom } from './seeded-random.ts';

export interface Plan {
  key: PlanKey;
  name: string;
  unitAmount: number;
  currency: string;
  /** Monthly, or once. */
  isRecurring: boolean;
  unitLabel: string | null;
  nickname: string | null;
  lookupKey: string | null;
  priceMetadata: Record<string, string>;
  productId: string;
  priceId: string;
  productEventId: string;
  priceEventId: string;
  created: number;
}
export type Catalogue = Record<PlanKey, Plan>;

/** 1 January 2026: the shop has been there before its customers, unless a story begins earlier still. */
const CATALOGUE_CREATED = 1_767_225_600;

/**
 * Apps find the plan in different places (facts F6), so these plans say it in different ways: Starter and Pro in the price's
 * metadata, Team by its lookup key alone. Some scenarios say it on the subscription besides.
 */
const PLANS: Record<
  PlanKey,
  Pick<Plan, 'name' | 'unitAmount' | 'isRecurring' | 'unitLabel' | 'nickname' | 'lookupKey' | 'priceMetadata'>
> = {
  starter: {
    name: 'Starter',
    unitAmount: 500,
    isRecurring: true,
    unitLabel: null,
    nickname: null,
    lookupKey: 'starter_monthly',
    priceMetadata: { plan: 'starter' },
  },
  pro: {
    name: 'Pro',
    unitAmount: 1500,
    isRecurring: true,
    unitLabel: null,
    nickname: 'Pro, monthly',
    lookupKey: 'pro_monthly',
    priceMetadata: { plan: 'pro' },
  },
  team: {
    name: 'Team',
    unitAmount: 900,
    isRecurring: true,
    unitLabel: 'seat',
    nickname: 'Team, per seat and month',
    lookupKey: 'team',
    priceMetadata: {},
  },
  lifetime: {
    name: 'Lifetime',
    unitAmount: 9900,
    isRecurring: false,
    unitLabel: null,
    nickname: null,
    lookupKey: 'lifetime',
    priceMetadata: { plan: 'lifetime' },
  },
};

/** @throws RangeError for amounts that no scenario could be told with */
export function createCatalogue({
  plans = {},
  currency = 'eur',
  account,
  startAt,
}: ScenarioOptions): Catalogue {
  const catalogue = Object.fromEntries(
    PLAN_KEYS.map((key) => {
      const name = plans[key]?.name ?? PLANS[key].name;
      const unitAmount = plans[key]?.amount ?? PLANS[key].unitAmount;
      if (!Number.isSafeInteger(unitAmount) || unitAmount <= 0)
        throw new RangeError(`plans.${key}.amount must be a positive whole number of the smallest unit.`);
      // Not from the seed: the catalogue is the same in every scenario. Yet another name is another product, and another
      // amount another price, for a price's amount never changes.
      const product = `${account ?? ''}|${key}|${name}`;
      const price = `${product}|${currency.toLowerCase()}|${unitAmount}`;
      const token = (text: string, length: number): string => base62(createRandom(text), length);
      const plan: Plan = {
        ...PLANS[key],
        key,
        name,
        unitAmount,
        currency: currency.toLowerCase(),
        productId: `prod_${token(`product|${product}`, 14)}`,
        priceId: `price_1${token(`price|${price}`, 23)}`,
        productEventId: `evt_1${token(`product.created|${product}`, 23)}`,
        priceEventId: `evt_1${token(`price.created|${price}`, 23)}`,
        created: Math.min(CATALOGUE_CREATED, startAt),
      };
      return [key, plan];
    }),
  ) as Catalogue;
  if (catalogue.starter.unitAmount >= catalogue.pro.unitAmount)
    throw new RangeError('plans.pro.amount must be more than plans.starter.amount: one upgrades to Pro.');
  return catalogue;
}

export function renderProduct(plan: Plan): Json {
  return {
    id: plan.productId,
    object: 'product',
    active: true,
    created: plan.created,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name: plan.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: plan.unitLabel,
    updated: plan.created,
    url: null,
  };
}

export function renderPrice(plan: Plan, isModern: boolean): Json {
  return {
    id: plan.priceId,
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: plan.created,
    currency: plan.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: plan.lookupKey,
    metadata: plan.priceMetadata,
    nickname: plan.nickname,
    product: plan.productId,
    recurring: plan.isRecurring
      ? {
          ...(isModern ? {} : { aggregate_usage: null }),
          interval: 'month',
          interval_count: 1,
          meter: null,
          trial_period_days: null,
          usage_type: 'licensed',
        }
      : null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: plan.isRecurring ? 'recurring' : 'one_time',
    unit_amount: plan.unitAmount,
    unit_amount_decimal: String(plan.unitAmount),
  };
}

/** The older twin of a recurring price. */
export function renderPlan(plan: Plan, isModern: boolean): Json {
  return {
    id: plan.priceId,
    object: 'plan',
    active: true,
    ...(isModern ? {} : { aggregate_usage: null }),
    amount: plan.unitAmount,
    amount_decimal: String(plan.unitAmount),
    billing_scheme: 'per_unit',
    created: plan.created,
    currency: plan.currency,
    interval: 'month',
    interval_count: 1,
    livemode: false,
    metadata: plan.priceMetadata,
    meter: null,
    nickname: plan.nickname,
    product: plan.productId,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}
