// An event as a line: when, what, about whom, how much, where it stands, and what the backend said; and why it failed.
import type { EventSummary } from '#shared/contract/events.ts';
import { splitType } from '#shared/domain/event-types.ts';
import { formatMoney } from '#shared/domain/money.ts';
import { cut, fill, harmless, widthOf } from './column-text.ts';
import type { Paint, Tone } from './paint.ts';

const COLUMNS = ['time', 'type', 'who', 'amount', 'state', 'answer', 'took'] as const;
type Column = (typeof COLUMNS)[number];
type Cells = Record<Column, string>;
type Widths = Record<Column, number>;

const GAP = '  ';
/** Nothing is shortened further than this; in a terminal that is narrower still, lines are broken. */
const LEAST = { type: 20, who: 8 };
const MOST = { type: 50, who: 32 };
/** Of the first lines, when it is not known yet what will follow. */
const USUAL: Widths = { time: 8, type: 30, who: 16, amount: 8, state: 9, answer: 3, took: 6 };
const NONE: Widths = { time: 0, type: 0, who: 0, amount: 0, state: 0, answer: 0, took: 0 };

const LEAST_REASON = 12;

const SLOW_MS = 1_000;
const TEN_SECONDS_MS = 10_000;

const STATE_TONES: Record<EventSummary['deliveryState'], Tone> = {
  none: 'quiet',
  pending: 'quiet',
  held: 'warn',
  retrying: 'warn',
  delivered: 'ok',
  failed: 'bad',
  rejected: 'quiet',
};

const REJECTED_BECAUSE: Record<NonNullable<EventSummary['rejectReason']>, string> = {
  too_large: 'request too large',
  not_json: 'not JSON',
  compressed: 'compressed body',
  not_an_event: 'not an event',
  signature_missing: 'unsigned request',
  signature_invalid: 'bad signature',
};

export interface EventLinesDeps {
  paint: Paint;
  /** null = lines may be as long as they like. */
  terminalWidth(): number | null;
  now(): number;
  /** More will follow, so that columns had better be roomy from the start. */
  goesOn: boolean;
}

/** Columns only ever grow, so that the lines of one run stand under each other. */
export function createEventLines({ paint, terminalWidth, now, goesOn }: EventLinesDeps) {
  const widths: Widths = { ...(goesOn ? USUAL : NONE) };
  let notesWidth = 0;

  /** What is left of the terminal's width; nothing is better than a few letters. */
  function reasonPart(event: EventSummary, shown: Widths, reason: string | undefined): string[] {
    if (reason === undefined) return [];
    const taken = COLUMNS.reduce(
      (sum, column) => sum + (shown[column] > 0 ? shown[column] + GAP.length : 0),
      0,
    );
    const notes = notesLine(event);
    const left = (terminalWidth() ?? Infinity) - taken - (notes === '' ? 0 : notes.length + GAP.length);
    return left < LEAST_REASON ? [] : [paint('quiet', cut(harmless(reason), left, 'end'))];
  }

  function lineOf(event: EventSummary, cells: Cells, shown: Widths, reason: string | undefined): string {
    const columns = COLUMNS.filter((column) => shown[column] > 0).map((column) => {
      const text = cut(cells[column], shown[column], column === 'type' ? 'start' : 'end');
      const painted = column === 'type' ? paintType(text) : paint(toneOf(column, event), text);
      return fill(painted, shown[column], column === 'amount' || column === 'took' ? 'right' : 'left');
    });
    const notes = notesLine(event, paint);
    const parts = [...columns, ...(notes === '' ? [] : [notes]), ...reasonPart(event, shown, reason)];
    return parts.join(GAP).trimEnd();
  }

  function paintType(text: string): string {
    const [head, tail] = splitType(text);
    return paint('quiet', head) + tail;
  }

  /**
   * @param reasons why an event failed, by its place in the store
   * @returns each with its line break
   */
  return (events: readonly EventSummary[], reasons: ReadonlyMap<number, string> = new Map()): string => {
    const rows = events.map((event) => ({ event, cells: cellsOf(event, now()) }));
    for (const { event, cells } of rows) {
      notesWidth = Math.max(notesWidth, notesLine(event).length);
      for (const column of COLUMNS) widths[column] = Math.max(widths[column], widthOf(cells[column]));
    }
    const shown = fit(widths, (terminalWidth() ?? Infinity) - notesWidth);
    return rows
      .map(({ event, cells }) => `${lineOf(event, cells, shown, reasons.get(event.seq))}\n`)
      .join('');
  };
}

function cellsOf(event: EventSummary, now: number): Cells {
  const { type, customerLabel, customerId, objectId, amountMinor, currency, lastErrorClass } = event;
  const isUntimed = lastErrorClass !== null && lastErrorClass !== 'timeout';
  const amount =
    amountMinor === null || currency === null ? '' : formatMoney(amountMinor, harmless(currency), 'en');
  return {
    time: clock(event.receivedAt, now),
    type: harmless(type) || '–',
    who: harmless(customerLabel ?? customerId ?? objectId ?? ''),
    amount: event.kind === 'thin' ? 'thin' : amount,
    state: event.deliveryState,
    answer: lastErrorClass ?? String(event.lastStatus ?? ''),
    took: isUntimed || event.lastDurationMs === null ? '' : duration(event.lastDurationMs),
  };
}

function toneOf(column: Column, event: EventSummary): Tone {
  switch (column) {
    case 'time':
      return 'quiet';
    case 'state':
    case 'answer':
      return event.deliveryState === 'delivered' && event.attemptCount > 1
        ? 'replay'
        : STATE_TONES[event.deliveryState];
    case 'took':
      return (event.lastDurationMs ?? 0) > SLOW_MS ? 'warn' : 'quiet';
    default:
      return 'plain';
  }
}

/** What sets it apart from most. */
function notesOf({ livemode, source, attemptCount, rejectReason }: EventSummary): [Tone, string][] {
  const notes: [Tone, string][] = [];
  if (livemode === true) notes.push(['bad', 'LIVE']);
  if (source === 'synthetic') notes.push(['synthetic', 'synthetic']);
  if (source === 'import') notes.push(['quiet', 'imported']);
  if (source === 'backfill') notes.push(['quiet', 'fetched later']);
  if (rejectReason !== null) notes.push(['quiet', REJECTED_BECAUSE[rejectReason]]);
  if (attemptCount > 1) notes.push(['quiet', `${attemptCount} attempts`]);
  return notes;
}

function notesLine(event: EventSummary, paint: Paint = (_tone, text) => text): string {
  return notesOf(event)
    .map(([tone, text]) => paint(tone, text))
    .join(', ');
}

/** Takes what is too much for the terminal from the names first, then from the types. */
function fit(widths: Widths, room: number): Widths {
  const shown = { ...widths, type: Math.min(widths.type, MOST.type), who: Math.min(widths.who, MOST.who) };
  for (const column of ['who', 'type'] as const) {
    const total = COLUMNS.reduce((sum, name) => sum + shown[name], GAP.length * COLUMNS.length);
    const least = Math.min(shown[column], LEAST[column]);
    shown[column] = Math.max(least, shown[column] - Math.max(0, total - room));
  }
  return shown;
}

/** In local time; with the day in front when it is not today's. */
function clock(at: number, now: number): string {
  const [date, today] = [new Date(at), new Date(now)];
  const two = (number: number): string => String(number).padStart(2, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  if (date.toDateString() === today.toDateString()) return time;
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${date.getFullYear() === today.getFullYear() ? '' : `${date.getFullYear()}-`}${day} ${time}`;
}

/** As the dashboard has it: `9 ms`, `2,140 ms`, `30 s`. */
function duration(ms: number): string {
  if (ms >= TEN_SECONDS_MS) return `${Math.round(ms / 100) / 10} s`;
  return `${ms > 0 && ms < 1 ? '<1' : Math.round(ms).toLocaleString('en')} ms`;
}
