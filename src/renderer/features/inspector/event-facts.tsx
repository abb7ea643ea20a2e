// The key facts of an event: whose it is, which objects it is about and where to look at them, and how it came.
import { ShieldAlert, ShieldCheck, ShieldQuestionMark } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EventDetail, EventSummary } from '#shared/contract/events.ts';
import { relatedIds } from '#shared/domain/event-story/related-ids.ts';
import { fieldOf } from '#shared/domain/event-story/fields.ts';
import { classNames } from '../../components/class-names.ts';
import { Fact, Facts } from '../../components/facts.tsx';
import { useFormat } from '../../i18n/format.ts';
import { CustomerLink } from './customer-link.tsx';
import { CopyableId, ObjectId } from './object-id.tsx';
import { verdictWords } from './signature-words.ts';

interface EventFactsProps {
  event: EventSummary;
  detail: EventDetail | null;
  /** The event's JSON; null = not there yet. */
  json: unknown;
}

export function EventFacts({ event, detail, json }: EventFactsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Facts className="items-baseline">
      {(event.customerLabel ?? event.customerId) !== null && (
        <Fact name={t('fact.customer')}>
          <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1.5">
            {event.customerLabel !== null && <CustomerLink event={event} name={event.customerLabel} />}
            {event.customerId !== null && <CopyableId id={event.customerId} event={event} />}
          </span>
        </Fact>
      )}
      {event.objectId !== null && event.objectId !== event.customerId && (
        <Fact name={t('fact.object')}>
          <CopyableId id={event.objectId} event={event} />
        </Fact>
      )}
      <Related json={json} event={event} />
      {event.amountMinor !== null && event.currency !== null && (
        <Fact name={t('fact.amount')}>{format.money(event.amountMinor, event.currency)}</Fact>
      )}
      {event.account !== null && (
        <Fact name={t('fact.account')}>
          <CopyableId id={event.account} event={event} />
        </Fact>
      )}
      {event.kind === 'thin' && <Fact name={t('fact.kind')}>{t('fact.thin')}</Fact>}
      {event.livemode !== null && (
        <Fact name={t('fact.mode')}>
          <span className={event.livemode ? 'font-semibold text-bad' : undefined}>
            {t(event.livemode ? 'fact.liveMode' : 'fact.testMode')}
          </span>
        </Fact>
      )}
      {event.apiVersion !== null && <Fact name={t('fact.apiVersion')}>{event.apiVersion}</Fact>}
      {event.requestId !== null && (
        <Fact name={t('fact.request')}>
          <ObjectId id={event.requestId} event={event} />
        </Fact>
      )}
      {event.createdAt !== null && <Fact name={t('fact.created')}>{format.dateTime(event.createdAt)}</Fact>}
      <Fact name={t('fact.signature')}>
        <Verdict event={event} secretLabel={detail?.receipts.at(-1)?.signature.secretLabel ?? null} />
      </Fact>
    </Facts>
  );
}

/** Its subscription, invoice, payment and the like, each under its key's name. */
function Related({ json, event }: { json: unknown; event: EventSummary }) {
  const { t } = useTranslation();
  const related = relatedIds(json).filter(({ id }) => id !== event.customerId);
  if (related.length === 0) return null;
  return (
    <Fact name={t('eventLink.related')}>
      <ul data-testid="related" className="flex flex-col gap-0.5">
        {related.map(({ key, id }) => {
          const field = fieldOf(key, null);
          return (
            <li key={id}>
              <span className="text-text-2">
                {field === null ? key.replaceAll('_', ' ') : t(`eventField.${field}`)}
              </span>{' '}
              <ObjectId id={id} event={event} />
            </li>
          );
        })}
      </ul>
    </Fact>
  );
}

const VERDICT_LOOKS = {
  valid: ['text-ok', ShieldCheck],
  invalid: ['text-bad', ShieldAlert],
  unverified: ['text-text-2', ShieldQuestionMark],
} as const;

function Verdict({ event, secretLabel }: { event: EventSummary; secretLabel: string | null }) {
  const { t } = useTranslation();
  const [colour, Glyph] = VERDICT_LOOKS[event.signature];
  return (
    <span className={classNames('inline-flex items-start gap-1', colour)}>
      <Glyph size={13} strokeWidth={1.75} className="mt-[3px] shrink-0" aria-hidden />
      {verdictWords(t, event, secretLabel)}
    </span>
  );
}
