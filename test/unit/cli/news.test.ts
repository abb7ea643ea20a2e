// Which changes of the live feed become a line.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventSummary } from '#shared/contract/events.ts';
import { createNews, type News } from '../../../src/cli/client/news.ts';

type State = EventSummary['deliveryState'];

/** All that matters here of an event. */
function event(
  seq: number,
  deliveryState: State,
  attemptCount = deliveryState === 'pending' ? 0 : 1,
): EventSummary {
  return { seq, deliveryState, attemptCount } as EventSummary;
}

let told: string[];
let news: News;

function take(...events: EventSummary[]): void {
  news.take(events.map((one) => ({ event: one, matches: true })));
}

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  news = createNews({
    tell: (events) => told.push(events.map(({ seq, deliveryState }) => `${seq} ${deliveryState}`).join(', ')),
    waitMs: 1_000,
  });
  news.begin([event(9, 'held', 1), event(10, 'delivered')], 10);
});
afterEach(() => {
  news.dispose();
  vi.useRealTimers();
});

describe('a new event', () => {
  it('is told once it has an answer', () => {
    take(event(11, 'pending'));
    expect(told).toEqual([]);
    take(event(11, 'delivered'));
    expect(told).toEqual(['11 delivered']);
    vi.advanceTimersByTime(5_000);
    expect(told).toHaveLength(1);
  });

  it('is told without one after a while, and again with it', () => {
    take(event(11, 'pending'));
    vi.advanceTimersByTime(600);
    take(event(11, 'pending'));
    vi.advanceTimersByTime(399);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['11 pending']);
    take(event(11, 'failed'));
    expect(told).toEqual(['11 pending', '11 failed']);
  });

  it('is told oldest first when several come at once', () => {
    take(event(13, 'failed'), event(11, 'delivered'), event(12, 'held', 0));
    expect(told).toEqual(['11 delivered, 12 held, 13 failed']);
  });

  it('is not told while it does not match', () => {
    news.take([{ event: event(11, 'pending'), matches: false }]);
    vi.advanceTimersByTime(5_000);
    news.take([{ event: event(11, 'delivered'), matches: false }]);
    expect(told).toEqual([]);
    take(event(11, 'failed', 2));
    expect(told).toEqual(['11 failed']);
  });

  it('that matched only while it was on its way is not told later', () => {
    take(event(11, 'pending'));
    news.take([{ event: event(11, 'delivered'), matches: false }]);
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual([]);
  });
});

describe('what changes later', () => {
  it('is told when something became of it', () => {
    take(event(9, 'pending', 1));
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual([]);
    take(event(9, 'delivered', 2));
    take(event(9, 'delivered', 3));
    expect(told).toEqual(['9 delivered', '9 delivered']);
  });

  it('is not told when it is a pin, or a name that was found out', () => {
    take(event(10, 'delivered'));
    expect(told).toEqual([]);
  });

  it('is not told of events from before that were not shown', () => {
    take(event(3, 'failed', 2));
    expect(told).toEqual([]);
  });
});

it('begins anew with another store', () => {
  news.begin([], 0);
  take(event(1, 'delivered'));
  expect(told).toEqual(['1 delivered']);
});

it('says nothing after its end', () => {
  take(event(11, 'pending'));
  news.dispose();
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([]);
});
