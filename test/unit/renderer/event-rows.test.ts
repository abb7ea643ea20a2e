// The rows of the event list under a stream of changes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventSummary } from '#shared/contract/events.ts';
import { createEventRows, type EventRows } from '../../../src/renderer/stores/event-rows.ts';

function event(
  seq: number,
  changeSeq = seq,
  deliveryState: EventSummary['deliveryState'] = 'delivered',
): EventSummary {
  return {
    seq,
    changeSeq,
    id: `evt_${seq}`,
    kind: 'snapshot',
    type: 'invoice.paid',
    source: 'cli',
    receivedAt: seq,
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
  };
}

function shown(rows: EventRows): number[] {
  return Array.from({ length: rows.count }, (_, index) => rows.at(index)?.seq ?? -1);
}

describe('event rows', () => {
  test('a page is shown newest first, older pages go below', () => {
    const rows = createEventRows();
    rows.replace([event(9), event(8)], 8);
    rows.appendOlder([event(7), event(6)], null);
    expect(shown(rows)).toEqual([9, 8, 7, 6]);
    expect(rows.nextCursor).toBeNull();
    expect(rows.indexOf(7)).toBe(2);
    expect(rows.indexOf(1)).toBe(-1);
  });

  test('an older event kept aside is no row, until its page brings it', () => {
    const rows = createEventRows();
    rows.replace([event(9), event(8)], 8);
    rows.keepAside([event(9), event(5), event(3)]);
    expect(shown(rows)).toEqual([9, 8]);
    expect([...rows.aside()]).toEqual([5, 3]);
    rows.apply([{ event: event(5, 20, 'failed'), matches: true }]);
    expect(rows.get(5)?.deliveryState).toBe('failed');
    expect(rows.heldCount).toBe(0);
    rows.appendOlder([event(7), event(5, 20)], 5);
    expect(shown(rows)).toEqual([9, 8, 7, 5]);
    expect([...rows.aside()]).toEqual([3]);
    rows.replace([event(9)], null);
    expect([...rows.aside()]).toEqual([]);
  });

  test('new rows wait until they are released', () => {
    const rows = createEventRows();
    rows.replace([event(1)], null);
    rows.apply([
      { event: event(2), matches: true },
      { event: event(3), matches: true },
    ]);
    expect(shown(rows)).toEqual([1]);
    expect(rows.heldCount).toBe(2);
    expect(rows.release(null)).toBe(2);
    expect(shown(rows)).toEqual([3, 2, 1]);
  });

  test('the same change twice is one row, and an older change does not undo a newer one', () => {
    const rows = createEventRows();
    rows.replace([event(1, 1)], null);
    rows.apply([{ event: event(1, 5, 'failed'), matches: true }]);
    rows.apply([{ event: event(1, 4, 'pending'), matches: true }]);
    rows.apply([{ event: event(1, 5, 'failed'), matches: true }]);
    rows.release(null);
    expect(shown(rows)).toEqual([1]);
    expect(rows.get(1)?.deliveryState).toBe('failed');
  });

  test('a row that no longer matches stays until the next release, and the selected one stays for good', () => {
    const rows = createEventRows();
    rows.replace([event(2, 2, 'failed'), event(1, 1, 'failed')], null);
    rows.apply([
      { event: event(1, 3, 'delivered'), matches: false },
      { event: event(2, 4, 'delivered'), matches: false },
    ]);
    expect(shown(rows)).toEqual([2, 1]);
    rows.release(2);
    expect(shown(rows)).toEqual([2]);
    rows.release(null);
    expect(shown(rows)).toEqual([]);
  });

  test('an event that came and went before it was shown leaves no trace', () => {
    const rows = createEventRows();
    rows.replace([], null);
    rows.apply([{ event: event(1, 1, 'pending'), matches: true }]);
    rows.apply([{ event: event(1, 2, 'delivered'), matches: false }]);
    expect(rows.heldCount).toBe(0);
    rows.release(null);
    expect(shown(rows)).toEqual([]);
  });

  test('a change to an event further down than what is loaded does not open a gap', () => {
    const rows = createEventRows();
    rows.replace([event(9), event(8)], 8);
    rows.apply([{ event: event(3, 20), matches: true }]);
    rows.release(null);
    expect(shown(rows)).toEqual([9, 8]);
  });

  test('rows beyond the limit are let go at the old end and can be fetched again', () => {
    const rows = createEventRows(3);
    rows.replace([event(3), event(2), event(1)], null);
    rows.apply([{ event: event(4), matches: true }]);
    rows.release(null);
    expect(shown(rows)).toEqual([4, 3, 2]);
    expect(rows.nextCursor).toBe(2);
    rows.appendOlder([event(1)], null);
    expect(shown(rows)).toEqual([4, 3, 2, 1]);
  });

  test('whatever comes in whatever batches: sorted, no duplicate, and the newest state of each', () => {
    const change = fc.record({
      seq: fc.integer({ min: 1, max: 30 }),
      matches: fc.boolean(),
      release: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 120 }), (changes) => {
        const rows = createEventRows();
        rows.replace([], null);
        const expected = new Map<number, boolean>();
        changes.forEach(({ seq, matches, release }, index) => {
          rows.apply([{ event: event(seq, 100 + index), matches }]);
          expected.set(seq, matches);
          if (release) rows.release(null);
        });
        rows.release(null);
        const wanted = [...expected].filter(([, matches]) => matches).map(([seq]) => seq);
        expect(shown(rows)).toEqual(wanted.toSorted((a, b) => b - a));
      }),
    );
  });
});
