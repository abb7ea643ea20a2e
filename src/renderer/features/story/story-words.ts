// Groups of events in words.
import type { TFunction } from 'i18next';
import type { StoryDigest } from '#shared/domain/story/story-digest.ts';
import type { StoryKind } from '#shared/domain/story/story-key.ts';
import type { Format } from '../../i18n/create-format.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something took, in the unit that says it best. */
export function spanWords(t: TFunction, format: Format, ms: number): string {
  if (ms < 10_000) return format.duration(ms);
  if (ms < 2 * MINUTE_MS) return t('grouping.span.s', { n: format.number(Math.round(ms / 1000)) });
  if (ms < 2 * HOUR_MS) return t('grouping.span.min', { n: format.number(Math.round(ms / MINUTE_MS)) });
  if (ms < 2 * DAY_MS) return t('grouping.span.h', { n: format.number(Math.round(ms / HOUR_MS)) });
  const days = Math.round(ms / DAY_MS);
  return t('grouping.span.d', { count: days, n: format.number(days) });
}

/** What the group is about: of all that a customer did, the customer. */
export function titleWords(t: TFunction, digest: StoryDigest, by: StoryKind): string {
  if (by === 'customer' && digest.who !== null) return digest.who;
  return t(`storyTopic.${digest.topic ?? 'other'}`);
}

/** `17 events · 1.9 s` */
export function sizeWords(
  t: TFunction,
  format: Format,
  { count, spanMs }: StoryDigest,
  more = false,
): string {
  const words = t(more ? 'grouping.eventsMore' : 'grouping.events', { count, n: format.number(count) });
  if (spanMs === 0) return words;
  return t('grouping.inSpan', { count: words, span: spanWords(t, format, spanMs) });
}

export function stateWords(t: TFunction, format: Format, { worst, worstCount }: StoryDigest): string {
  return t(`grouping.state.${worst}`, { n: format.number(worstCount) });
}

export function moneyWords(format: Format, { amount }: StoryDigest): string {
  return amount === null ? '' : format.money(amount.amountMinor, amount.currency);
}
