// The sequence picture: a lane for Stripe, for Hookline and for each endpoint; in each the events in the order in which they were
// created, arrived and got there, so that lines that cross are events that overtook each other.
import { RotateCw, Reply, TriangleAlert } from 'lucide-react';
import { memo, useCallback, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { splitType } from '#shared/domain/event-types.ts';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../i18n/format.ts';
import { FamilyIcon } from '../event-list/family-icon.tsx';
import { laneLefts, linePath, measure, ROW_PX, type Measure } from './picture-measure.ts';
import { useWidth } from './use-width.ts';
import {
  answerWords,
  createdWords,
  markWords,
  orderWords,
  pathWords,
  plusWords,
  receivedWords,
  stopOrderWords,
  waitingWords,
  type Mark,
  type Picture,
  type Row,
  type Stop,
  type Words,
} from './path-words.ts';

/** Of the marks on a lane the latest. */
const MOST_MARKS = 3;
/** Beside the word Stripe. */
const WAY_LEFT_PX = 42;

interface PictureProps {
  picture: Picture;
  /** The event that is open in the inspector. */
  currentSeq: number | null;
  onOpen(row: Row): void;
}

export function StoryPictureView({ picture, currentSeq, onOpen }: PictureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useMemo(() => ({ t, format }), [t, format]);
  const detailId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [activeSeq, setActiveSeq] = useState<number | null>(null);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const room = useWidth(scroller);
  const size = useMemo(() => measure(picture, room), [picture, room]);
  const active = picture.rows.find(({ of }) => of.event.seq === activeSeq);
  const tabSeq = activeSeq ?? currentSeq ?? picture.rows[0]?.of.event.seq ?? null;
  const hasTab = picture.rows.some(({ of }) => of.event.seq === tabSeq);

  const point = useCallback((target: EventTarget | null) => {
    const found = target instanceof Element ? target.closest<HTMLElement>('[data-story-seq]') : null;
    if (found !== null) setActiveSeq(Number(found.dataset['storySeq']));
  }, []);

  const goTo = (index: number) => {
    const row = picture.rows[Math.max(0, Math.min(picture.rows.length - 1, index))];
    const seq = row?.of.event.seq;
    list.current?.querySelector<HTMLElement>(`button[data-story-seq="${seq}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = picture.rows.findIndex(({ of }) => of.event.seq === tabSeq);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    goTo(index + step);
  };

  return (
    <div>
      <div ref={setScroller} className="story-scroll" data-testid="story-scroll" data-scrolls>
        <div className="story-picture" style={{ width: size.width }} data-testid="story-picture">
          <LaneHeads picture={picture} size={size} />
          {/* oxlint-disable-next-line no-noninteractive-element-interactions -- its buttons are what is used; here their events come together */}
          <div
            ref={list}
            role="group"
            aria-label={t('story.pictureLabel')}
            className="relative"
            style={{ height: picture.rows.length * ROW_PX }}
            onPointerOver={(event) => point(event.target)}
            onPointerLeave={() => setActiveSeq(null)}
            onFocus={(event) => point(event.target)}
            onKeyDown={onKeyDown}
          >
            <svg
              aria-hidden
              className="pointer-events-none absolute inset-0"
              width={size.width}
              height={picture.rows.length * ROW_PX}
            >
              {picture.rows.map((row) => (
                <Line key={row.of.event.seq} row={row} size={size} active={row.of.event.seq === activeSeq} />
              ))}
            </svg>
            {picture.rows.map((row) => (
              <Stops
                key={row.of.event.seq}
                picture={picture}
                row={row}
                size={size}
                words={words}
                active={row.of.event.seq === activeSeq}
                current={row.of.event.seq === currentSeq}
                tab={hasTab ? row.of.event.seq === tabSeq : row === picture.rows[0]}
                onOpen={onOpen}
              />
            ))}
          </div>
        </div>
      </div>
      <p id={detailId} aria-hidden className="story-detail" data-testid="story-detail">
        {active === undefined ? t('story.pathHint') : pathWords(words, picture, active)}
      </p>
    </div>
  );
}

function LaneHeads({ picture, size }: { picture: Picture; size: Measure }) {
  const { t } = useTranslation();
  const sources = new Set(picture.rows.flatMap(({ of }) => of.receipts.map(({ source }) => source)));
  const [source] = sources;
  const way = sources.size > 1 ? 'mixed' : (source ?? 'cli');
  const lefts = laneLefts(size);
  return (
    <div aria-hidden className="story-heads">
      <span style={{ left: 0, width: lefts.stripe }}>{t('story.lane.events')}</span>
      <span style={{ left: lefts.stripe, width: size.stripe }} title={t('story.lane.stripeHint')}>
        {t('story.lane.stripe')}
      </span>
      <span
        className={classNames('story-way', way === 'synthetic' && 'text-synthetic')}
        style={{ left: lefts.stripe + WAY_LEFT_PX, width: size.stripe - WAY_LEFT_PX + size.gap }}
        title={t('story.lane.cliHint')}
      >
        {t(`story.lane.${way}`)}
      </span>
      <span style={{ left: lefts.hookline, width: size.hookline }} title={t('story.lane.hooklineHint')}>
        {t('story.lane.hookline')}
      </span>
      {picture.endpoints.map(({ key, name }, index) => (
        <span
          key={key}
          style={{ left: lefts.endpoints[index], width: size.endpoint }}
          title={`${name}. ${t('story.lane.endpointHint')}`}
        >
          {name}
        </span>
      ))}
    </div>
  );
}

/** The line of one event through all lanes. */
const Line = memo(function Line({ row, size, active }: { row: Row; size: Measure; active: boolean }) {
  const failed = row.stops.some((stop) => stop !== null && stop.place === null && stop.marks.length > 0);
  return (
    <g className={classNames('story-line', active && 'active', failed && 'failed')}>
      {linePath(row, size).map(({ d, waiting }) => (
        <path key={d} d={d} className={waiting ? 'waiting' : undefined} />
      ))}
    </g>
  );
});

interface StopsProps {
  picture: Picture;
  row: Row;
  size: Measure;
  words: Words;
  active: boolean;
  current: boolean;
  tab: boolean;
  onOpen(row: Row): void;
}

const Stops = memo(function Stops({ picture, row, size, words, active, current, tab, onOpen }: StopsProps) {
  const { event, receipts } = row.of;
  const lefts = laneLefts(size);
  const [head, tail] = splitType(event.type);
  const at = (slot: number, left: number, width: number) => ({
    transform: `translate(${left}px, ${slot * ROW_PX}px)`,
    width,
  });
  const looks = classNames(active && 'active', current && 'current');
  const { t, format } = words;
  const seq = event.seq;
  return (
    <>
      <button
        type="button"
        tabIndex={tab ? 0 : -1}
        data-testid="story-event"
        data-story-seq={seq}
        data-event-id={event.id}
        data-created={row.created.place}
        data-received={row.received.place}
        data-ahead={row.received.ahead}
        data-behind={row.received.behind}
        aria-current={current ? 'true' : undefined}
        aria-label={pathWords(words, picture, row)}
        title={event.type}
        className={classNames('story-event', looks)}
        style={at(row.created.slot, 0, lefts.stripe - 8)}
        onClick={() => onOpen(row)}
      >
        <FamilyIcon type={event.type} rejected={event.kind === 'rejected'} size={13} />
        <span className="event-name">
          <i>{head}</i>
          <span>{tail}</span>
        </span>
      </button>
      <span
        aria-hidden
        data-story-seq={seq}
        className={classNames('story-stop', looks)}
        style={at(row.created.slot, lefts.stripe, size.stripe)}
      >
        <b>{row.created.place}</b>
        <i>{createdWords(words, picture, row)}</i>
      </span>
      <span
        aria-hidden
        data-story-seq={seq}
        data-testid="story-arrival"
        className={classNames('story-stop', looks, row.received.ahead > 0 && 'early')}
        style={at(row.received.slot, lefts.hookline, size.hookline)}
        title={orderWords(words, row).join(', ') || undefined}
      >
        <b>{row.received.place}</b>
        <i>{receivedWords(words, picture, row)}</i>
        {row.received.behind > 0 && <TriangleAlert size={11} strokeWidth={2.25} data-testid="story-late" />}
        {receipts.length > 1 && (
          <em title={t('story.again', { n: format.number(receipts.length) })}>×{receipts.length}</em>
        )}
      </span>
      {row.stops.map((stop, index) => {
        const endpoint = picture.endpoints[index];
        if (stop === null || endpoint === undefined) return null;
        return (
          <span
            key={endpoint.key}
            aria-hidden
            data-story-seq={seq}
            data-testid="story-stop"
            data-place={stop.place ?? ''}
            data-marks={stop.marks.length}
            className={classNames('story-stop', looks, stop.ahead > 0 && 'early')}
            style={at(stop.slot, lefts.endpoints[index] ?? 0, size.endpoint)}
          >
            <EndpointPart picture={picture} stop={stop} words={words} />
          </span>
        );
      })}
    </>
  );
});

function EndpointPart({ picture, stop, words }: { picture: Picture; stop: Stop; words: Words }) {
  const { t, format } = words;
  const last = stop.marks.at(-1);
  const hidden = Math.max(0, stop.marks.length - MOST_MARKS);
  return (
    <>
      <b
        className={classNames(stop.place === null && 'none')}
        title={stopOrderWords(words, stop).join(', ') || undefined}
      >
        {stop.place ?? '–'}
      </b>
      {stop.behind > 0 && <TriangleAlert size={11} strokeWidth={2.25} data-testid="story-delivered-late" />}
      {stop.waitedMs !== null && (
        <span
          className="story-wait"
          title={t('story.waited', { time: plusWords(words, stop.waitedMs) })}
          data-testid="story-waited"
        />
      )}
      {hidden > 0 && <i title={t('story.hiddenMarks', { n: format.number(hidden) })}>+{hidden}</i>}
      {stop.marks.slice(-MOST_MARKS).map((mark) => (
        <MarkChip key={mark.attempt.id} mark={mark} words={words} />
      ))}
      {last === undefined || stop.state === 'held' || stop.state === 'retrying' ? (
        <span className="story-waiting" data-testid="story-waiting">
          {waitingWords(words, stop)}
        </span>
      ) : (
        stop.marks.length === 1 && <i>{plusWords(words, last.attempt.startedAt - picture.receivedFrom)}</i>
      )}
    </>
  );
}

const SIGNS = { first: null, released: null, retry: RotateCw, replay: Reply } as const;

function MarkChip({ mark, words }: { mark: Mark; words: Words }) {
  const Sign = SIGNS[mark.kind];
  return (
    <span
      data-testid="story-mark"
      data-kind={mark.kind}
      data-ok={mark.ok}
      className={classNames('story-mark', !mark.ok ? 'bad' : mark.kind === 'replay' ? 'replay' : 'ok')}
      title={markWords(words, mark)}
    >
      {Sign !== null && <Sign size={9} strokeWidth={2.5} />}
      {answerWords(words, mark)}
    </span>
  );
}
