// What people call a plan: the developer's own names, then the product's, then what Stripe has. Source: facts F6.
import { ownEntry } from '../own-entry.ts';
import { z } from 'zod';
import type { Headline, PlanRef } from './headline.ts';

export const PLAN_RULE_MATCHES = ['price', 'product', 'lookup_key', 'key'] as const;

/** One of the developer's own names for what they sell. */
export const PlanRuleSchema = z.object({
  match: z
    .enum(PLAN_RULE_MATCHES)
    .describe('What `value` is: a price, a product, a lookup key or `metadata.plan`'),
  value: z.string().min(1).max(255),
  name: z.string().min(1).max(100),
  rank: z
    .int()
    .min(0)
    .max(1000)
    .nullable()
    .describe('0 = free; a higher one is a better plan; null = by price'),
});
export type PlanRule = z.infer<typeof PlanRuleSchema>;

export const PlanMappingSchema = z.object({
  rules: z.array(PlanRuleSchema).max(200),
  freeName: z.string().min(1).max(100).describe('What having no plan is called'),
  freeValues: z
    .array(z.string().max(100))
    .max(50)
    .describe('What else counts as that when the app answers it, or Stripe names it'),
  appValues: z
    .record(z.string().max(100), z.string().max(100))
    .describe('What the app answers → the plan’s name or key'),
});
export type PlanMapping = z.infer<typeof PlanMappingSchema>;

export const DEFAULT_MAPPING: PlanMapping = {
  rules: [],
  freeName: 'Free',
  freeValues: ['free', 'none', 'no plan', 'no_plan', 'null', 'false', ''],
  appValues: {},
};

/** What is known of products and prices by name. */
export interface Catalogue {
  productName(id: string): string | null;
}

export interface NamedPlan {
  key: string | null;
  name: string;
  rank: number | null;
  free: boolean;
}

export function namePlan(plan: PlanRef | null, mapping: PlanMapping, catalogue: Catalogue): NamedPlan {
  if (plan === null) return { key: null, name: mapping.freeName, rank: 0, free: true };
  const rule = mapping.rules.find((one) => ruleFits(one, plan));
  const product = plan.productId === null ? null : catalogue.productName(plan.productId);
  const name = rule?.name ?? product ?? plan.nickname ?? (plan.key || plan.productId) ?? mapping.freeName;
  const costsNothing = plan.unitAmount === 0 && rule === undefined && !isNamedPurchase(plan);
  const free = rule?.rank === 0 || costsNothing || isFree(name, mapping) || isFree(plan.key || name, mapping);
  return { key: plan.key || null, name, rank: rule?.rank ?? (free ? 0 : null), free };
}

/** A discount of 100 % takes nothing away from what was bought, as long as it is known what that was. */
function isNamedPurchase({ interval, priceId, key }: PlanRef): boolean {
  return interval === null && priceId === null && key !== '';
}

/** What the customer is to have by Stripe's events: the plan while it grants access, else none. */
export function expectedPlan(headline: Headline, mapping: PlanMapping, catalogue: Catalogue): NamedPlan {
  return namePlan(headline.access ? headline.plan : null, mapping, catalogue);
}

function ruleFits({ match, value }: PlanRule, plan: PlanRef): boolean {
  switch (match) {
    case 'price':
      return plan.priceId === value;
    case 'product':
      return plan.productId === value;
    case 'lookup_key':
      return plan.lookupKey === value;
    default:
      return plan.key === value;
  }
}

/** For comparing: case, spaces and punctuation are a matter of taste. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

export function isFree(name: string, { freeName, freeValues }: PlanMapping): boolean {
  const plain = plainName(name);
  return plain === plainName(freeName) || freeValues.some((value) => plainName(value) === plain);
}

/** The plan's name or key that the developer gave for what the app reports, or else what it reports; '' for nothing. */
export function appValueOf(answered: string | null, { appValues }: PlanMapping): string {
  const value = answered ?? '';
  // An app may report any text, also the name of something that every object inherits.
  return ownEntry(appValues, value) ?? value;
}

/** Whether what the app answered is this plan. */
export function isSamePlan(
  answered: string | null,
  plan: NamedPlan & { ref: PlanRef | null },
  mapping: PlanMapping,
): boolean {
  const value = appValueOf(answered, mapping);
  if (plan.free && isFree(value, mapping)) return true;
  const { ref } = plan;
  const names = [plan.name, plan.key, ref?.nickname, ref?.lookupKey, ref?.priceId, ref?.productId];
  const plain = plainName(value);
  return plain !== '' && names.some((name) => typeof name === 'string' && plainName(name) === plain);
}
