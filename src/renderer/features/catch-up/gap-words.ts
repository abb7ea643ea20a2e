// Puts a gap into words: how many, when, of what, and what became of them.
import type { TFunction } from 'i18next';
import type { Gap, GapDetail, Uncovered } from '#shared/contract/catch-up.ts';
import type { Format } from '../../i18n/create-format.ts';
import { headlineOf } from './strip-state.ts';

const SHOWN_TYPES = 3;
const COUNTS = ['delivered', 'failed', 'held', 'skipped', 'waiting'] as const;

export function spanWords(format: Format, { from, until, foundAt }: Gap, now: number): string {
  const begin = from ?? foundAt;
  return format.span(begin, until ?? begin, now);
}

/** `14 events while you were away, 18:02–08:47` */
export function headlineWords(t: TFunction, format: Format, gap: Gap, now: number): string {
  return t(`catchUp.headline.${headlineOf(gap.reason)}`, {
    count: gap.total,
    n: format.number(gap.total),
    span: spanWords(format, gap, now),
  });
}

/** `invoice.paid × 9 · charge.succeeded × 4 · and 2 more types · 3 connected accounts` */
export function whatWords(t: TFunction, format: Format, { byType, byAccount }: GapDetail): string[] {
  const more = byType.length - SHOWN_TYPES;
  const accounts = byAccount.filter(({ account }) => account !== null).length;
  return [
    ...byType
      .slice(0, SHOWN_TYPES)
      .map(({ type, count }) => t('catchUp.what.type', { type, n: format.number(count) })),
    ...(more > 0 ? [t('catchUp.what.more', { count: more, n: format.number(more) })] : []),
    ...(accounts > 0 ? [t('catchUp.what.accounts', { count: accounts, n: format.number(accounts) })] : []),
  ];
}

/** `12 delivered · 1 failed · 1 held`: what is none of it is left out. */
export function countWords(t: TFunction, format: Format, { counts }: Gap): string[] {
  return COUNTS.filter((one) => counts[one] > 0).map((one) =>
    t(`catchUp.progress.counts.${one}`, { n: format.number(counts[one]) }),
  );
}

/** So many are named in the sentence itself; more of them below it. */
export const FEW_ACCOUNTS = 3;

/** Whose events since when are not known. */
export function uncoveredWords(t: TFunction, format: Format, one: Uncovered, now: number): string {
  const { list, accounts, since, until, problem } = one;
  if (problem === null)
    return t('catchUp.uncovered.notAsked', { span: format.span(since, until ?? since, now) });
  const which = list === 'connected' && accounts.length <= FEW_ACCOUNTS ? 'connectedFew' : list;
  return t(`catchUp.uncovered.${which}`, {
    n: format.number(accounts.length),
    accounts: accounts.join(', '),
    since: format.dateTime(since),
  });
}

const ERRORS = [
  'NO_ENDPOINT',
  'NO_SECRET',
  'LOOKING',
  'NOTHING_NAMED',
  'NOT_FOUND',
  'RUNNING',
  'BAD_PERIOD',
  'STRIPE',
  'NOT_CONNECTED',
  'CONNECTION_LOST',
] as const;

export function errorWords(t: TFunction, code: string): string {
  return t(`catchUp.error.${ERRORS.find((one) => one === code) ?? 'UNKNOWN'}`);
}
