// What the made-up shop sells: products and prices that are the same ones in every scenario.
import type { Json } from '../json-read.ts';
import { PLAN_KEYS, type PlanKey, type ScenarioOptions } from './scenario-options.ts';
import { base62, createRandom } from './seeded-random.ts';

/** Graduated: each unit costs what the tier it is in says. */
export interface Tier {
  /** The last unit of the tier; null = all further ones. */
  upTo: number | null;
  unitAmount: number;
}

export interface Plan {
  /** What an app switches on; null = the product is no plan. */
  key: PlanKey | null;
  name: string;
  /** Of one unit; of a tiered price, of the first one. */
  unitAmount: number;
  tiers: readonly Tier[] | null;
  currency: string;
  /** null = once. */
  interval: 'month' | 'year' | null;
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

/** What the shop sells beside its plans: a tiered price of Team, a yearly add-on, and credits. */
const EXTRA_KEYS = ['team_tiered', 'support', 'credits'] as const;
export type ArticleKey = PlanKey | (typeof EXTRA_KEYS)[number];
export type Catalogue = Record<ArticleKey, Plan>;

/** @returns in the smallest unit of the price's currency */
export function amountOf({ unitAmount, tiers }: Plan, quantity: number): number {
  if (tiers === null) return unitAmount * quantity;
  return splitByTier(tiers, quantity).reduce((sum, part) => sum + part.quantity * part.unitAmount, 0);
}

/** The units in each tier that is reached. */
export function splitByTier(
  tiers: readonly Tier[],
  quantity: number,
): { quantity: number; unitAmount: number }[] {
  let before = 0;
  return tiers.flatMap(({ upTo, unitAmount }) => {
    const inTier = Math.min(quantity, upTo ?? quantity) - before;
    if (inTier <= 0) return [];
    before += inTier;
    return [{ quantity: inTier, unitAmount }];
  });
}

/** 1 January 2026: the shop has been there before its customers, unless a story begins earlier still. */
const CATALOGUE_CREATED = 1_767_225_600;

/**
 * Apps find the plan in different places (facts F6), so these plans say it in different ways: Starter and Pro in the price's
 * metadata, Team by its lookup key alone. Some scenarios say it on the subscription besides.
 */
const ARTICLES: Record<
  ArticleKey,
  Pick<Plan, 'name' | 'unitAmount' | 'interval' | 'unitLabel' | 'nickname' | 'lookupKey' | 'priceMetadata'>
> = {
  starter: {
    name: 'Starter',
    unitAmount: 500,
    interval: 'month',
    unitLabel: null,
    nickname: null,
    lookupKey: 'starter_monthly',
    priceMetadata: { plan: 'starter' },
  },
  pro: {
    name: 'Pro',
    unitAmount: 1500,
    interval: 'month',
    unitLabel: null,
    nickname: 'Pro, monthly',
    lookupKey: 'pro_monthly',
    priceMetadata: { plan: 'pro' },
  },
  team: {
    name: 'Team',
    unitAmount: 900,
    interval: 'month',
    unitLabel: 'seat',
    nickname: 'Team, per seat and month',
    lookupKey: 'team',
    priceMetadata: {},
  },
  lifetime: {
    name: 'Lifetime',
    unitAmount: 9900,
    interval: null,
    unitLabel: null,
    nickname: null,
    lookupKey: 'lifetime',
    priceMetadata: { plan: 'lifetime' },
  },
  team_tiered: {
    name: 'Team',
    unitAmount: 1000,
    interval: 'month',
    unitLabel: 'seat',
    nickname: 'Team, graduated',
    lookupKey: 'team_graduated',
    priceMetadata: { plan: 'team' },
  },
  support: {
    name: 'Priority support',
    unitAmount: 3600,
    interval: 'year',
    unitLabel: null,
    nickname: null,
    lookupKey: 'support_yearly',
    priceMetadata: {},
  },
  credits: {
    name: '100 credits',
    unitAmount: 1000,
    interval: null,
    unitLabel: null,
    nickname: null,
    lookupKey: 'credits_100',
    priceMetadata: {},
  },
};

/** Of which plan a price is. */
const PLAN_OF: Record<(typeof EXTRA_KEYS)[number], PlanKey | null> = {
  team_tiered: 'team',
  support: null,
  credits: null,
};

const isPlanKey = (key: ArticleKey): key is PlanKey => PLAN_KEYS.some((known) => known === key);

/** @throws RangeError for amounts that no scenario could be told with */
export function createCatalogue({
  plans = {},
  currency = 'eur',
  account,
  startAt,
}: ScenarioOptions): Catalogue {
  const catalogue = Object.fromEntries(
    [...PLAN_KEYS, ...EXTRA_KEYS].map((key) => {
      const planKey = isPlanKey(key) ? key : PLAN_OF[key];
      const name = (planKey === null ? undefined : plans[planKey]?.name) ?? ARTICLES[key].name;
      const wish = isPlanKey(key) ? plans[key] : undefined;
      const unitAmount = wish?.amount ?? ARTICLES[key].unitAmount;
      if (!Number.isSafeInteger(unitAmount) || unitAmount <= 0)
        throw new RangeError(`plans.${key}.amount must be a positive whole number of the smallest unit.`);
      // Not from the seed: the catalogue is the same in every scenario. Yet another name is another product, and another
      // amount another price, for a price's amount never changes.
      const product = `${account ?? ''}|${planKey ?? key}|${name}`;
      const tiers =
        key === 'team_tiered'
          ? [
              { upTo: 5, unitAmount },
              { upTo: null, unitAmount: 800 },
            ]
          : null;
      const price = `${product}|${currency.toLowerCase()}|${unitAmount}${tiers === null ? '' : '|tiered'}`;
      const token = (text: string, length: number): string => base62(createRandom(text), length);
      const plan: Plan = {
        ...ARTICLES[key],
        key: planKey,
        name,
        unitAmount,
        tiers,
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

export function renderProduct(plan: Plan, isModern: boolean): Json {
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
    ...(isModern ? { tax_details: null } : {}),
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
    billing_scheme: plan.tiers === null ? 'per_unit' : 'tiered',
    created: plan.created,
    currency: plan.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: plan.lookupKey,
    metadata: plan.priceMetadata,
    nickname: plan.nickname,
    product: plan.productId,
    recurring:
      plan.interval !== null
        ? {
            ...(isModern ? {} : { aggregate_usage: null }),
            interval: plan.interval,
            interval_count: 1,
            meter: null,
            trial_period_days: null,
            usage_type: 'licensed',
          }
        : null,
    tax_behavior: 'unspecified',
    tiers_mode: plan.tiers === null ? null : 'graduated',
    transform_quantity: null,
    type: plan.interval === null ? 'one_time' : 'recurring',
    unit_amount: plan.tiers === null ? plan.unitAmount : null,
    unit_amount_decimal: plan.tiers === null ? String(plan.unitAmount) : null,
  };
}

/** The older twin of a recurring price. */
export function renderPlan(plan: Plan, isModern: boolean): Json {
  return {
    id: plan.priceId,
    object: 'plan',
    active: true,
    ...(isModern ? {} : { aggregate_usage: null }),
    amount: plan.tiers === null ? plan.unitAmount : null,
    amount_decimal: plan.tiers === null ? String(plan.unitAmount) : null,
    billing_scheme: plan.tiers === null ? 'per_unit' : 'tiered',
    created: plan.created,
    currency: plan.currency,
    interval: plan.interval,
    interval_count: 1,
    livemode: false,
    metadata: plan.priceMetadata,
    meter: null,
    nickname: plan.nickname,
    product: plan.productId,
    tiers_mode: plan.tiers === null ? null : 'graduated',
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}
