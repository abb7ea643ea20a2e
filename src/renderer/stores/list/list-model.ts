// The event list as one pure model: which rows, which of them wait, what is being typed into the filter, what belongs together.
import type { EventFilter, EventPage } from '#shared/contract/events.ts';
import { storyKeyOf, type StoryKind } from '#shared/domain/story/story-key.ts';
import { commitConditions, draftOf, filterOf, type FilterDraft } from './filter-draft.ts';
import { timeOf } from './filter-time.ts';
import { groupOfEvent, NO_GROUPS, regroup, withOpen, type Grouped } from './list-lines.ts';
import { findRow, indexOfSeq, insertInto, merged, type Change, type Rows } from './list-rows.ts';

/** Beyond this many rows the oldest are let go while the newest come in; scrolling down fetches them again. */
const MOST_ROWS = 5000;
/** More held rows than this are not kept: the first page is read anew instead. */
export const MOST_HELD = 500;
/** More rows than this at once, or within one movement, come in without one of their own. */
const MOST_SLIDING_ROWS = 4;
/** More changes than this to events further down, and their page is asked for again. */
const MOST_LATER = 2000;

export interface ListState {
  filter: EventFilter;
  /** `composing`: an input method is at work · `typing`: applied after a pause · `applied`: the list shows it. */
  draft: FilterDraft & {
    phase: 'applied' | 'typing' | 'composing';
    /** Left the field, or asked for it: a mistake is no longer something that is still being typed. */
    left: boolean;
  };
  /** Grows when the first page has to be read; what was read or subscribed to before is ignored. */
  generation: number;
  phase: 'loading' | 'ready' | 'failed';
  /** Newest first. */
  rows: Rows;
  /** State of the store that the first page was read at: what changed before is in it. */
  changeSeq: number;
  nextCursor: number | null;
  older: 'idle' | 'loading' | 'failed';
  /** Only the answer to the last request for older events counts. */
  requests: number;
  /** Changes further down than what is loaded, while their page is on its way. */
  later: readonly Change[];
  /** New rows that wait until they may be shown, newest first; `heldMore` = too many to keep. */
  held: Rows;
  heldMore: boolean;
  /** Rows that no longer match stay until rows may move: nothing vanishes under the pointer. */
  stale: ReadonlySet<number>;
  /** The user wants to see events as they come. */
  following: boolean;
  /** A row was chosen: the others stay where they are until more are asked for. */
  reading: boolean;
  atTop: boolean;
  pointerOver: boolean;
  /** Rows newer than this slide in; null = none do. */
  slide: { afterSeq: number | null; rows: number };
  /** The event in the inspector. */
  selectedSeq: number | null;
  /** The user chose it: its row stays even when it no longer matches. */
  chosen: boolean;
  by: StoryKind | null;
  /** The group that is selected, instead of an event. */
  cursorKey: string | null;
  grouped: Grouped;
  /** Grows whenever other rows are there, or one belongs to another group. */
  structure: number;
  /** Older events of open groups that stand in no loaded page, newest first. */
  aside: Rows;
  /** Groups whose older events were asked for: whether even those are not all. */
  completed: ReadonlyMap<string, Completed>;
  /** The present, to the minute. */
  now: number;
}

export interface Completed {
  more: boolean;
  failed?: true;
}

export type ListChange =
  | { kind: 'page'; generation: number; page: EventPage }
  | { kind: 'pageFailed'; generation: number }
  | { kind: 'changes'; generation: number; changed: readonly Change[] }
  | { kind: 'askOlder' }
  | { kind: 'older'; request: number; page: EventPage }
  | { kind: 'olderFailed'; request: number }
  | { kind: 'tick' }
  | { kind: 'filter'; filter: string }
  | { kind: 'type'; draft: FilterDraft; composing: boolean }
  | { kind: 'typingPaused' }
  | { kind: 'settleDraft'; draft?: FilterDraft }
  | { kind: 'atTop'; atTop: boolean }
  | { kind: 'pointer'; over: boolean }
  | { kind: 'follow'; on: boolean }
  | { kind: 'read' }
  | { kind: 'catchUp' }
  | { kind: 'slid' }
  | { kind: 'select'; seq: number | null; chosen?: boolean }
  | { kind: 'selectGroup'; key: string }
  | { kind: 'group'; by: StoryKind | null }
  | { kind: 'openGroup'; key: string; open: boolean }
  | { kind: 'completing'; key: string }
  | { kind: 'completed'; key: string; generation: number; events: Rows | null; more: boolean };

export function initialList(by: StoryKind | null, now: number): ListState {
  return {
    filter: {},
    draft: { chips: [], text: '', phase: 'applied', left: true },
    generation: 0,
    phase: 'loading',
    rows: [],
    changeSeq: -1,
    nextCursor: null,
    older: 'idle',
    requests: 0,
    later: [],
    held: [],
    heldMore: false,
    stale: new Set(),
    following: true,
    reading: false,
    atTop: true,
    pointerOver: false,
    slide: { afterSeq: null, rows: 0 },
    selectedSeq: null,
    chosen: false,
    by,
    cursorKey: null,
    grouped: NO_GROUPS,
    structure: 0,
    aside: [],
    completed: new Map(),
    now,
  };
}

/** New rows may move in, and groups up: nothing is under the pointer or being read. */
export const mayMove = ({ following, reading, atTop, pointerOver }: ListState): boolean =>
  following && !reading && atTop && !pointerOver;

export function reduce(state: ListState, change: ListChange, now: number): ListState {
  switch (change.kind) {
    case 'page':
      return change.generation === state.generation ? withPage(state, change.page) : state;
    case 'pageFailed':
      return change.generation === state.generation ? { ...state, phase: 'failed' } : state;
    case 'changes':
      return change.generation === state.generation && state.phase !== 'loading'
        ? settled(withChanges(state, change.changed))
        : state;
    case 'askOlder':
      return state.older === 'loading' || state.phase !== 'ready' || state.nextCursor === null
        ? state
        : { ...state, older: 'loading', requests: state.requests + 1, later: [] };
    case 'older':
      return change.request === state.requests && state.older === 'loading'
        ? settled(withOlder(state, change.page))
        : state;
    case 'olderFailed':
      return change.request === state.requests && state.older === 'loading'
        ? { ...state, older: 'failed', later: [] }
        : state;
    case 'tick':
      return withTime(state, now);
    case 'filter':
      return withFilter({ ...state, draft: appliedDraft(draftOf(change.filter)) }, change.filter);
    case 'type':
      return withDraft(state, change.draft, change.composing);
    case 'typingPaused':
      return state.draft.phase === 'typing' ? applied(state) : state;
    case 'settleDraft':
      return state.draft.phase === 'composing'
        ? state
        : applied({ ...state, draft: appliedDraft(commitConditions(change.draft ?? state.draft, true)) });
    case 'atTop':
      return state.atTop === change.atTop ? state : settled({ ...state, atTop: change.atTop });
    case 'pointer':
      return state.pointerOver === change.over ? state : settled({ ...state, pointerOver: change.over });
    case 'follow':
      return settled({ ...state, following: change.on, reading: false });
    case 'read':
      return state.reading ? state : { ...state, reading: true };
    case 'catchUp':
      // Asked for by the user, so it may move rows under the pointer.
      return settled({ ...state, following: true, reading: false, atTop: true }, true);
    case 'slid':
      return { ...state, slide: { afterSeq: null, rows: 0 } };
    case 'select':
      return withSelected(state, change.seq, change.chosen ?? true);
    case 'selectGroup':
      return { ...state, reading: true, selectedSeq: null, cursorKey: change.key };
    case 'group':
      return state.by === change.by
        ? state
        : withGroups(
            { ...state, by: change.by, cursorKey: null, grouped: NO_GROUPS, completed: new Map() },
            true,
          );
    case 'openGroup':
      return withGroupOpen(state, change.key, change.open);
    case 'completing':
      return { ...state, completed: new Map([...state.completed, [change.key, { more: true }]]) };
    case 'completed':
      return change.generation === state.generation ? withCompleted(state, change) : state;
  }
}

// --- Pages and changes ------------------------------------------------------------------------------------------------

function withPage(state: ListState, { items, nextCursor, changeSeq }: EventPage): ListState {
  return withGroups(
    {
      ...state,
      phase: 'ready',
      rows: items,
      changeSeq,
      nextCursor,
      older: 'idle',
      requests: state.requests + 1,
      later: [],
      held: [],
      heldMore: false,
      stale: new Set(),
      slide: { afterSeq: null, rows: state.slide.rows },
      aside: [],
      completed: new Map(),
      structure: state.structure + 1,
    },
    true,
  );
}

/** An event at or above the cursor is one that a page of what is loaded would have had. */
const isLoaded = ({ nextCursor }: ListState, seq: number): boolean =>
  nextCursor === null || seq >= nextCursor;

function withChanges(state: ListState, changed: readonly Change[]): ListState {
  let { rows, aside, held, later } = state;
  const stale = new Set(state.stale);
  let { structure } = state;
  const own = { rows: false, aside: false, held: false };
  for (const change of changed) {
    const { event, matches } = change;
    const list = indexOfSeq(rows, event.seq) !== -1 ? 'rows' : 'aside';
    const index = indexOfSeq(list === 'rows' ? rows : aside, event.seq);
    if (index !== -1) {
      const known = (list === 'rows' ? rows : aside)[index];
      if (known === undefined || event.changeSeq < known.changeSeq) continue;
      if (!own[list]) {
        if (list === 'rows') rows = [...rows];
        else aside = [...aside];
        own[list] = true;
      }
      ((list === 'rows' ? rows : aside) as Rows[number][])[index] = event;
      if (matches) stale.delete(event.seq);
      else stale.add(event.seq);
      if (known.checkout?.id !== event.checkout?.id) structure += 1;
      if (list === 'aside' && state.older === 'loading') later = [...later, change];
      continue;
    }
    if (event.changeSeq <= state.changeSeq) continue;
    if (!isLoaded(state, event.seq)) {
      if (state.older === 'loading') later = [...later, change];
      continue;
    }
    if (!own.held) held = [...held];
    own.held = true;
    const at = indexOfSeq(held, event.seq);
    if (at !== -1 && event.changeSeq < (held[at]?.changeSeq ?? 0)) continue;
    if (at !== -1) (held as Rows[number][]).splice(at, 1);
    if (matches) insertInto(held as Rows[number][], event);
  }
  const overdue = later.length > MOST_LATER;
  return {
    ...state,
    rows,
    aside,
    held,
    stale,
    structure,
    later: overdue ? [] : later,
    ...(overdue && { older: 'idle', requests: state.requests + 1 }),
  };
}

function withOlder(state: ListState, { items, nextCursor, changeSeq }: EventPage): ListState {
  // What of them was kept beside the rows stands among them now; what the page does not have no longer matches.
  const aside = nextCursor === null ? [] : state.aside.filter(({ seq }) => seq < nextCursor);
  const fresh = items.map((event) => {
    const known = findRow(state.aside, event.seq);
    return known !== undefined && known.changeSeq > event.changeSeq ? known : event;
  });
  const next: ListState = {
    ...state,
    rows: merged(state.rows, fresh),
    aside,
    nextCursor,
    older: 'idle',
    later: [],
    structure: state.structure + 1,
  };
  return withChanges(
    next,
    state.later.filter(({ event }) => event.changeSeq > changeSeq),
  );
}

/** Lets held rows in and those go that no longer match, where that moves nothing the user is about to use. */
function settled(state: ListState, force = false): ListState {
  const moving = force || mayMove(state);
  if (!moving) {
    const isTooMany = state.heldMore || state.held.length > MOST_HELD;
    return withGroups(isTooMany ? { ...state, held: [], heldMore: true } : state, false);
  }
  if (state.heldMore) return state.phase === 'loading' ? state : asked(state);
  return withGroups(released(state), true);
}

function released(state: ListState): ListState {
  const { held, selectedSeq, chosen } = state;
  const gone = new Set([...state.stale].filter((seq) => !chosen || seq !== selectedSeq));
  if (held.length === 0 && gone.size === 0) return state;
  const stay = (rows: Rows): Rows => (gone.size === 0 ? rows : rows.filter(({ seq }) => !gone.has(seq)));
  const newestBefore = state.rows[0]?.seq ?? 0;
  const rows = merged(stay(state.rows), held);
  const isSurplus = held.length > 0 && rows.length > MOST_ROWS;
  const sliding = state.slide.rows + held.length;
  return {
    ...state,
    rows: isSurplus ? rows.slice(0, MOST_ROWS) : rows,
    nextCursor: isSurplus ? (rows[MOST_ROWS - 1]?.seq ?? null) : state.nextCursor,
    // What was on its way would leave a gap below the new end.
    ...(isSurplus && { older: 'idle', requests: state.requests + 1, later: [] }),
    aside: stay(state.aside),
    held: [],
    stale: new Set([...state.stale].filter((seq) => !gone.has(seq))),
    structure: state.structure + 1,
    // An event that came in changes again at once, as it is delivered: that must not end its movement.
    // In a stream a movement of each would only be in the way of the next.
    ...(held.length > 0 && {
      slide: { afterSeq: sliding <= MOST_SLIDING_ROWS ? newestBefore : null, rows: sliding },
    }),
  };
}

/** The first page is to be read anew; until it is there, the rows stay. */
const asked = (state: ListState): ListState => ({
  ...state,
  generation: state.generation + 1,
  phase: 'loading',
});

function withTime(state: ListState, now: number): ListState {
  const next = { ...state, now };
  const time = timeOf(state.filter.filter ?? '');
  if (time === null || state.phase !== 'ready') return next;
  if (time.gains) return mayMove(state) ? asked(next) : next;
  const isOver = ({ receivedAt }: Rows[number]): boolean => !time.fits(receivedAt, now);
  const over = [...state.rows, ...state.aside].filter(isOver).map(({ seq }) => seq);
  return settled({
    ...next,
    held: state.held.filter((event) => !isOver(event)),
    stale: new Set([...state.stale, ...over]),
  });
}

// --- The filter -------------------------------------------------------------------------------------------------------

const appliedDraft = (draft: FilterDraft): ListState['draft'] => ({ ...draft, phase: 'applied', left: true });

function withDraft(state: ListState, draft: FilterDraft, composing: boolean): ListState {
  // What an input method has not finished is left alone: it is no text yet.
  return composing
    ? { ...state, draft: { ...draft, phase: 'composing', left: false } }
    : { ...state, draft: { ...commitConditions(draft), phase: 'typing', left: false } };
}

/** What cannot be read yet says nothing about the list. */
function applied(state: ListState): ListState {
  const { filter } = filterOf(state.draft);
  return withFilter({ ...state, draft: { ...state.draft, phase: 'applied' } }, filter);
}

function withFilter(state: ListState, filter: string): ListState {
  if ((state.filter.filter ?? '') === filter) return state;
  return asked({
    ...state,
    filter: filter === '' ? {} : { filter },
    following: true,
    reading: false,
    atTop: true,
  });
}

// --- Groups -----------------------------------------------------------------------------------------------------------

function withGroups(state: ListState, moving: boolean, force = false): ListState {
  const { by, rows, aside, cursorKey, selectedSeq, structure, grouped: before } = state;
  const isCurrent = before.builtFrom === structure && !(moving && before.waits);
  if (by === null || (isCurrent && !force)) return state;
  const grouped = regroup(before, {
    rows,
    aside,
    keyOf: (event) => storyKeyOf(event, by),
    mayMove: moving,
    revealSeq: cursorKey === null ? selectedSeq : null,
    structure,
  });
  const gone = cursorKey !== null && !grouped.groupPlaces.has(cursorKey);
  return { ...state, grouped, ...(gone && { cursorKey: null }) };
}

function withGroupOpen(state: ListState, key: string, open: boolean): ListState {
  const { grouped, selectedSeq } = state;
  if (grouped.open.has(key) === open || !grouped.groupPlaces.has(key)) return state;
  // What is closed hides its events: the selection goes on to the group.
  const hides = !open && selectedSeq !== null && groupOfEvent(state, selectedSeq) === key;
  const completed = new Map(state.completed);
  if (completed.get(key)?.failed === true) completed.delete(key);
  const next = {
    ...state,
    completed,
    ...(hides && { reading: true, selectedSeq: null, cursorKey: key }),
  };
  return withGroups({ ...next, grouped: withOpen(grouped, key, open) }, mayMove(next), true);
}

function withSelected(before: ListState, seq: number | null, chosen: boolean): ListState {
  const state = before.chosen === chosen ? before : { ...before, chosen };
  if (state.selectedSeq === seq && (seq === null || state.cursorKey === null)) return state;
  // Whoever opens an event leaves the group that is selected, and sees it even if its own group was closed.
  const next = { ...state, selectedSeq: seq, ...(seq !== null && { cursorKey: null }) };
  const key = seq === null ? null : groupOfEvent(next, seq);
  return key === null || next.grouped.open.has(key) ? next : withGroups(next, mayMove(next), true);
}

function withCompleted(
  state: ListState,
  { key, events, more }: Extract<ListChange, { kind: 'completed' }>,
): ListState {
  const completed = new Map(state.completed);
  if (events === null) {
    // The loaded ones stay; the next opening asks again.
    completed.set(key, { more: true, failed: true });
    return { ...state, completed };
  }
  completed.set(key, { more });
  const fresh = events.filter(({ seq }) => !isLoaded(state, seq) && findRow(state.aside, seq) === undefined);
  const next = { ...state, completed, aside: merged(state.aside, fresh), structure: state.structure + 1 };
  // Asked for by opening it: it may grow below its own line.
  const grouped = withOpen(next.grouped, key, next.grouped.open.has(key));
  return withGroups({ ...next, grouped }, mayMove(next), true);
}
