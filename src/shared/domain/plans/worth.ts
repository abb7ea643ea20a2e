// What a plan is worth, so that two can be compared: per month, in whole units of the currency. Source: facts F5 rules 9 and 10.
import { minorUnitDigits } from '../money.ts';
import type { PlanItem } from './plan-state.ts';

const MONTHS = { day: 12 / 365, week: 12 / 52, month: 1, year: 12 } as const;

/** Tiered and custom prices have no amount: they rank above small amounts, and below this one. */
const UNKNOWN_WORTH = 50;

/** What an item costs in a month, in the currency's smallest unit; null where that is not fixed or not known. */
export function itemMonthlyMinor(item: PlanItem): number | null {
  if (item.unitAmount === null || item.interval === null) return null;
  return (item.unitAmount * (item.quantity ?? 1)) / (MONTHS[item.interval] * item.intervalCount);
}

/** Currencies are compared as if they were one: an app that sells in several has no better order, either. */
export function worthOf(amountMinor: number | null, currency: string | null): number {
  return amountMinor === null || currency === null
    ? UNKNOWN_WORTH
    : amountMinor / 10 ** minorUnitDigits(currency);
}

export function itemWorth(item: PlanItem): number {
  return worthOf(itemMonthlyMinor(item), item.currency);
}

/** What a subscription costs in a month without metered usage; null where an amount is not fixed, an interval not known or currencies are mixed. */
export function monthlyMinor(items: readonly PlanItem[]): { amount: number; currency: string } | null {
  const licensed = items.filter(({ metered }) => !metered);
  const currency = licensed[0]?.currency ?? null;
  if (currency === null) return null;
  let amount = 0;
  for (const item of licensed) {
    const monthly = itemMonthlyMinor(item);
    if (monthly === null || item.currency !== currency) return null;
    amount += monthly;
  }
  return { amount, currency };
}

/** The main item first: licensed before metered, then worth most in a month. */
export function byWorth(items: readonly PlanItem[]): PlanItem[] {
  return items.toSorted((a, b) => Number(a.metered) - Number(b.metered) || itemWorth(b) - itemWorth(a));
}
