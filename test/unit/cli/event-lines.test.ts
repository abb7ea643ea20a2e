// Events as lines: what stands in them, under each other, in colour or not, in wide and in narrow terminals.
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { EventSummary } from '#shared/contract/events.ts';
import { createEventLines } from '../../../src/cli/client/event-lines.ts';
import { createPaint } from '../../../src/cli/client/paint.ts';

const NOON = new Date(2026, 10, 26, 12, 0, 0).getTime();
const COLOURED = createPaint({ isTTY: true, hasColors: () => true }, {});
const PLAIN = createPaint({}, {});

function event(changes: Partial<EventSummary> = {}): EventSummary {
  return {
    seq: 1,
    changeSeq: 1,
    id: 'evt_1',
    kind: 'snapshot',
    type: 'invoice.paid',
    source: 'cli',
    receivedAt: NOON - 65_000,
    createdAt: null,
    account: null,
    livemode: false,
    apiVersion: null,
    versionDiffers: false,
    requestId: null,
    checkout: null,
    objectType: 'invoice',
    objectId: 'in_1',
    customerId: 'cus_1',
    customerLabel: 'Ada Lovelace',
    amountMinor: 1500,
    currency: 'eur',
    signature: 'valid',
    signatureProblem: null,
    rejectReason: null,
    receiptCount: 1,
    pinned: false,
    deliveryState: 'delivered',
    attemptCount: 1,
    nextAttemptAt: null,
    lastStatus: 200,
    lastErrorClass: null,
    lastDurationMs: 9.2,
    ...changes,
  };
}

interface Setting {
  width?: number | null;
  goesOn?: boolean;
  paint?: typeof PLAIN;
}

function linesOf(
  events: readonly EventSummary[],
  { width = null, goesOn = false, paint = PLAIN }: Setting = {},
): string[] {
  const render = createEventLines({ paint, terminalWidth: () => width, now: () => NOON, goesOn });
  return render(events).split('\n').slice(0, -1);
}

describe('a line', () => {
  it.each<[string, Partial<EventSummary>, string]>([
    ['delivered', {}, '11:58:55  invoice.paid  Ada Lovelace  €15.00  delivered  200  9 ms'],
    [
      'failed and slow',
      { deliveryState: 'failed', lastStatus: 500, lastDurationMs: 2140 },
      '11:58:55  invoice.paid  Ada Lovelace  €15.00  failed  500  2,140 ms',
    ],
    [
      'without an answer in time',
      { deliveryState: 'failed', lastStatus: null, lastErrorClass: 'timeout', lastDurationMs: 30_000 },
      '11:58:55  invoice.paid  Ada Lovelace  €15.00  failed  timeout  30 s',
    ],
    [
      'refused, which takes no time worth telling',
      { deliveryState: 'failed', lastStatus: null, lastErrorClass: 'refused', lastDurationMs: 1 },
      '11:58:55  invoice.paid  Ada Lovelace  €15.00  failed  refused',
    ],
    [
      'not sent yet',
      { deliveryState: 'held', attemptCount: 0, lastStatus: null, lastDurationMs: null },
      '11:58:55  invoice.paid  Ada Lovelace  €15.00  held',
    ],
    [
      'of yesterday',
      { receivedAt: NOON - 86_400_000 },
      '11-25 12:00:00  invoice.paid  Ada Lovelace  €15.00  delivered  200  9 ms',
    ],
    [
      'of last year',
      { receivedAt: new Date(2025, 11, 31, 23, 59, 59).getTime() },
      '2025-12-31 23:59:59  invoice.paid  Ada Lovelace  €15.00  delivered  200  9 ms',
    ],
    [
      'in yen',
      { amountMinor: 9800, currency: 'jpy' },
      '11:58:55  invoice.paid  Ada Lovelace  ¥9,800  delivered  200  9 ms',
    ],
    [
      'thin',
      { kind: 'thin', amountMinor: null, currency: null },
      '11:58:55  invoice.paid  Ada Lovelace  thin  delivered  200  9 ms',
    ],
    [
      'of a customer without a name',
      { customerLabel: null },
      '11:58:55  invoice.paid  cus_1  €15.00  delivered  200  9 ms',
    ],
    [
      'about no customer',
      { customerLabel: null, customerId: null, amountMinor: null },
      '11:58:55  invoice.paid  in_1  delivered  200  9 ms',
    ],
    [
      'sent again',
      { attemptCount: 3 },
      '11:58:55  invoice.paid  Ada Lovelace  €15.00  delivered  200  9 ms  3 attempts',
    ],
    [
      'live and synthetic',
      { livemode: true, source: 'synthetic' },
      '11:58:55  invoice.paid  Ada Lovelace  €15.00  delivered  200  9 ms  LIVE, synthetic',
    ],
    [
      'rejected',
      {
        kind: 'rejected',
        type: '',
        deliveryState: 'rejected',
        rejectReason: 'signature_invalid',
        customerLabel: null,
        customerId: null,
        objectId: null,
        amountMinor: null,
        lastStatus: null,
        lastDurationMs: null,
        attemptCount: 0,
      },
      '11:58:55  –  rejected  bad signature',
    ],
  ])('%s', (_name, changes, expected) => {
    expect(linesOf([event(changes)])).toEqual([expected]);
  });

  it('holds nothing that a terminal obeys', () => {
    const [line = ''] = linesOf([
      event({ customerLabel: 'Ada\u001b]0;title\u0007\n\u{9b}2J\u202egnp', type: 'a\rb' }),
    ]);
    expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(line).toContain('a\u{fffd}b');
  });
});

describe('why an event failed', () => {
  const failed = event({
    deliveryState: 'failed',
    lastStatus: null,
    lastErrorClass: 'refused',
    livemode: true,
  });
  const reasons = new Map([[failed.seq, 'Nothing is listening at localhost:3000.\u009b2J']]);
  const lineIn = (width: number | null): string =>
    createEventLines({ paint: PLAIN, terminalWidth: () => width, now: () => NOON, goesOn: false })(
      [failed],
      reasons,
    ).trimEnd();

  it('stands at the end of its line, harmless', () => {
    expect(lineIn(null)).toMatch(/refused.* LIVE {2}Nothing is listening at localhost:3000\.\ufffd2J$/);
  });
  it('takes no room from the columns, and is cut to what the terminal has left', () => {
    for (const width of [72, 80, 100, 200]) {
      expect(stringWidth(lineIn(width))).toBeLessThanOrEqual(width);
      expect(lineIn(width)).toContain('invoice.paid  Ada Lovelace  €15.00  failed  refused');
    }
    expect(lineIn(72)).not.toContain('Nothing');
    expect(lineIn(100)).toContain('Nothing');
  });
});

describe('lines under each other', () => {
  const various = [
    event({ customerLabel: '王小明', amountMinor: 123_456_700 }),
    event({ customerLabel: '👩‍👩‍👧 Zoë', type: 'customer.subscription.updated', lastDurationMs: 1234 }),
    event({ customerLabel: 'e\u0301e\u0301', deliveryState: 'failed', lastErrorClass: 'unreachable' }),
  ];

  it('are aligned, also with characters that take two columns or none', () => {
    const lines = linesOf(various);
    const columnOf = (word: string, line: string): number => stringWidth(line.slice(0, line.indexOf(word)));
    expect(columnOf('delivered', lines[0] ?? '')).toBe(columnOf('failed', lines[2] ?? ''));
    expect(columnOf('delivered', lines[0] ?? '')).toBe(columnOf('delivered', lines[1] ?? ''));
    expect(columnOf('200', lines[0] ?? '')).toBe(columnOf('unreachable', lines[2] ?? ''));
  });

  it('stay where they are when more come', () => {
    const render = createEventLines({
      paint: PLAIN,
      terminalWidth: () => null,
      now: () => NOON,
      goesOn: true,
    });
    const first = render([event()]);
    const second = render([
      event({ type: 'charge.refunded', customerLabel: 'Bo', deliveryState: 'failed', lastStatus: 402 }),
    ]);
    expect(first.indexOf('delivered')).toBe(second.indexOf('failed'));
    expect(first.indexOf('200')).toBe(second.indexOf('402'));
  });

  it('fit a narrow terminal: names are cut first, then the beginning of types', () => {
    const long = event({
      type: 'customer.subscription.pending_update_expired',
      customerLabel: 'Augusta Ada King, Countess of Lovelace',
    });
    for (const width of [120, 100, 90, 80]) {
      const [line = ''] = linesOf([long], { width });
      expect(stringWidth(line), String(width)).toBeLessThanOrEqual(width);
      expect(line).toContain('update_expired');
    }
    expect(linesOf([long], { width: 80 })[0]).toMatch(/ …\S+pending_update_expired {2}Augusta… {2}€15\.00 /);
  });
});

describe('colours', () => {
  it('change nothing but the colour', () => {
    const events = [
      event(),
      event({ deliveryState: 'failed', lastStatus: 500 }),
      event({ source: 'synthetic' }),
    ];
    const coloured = linesOf(events, { paint: COLOURED });
    expect(coloured[0]).toContain('\u001b[32mdelivered');
    expect(coloured[1]).toContain('\u001b[31mfailed');
    expect(coloured.map(stripVTControlCharacters)).toEqual(linesOf(events));
  });

  it('are left out where nobody sees them, or wants them', () => {
    const tty = { isTTY: true, hasColors: () => true };
    expect(createPaint(tty, {})('bad', 'x')).toBe('\u001b[31mx\u001b[39m');
    expect(createPaint(tty, { NO_COLOR: '' })('bad', 'x')).toBe('\u001b[31mx\u001b[39m');
    expect(createPaint(tty, { NO_COLOR: '1', FORCE_COLOR: '1' })('bad', 'x')).toBe('x');
    expect(createPaint({ isTTY: true, hasColors: () => false }, {})('bad', 'x')).toBe('x');
    expect(createPaint({ isTTY: false, hasColors: () => true }, { FORCE_COLOR: '1' })('bad', 'x')).toBe('x');
  });
});
