// Billing time: Unix seconds, calendar months in UTC.

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The same day and time `months` later, or the last day of a month that has no such day, as Stripe's billing cycles do.
 * Source: https://docs.stripe.com/billing/subscriptions/billing-cycle
 */
export function addMonths(anchor: number, months: number): number {
  const from = new Date(anchor * 1000);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(year, month, Math.min(from.getUTCDate(), lastDay)) / 1000;
  return midnight + (anchor % DAY);
}

/** As in the descriptions of invoice lines: `10 Jan 2026`. */
export function dayText(at: number): string {
  const day = new Date(at * 1000);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()] ?? ''} ${day.getUTCFullYear()}`;
}
