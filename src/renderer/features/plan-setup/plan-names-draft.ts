// What stands in the plan names dialog, between the plans that were seen and the mapping that is saved.
import type { NamedPlanRef } from '#shared/contract/plans.ts';
import type { PlanMapping, PlanRule } from '#shared/domain/plans/plan-names.ts';

export interface PlanNamesDraft {
  /** By `ruleKey`. Two prices under one rule share an entry. */
  names: Readonly<Record<string, { name: string; rank: string }>>;
  freeName: string;
  /** One a line. */
  freeValues: string;
  freeEmpty: boolean;
  appValues: readonly (readonly [answer: string, plan: string])[];
}

export interface PlanRow {
  key: string;
  match: PlanRule['match'];
  value: string;
  plan: NamedPlanRef;
  /** What Stripe has for a name, as far as it is known. */
  stripeName: string;
}

export const NO_NAME = { name: '', rank: '' };

const HIGHEST_RANK = 1000;

/** @returns null for none, NaN for one that cannot be */
export function readRank(text: string): number | null {
  if (text.trim() === '') return null;
  // So small a number needs no separators, and 1.5 is not 15.
  const rank = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;
  return rank <= HIGHEST_RANK ? rank : Number.NaN;
}

export type PlanNamesField = 'names' | 'freeName' | 'freeValues' | 'appValues';

const ruleKey = ({ match, value }: Pick<PlanRule, 'match' | 'value'>) => `${match}:${value}`;

function ruleFits({ match, value }: PlanRule, plan: NamedPlanRef): boolean {
  const values = {
    price: plan.priceId,
    product: plan.productId,
    lookup_key: plan.lookupKey,
    key: plan.key,
  };
  return values[match] === value;
}

export function planRows(known: readonly NamedPlanRef[], { rules }: PlanMapping): PlanRow[] {
  return known.flatMap((plan) => {
    const rule = rules.find((one) => ruleFits(one, plan));
    const { match, value } = rule ?? ownRuleOf(plan);
    if (value === '') return [];
    const stripe = plan.nickname ?? plan.lookupKey ?? plan.key;
    return [{ key: ruleKey({ match, value }), match, value, plan, stripeName: rule ? stripe : plan.name }];
  });
}

function ownRuleOf({ priceId, productId, key }: NamedPlanRef): Pick<PlanRule, 'match' | 'value'> {
  if (priceId !== null) return { match: 'price', value: priceId };
  if (productId !== null) return { match: 'product', value: productId };
  return { match: 'key', value: key };
}

export function planNamesDraftOf(mapping: PlanMapping): PlanNamesDraft {
  return {
    names: Object.fromEntries(
      mapping.rules.map((rule) => [
        ruleKey(rule),
        { name: rule.name, rank: rule.rank === null ? '' : String(rule.rank) },
      ]),
    ),
    freeName: mapping.freeName,
    freeValues: mapping.freeValues.filter((value) => value !== '').join('\n'),
    freeEmpty: mapping.freeValues.includes(''),
    appValues: Object.entries(mapping.appValues),
  };
}

/** @returns the mapping, or the first field that cannot be right */
export function mappingOf(
  draft: PlanNamesDraft,
  rows: readonly PlanRow[],
  before: PlanMapping,
): PlanMapping | { wrong: PlanNamesField } {
  const rules: PlanRule[] = [];
  // Rules for plans that were not seen yet stay as they are.
  const places = new Map<string, Pick<PlanRule, 'match' | 'value'>>(
    [...before.rules, ...rows].map(({ match, value }) => [ruleKey({ match, value }), { match, value }]),
  );
  for (const [key, place] of places) {
    const { name, rank: rankText } = draft.names[key] ?? NO_NAME;
    const rank = readRank(rankText);
    const isNamed = name.trim() !== '';
    if (!isNamed && rank === null) continue;
    if (!isNamed || Number.isNaN(rank)) return { wrong: 'names' };
    rules.push({ ...place, name: name.trim(), rank });
  }
  const freeName = draft.freeName.trim();
  if (freeName === '') return { wrong: 'freeName' };
  const lines = draft.freeValues
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const freeValues = [...new Set(draft.freeEmpty ? [...lines, ''] : lines)];
  if (freeValues.length > 50 || freeValues.some((value) => value.length > 100))
    return { wrong: 'freeValues' };
  const answers = draft.appValues
    .map(([answer, plan]) => [answer.trim(), plan.trim()] as const)
    .filter(([answer, plan]) => answer !== '' || plan !== '');
  const isWhole = answers.every(([answer, plan]) => answer !== '' && plan !== '');
  if (!isWhole || new Set(answers.map(([answer]) => answer)).size < answers.length)
    return { wrong: 'appValues' };
  return { rules, freeName, freeValues, appValues: Object.fromEntries(answers) };
}
