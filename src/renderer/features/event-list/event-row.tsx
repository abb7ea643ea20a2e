// One row of the list: when, what, about whom, how much, and what the backend said.
import { Check, Pencil, Pin } from 'lucide-react';
import { memo, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { splitType } from '#shared/domain/event-types.ts';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../i18n/format.ts';
import { isBegun, useEditDrafts } from '../../stores/edit-drafts-store.ts';
import { useEventList } from '../../stores/event-list-store.ts';
import { markRange, toggleMark, useMarks } from '../../stores/marks-store.ts';
import { open } from '../../stores/selection.ts';
import { useStatus } from '../../stores/status-store.ts';
import { DeliveryChip } from './delivery-chip.tsx';
import { VersionMark } from '../versions/version-mark.tsx';
import { FamilyIcon } from './family-icon.tsx';
import { SourceMark } from './source-mark.tsx';

const SLOW_MS = 1000;

export function rowId(seq: number): string {
  return `event-row-${seq}`;
}

interface EventRowProps {
  event: EventSummary;
  /** Place from the top, counted from 1. */
  place: number;
  total: number;
  selected: boolean;
  /** When today began: an event of another day says which. */
  today: number;
  /** Of a grouped list: 1 = alone, 2 = within a group. */
  level?: 1 | 2;
}

export const EventRow = memo(function EventRow({
  event,
  place,
  total,
  selected,
  today,
  level,
}: EventRowProps) {
  const { seq } = event;
  const marked = useMarks((state) => state.ids.has(event.id));
  const [fresh] = useState(() => seq > (useEventList.getState().slide.afterSeq ?? Infinity));
  return (
    // oxlint-disable-next-line no-static-element-interactions -- it has a role, only not always the same
    <div
      role={level === undefined ? 'option' : 'treeitem'}
      aria-level={level}
      id={rowId(seq)}
      aria-selected={selected}
      aria-posinset={place}
      aria-setsize={total}
      data-testid="event-row"
      data-seq={seq}
      data-event-id={event.id}
      data-state={event.deliveryState}
      data-pinned={event.pinned}
      aria-checked={marked}
      className={classNames(
        'row',
        marked && 'marked',
        level === 2 && 'in-group',
        event.kind === 'rejected' && 'rejected',
        fresh && 'fresh',
      )}
      onClick={(click) => press(event, click)}
    >
      <Cells event={event} today={today} />
    </div>
  );
});

function press(event: EventSummary, click: MouseEvent): void {
  const onMark = click.target instanceof Element && click.target.closest('.row-pick') !== null;
  if (click.shiftKey) {
    // The browser would select the text between.
    window.getSelection()?.removeAllRanges();
    markRange(event.seq);
  } else if (onMark || click.ctrlKey || click.metaKey) {
    toggleMark(event);
  } else {
    open(event);
  }
}

// A row that moves down is another place with the same cells: they are made anew only when the event is another.
const Cells = memo(function Cells({ event, today }: Pick<EventRowProps, 'event' | 'today'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const took =
    event.lastErrorClass !== null && event.lastErrorClass !== 'timeout' ? null : event.lastDurationMs;
  return (
    <>
      <span className="row-pick" title={t('shortcut.mark')}>
        <FamilyIcon type={event.type} rejected={event.kind === 'rejected'} />
        <span className="row-box" aria-hidden>
          <Check size={11} strokeWidth={3} />
        </span>
      </span>
      <span className="row-line">
        <span className="row-type" title={event.type}>
          <EventName event={event} />
        </span>
        <span className="row-status">
          <DeliveryChip event={event} />
        </span>
      </span>
      <span className="row-line">
        <span className="row-who">{event.customerLabel ?? event.customerId ?? event.objectId}</span>
        <span className="row-amount">
          {event.kind === 'thin' ? (
            <span title={t('list.thinHint')}>{t('list.thin')}</span>
          ) : (
            event.amountMinor !== null &&
            event.currency !== null &&
            format.money(event.amountMinor, event.currency)
          )}
        </span>
        <span className="row-marks">
          <Marks event={event} />
        </span>
        <span className={classNames('row-ms', took !== null && took > SLOW_MS && 'late')}>
          {took !== null && format.duration(took)}
        </span>
        <time title={t('list.received', { time: format.dateTime(event.receivedAt) })}>
          {format.clock(event.receivedAt, today)}
        </time>
      </span>
    </>
  );
});

export function EventName({ event }: { event: EventSummary }) {
  const { t } = useTranslation();
  if (event.kind === 'rejected') {
    const reason =
      event.rejectReason === null ? t('state.rejected') : t(`reject.${event.rejectReason}.title`);
    return (
      <span className="event-name">
        <span>{event.type === '' ? reason : `${event.type}: ${reason}`}</span>
      </span>
    );
  }
  const [head, tail] = splitType(event.type);
  return (
    <span className="event-name">
      <i>{head}</i>
      <span>{tail}</span>
    </span>
  );
}

function Marks({ event }: { event: EventSummary }) {
  const { t } = useTranslation();
  // Where everything is live, the frame around the window says so; a mark is for the one that stands out.
  const allLive = useStatus((state) => state.status?.forwarder.livemode === true);
  const begun = useEditDrafts(isBegun(event.id));
  return (
    <>
      {event.livemode === true && !allLive && (
        <span className="shrink-0 rounded-chip border border-bad px-1 text-[10px] leading-[14px] font-bold text-bad">
          {t('list.liveRow')}
        </span>
      )}
      {event.pinned && (
        <Pin size={12} strokeWidth={2} className="shrink-0" role="img" aria-label={t('pin.pinned')} />
      )}
      {begun && (
        <Pencil size={12} strokeWidth={2} className="shrink-0" role="img" aria-label={t('edit.draftHint')} />
      )}
      <SourceMark source={event.source} />
      {event.versionDiffers && <VersionMark version={event.apiVersion} />}
      {event.account !== null && (
        <span title={t('list.connectedHint', { account: event.account })} className="row-badge">
          {t('list.connected')}
        </span>
      )}
    </>
  );
}
