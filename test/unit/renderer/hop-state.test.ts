// How each hop stands, and what would mend it.
import { describe, expect, test } from 'vitest';
import type { EndpointHealth } from '#shared/contract/endpoints.ts';
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import { FORWARDER_STATES } from '#shared/domain/forwarder-state.ts';
import {
  conditionOf,
  standingsOf,
  worstOf,
} from '../../../src/renderer/features/endpoints/endpoint-state.ts';
import {
  endpointHop,
  forwarderHop,
  isWithoutStripe,
  shortAccount,
  stripeHop,
  WITHOUT_STRIPE,
  versionDay,
} from '../../../src/renderer/features/pipeline/hop-state.ts';

const ready: ForwarderStatus = {
  state: 'ready',
  since: 0,
  detail: null,
  cliPath: null,
  cliVersion: '1.52.0',
  pid: 1,
  accountId: 'acct_1Q8xYzAbCdf2',
  accountName: null,
  livemode: false,
  keyExpiresAt: null,
  apiVersion: null,
  secretMasked: null,
  lineHealth: 'alive',
  lastHeartbeatAt: null,
  renewals: 0,
  restarts: 0,
  nextRestartAt: null,
  events: [],
  logSeq: 0,
};
const endpoint = { enabled: true, paused: false };
const health = (state: EndpointHealth['state']) => ({ state, held: 0, asking: false, draining: null });

describe('forwarder', () => {
  test('only ready counts as working', () => {
    const working = FORWARDER_STATES.filter((state) => forwarderHop({ ...ready, state }).tone === 'ok');
    expect(working).toEqual(['ready']);
  });

  test('every broken state offers an action', () => {
    for (const state of FORWARDER_STATES) {
      const hop = forwarderHop({ ...ready, state });
      if (hop.tone === 'bad') expect(hop.mending, state).not.toBeNull();
    }
  });

  test('ready but silent needs a restart', () => {
    expect(forwarderHop({ ...ready, lineHealth: 'silent' })).toEqual({ tone: 'warn', mending: 'restart' });
    expect(forwarderHop({ ...ready, lineHealth: 'unknown' }).tone).toBe('ok');
  });
});

describe('a dead line', () => {
  const silentLine = { at: 1, eventId: 'evt_1', type: 'invoice.paid', createdAt: 1, account: null };

  test('is told while the CLI says that all is well', () => {
    for (const state of ['ready', 'starting'] as const) {
      expect(forwarderHop({ ...ready, state }, silentLine)).toEqual({ tone: 'warn', mending: 'openMissed' });
    }
    expect(forwarderHop(ready, null).tone).toBe('ok');
  });

  test('gives way to what the CLI itself complains about', () => {
    expect(forwarderHop({ ...ready, state: 'crashed' }, silentLine)).toEqual({
      tone: 'bad',
      mending: 'restart',
    });
  });
});

describe('Stripe', () => {
  test('live mode is never plain green', () => {
    expect(stripeHop({ ...ready, livemode: true })).toMatchObject({
      tone: 'warn',
      topic: 'live',
      mending: 'signIn',
    });
    expect(stripeHop(ready)).toMatchObject({ tone: 'ok', topic: 'ok' });
  });

  test('who works without Stripe sees no alarm; who was signed in to it does', () => {
    const forwarder = { ...ready, state: 'not_logged_in' } as const;
    const history = (accountId: string | null) => ({
      histories: [{ accountId, accountName: null, livemode: null, open: true }],
    });
    const status = (accountId: string | null) =>
      ({ forwarder, account: history(accountId) }) as unknown as Parameters<typeof isWithoutStripe>[0];
    expect(isWithoutStripe(status(null))).toBe(true);
    expect(isWithoutStripe(status('acct_1'))).toBe(false);
    expect(isWithoutStripe({ ...status(null), forwarder: { ...forwarder, state: 'key_refused' } })).toBe(
      false,
    );
    expect(WITHOUT_STRIPE).toEqual({ tone: 'idle', mending: 'signIn' });
  });

  test('without a login the next step is to log in', () => {
    expect(stripeHop({ ...ready, state: 'not_logged_in' })).toMatchObject({
      tone: 'bad',
      mending: 'signIn',
    });
  });
});

describe('endpoint', () => {
  test.each([
    [{ ...endpoint, enabled: false }, health('up'), 'off', 'idle'],
    [{ ...endpoint, paused: true }, { ...health('down'), held: 3 }, 'paused', 'warn'],
    [endpoint, undefined, 'unknown', 'idle'],
    [endpoint, health('up'), 'up', 'ok'],
    [endpoint, health('failing'), 'failing', 'warn'],
    [endpoint, health('down'), 'down', 'bad'],
    [endpoint, { ...health('down'), held: 3 }, 'holding', 'bad'],
    [endpoint, { ...health('up'), held: 3, draining: { done: 1, total: 4 } }, 'draining', 'warn'],
    [endpoint, { ...health('down'), held: 3, asking: true }, 'asking', 'bad'],
  ] as const)('%#: condition and tone', (one, pulse, condition, tone) => {
    expect(conditionOf(one, pulse)).toBe(condition);
    expect(endpointHop(condition, 0).tone).toBe(tone);
  });

  test('none at all: the next step is to add one', () => {
    expect(endpointHop(null, 0)).toEqual({ tone: 'idle', mending: 'openEndpoint' });
  });

  test('nothing sent yet: play something', () => {
    expect(endpointHop('unknown', 0)).toEqual({ tone: 'idle', mending: 'playEvent' });
  });

  test('up again with failed events behind it: resend them', () => {
    expect(endpointHop('up', 3).mending).toBe('resendFailed');
    expect(endpointHop('up', 0).mending).toBeNull();
  });

  test('of several, the worst is shown, of equals the first', () => {
    const several = (['off', 'up', 'failing', 'paused', 'failing'] as const).map((condition, at) => ({
      condition,
      at,
    }));
    expect(worstOf(several)).toEqual({ condition: 'failing', at: 2 });
    expect(worstOf([])).toBeUndefined();
  });

  test('an endpoint that is switched off asks for nothing', () => {
    const off = { id: 'a', enabled: false, paused: false };
    const pulse = { endpointId: 'a', state: 'down', held: 2, asking: true, draining: null } as const;
    expect(standingsOf([off], [pulse])[0]?.condition).toBe('off');
  });
});

test('short forms', () => {
  expect(shortAccount('acct_1Q8xYzAbCdf2')).toBe('acct_1Q8…f2');
  expect(shortAccount('acct_1')).toBe('acct_1');
  expect(versionDay('2026-10-28.endive')).toBe('2026-10-28');
});
