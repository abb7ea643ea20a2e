// An event in one sentence, from what the list knows of it.
import type { TFunction } from 'i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { splitType } from '#shared/domain/event-types.ts';
import type { Format } from '../../i18n/create-format.ts';
import { happeningWords, thingWords } from './value-words.ts';

/** @returns a sentence for `Prose` */
export function summarize(t: TFunction, format: Format, event: EventSummary): string {
  if (event.kind === 'rejected') {
    return t('summary.rejected', {
      reason: event.rejectReason === null ? t('state.rejected') : t(`reject.${event.rejectReason}.title`),
    });
  }
  const [head, tail] = splitType(event.type.replace(/^v\d+\./, ''));
  const who = event.customerLabel ?? event.customerId;
  const thing = thingWords(t, head === '' ? tail : head.slice(0, -1));
  const words = head === '' ? thing : t('summary.happened', { thing, what: happeningWords(t, tail) });
  const sentence = who === null ? words : t('summary.ofWho', { who, words });
  if (event.amountMinor === null || event.currency === null) return sentence;
  return t('summary.withAmount', { sentence, amount: format.money(event.amountMinor, event.currency) });
}
