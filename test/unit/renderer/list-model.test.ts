// The event list as one pure model: whatever order things come in, it ends as a page read afresh would be.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventPage, EventSummary } from '#shared/contract/events.ts';
import { storyKeyOf } from '#shared/domain/story/story-key.ts';
import { lineAt, lineCount, type ListItem } from '../../../src/renderer/stores/list/list-lines.ts';
import {
  initialList,
  MOST_HELD,
  reduce,
  type ListChange,
  type ListState,
} from '../../../src/renderer/stores/list/list-model.ts';
import type { Change } from '../../../src/renderer/stores/list/list-rows.ts';

const MINUTE_MS = 60_000;
const START = new Date(2026, 5, 1, 12).getTime();

function event(
  seq: number,
  changeSeq = seq,
  deliveryState: EventSummary['deliveryState'] = 'delivered',
  more: Partial<EventSummary> = {},
): EventSummary {
  return {
    seq,
    changeSeq,
    id: `evt_${seq}`,
    kind: 'snapshot',
    type: 'invoice.paid',
    source: 'cli',
    receivedAt: START + seq,
    createdAt: null,
    account: null,
    livemode: false,
    apiVersion: null,
    versionDiffers: false,
    requestId: null,
    checkout: null,
    objectType: null,
    objectId: null,
    customerId: null,
    customerLabel: null,
    amountMinor: null,
    currency: null,
    signature: 'valid',
    signatureProblem: null,
    rejectReason: null,
    receiptCount: 1,
    pinned: false,
    deliveryState,
    attemptCount: 1,
    nextAttemptAt: null,
    lastStatus: 200,
    lastErrorClass: null,
    lastDurationMs: 5,
    ...more,
  };
}

const page = (
  items: readonly EventSummary[],
  nextCursor: number | null = null,
  changeSeq = 0,
): EventPage => ({
  items: [...items],
  nextCursor,
  changeSeq,
});

/** A list that shows this page and may move. */
function listOf(first: EventPage, more: Partial<ListState> = {}): ListState {
  const state = { ...initialList(null, START), ...more };
  return reduce(state, { kind: 'page', generation: state.generation, page: first }, START);
}

const run = (state: ListState, ...changes: ListChange[]): ListState =>
  changes.reduce((before, change) => reduce(before, change, START), state);
const changes = (state: ListState, ...changed: Change[]): ListState =>
  run(state, { kind: 'changes', generation: state.generation, changed });
const shown = (state: ListState): number[] => state.rows.map(({ seq }) => seq);
const linesOf = (list: ListState): ListItem[] =>
  Array.from({ length: lineCount(list) }, (_, index) => lineAt(list, index)).filter(
    (line) => line !== undefined,
  );
const HELD: ListChange = { kind: 'pointer', over: true };
const FREE: ListChange = { kind: 'pointer', over: false };
const NOW: ListChange = { kind: 'catchUp' };

describe('rows', () => {
  test('a page is shown newest first, an older page goes below', () => {
    let list = listOf(page([event(9), event(8)], 8));
    list = run(list, { kind: 'askOlder' });
    list = run(list, { kind: 'older', request: list.requests, page: page([event(7), event(6)]) });
    expect(shown(list)).toEqual([9, 8, 7, 6]);
    expect(list).toMatchObject({ nextCursor: null, older: 'idle' });
  });

  test('new rows wait while something is under the pointer', () => {
    let list = run(listOf(page([event(1)])), HELD);
    list = changes(list, { event: event(2), matches: true }, { event: event(3), matches: true });
    expect(shown(list)).toEqual([1]);
    expect(list.held).toHaveLength(2);
    list = run(list, FREE);
    expect(shown(list)).toEqual([3, 2, 1]);
    expect(list.held).toEqual([]);
  });

  test('reading a row makes others wait without switching live updates off', () => {
    let list = run(listOf(page([event(1)])), { kind: 'read' });
    list = changes(list, { event: event(2), matches: true });
    expect(list).toMatchObject({ following: true, reading: true });
    expect(shown(list)).toEqual([1]);
    expect(shown(run(list, NOW))).toEqual([2, 1]);
  });

  test('the same change twice is one row, and an older change does not undo a newer one', () => {
    const list = changes(
      listOf(page([event(1, 1)])),
      { event: event(1, 5, 'failed'), matches: true },
      { event: event(1, 4, 'pending'), matches: true },
      { event: event(1, 5, 'failed'), matches: true },
    );
    expect(list.rows.map(({ deliveryState }) => deliveryState)).toEqual(['failed']);
  });

  test('what does not change keeps its identity, so that only rows that changed are drawn', () => {
    const before = listOf(page([event(2), event(1)]));
    const after = changes(before, { event: event(2, 9, 'failed'), matches: true });
    expect(after.rows[1]).toBe(before.rows[1]);
    expect(after.rows[0]).not.toBe(before.rows[0]);
    expect(before.rows[0]?.deliveryState).toBe('delivered');
    expect(reduce(after, { kind: 'atTop', atTop: true }, START)).toBe(after);
  });

  test('a row that no longer matches stays under the pointer, and the selected one for good', () => {
    let list = run(listOf(page([event(2, 2, 'failed'), event(1, 1, 'failed')])), HELD);
    list = changes(list, { event: event(1, 3), matches: false }, { event: event(2, 4), matches: false });
    expect(shown(list)).toEqual([2, 1]);
    list = run(list, { kind: 'select', seq: 2 }, FREE);
    expect(shown(list)).toEqual([2]);
    expect(shown(run(list, { kind: 'select', seq: null }, NOW))).toEqual([]);
    // One that was opened for the user goes with the others.
    const opened = run(list, { kind: 'select', seq: 2, chosen: false }, NOW);
    expect(shown(opened)).toEqual([]);
  });

  test('a change from before the page was read changes nothing about it', () => {
    const list = changes(listOf(page([event(3, 20)], null, 25)), { event: event(2, 24), matches: true });
    expect(shown(list)).toEqual([3]);
  });

  test('an event that came and went before it was shown leaves no trace', () => {
    let list = run(listOf(page([])), HELD);
    list = changes(list, { event: event(1), matches: true });
    list = changes(list, { event: event(1, 2), matches: false });
    expect(list.held).toEqual([]);
    expect(shown(run(list, NOW))).toEqual([]);
  });

  test('a change further down than what is loaded opens no gap', () => {
    const list = changes(listOf(page([event(9), event(8)], 8)), { event: event(3, 20), matches: true });
    expect(shown(list)).toEqual([9, 8]);
  });

  test('the last row may go and come back, though an older page was never loaded', () => {
    let list = listOf(page([event(9), event(8)], 8));
    list = changes(list, { event: event(8, 20), matches: false });
    expect(shown(list)).toEqual([9]);
    list = changes(list, { event: event(8, 21), matches: true });
    expect(shown(list)).toEqual([9, 8]);
  });

  test('rows beyond the limit are let go at the old end and can be fetched again', () => {
    const many = Array.from({ length: 5000 }, (_, index) => event(5000 - index));
    let list = changes(listOf(page(many)), { event: event(5001), matches: true });
    expect(list.rows).toHaveLength(5000);
    expect(list.nextCursor).toBe(2);
    list = run(list, { kind: 'askOlder' });
    list = run(list, { kind: 'older', request: list.requests, page: page([event(1)]) });
    expect(list.rows.at(-1)?.seq).toBe(1);
  });

  test('so many held rows are kept and no more; then the first page is read anew', () => {
    let list = run(listOf(page([event(1)])), HELD);
    for (let seq = 2; seq <= 3000; seq += 1) list = changes(list, { event: event(seq), matches: true });
    expect(list.held.length).toBeLessThanOrEqual(MOST_HELD);
    expect(list.heldMore).toBe(true);
    const { generation } = list;
    list = run(list, FREE);
    expect(list).toMatchObject({ generation: generation + 1, phase: 'loading' });
    // What the feed of before still sends is in that page already.
    list = run(list, {
      kind: 'changes',
      generation,
      changed: [{ event: event(3000, 9000, 'failed'), matches: true }],
    });
    list = run(list, {
      kind: 'page',
      generation: list.generation,
      page: page([event(3000), event(2999)], 2999, 9000),
    });
    expect(shown(list)).toEqual([3000, 2999]);
    expect(list).toMatchObject({ heldMore: false, phase: 'ready' });
  });

  test('up to four rows at once move in, a stream does not', () => {
    let list = listOf(page([event(1)]));
    list = changes(list, { event: event(2), matches: true });
    expect(list.slide).toEqual({ afterSeq: 1, rows: 1 });
    list = changes(list, ...[3, 4, 5, 6].map((seq) => ({ event: event(seq), matches: true })));
    expect(list.slide.afterSeq).toBeNull();
    expect(run(list, { kind: 'slid' }).slide).toEqual({ afterSeq: null, rows: 0 });
  });
});

describe('groups', () => {
  const ofA = (seq: number): EventSummary =>
    event(seq, seq, 'delivered', { checkout: { id: 'a', link: 'session' } });
  const grouped = (): ListState =>
    run(listOf(page([ofA(9), event(8), ofA(7)], 7)), { kind: 'group', by: 'checkout' });
  const seen = (list: ListState) =>
    linesOf(list).map((line) => (line.what === 'group' ? `[${line.key.trim()}` : line.seq));

  test('a selected event is never hidden, and closing its group selects the group', () => {
    let list = grouped();
    expect(seen(list)).toEqual(['[a', 8]);
    list = run(list, { kind: 'select', seq: 7 });
    expect(seen(list)).toEqual(['[a', 9, 7, 8]);
    list = run(list, { kind: 'openGroup', key: ' a', open: false });
    expect(list).toMatchObject({ cursorKey: ' a', selectedSeq: null, reading: true });
    expect(seen(list)).toEqual(['[a', 8]);
    expect(run(list, { kind: 'select', seq: 8 }).cursorKey).toBeNull();
  });

  test('older events of an open group stand beside the pages, until their page brings them', () => {
    const key = ' a';
    let list = run(grouped(), { kind: 'openGroup', key, open: true }, { kind: 'completing', key });
    const { generation } = list;
    list = run(list, { kind: 'completed', key, generation, events: [ofA(9), ofA(5), ofA(3)], more: false });
    expect(seen(list)).toEqual(['[a', 9, 7, 5, 3, 8]);
    expect(shown(list)).toEqual([9, 8, 7]);
    // Their changes are shown; what no longer matches goes.
    list = changes(list, { event: event(3, 20), matches: false });
    expect(seen(list)).toEqual(['[a', 9, 7, 5, 8]);
    list = run(list, { kind: 'askOlder' });
    list = run(list, { kind: 'older', request: list.requests, page: page([event(6), ofA(5)], 5, 20) });
    expect(shown(list)).toEqual([9, 8, 7, 6, 5]);
    expect(list.aside).toEqual([]);
  });

  test('when its older events could not be read, the next opening asks again, and nothing before', () => {
    const key = ' a';
    let list = run(grouped(), { kind: 'openGroup', key, open: true }, { kind: 'completing', key });
    const { generation } = list;
    list = run(list, { kind: 'completed', key, generation, events: null, more: true });
    expect(list.completed.has(key)).toBe(true);
    list = run(list, { kind: 'openGroup', key, open: false }, { kind: 'openGroup', key, open: true });
    expect(list.completed.has(key)).toBe(false);
  });
});

describe('time', () => {
  test('a minute later what is too old for the filter is gone, unless it is under the pointer', () => {
    const rows = [
      event(2, 2, 'delivered', { receivedAt: START - 30_000 }),
      event(1, 1, 'delivered', { receivedAt: START - 50_000 }),
    ];
    const filter = { filter: 'after:1m' };
    const list = listOf(page(rows), { filter });
    const later = START + 20_000;
    expect(shown(reduce(list, { kind: 'tick' }, later))).toEqual([2]);
    const held = reduce(run(list, HELD), { kind: 'tick' }, later);
    expect(shown(held)).toEqual([2, 1]);
    expect(shown(reduce(held, FREE, later))).toEqual([2]);
  });

  test('a filter that more events fit as time passes is asked again', () => {
    const list = listOf(page([]), { filter: { filter: 'before:10m' } });
    expect(reduce(list, { kind: 'tick' }, START + MINUTE_MS).generation).toBe(list.generation + 1);
    const fixed = listOf(page([]), { filter: { filter: 'before:2026-01-01' } });
    expect(reduce(fixed, { kind: 'tick' }, START + MINUTE_MS).generation).toBe(fixed.generation);
  });

  test('the present is in the state, so that a row of yesterday knows that it is one', () => {
    const list = reduce(listOf(page([event(1)])), { kind: 'tick' }, START + 30 * 60 * MINUTE_MS);
    expect(list.now).toBe(START + 30 * 60 * MINUTE_MS);
  });
});

describe('the filter that is typed', () => {
  const typed = (text: string, composing = false): ListChange => ({
    kind: 'type',
    draft: { chips: [], text },
    composing,
  });

  test('it is applied after a pause', () => {
    let list = run(listOf(page([])), typed('invoice'));
    expect(list.draft.phase).toBe('typing');
    expect(list.filter).toEqual({});
    list = run(list, { kind: 'typingPaused' });
    expect(list.draft).toMatchObject({ phase: 'applied', text: 'invoice' });
    expect(list).toMatchObject({ filter: { filter: 'invoice' }, phase: 'loading' });
  });

  test('what is being composed is never applied: 王 is typed as ㄨ, ㄨㄤ, ㄨㄤˊ', () => {
    let list = listOf(page([event(1)]));
    for (const half of ['ㄨ', 'ㄨㄤ', 'ㄨㄤˊ']) {
      list = run(list, typed(half, true), { kind: 'typingPaused' }, { kind: 'settleDraft' });
      expect(list).toMatchObject({ filter: {}, phase: 'ready', draft: { phase: 'composing', text: half } });
    }
    list = run(list, typed('王'), { kind: 'typingPaused' });
    expect(list.filter).toEqual({ filter: '王' });
  });

  test('a filter from elsewhere replaces the draft; its own echo does not', () => {
    let list = run(listOf(page([])), typed('status:failed '), { kind: 'typingPaused' });
    expect(list.draft).toMatchObject({ chips: ['status:failed'], text: '' });
    list = run(list, typed('ada'), { kind: 'filter', filter: 'is:pinned' });
    expect(list.draft).toMatchObject({ chips: ['is:pinned'], text: '', phase: 'applied' });
  });
});

// --- Any order gives what a fresh page gives -------------------------------------------------------------------------

/** What the engine does: a log of changes, pages as they are at one moment, a feed that can be resumed. */
class Engine {
  readonly events = new Map<number, EventSummary>();
  changeSeq = 0;
  now = START;
  private readonly log: EventSummary[] = [];

  put(seq: number, failed: boolean, checkout: string | null): void {
    const before = this.events.get(seq);
    this.changeSeq += 1;
    const next = event(seq, this.changeSeq, failed ? 'failed' : 'delivered', {
      receivedAt: before?.receivedAt ?? this.now,
      checkout: checkout === null ? null : { id: checkout, link: 'session' },
    });
    this.events.set(seq, next);
    this.log.push(next);
  }

  fits(filter: string, { deliveryState, receivedAt }: EventSummary): boolean {
    if (filter === 'status:failed') return deliveryState === 'failed';
    if (filter === 'after:2m') return receivedAt >= this.now - 2 * MINUTE_MS;
    return true;
  }

  list(filter: string, cursor: number | null, limit: number): EventPage {
    const all = [...this.events.values()]
      .filter((one) => one.seq < (cursor ?? Infinity) && this.fits(filter, one))
      .toSorted((a, b) => b.seq - a.seq);
    return page(
      all.slice(0, limit),
      all.length > limit ? (all[limit - 1]?.seq ?? null) : null,
      this.changeSeq,
    );
  }

  /** Coalesced, as the engine does: of an event only its newest change. */
  since(after: number, filter: string, most: number): { changed: Change[]; changeSeq: number } {
    const fresh = this.log
      .filter((one) => one.changeSeq > after && this.events.get(one.seq)?.changeSeq === one.changeSeq)
      .slice(0, most);
    return {
      changed: fresh.map((one) => ({ event: one, matches: this.fits(filter, one) })),
      changeSeq: fresh.at(-1)?.changeSeq ?? after,
    };
  }
}

type Step =
  | { do: 'put'; seq: number; failed: boolean; checkout: string | null }
  | { do: 'feed'; most: number }
  | { do: 'takeFeed' | 'askOlder' | 'takeOlder' | 'takePage' | 'reconnect' | 'reset' | 'minute' }
  | { do: 'filter'; filter: string }
  | { do: 'pointer' | 'atTop' | 'follow'; on: boolean }
  | { do: 'read' | 'catchUp' }
  | { do: 'group'; by: 'checkout' | null }
  | { do: 'open'; key: number; on: boolean };

const { constant, constantFrom, integer, boolean } = fc;
const weighed = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
const step = fc.oneof(
  weighed(
    8,
    fc.record({
      do: constant('put' as const),
      seq: integer({ min: 1, max: 40 }),
      failed: boolean(),
      checkout: constantFrom(null, 'a', 'b'),
    }),
  ),
  weighed(4, fc.record({ do: constant('feed' as const), most: integer({ min: 1, max: 5 }) })),
  weighed(
    10,
    fc.record({
      do: constantFrom(
        'takeFeed' as const,
        'takeFeed' as const,
        'askOlder' as const,
        'takeOlder' as const,
        'takePage' as const,
        'minute' as const,
      ),
    }),
  ),
  weighed(1, fc.record({ do: constantFrom('reconnect' as const, 'reset' as const) })),
  weighed(
    1,
    fc.record({
      do: constant('filter' as const),
      filter: constantFrom('', 'status:failed', 'after:2m'),
    }),
  ),
  weighed(
    3,
    fc.record({ do: constantFrom('pointer' as const, 'atTop' as const, 'follow' as const), on: boolean() }),
  ),
  weighed(2, fc.record({ do: constantFrom('read' as const, 'catchUp' as const) })),
  weighed(1, fc.record({ do: constant('group' as const), by: constantFrom('checkout' as const, null) })),
  weighed(1, fc.record({ do: constant('open' as const), key: fc.nat({ max: 1 }), on: boolean() })),
);

const filterText = fc.constantFrom('', 'status:failed', 'after:2m');
const begin = fc.record({ filter: filterText, filled: fc.array(fc.boolean(), { maxLength: 16 }) });

const PAGE = 4;

/** The engine, the list, and what is on its way between them. */
class World {
  readonly engine = new Engine();
  list = initialList(null, START);
  private after: number | null = null;
  /** Read by the engine, not yet here. */
  private first: { generation: number; page: EventPage } | null = null;
  private olderPages: { request: number; page: EventPage }[] = [];
  private messages: { generation: number; changed: readonly Change[] }[] = [];

  private readonly bound: boolean;

  constructor(bound: boolean, filter: string, filled: readonly boolean[]) {
    this.bound = bound;
    filled.forEach((failed, index) =>
      this.engine.put(2 * (index + 1), failed, [null, 'a', 'b'][index % 3] ?? null),
    );
    this.readPage();
    if (filter !== '') this.send({ kind: 'filter', filter });
    this.takePage();
  }

  private get filter(): string {
    return this.list.filter.filter ?? '';
  }

  send(change: ListChange): void {
    const { generation } = this.list;
    this.list = reduce(this.list, change, this.engine.now);
    if (this.list.generation !== generation) {
      this.after = null;
      this.readPage();
    }
  }

  private readPage(): void {
    this.first = {
      generation: this.list.generation,
      page: this.engine.list(this.filter, null, this.bound ? PAGE : 1000),
    };
  }

  takePage(): void {
    if (this.first === null) return;
    const { generation, page: taken } = this.first;
    this.first = null;
    // The feed goes on where the page was read.
    if (generation === this.list.generation) this.after = taken.changeSeq;
    this.send({ kind: 'page', generation, page: taken });
  }

  feed(most: number): void {
    if (this.after === null) return;
    const { changed, changeSeq } = this.engine.since(this.after, this.filter, most);
    this.after = changeSeq;
    this.messages.push({ generation: this.list.generation, changed });
  }

  takeFeed(): void {
    const next = this.messages.shift();
    if (next !== undefined) this.send({ kind: 'changes', ...next });
  }

  askOlder(): void {
    const { nextCursor, older } = this.list;
    this.send({ kind: 'askOlder' });
    if (older === 'loading' || this.list.older !== 'loading') return;
    this.olderPages.push({
      request: this.list.requests,
      page: this.engine.list(this.filter, nextCursor, PAGE),
    });
  }

  takeOlder(): void {
    const next = this.olderPages.shift();
    if (next !== undefined) this.send({ kind: 'older', ...next });
  }

  do(one: Step): void {
    switch (one.do) {
      case 'put':
        return this.engine.put(one.seq, one.failed, one.checkout);
      case 'feed':
        return this.feed(one.most);
      case 'takeFeed':
        return this.takeFeed();
      case 'askOlder':
        return this.askOlder();
      case 'takeOlder':
        return this.takeOlder();
      case 'takePage':
        return this.takePage();
      case 'reset':
        // Too much was missed: the feed begins with a page again.
        if (this.after !== null) this.readPage();
        this.after = null;
        return;
      case 'reconnect':
        // The last changes come once more.
        if (this.after !== null) this.after = Math.max(0, this.after - 3);
        return;
      case 'minute':
        this.engine.now += MINUTE_MS;
        return this.send({ kind: 'tick' });
      case 'filter':
        return this.send({ kind: 'filter', filter: one.filter });
      case 'pointer':
        return this.send({ kind: 'pointer', over: one.on });
      case 'atTop':
        return this.send({ kind: 'atTop', atTop: one.on });
      case 'follow':
        return this.send({ kind: 'follow', on: one.on });
      case 'read':
        return this.send({ kind: 'read' });
      case 'catchUp':
        return this.send({ kind: 'catchUp' });
      case 'group':
        return this.send({ kind: 'group', by: one.by });
      case 'open':
        return this.send({ kind: 'openGroup', key: ` ${'ab'[one.key]}`, open: one.on });
    }
  }

  /** Everything on its way arrives, the time is told, and nothing is under the pointer any more. */
  settle(): void {
    this.send({ kind: 'pointer', over: false });
    for (let round = 0; round < 4; round += 1) {
      while (this.olderPages.length > 0) this.takeOlder();
      this.takePage();
      this.feed(1000);
      while (this.messages.length > 0) this.takeFeed();
      this.send({ kind: 'tick' });
      this.send({ kind: 'catchUp' });
    }
  }
}

describe('any order of changes, pages, reconnections and filters', () => {
  for (const bound of [true, false]) {
    test(`gives what a fresh page gives (${bound ? 'page by page' : 'in one page'})`, () => {
      fc.assert(
        fc.property(
          begin,
          fc.array(step, { minLength: 10, maxLength: 80 }),
          ({ filter: first, filled }, steps) => {
            const world = new World(bound, first, filled);
            for (const one of steps) {
              world.do(one);
              // At every moment: newest first, and each event once.
              const seqs = shown(world.list);
              expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => b - a));
            }
            world.settle();
            const { list, engine } = world;
            const filter = list.filter.filter ?? '';
            const whole = engine.list(filter, null, 1000).items;
            const loaded = whole.filter(({ seq }) => list.nextCursor === null || seq >= list.nextCursor);
            expect(list.rows).toEqual(loaded);
            expect(list).toMatchObject({ held: [], heldMore: false, phase: 'ready' });

            // Whoever reads on to the end has all of it.
            while (world.list.nextCursor !== null) {
              world.askOlder();
              world.takeOlder();
            }
            world.send({ kind: 'catchUp' });
            expect(world.list.rows).toEqual(whole);

            // And its lines are those that the same rows have when they are grouped for the first time.
            const fresh = reduce(
              { ...listOf(page(whole)), filter: list.filter },
              { kind: 'group', by: 'checkout' },
              engine.now,
            );
            let again = world.list;
            for (const by of [null, 'checkout'] as const)
              again = reduce(again, { kind: 'group', by }, engine.now);
            expect(linesOf(again)).toEqual(linesOf(fresh));
            if (world.list.by === 'checkout') {
              const events = new Set(whole.map(({ checkout }) => checkout?.id ?? null));
              for (const id of events) {
                if (id !== null) world.send({ kind: 'openGroup', key: ` ${id}`, open: true });
              }
              const seqs = linesOf(world.list).flatMap((line) => {
                const one = line as { what: string; seq: number };
                return one.what === 'event' ? [one.seq] : [];
              });
              expect(seqs.toSorted((a, b) => b - a)).toEqual(whole.map(({ seq }) => seq));
            }
            expect(
              storyKeyOf(event(1, 1, 'failed', { checkout: { id: 'a', link: 'time' } }), 'checkout'),
            ).toBe(' a');
          },
        ),
        { numRuns: 1000 },
      );
    });
  }
});
