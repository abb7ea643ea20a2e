// What an event changed in a plan, as a sentence; and a plan in one line.
import type { TFunction } from 'i18next';
import type { NamedHeadline, NamedPlanChange, NamedPlanRef } from '#shared/contract/plans.ts';
import type { Format } from './create-format.ts';

/** Stripe's subscription statuses, and ours for a purchase; there are words for these. */
export const PLAN_STATUSES = [
  'active',
  'trialing',
  'past_due',
  'unpaid',
  'paused',
  'incomplete',
  'canceled',
  'incomplete_expired',
  'granted',
  'unknown',
] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

/** Stripe's set is an open one: a status nobody knew is shown as Stripe writes it. */
export function statusWords(t: TFunction, status: string): string {
  const known = PLAN_STATUSES.find((one) => one === status);
  return known === undefined ? status.replaceAll('_', ' ') : t(`customers.status.${known}`);
}

export function changeSentence(t: TFunction, format: Format, change: NamedPlanChange): string {
  const { code, from, to, amountMinor, currency, at, before, after } = change;
  // What ended costs nothing any more.
  const words = (plan: NamedPlanRef): string =>
    code === 'canceled' ? plan.name : planWords(t, format, plan);
  const value = (text: string | null): string =>
    code === 'status_changed' && text !== null ? statusWords(t, text) : text || '–';
  // Of a subscription whose end is the first that was heard of it, the plan is where it would have gone to.
  const left = from ?? (code === 'canceled' ? to : null);
  return t(`planChange.${code}`, {
    from: left === null ? '–' : words(left),
    to: to === null ? '–' : words(to),
    money: amountMinor === null || currency === null ? '–' : format.money(amountMinor, currency),
    at: at === null ? '–' : format.date(at * 1000),
    before: value(before),
    after: value(after),
  });
}

/** `Pro (€15.00 / month)`; only the name where Stripe has no fixed price. */
function planWords(t: TFunction, format: Format, plan: NamedPlanRef): string {
  const price = priceWords(t, format, plan);
  return price === null ? plan.name : t('customers.planPriced', { name: plan.name, price });
}

/** `€15.00 / month`, `€15.00 × 5 / 3 months`, `€99.00 once`; null where there is no fixed price. */
export function priceWords(
  t: TFunction,
  format: Format,
  { unitAmount, currency, interval, intervalCount, quantity }: NamedPlanRef,
): string | null {
  if (unitAmount === null || currency === null) return null;
  const one = format.money(unitAmount, currency);
  const money = quantity !== null && quantity > 1 ? `${one} × ${format.number(quantity)}` : one;
  if (interval === null) return t('customers.once', { money });
  const per =
    intervalCount === 1
      ? t(`customers.per.${interval}`)
      : t(`customers.perSeveral.${interval}`, { n: format.number(intervalCount) });
  return t('customers.price', { money, per });
}

/** `Pro`, `Pro, trial`, `Pro, ended`, `Free`: a plan and how it stands, to be compared with another. */
export function standingWords(t: TFunction, headline: NamedHeadline): string {
  const { kind, plan, status, access, expected } = headline;
  if (kind === 'none') return expected ?? t('customers.notKnown');
  // A purchase that names no plan is no plan, and yet it was bought.
  if (kind === 'purchase') return plan?.key ? plan.name : t('customers.purchase');
  const name = plan?.name ?? t('customers.subscription');
  if (status === null || status === 'active' || (access && status === 'granted')) return name;
  return t('customers.standing', { name, status: statusWords(t, status) });
}

/** `Pro · €15.00 / month · renews Dec 3, 2027`, `Pro, ended · Dec 3, 2027`. */
export function headlineWords(t: TFunction, format: Format, headline: NamedHeadline): string {
  const { plan, status, access, addOns, nextAt, nextIs, more } = headline;
  // "Pro, trial · trial ends …" would say it twice.
  const trialDated = status === 'trialing' && nextIs === 'trial_end' && nextAt !== null;
  const parts = [trialDated && plan !== null ? plan.name : standingWords(t, headline)];
  const price = plan === null || !access ? null : priceWords(t, format, plan);
  if (price !== null) parts.push(price);
  if (access && addOns.length > 0) {
    parts.push(t('customers.addOns', { names: addOns.map(({ name }) => name).join(', ') }));
  }
  const next = nextWords(t, format, headline);
  if (next !== null) parts.push(next);
  if (more > 0) parts.push(t('customers.more', { n: format.number(more) }));
  return parts.join(' · ');
}

function nextWords(t: TFunction, format: Format, headline: NamedHeadline): string | null {
  const { status, access, nextAt, nextIs } = headline;
  if (nextAt === null || nextIs === null) return null;
  const date = format.date(nextAt * 1000);
  if (nextIs === 'trial_end') return t('customers.trialEnds', { date });
  if (nextIs === 'end') return access ? t('customers.ends', { date }) : date;
  // Whether it renews is just what is open while Stripe still tries to get the money.
  return status === 'past_due' ? null : t('customers.renews', { date });
}
