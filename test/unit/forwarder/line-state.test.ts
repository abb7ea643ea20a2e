// What the dashboard is told about the line, from the CLI's output and the passing of time.
import { describe, expect, test } from 'vitest';
import type { CliLine } from '#engine/forwarder/cli-output.ts';
import { hearLine, INITIAL_LINE, judgeLine } from '#engine/forwarder/line-state.ts';
import type { LineState } from '#engine/forwarder/line-state.ts';

const debug = (message: string, problem: string | null = null): CliLine => ({
  kind: 'debug',
  message,
  accountId: null,
  problem,
  bodyFollows: false,
});
const READY: CliLine = { kind: 'ready', secret: 'whsec_x', apiVersion: null };
const CONNECTED = debug('Connected!');
const PING = debug('Sending ping message');
const PONG = debug('Received pong message');
const LOST = debug('Disconnected from Stripe');
const RESET = debug('Resetting the connection');
const FAILED = debug('Failed to connect to Stripe. Retrying...');
const EXPIRED = debug('Websocket session is expired.');
const RENEWING: CliLine = { kind: 'renewing' };

/** Lines with the second at which each was heard. */
function after(...heard: [second: number, line: CliLine][]): LineState {
  return heard.reduce((state, [second, line]) => hearLine(state, line, second * 1_000), INITIAL_LINE);
}
const verdict = (line: LineState, second: number): string => {
  const { state, health } = judgeLine(line, second * 1_000);
  return `${state} ${health}`;
};
const READY_AND_ALIVE: [number, CliLine][] = [
  [0, CONNECTED],
  [0, READY],
  [2, PING],
  [2, PONG],
];

describe('getting ready', () => {
  test('connected is not ready: the secret comes with Ready', () => {
    expect(verdict(after(), 0)).toBe('starting unknown');
    expect(verdict(after([1, CONNECTED]), 1)).toBe('starting unknown');
    expect(verdict(after([1, CONNECTED], [1, READY]), 1)).toBe('ready unknown');
    expect(verdict(after(...READY_AND_ALIVE), 2)).toBe('ready alive');
  });

  test('a CLI without debug lines is ready by its word, and its health stays unknown', () => {
    expect(verdict(after([1, READY]), 3_600)).toBe('ready unknown');
  });

  test('dials that fail before Ready', () => {
    expect(verdict(after([1, FAILED]), 2)).toBe('reconnecting silent');
    expect(verdict(after([1, FAILED], [11, FAILED]), 11)).toBe('offline silent');
    expect(verdict(after([1, FAILED], [11, CONNECTED]), 11)).toBe('starting unknown');
  });
});

describe('a lost line', () => {
  test('shows at once, and is back with the connection', () => {
    expect(verdict(after(...READY_AND_ALIVE, [5, LOST]), 5)).toBe('reconnecting silent');
    expect(verdict(after(...READY_AND_ALIVE, [5, LOST], [6, CONNECTED]), 6)).toBe('ready alive');
  });

  test('is offline once a second dial has failed, or when the first one hangs', () => {
    const failing = after(
      ...READY_AND_ALIVE,
      [5, LOST],
      [6, debug('Websocket connection error', 'unexpected EOF')],
      [6, FAILED],
    );
    expect(verdict(failing, 7)).toBe('reconnecting silent');
    expect(judgeLine(failing, 7_000).detail).toBe('unexpected EOF');
    expect(verdict(hearLine(failing, FAILED, 16_000), 16)).toBe('offline silent');
    expect(verdict(after(...READY_AND_ALIVE, [5, LOST]), 17)).toBe('offline silent');
    expect(
      verdict(after(...READY_AND_ALIVE, [5, LOST], [6, FAILED], [16, FAILED], [26, CONNECTED]), 26),
    ).toBe('ready alive');
  });

  test('without a word from the CLI: pongs that stop', () => {
    const line = after(...READY_AND_ALIVE, [4, PING], [6, PING]);
    expect(verdict(line, 14)).toBe('ready alive');
    expect(verdict(line, 14.1)).toBe('reconnecting silent');
    expect(verdict(line, 30)).toBe('offline silent');
    expect(verdict(hearLine(line, PONG, 20_000), 20)).toBe('ready alive');
  });

  test('pings that never were answered count too', () => {
    expect(verdict(after([0, CONNECTED], [0, READY], [2, PING]), 13)).toBe('reconnecting silent');
  });

  test('an event is as good as a pong', () => {
    expect(verdict(after(...READY_AND_ALIVE, [13, debug('Incoming message')]), 20)).toBe('ready alive');
  });
});

describe('a planned reset', () => {
  test('is no loss while it takes its second', () => {
    expect(verdict(after(...READY_AND_ALIVE, [30, RESET]), 31)).toBe('ready alive');
    expect(verdict(after(...READY_AND_ALIVE, [30, RESET], [31, CONNECTED]), 32)).toBe('ready alive');
  });

  test('is one when it does not come back', () => {
    expect(verdict(after(...READY_AND_ALIVE, [30, RESET]), 35)).toBe('reconnecting silent');
    expect(verdict(after(...READY_AND_ALIVE, [30, RESET], [31, FAILED]), 31)).toBe('reconnecting silent');
  });
});

describe('a renewal', () => {
  const expired = after(...READY_AND_ALIVE, [5, LOST], [6, FAILED], [6, EXPIRED]);

  test('lasts until the next Ready line, however long the CLI waits in between', () => {
    expect(verdict(expired, 6)).toBe('renewing silent');
    expect(verdict(expired, 19)).toBe('renewing silent');
    const asking = hearLine(expired, RENEWING, 16_000);
    expect(verdict(asking, 16)).toBe('renewing silent');
    const connected = hearLine(asking, CONNECTED, 17_000);
    expect(verdict(connected, 17)).toBe('renewing alive');
    expect(connected.announced).toBe(false);
    expect(verdict(hearLine(connected, READY, 17_100), 17.1)).toBe('ready alive');
  });

  test('refused sessions are no outage, dials that fail are', () => {
    const again = [FAILED, EXPIRED, RENEWING].reduce((state, line) => hearLine(state, line, 16_000), expired);
    expect(verdict(again, 16)).toBe('renewing silent');
    const cut = [FAILED, FAILED].reduce((state, line) => hearLine(state, line, 30_000), again);
    expect(verdict(cut, 30)).toBe('offline silent');
  });
});
