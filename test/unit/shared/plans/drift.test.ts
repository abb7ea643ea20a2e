// What a plan is called, and whether the app believes the same.
import { describe, expect, test } from 'vitest';
import { judgeDrift, type DriftVerdict } from '#shared/domain/plans/drift.ts';
import type { PlanRef } from '#shared/domain/plans/headline.ts';
import { DEFAULT_MAPPING, namePlan, type PlanMapping } from '#shared/domain/plans/plan-names.ts';

const ref = (change: Partial<PlanRef> = {}): PlanRef => ({
  key: 'pro',
  productId: 'prod_pro',
  priceId: 'price_pro',
  lookupKey: 'pro_monthly',
  nickname: 'Pro, monthly',
  unitAmount: 1500,
  currency: 'eur',
  interval: 'month',
  intervalCount: 1,
  quantity: 1,
  periodEnd: null,
  trialEnd: null,
  ...change,
});
const TEAM = ref({
  key: 'team',
  productId: 'prod_team',
  priceId: 'price_team',
  lookupKey: null,
  nickname: null,
  unitAmount: 4000,
});
const HOBBY = ref({
  key: 'hobby',
  productId: 'prod_hobby',
  priceId: 'price_hobby',
  lookupKey: null,
  nickname: null,
  unitAmount: 0,
});
const NAMES: Record<string, string> = { prod_pro: 'Pro plan', prod_hobby: 'Hobby plan' };
const catalogue = { productName: (id: string) => NAMES[id] ?? null };
const mapping = (change: Partial<PlanMapping> = {}): PlanMapping => ({ ...DEFAULT_MAPPING, ...change });

describe('names', () => {
  test.each<[string, PlanRef | null, Partial<PlanMapping>, string]>([
    ['the product’s', ref(), {}, 'Pro plan'],
    ['else the price’s nickname', ref({ productId: 'prod_x' }), {}, 'Pro, monthly'],
    ['else what apps switch on', TEAM, {}, 'team'],
    ['none', null, {}, 'Free'],
    ['none, by the developer’s own word', null, { freeName: 'Basic' }, 'Basic'],
    ['by price', ref(), { rules: [{ match: 'price', value: 'price_pro', name: 'Gold', rank: 2 }] }, 'Gold'],
    [
      'by product',
      ref(),
      { rules: [{ match: 'product', value: 'prod_pro', name: 'Gold', rank: 2 }] },
      'Gold',
    ],
    [
      'by lookup key',
      ref(),
      { rules: [{ match: 'lookup_key', value: 'pro_monthly', name: 'Gold', rank: 2 }] },
      'Gold',
    ],
    ['by key', ref(), { rules: [{ match: 'key', value: 'pro', name: 'Gold', rank: 2 }] }, 'Gold'],
    ['of another plan', TEAM, { rules: [{ match: 'key', value: 'pro', name: 'Gold', rank: 2 }] }, 'team'],
  ])('%s', (_name, plan, change, expected) => {
    expect(namePlan(plan, mapping(change), catalogue).name).toBe(expected);
  });
});

interface Row {
  name: string;
  expected: PlanRef | null;
  believed: string | null;
  undelivered?: string[];
  seen?: false;
  deleted?: true;
  mapping?: Partial<PlanMapping>;
  state: DriftVerdict;
}

test.each<Row>([
  { name: 'the key', expected: ref(), believed: 'pro', state: 'agrees' },
  { name: 'the name, in another manner of writing', expected: ref(), believed: 'PRO_PLAN', state: 'agrees' },
  { name: 'the lookup key', expected: ref(), believed: 'pro_monthly', state: 'agrees' },
  { name: 'the price', expected: ref(), believed: 'price_pro', state: 'agrees' },
  {
    name: 'a value that was said to mean it',
    expected: ref(),
    believed: '2',
    mapping: { appValues: { 2: 'pro' } },
    state: 'agrees',
  },
  { name: 'paid but still free', expected: ref(), believed: 'free', state: 'drift' },
  { name: 'paid, and not known at all', expected: ref(), believed: null, state: 'drift' },
  {
    name: 'paid, an event is on its way',
    expected: ref(),
    believed: 'free',
    undelivered: ['evt_1'],
    state: 'behind',
  },
  {
    name: 'agrees although an event is on its way',
    expected: ref(),
    believed: 'pro',
    undelivered: ['evt_1'],
    state: 'agrees',
  },
  { name: 'none, and free', expected: null, believed: 'free', state: 'agrees' },
  { name: 'none, and nothing', expected: null, believed: null, state: 'agrees' },
  {
    name: 'none, by the app’s own word',
    expected: null,
    believed: 'basic',
    mapping: { freeValues: ['Basic'] },
    state: 'agrees',
  },
  { name: 'none, and the app gives one', expected: null, believed: 'pro', state: 'ahead' },
  { name: 'a dearer one', expected: ref(), believed: 'team', state: 'ahead' },
  { name: 'a cheaper one', expected: TEAM, believed: 'pro', state: 'drift' },
  {
    name: 'one by rank the better',
    expected: TEAM,
    believed: 'pro',
    mapping: {
      rules: [
        { match: 'key', value: 'pro', name: 'Pro', rank: 9 },
        { match: 'key', value: 'team', name: 'Team', rank: 2 },
      ],
    },
    state: 'ahead',
  },
  {
    name: 'nothing seen, and the app gives one',
    expected: null,
    believed: 'pro',
    seen: false,
    state: 'unknown',
  },
  { name: 'nothing seen, and free', expected: null, believed: 'free', seen: false, state: 'unknown' },
  {
    name: 'deleted, and not known to the app',
    expected: ref(),
    believed: null,
    deleted: true,
    state: 'agrees',
  },
  {
    name: 'deleted, and the app gives another',
    expected: ref(),
    believed: 'team',
    deleted: true,
    state: 'ahead',
  },
  { name: 'what every object inherits', expected: ref(), believed: 'constructor', state: 'drift' },
  { name: 'what every object has', expected: null, believed: '__proto__', state: 'ahead' },
  { name: 'one that nobody knows', expected: ref(), believed: 'platinum', state: 'drift' },
  { name: 'a plan for nothing, by its key', expected: HOBBY, believed: 'hobby', state: 'agrees' },
  { name: 'a plan for nothing, by its name', expected: HOBBY, believed: 'Hobby plan', state: 'agrees' },
  { name: 'a plan for nothing, and free', expected: HOBBY, believed: 'free', state: 'agrees' },
  { name: 'a plan for nothing, and the app gives more', expected: HOBBY, believed: 'pro', state: 'ahead' },
])(
  '$name → $state',
  ({ expected, believed, undelivered = [], seen, deleted, mapping: change = {}, state }) => {
    const all = mapping(change);
    const named = (plan: PlanRef | null) => ({ ...namePlan(plan, all, catalogue), ref: plan });
    const known = () => [ref(), TEAM, HOBBY].map(named);
    expect(
      judgeDrift({
        expected: { plan: named(expected), known: seen ?? true, deleted: deleted ?? false },
        believed,
        undelivered,
        known,
        mapping: all,
      }),
    ).toBe(state);
  },
);
