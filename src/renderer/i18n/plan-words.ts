// What an event changed in a plan, as a sentence; and a plan in one line.
import type { TFunction } from 'i18next';
import type { NamedHeadline, NamedPlanChange, NamedPlanRef } from '#shared/contract/plans.ts';
import type { Format } from './create-format.ts';

export function changeSentence(t: TFunction, format: Format, change: NamedPlanChange): string {
  const { code, from, to, amountMinor, currency, at, before, after } = change;
  return t(`planChange.${code}`, {
    from: from === null ? '–' : planWords(format, from),
    to: to === null ? '–' : planWords(format, to),
    money: amountMinor === null || currency === null ? '–' : format.money(amountMinor, currency),
    at: at === null ? '–' : format.date(at * 1000),
    before: before || '–',
    after: after || '–',
  });
}

/** `Pro €15.00/month`, with the seats where there are several. */
export function planWords(
  format: Format,
  { name, unitAmount, currency, interval, quantity }: NamedPlanRef,
): string {
  const price = unitAmount === null || currency === null ? '' : ` ${format.money(unitAmount, currency)}`;
  const per = price !== '' && interval !== null ? `/${interval}` : '';
  return `${name}${price}${per}${quantity !== null && quantity > 1 ? ` × ${format.number(quantity)}` : ''}`;
}

export function headlineWords(t: TFunction, format: Format, headline: NamedHeadline): string {
  const { plan, status, access, expected, nextAt, nextIs, more } = headline;
  const parts = [plan === null || !access ? expected : planWords(format, plan)];
  if (status !== null) parts.push(status.replaceAll('_', ' '));
  if (nextAt !== null && nextIs !== null) {
    const key = nextIs === 'renewal' ? 'renews' : nextIs === 'end' ? 'ends' : 'trialEnds';
    parts.push(t(`customers.${key}`, { date: format.date(nextAt * 1000) }));
  }
  if (more > 0) parts.push(`+${format.number(more)}`);
  return parts.join(' · ');
}
