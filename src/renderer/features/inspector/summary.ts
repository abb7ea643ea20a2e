// An event in one sentence, from what the list knows of it.
import type { TFunction } from 'i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { splitType } from '#shared/domain/event-types.ts';
import type { Format } from '../../i18n/create-format.ts';

const VERBS: Readonly<Record<string, 'created' | 'updated' | 'deleted' | 'succeeded' | 'failed' | 'paid'>> = {
  created: 'created',
  updated: 'updated',
  deleted: 'deleted',
  succeeded: 'succeeded',
  payment_succeeded: 'succeeded',
  failed: 'failed',
  payment_failed: 'failed',
  paid: 'paid',
};

const NO_WHO = {
  created: 'summary.noWhoCreated',
  updated: 'summary.noWhoUpdated',
  deleted: 'summary.noWhoDeleted',
  succeeded: 'summary.noWhoSucceeded',
  failed: 'summary.noWhoFailed',
  paid: 'summary.noWhoPaid',
} as const;

/** @returns a sentence for `Prose` */
export function summarize(t: TFunction, format: Format, event: EventSummary): string {
  if (event.kind === 'rejected') {
    return t('summary.rejected', {
      reason: event.rejectReason === null ? t('state.rejected') : t(`reject.${event.rejectReason}.title`),
    });
  }
  const [head, tail] = splitType(event.type);
  const object =
    head
      .replace(/^v\d+\./, '')
      .replace(/\.$/, '')
      .replaceAll(/[._]/g, ' ') || tail;
  const verb = VERBS[tail];
  const who = event.customerLabel ?? event.customerId;
  const words = { who: who ?? '', object, verb: tail.replaceAll('_', ' ') };
  const sentence =
    who === null
      ? t(verb === undefined ? 'summary.noWhoOther' : NO_WHO[verb], words)
      : t(verb === undefined ? 'summary.other' : `summary.${verb}`, words);
  if (event.amountMinor === null || event.currency === null) return sentence;
  return t('summary.withAmount', { sentence, amount: format.money(event.amountMinor, event.currency) });
}
