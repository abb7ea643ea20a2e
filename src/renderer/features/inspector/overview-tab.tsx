// Overview: the event in a sentence, what went wrong if anything did, what it changed, the key facts, every attempt and arrival.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import type { EventDetail, EventSummary } from '#shared/contract/events.ts';
import { isDelivered, type DeliveryState } from '#shared/domain/delivery.ts';
import { describeEvent } from '#shared/domain/event-story/describe-event.ts';
import { whatChanged } from '#shared/domain/event-story/what-changed.ts';
import { familyOf } from '#shared/domain/event-types.ts';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useInspected } from '../../stores/inspected-store.ts';
import { useView } from '../../stores/view-store.ts';
import { AttemptChip } from '../event-list/delivery-chip.tsx';
import { TriggerMark } from '../trigger/trigger-mark.tsx';
import { VersionNote } from '../versions/version-note.tsx';
import { AttemptBar } from './attempt-bar.tsx';
import { EventFacts } from './event-facts.tsx';
import { EventSentence } from './event-sentence.tsx';
import { FailureNote } from './failure-note.tsx';
import { FindingNote } from './find-out.tsx';
import { describeRejection } from './reject-words.ts';
import { useEventJson } from './use-event-json.ts';
import { usePlanNames } from './use-plan-names.ts';
import { WhatChanged } from './what-changed.tsx';

const UNDELIVERED: readonly DeliveryState[] = ['failed', 'held', 'retrying'];

interface OverviewProps {
  event: EventSummary;
  detail: EventDetail | null;
  attempts: Attempt[] | null;
}

export function OverviewTab({ event, detail, attempts }: OverviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const json = useEventJson(event);
  const story = useMemo(() => (json === null ? null : describeEvent(json)), [json]);
  const changes = useMemo(() => whatChanged(json), [json]);
  const planName = usePlanNames(event.id, familyOf(event.type) === 'subscription');
  const wording = { t, format, planName };
  const rejection = describeRejection(t, event, detail);
  const failed = attempts?.findLast(({ status, errorClass }) => errorClass !== null || !isDelivered(status));
  // The newest attempt's; that it is another secret, the failure itself says.
  const found = attempts
    ?.slice(-1)
    .find(({ finding }) => finding !== null && finding.verdict !== 'other_secret');
  return (
    <div className="flex flex-col gap-3">
      <EventSentence event={event} story={story} wording={wording} />
      {rejection !== null && (
        <Callout tone="idle" title={rejection.title}>
          <p>
            <Prose text={rejection.text} />
          </p>
        </Callout>
      )}
      <Waiting state={event.deliveryState} />
      {found !== undefined && <FindingNote attempt={found} />}
      {UNDELIVERED.includes(event.deliveryState) && failed !== undefined && <FailureNote attempt={failed} />}
      <WhatChanged event={event} changes={changes} wording={wording} />
      <VersionNote event={event} />
      <EventFacts event={event} detail={detail} json={json} />
      <TriggerMark event={event} />
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
              <span className="font-mono text-[12px]">{format.clockSeconds(attempt.startedAt)}</span> ·{' '}
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

/** By the line and from Stripe's list: one event all the same. */
function TwoWays({ receipts }: { receipts: EventDetail['receipts'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const line = receipts.find(({ source }) => source === 'cli');
  const list = receipts.find(({ source }) => source === 'backfill');
  if (line === undefined || list === undefined) return null;
  return (
    <p className="mb-1" data-testid="two-ways">
      {t('catchUp.twoWays', {
        line: format.dateTime(line.receivedAt),
        list: format.dateTime(list.receivedAt),
      })}
    </p>
  );
}

function Receipts({ detail }: { detail: EventDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section>
      <h3 className="mb-1 text-[12px] font-semibold text-text-2">{t('receipt.title')}</h3>
      <TwoWays receipts={detail.receipts} />
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
