// Overview: the event in a sentence, what went wrong if anything did, the key facts, every attempt, every arrival.
import { ShieldAlert, ShieldCheck, ShieldQuestionMark } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import type { EventDetail, EventSummary } from '#shared/contract/events.ts';
import { isDelivered, type DeliveryState } from '#shared/domain/delivery.ts';
import { Callout } from '../../components/callout.tsx';
import { classNames } from '../../components/class-names.ts';
import { Fact, Facts } from '../../components/facts.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useInspected } from '../../stores/inspected-store.ts';
import { useView } from '../../stores/view-store.ts';
import { AttemptChip } from '../event-list/delivery-chip.tsx';
import { AttemptBar } from './attempt-bar.tsx';
import { FailureNote } from './failure-note.tsx';
import { verdictWords } from './signature-words.ts';
import { summarize } from './summary.ts';

const UNDELIVERED: readonly DeliveryState[] = ['failed', 'held', 'retrying'];

interface OverviewProps {
  event: EventSummary;
  detail: EventDetail | null;
  attempts: Attempt[] | null;
}

export function OverviewTab({ event, detail, attempts }: OverviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const failed = attempts?.findLast(({ status, errorClass }) => errorClass !== null || !isDelivered(status));
  return (
    <div className="flex flex-col gap-3">
      <p className="text-[15px] tracking-[-0.005em] [&_strong]:font-[640]">
        <Prose text={summarize(t, format, event)} />
      </p>
      {event.rejectReason !== null && (
        <Callout tone="idle" title={t(`reject.${event.rejectReason}.title`)}>
          <p>
            <Prose text={t(`reject.${event.rejectReason}.text`)} />
          </p>
        </Callout>
      )}
      <Waiting state={event.deliveryState} />
      {UNDELIVERED.includes(event.deliveryState) && failed !== undefined && <FailureNote attempt={failed} />}
      <KeyFacts event={event} detail={detail} />
      {event.kind !== 'rejected' && attempts !== null && <Attempts attempts={attempts} />}
      {detail !== null && detail.receipts.length > 0 && <Receipts detail={detail} />}
    </div>
  );
}

/** Held or to be tried again: for whom, and what happens next. */
function Waiting({ state }: { state: DeliveryState }) {
  const { t } = useTranslation();
  const deliveries = useInspected((inspected) => inspected.deliveries);
  if (state !== 'held' && state !== 'retrying') return null;
  const waiting = deliveries?.filter((delivery) => delivery.state === state) ?? [];
  const names = waiting.map(({ endpointName }) => endpointName).join(', ');
  return (
    <Callout tone="warn" title={t(`delivery.waiting.${state}`, { names })}>
      <p>{t(`delivery.waitingNext.${state}`)}</p>
    </Callout>
  );
}

function KeyFacts({ event, detail }: { event: EventSummary; detail: EventDetail | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Facts>
      {(event.customerLabel ?? event.customerId) !== null && (
        <Fact name={t('fact.customer')}>
          {event.customerLabel} {event.customerId !== null && <code>{event.customerId}</code>}
        </Fact>
      )}
      {event.objectId !== null && (
        <Fact name={t('fact.object')}>
          <code className="break-all">{event.objectId}</code>
        </Fact>
      )}
      {event.amountMinor !== null && event.currency !== null && (
        <Fact name={t('fact.amount')}>{format.money(event.amountMinor, event.currency)}</Fact>
      )}
      {event.account !== null && (
        <Fact name={t('fact.account')}>
          <code>{event.account}</code>
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
          <code>{event.requestId}</code>
        </Fact>
      )}
      {event.createdAt !== null && <Fact name={t('fact.created')}>{format.dateTime(event.createdAt)}</Fact>}
      <Fact name={t('fact.signature')}>
        <Verdict event={event} secretLabel={detail?.receipts.at(-1)?.signature.secretLabel ?? null} />
      </Fact>
    </Facts>
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

export function Attempts({ attempts }: { attempts: Attempt[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const longestMs = Math.max(...attempts.map((attempt) => attempt.timings.totalMs ?? 0));
  return (
    <section>
      <h3 className="mb-1 text-[12px] font-semibold text-text-2">{t('attempt.title')}</h3>
      {attempts.length === 0 && <p className="text-text-2">{t('attempt.none')}</p>}
      <ol className="grid grid-cols-[auto_minmax(0,auto)_minmax(40px,1fr)_auto] gap-x-2.5">
        {attempts.map((attempt) => (
          <li key={attempt.id} className="col-span-full grid h-7 grid-cols-subgrid items-center">
            <span className="flex">
              <AttemptChip
                status={attempt.status}
                errorClass={attempt.errorClass}
                again={attempt.number > 1}
              />
            </span>
            <button
              type="button"
              className="truncate text-left text-text-2 hover:text-text hover:underline"
              onClick={() => useView.setState({ tab: 'deliveries' })}
            >
              <span className="text-text">{attempt.endpointName}</span>{' '}
              <span className="font-mono text-[12px]">{format.clock(attempt.startedAt).slice(0, 8)}</span> ·{' '}
              {t(`attempt.trigger.${attempt.trigger}`)}
            </button>
            <AttemptBar attempt={attempt} scaleMs={longestMs} />
            <span className="text-right font-mono text-[11px] text-text-2">
              {attempt.timings.totalMs !== null && format.duration(attempt.timings.totalMs)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Receipts({ detail }: { detail: EventDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section>
      <h3 className="mb-1 text-[12px] font-semibold text-text-2">{t('receipt.title')}</h3>
      <ol className="flex flex-col gap-0.5 text-text-2">
        {detail.receipts.map((receipt, index) => (
          <li key={receipt.id}>
            {t('receipt.one', {
              time: format.dateTime(receipt.receivedAt),
              source: t(`receipt.source.${receipt.source}`),
            })}
            {' · '}
            {format.bytes(receipt.sizeBytes)}
            {index > 0 && ` · ${t(receipt.sameBytes ? 'receipt.sameBytes' : 'receipt.otherBytes')}`}
          </li>
        ))}
      </ol>
    </section>
  );
}
