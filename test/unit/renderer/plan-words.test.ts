// What an event changed in a plan, worded in both languages: whole sentences, and money as its currency is written.
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NamedPlanChange, NamedPlanRef } from '#shared/contract/plans.ts';
import { CHANGE_CODES, type ChangeCode, type PlanChange } from '#shared/domain/plans/changes.ts';
import { foldCustomer } from '#shared/domain/plans/fold.ts';
import { readPlanFacts } from '#shared/domain/plans/plan-facts.ts';
import { generateScenario, SCENARIO_IDS } from '#shared/domain/scenarios/scenarios.ts';
import { createFormat } from '../../../src/renderer/i18n/create-format.ts';
import { changeSentence } from '../../../src/renderer/i18n/plan-words.ts';
import { en } from '../../../src/renderer/i18n/en.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';

const LANGUAGES = ['en', 'zh-TW'] as const;
type Language = (typeof LANGUAGES)[number];

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { translation: en }, 'zh-TW': { translation: zhTW } },
    interpolation: { escapeValue: false },
  });
});

/** 14 March 2027, noon in Greenwich: the same day in every zone the tests may run in but the last two. */
const AT = 1_805_025_600;

const planOf = (change: Partial<NamedPlanRef>): NamedPlanRef => ({
  key: 'pro',
  productId: 'prod_1',
  priceId: 'price_1',
  lookupKey: null,
  nickname: null,
  unitAmount: 1500,
  currency: 'eur',
  interval: 'month',
  intervalCount: 1,
  quantity: 1,
  periodEnd: null,
  trialEnd: null,
  name: 'Pro',
  ...change,
});
const STARTER = planOf({ key: 'starter', priceId: 'price_0', unitAmount: 500, name: 'Starter' });
const PRO = planOf({});

const NOTHING: Omit<NamedPlanChange, 'code'> = {
  objectId: 'sub_1',
  from: null,
  to: null,
  amountMinor: null,
  currency: null,
  at: null,
  before: null,
  after: null,
};
const money = { amountMinor: 1500, currency: 'eur' };

/** What each change tells, and so what its sentence has to say; a new code is a type error here. */
const TOLD: Record<ChangeCode, { detail: Partial<NamedPlanChange>; says: RegExp[] }> = {
  subscribed: { detail: { to: PRO }, says: [/Pro/, /15\.00/] },
  trial_started: { detail: { to: PRO, at: AT }, says: [/Pro/] },
  trial_ended: { detail: { from: PRO, to: PRO, before: 'trialing', after: 'active' }, says: [] },
  trial_moved: { detail: { from: PRO, to: PRO, at: AT }, says: [/2027/] },
  upgraded: { detail: { from: STARTER, to: PRO }, says: [/Starter.*Pro/, /5\.00.*15\.00/] },
  downgraded: { detail: { from: PRO, to: STARTER }, says: [/Pro.*Starter/, /15\.00.*5\.00/] },
  plan_changed: { detail: { from: STARTER, to: PRO }, says: [/Starter.*Pro/] },
  seats_changed: { detail: { from: PRO, to: PRO, before: '2', after: '5' }, says: [/2.*5/] },
  renewed: { detail: { from: PRO, to: PRO, at: AT }, says: [/2027/] },
  cancellation_scheduled: { detail: { from: PRO, to: PRO, at: AT }, says: [/2027/] },
  cancellation_withdrawn: { detail: { from: PRO, to: PRO }, says: [] },
  canceled: { detail: { from: PRO, to: PRO, at: AT }, says: [/Pro/] },
  expired_unpaid: { detail: { from: PRO, to: PRO, at: AT }, says: [] },
  change_scheduled: { detail: { from: PRO, to: PRO, at: AT, after: 'price_0' }, says: [/2027/] },
  change_unscheduled: { detail: { from: PRO, to: PRO }, says: [] },
  payment_failed: { detail: { to: PRO, ...money, at: AT }, says: [/15\.00/] },
  payment_action_required: { detail: { to: PRO, ...money }, says: [/15\.00/] },
  payment_recovered: { detail: { to: PRO, ...money }, says: [] },
  invoice_voided: { detail: { to: PRO, ...money }, says: [/15\.00/] },
  invoice_uncollectible: { detail: { to: PRO, ...money }, says: [/15\.00/] },
  past_due: { detail: { from: PRO, to: PRO }, says: [/Stripe/] },
  unpaid: { detail: { from: PRO, to: PRO }, says: [/Stripe/] },
  paused: { detail: { from: PRO, to: PRO }, says: [] },
  resumed: { detail: { from: PRO, to: PRO }, says: [] },
  collection_paused: { detail: { from: PRO, to: PRO, after: 'void', at: AT }, says: [] },
  collection_resumed: { detail: { from: PRO, to: PRO }, says: [] },
  pause_scheduled: { detail: { from: PRO, to: PRO, at: AT }, says: [/2027/] },
  pause_unscheduled: { detail: { from: PRO, to: PRO }, says: [] },
  purchased: { detail: { to: PRO, ...money }, says: [/15\.00/] },
  purchase_pending: { detail: { to: PRO, ...money }, says: [/15\.00/] },
  purchase_failed: { detail: { to: PRO, ...money }, says: [] },
  refunded: { detail: { from: PRO, ...money }, says: [/15\.00/] },
  partly_refunded: { detail: { from: PRO, ...money }, says: [/15\.00/] },
  refund_failed: { detail: { to: PRO, ...money }, says: [/15\.00/] },
  disputed: { detail: { from: PRO, to: PRO, ...money }, says: [/15\.00/] },
  dispute_won: { detail: { from: PRO, to: PRO, ...money }, says: [] },
  dispute_lost: { detail: { from: PRO, ...money }, says: [] },
  entitlements_changed: { detail: { before: 'seo', after: 'seo, export' }, says: [/seo, export/] },
  entitlements_ended: { detail: { before: 'api, exports', after: '' }, says: [/api, exports/] },
  customer_deleted: { detail: { at: AT }, says: [] },
  status_changed: { detail: { before: 'incomplete', after: 'active' }, says: [/./] },
};

function sentence(language: Language, code: ChangeCode, detail: Partial<NamedPlanChange>): string {
  const change = { ...NOTHING, ...detail, code };
  return changeSentence(i18next.getFixedT(language), createFormat(language), change);
}

describe.each(LANGUAGES)('%s', (language) => {
  test.each(CHANGE_CODES)('%s is a sentence, and says what changed', (code) => {
    const { detail, says } = TOLD[code];
    const text = sentence(language, code, detail);
    expect(text).not.toMatch(/\{\{|\}\}|undefined|null|NaN|Invalid|planChange|\[object|^\s|\s$|\s\s/);
    // A dash stands for what is missing, and nothing of what this change tells is.
    expect(text).not.toContain('–');
    expect(text.length).toBeGreaterThanOrEqual(language === 'en' ? 6 : 3);
    expect(/\p{Script=Han}/u.test(text)).toBe(language === 'zh-TW');
    for (const pattern of says) expect(text).toMatch(pattern);
  });

  test('no two changes are told alike', () => {
    const texts = CHANGE_CODES.map((code) => sentence(language, code, TOLD[code].detail));
    expect(new Set(texts).size).toBe(CHANGE_CODES.length);
  });

  // The integers are Stripe's: https://docs.stripe.com/currencies#minor-units
  test.each([
    { currency: 'usd', amountMinor: 123_456, written: '1,234.56' },
    { currency: 'USD', amountMinor: 5, written: '0.05' },
    { currency: 'jpy', amountMinor: 9_800, written: '9,800' },
    { currency: 'kwd', amountMinor: 1_234_560, written: '1,234.560' },
    { currency: 'twd', amountMinor: 99_000, written: '990.00' },
    { currency: 'usd', amountMinor: 0, written: '0.00' },
  ])('$amountMinor of $currency is $written, neither more nor less', ({ currency, amountMinor, written }) => {
    for (const code of ['payment_failed', 'purchased', 'refunded', 'disputed'] as const) {
      const figures = sentence(language, code, { amountMinor, currency, to: PRO }).match(/\d[\d.,]*\d|\d/g);
      expect(figures).toEqual([written]);
    }
  });

  test('what was given back says so by its words, and a negative amount by its sign', () => {
    const refund = sentence(language, 'partly_refunded', { amountMinor: 4_950, currency: 'usd', from: PRO });
    expect(refund).toContain('49.50');
    expect(refund).not.toMatch(/[-−]/);
    expect(refund).not.toBe(
      sentence(language, 'refunded', { amountMinor: 4_950, currency: 'usd', from: PRO }),
    );
    for (const [currency, written] of [
      ['usd', '49.50'],
      ['jpy', '4,950'],
      ['kwd', '4.950'],
    ] as const) {
      const negative = sentence(language, 'purchased', { amountMinor: -4_950, currency, to: PRO });
      expect(negative).toMatch(/[-−]\D*4/);
      expect(negative).toContain(written);
    }
  });

  test('a plan is told with its price in its own currency, and with its seats where there are several', () => {
    const says = (plan: Partial<NamedPlanRef>): string =>
      sentence(language, 'subscribed', { to: planOf(plan) });
    expect(says({ currency: 'jpy', unitAmount: 980 })).toMatch(/980(?!\.)/);
    expect(says({ currency: 'kwd', unitAmount: 4_500 })).toContain('4.500');
    expect(says({ quantity: 5 })).toMatch(/× ?5/);
    expect(says({ quantity: 1 })).not.toContain('×');
    const unpriced = says({ unitAmount: null, currency: null, interval: null, quantity: null });
    expect(unpriced).toContain('Pro');
    expect(unpriced).not.toMatch(/–|null|NaN|\d/);
  });

  test('a currency nobody knows keeps its figure and its code', () => {
    const text = sentence(language, 'purchased', { amountMinor: 1_500, currency: 'x?', to: PRO });
    expect(text).toContain('15.00');
    expect(text).toContain('X?');
  });

  test.each(SCENARIO_IDS)('every change of the scenario %s is told without a gap', (id) => {
    const changes = changesOf(id);
    expect(changes.length).toBeGreaterThan(0);
    for (const { code, ...detail } of changes) {
      const text = sentence(language, code, detail);
      expect(text).not.toMatch(/\{\{|undefined|null|NaN|Invalid|planChange|–/);
    }
  });
});

function changesOf(id: (typeof SCENARIO_IDS)[number]): NamedPlanChange[] {
  const steps = generateScenario(id, { apiVersion: '2026-10-28.endive', seed: 7, startAt: AT });
  const arrived = steps.flatMap(({ event }, seq) => {
    const facts = readPlanFacts(event);
    return facts === null ? [] : [{ seq, facts }];
  });
  const named = (ref: PlanChange['from']) => ref && { ...ref, name: ref.key };
  return foldCustomer(arrived)
    .steps.flatMap(({ changes }) => changes)
    .map((change) => ({ ...change, from: named(change.from), to: named(change.to) }));
}
