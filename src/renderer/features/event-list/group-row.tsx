// The line of a group: what its story is, about whom, how much, how many events, and how the worst of them stands.
import { ChevronRight } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { digestStory } from '#shared/domain/story/story-digest.ts';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../i18n/format.ts';
import { useEventList } from '../../stores/event-list-store.ts';
import {
  eventsOfGroup,
  isGroupOpen,
  mayContinue,
  selectGroup,
  setGroupOpen,
} from '../../stores/list/grouping.ts';
import { indexOfSeq } from '../../stores/list/list-rows.ts';
import { toggleGroupMarks, useMarks } from '../../stores/marks-store.ts';
import { StateChip } from '../story/state-chip.tsx';
import { moneyWords, sizeWords, spanWords, titleWords } from '../story/story-words.ts';
import { FamilyIcon } from './family-icon.tsx';
import { SourceMark } from './source-mark.tsx';

export function groupRowId(key: string): string {
  return `group-row-${key.replaceAll(/\W/g, '-')}`;
}

/** A cascade is over in seconds: where its oldest event is not among the last that are loaded, it is whole. */
const NEAR_THE_END = 30;

interface GroupRowProps {
  groupKey: string;
  place: number;
  total: number;
  selected: boolean;
  /** When today began: a group of another day says which. */
  today: number;
}

export const GroupRow = memo(function GroupRow({ groupKey, place, total, selected, today }: GroupRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useEventList();
  const { by, rows } = list;
  const events = eventsOfGroup(groupKey, list);
  const marked = useMarks((state) => events.length > 0 && events.every(({ id }) => state.ids.has(id)));
  const [newest] = events;
  if (newest === undefined || by === null) return null;
  const digest = digestStory(events);
  const open = list.grouped.open.has(groupKey);
  const oldest = events.at(-1);
  const isNearEnd = oldest !== undefined && indexOfSeq(rows, oldest.seq) >= rows.length - NEAR_THE_END;
  const more = mayContinue(list, groupKey) && (by === 'customer' || isNearEnd || open);
  const title = titleWords(t, digest, by);
  const size = sizeWords(t, format, digest, more);
  const who = by === 'customer' ? newest.customerId : (digest.who ?? newest.requestId);
  return (
    <div
      role="treeitem"
      id={groupRowId(groupKey)}
      aria-level={1}
      aria-expanded={open}
      aria-selected={selected}
      aria-checked={marked}
      aria-posinset={place}
      aria-setsize={total}
      data-testid="group-row"
      data-key={groupKey}
      data-count={events.length}
      data-state={digest.worst}
      data-open={open}
      data-by={by}
      className={classNames('row group', marked && 'marked')}
      onClick={(click) => press(click, groupKey, selected)}
    >
      <span className="group-chevron" title={t(open ? 'grouping.collapse' : 'grouping.expand')}>
        <ChevronRight size={14} strokeWidth={2} aria-hidden className={classNames(open && 'rotate-90')} />
      </span>
      <span className="row-line">
        <span className="row-type">
          <FamilyIcon type={leadingType(events)} rejected={false} />
          <span className="group-title">{title}</span>
          <span
            className="group-count"
            title={[size, ...(more ? [t('grouping.mayContinue')] : [])].join('. ')}
          >
            <span aria-hidden>
              {t(more ? 'grouping.countMore' : 'grouping.count', { n: format.number(digest.count) })}
            </span>
            <span className="sr-only">{size}</span>
          </span>
          {digest.spanMs > 0 && <span className="group-span">{spanWords(t, format, digest.spanMs)}</span>}
        </span>
        <span className="row-status">
          <StateChip digest={digest} />
        </span>
      </span>
      <span className="row-line">
        <span className={classNames('row-who', by === 'customer' && 'group-id')}>{who}</span>
        <span className="row-amount">{moneyWords(format, digest)}</span>
        <span className="row-marks">{digest.allSynthetic && <SourceMark source="synthetic" />}</span>
        <span className="row-ms" />
        <time title={t('list.received', { time: format.dateTime(digest.lastReceivedAt) })}>
          {format.clock(digest.lastReceivedAt, today)}
        </time>
      </span>
    </div>
  );
});

/** The icon is that of what the story is about. */
function leadingType(events: readonly { type: string }[]): string {
  return (events.find(({ type }) => type.startsWith('checkout.')) ?? events.at(-1) ?? events[0])?.type ?? '';
}

/** The first press selects it and opens it; the chevron, and a press on what is selected, open and close it. */
function press(click: MouseEvent, key: string, selected: boolean): void {
  const onChevron = click.target instanceof Element && click.target.closest('.group-chevron') !== null;
  if (click.ctrlKey || click.metaKey || click.shiftKey) {
    window.getSelection()?.removeAllRanges();
    toggleGroupMarks(key);
    return;
  }
  if (!selected && !onChevron) selectGroup(key);
  setGroupOpen(key, onChevron || selected ? !isGroupOpen(key) : true);
}
