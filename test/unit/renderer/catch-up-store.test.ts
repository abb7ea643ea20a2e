// What the dashboard asks of the engine about missed events, and what it makes of the answers.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CatchUpStatus, Gap } from '#shared/contract/catch-up.ts';
import { ConnectionLostError } from '../../../src/renderer/api/errors.ts';

// Where the dashboard ends: the engine, and what only a browser has.
const api = vi.hoisted(() => ({ catchUp: {} as Record<string, (input: unknown) => Promise<unknown>> }));
vi.mock('../../../src/renderer/stores/engine.ts', () => {
  const run = (ask: (client: typeof api) => Promise<unknown>) => ask(api);
  return { engine: { call: run, query: run } };
});
const stored = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
});

const { deliverGap, lookForMissed, putAside, readCatchUp, readGapEvents, useCatchUp, waitingIn } =
  await import('../../../src/renderer/stores/catch-up-store.ts');
const { followReconciliation, settle, useReconcile } =
  await import('../../../src/renderer/stores/reconcile-store.ts');
const { readPutAside } = await import('../../../src/renderer/stores/put-aside.ts');

const quiet: CatchUpStatus = {
  looking: null,
  lookedAt: 1,
  nextLookAt: null,
  problem: null,
  uncovered: [],
  silentLine: null,
  gaps: [],
};
const gap = (id: number, total: number): Gap => ({
  id,
  state: 'found',
  reason: 'asked',
  foundAt: 1,
  endedAt: null,
  from: 1,
  until: 1,
  total,
  counts: { waiting: total, delivered: 0, failed: 0, held: 0, skipped: 0 },
  beyondRetention: false,
  problem: null,
});

beforeEach(() => {
  stored.clear();
  api.catchUp = {};
  useCatchUp.setState({ status: quiet, busy: null, error: null, putAside: new Set() });
});

describe('looking', () => {
  const afterwards = (status: Partial<CatchUpStatus>): void => {
    api.catchUp = {
      look: () => Promise.resolve(quiet),
      get: () => Promise.resolve({ ...quiet, lookedAt: 2, ...status }),
    };
  };

  test('something, nothing, a problem, and not having been asked at all are told apart', async () => {
    afterwards({ gaps: [gap(3, 14)] });
    expect(await lookForMissed()).toBe('found');
    // The same gap again is nothing new, and one without events is no gap.
    afterwards({ lookedAt: 3, gaps: [gap(4, 0), gap(3, 14)] });
    expect(await lookForMissed()).toBe('nothing');
    afterwards({ lookedAt: 4, problem: { code: 'offline', detail: null } });
    expect(await lookForMissed()).toBe('problem');
    afterwards({ lookedAt: 4 });
    expect(await lookForMissed()).toBe('notAsked');
  });

  test('without an engine it fails, and says why', async () => {
    api.catchUp = {
      look: () => Promise.reject(new ConnectionLostError()),
      get: () => Promise.reject(new ConnectionLostError()),
    };
    expect(await lookForMissed()).toBe('failed');
    expect(useCatchUp.getState()).toMatchObject({ error: 'NOT_CONNECTED', busy: null, status: quiet });
  });
});

test('all is asked for as all, and some by their ids', async () => {
  const asked: unknown[] = [];
  api.catchUp = {
    choose: (input) => Promise.resolve(asked.push(input)),
    get: () => Promise.resolve(quiet),
  };
  await deliverGap(1);
  await deliverGap(1, ['evt_1']);
  expect(asked).toEqual([
    { id: 1, what: 'all' },
    { id: 1, what: 'some', ids: ['evt_1'] },
  ]);
});

test('the events of a gap are read page by page to the end, and no further when nobody looks any more', async () => {
  const asked: unknown[] = [];
  api.catchUp = {
    events(input) {
      const { cursor } = input as { cursor: number };
      asked.push(cursor);
      return Promise.resolve({
        items: [{ id: `evt_${cursor}` }],
        nextCursor: cursor < 2 ? cursor + 1 : null,
      });
    },
  };
  const seen: string[] = [];
  await readGapEvents(7, (page) => seen.push(...page.map(({ id }) => id)), new AbortController().signal);
  expect(seen).toEqual(['evt_0', 'evt_1', 'evt_2']);
  const turn = new AbortController();
  asked.length = 0;
  await readGapEvents(7, () => turn.abort(), turn.signal);
  expect(asked).toEqual([0]);
});

test('what was closed stays closed, but a problem that comes back is told again', async () => {
  putAside('gap 1 1 done');
  putAside('problem offline');
  expect(readPutAside()).toEqual(['gap 1 1 done']);
  api.catchUp = { get: () => Promise.resolve({ ...quiet, problem: { code: 'offline', detail: null } }) };
  await readCatchUp();
  expect([...useCatchUp.getState().putAside]).toEqual(['gap 1 1 done', 'problem offline']);
  api.catchUp = { get: () => Promise.resolve(quiet) };
  await readCatchUp();
  expect([...useCatchUp.getState().putAside]).toEqual(['gap 1 1 done']);
});

test('only what waits for a choice is counted', () => {
  expect(waitingIn(null)).toBe(0);
  expect(waitingIn({ ...quiet, gaps: [gap(1, 3), { ...gap(2, 9), state: 'delivering' }] })).toBe(3);
});

test('the differences of a comparison that is over are read to the end; settling all names none', async () => {
  const settled: unknown[] = [];
  api.catchUp = {
    reconciliation: () => Promise.resolve({ id: 'one', state: 'done' }),
    differences(input) {
      const { cursor } = input as { cursor: number };
      return Promise.resolve({ items: [{ id: `evt_${cursor}` }], nextCursor: cursor === 0 ? 1 : null });
    },
    settle: (input) => Promise.resolve(settled.push(input) === 1 ? gap(9, 2) : null),
    get: () => Promise.resolve(quiet),
  };
  const end = followReconciliation();
  await vi.waitFor(() => expect(useReconcile.getState().complete).toBe(true));
  expect(useReconcile.getState().differences.map(({ id }) => id)).toEqual(['evt_0', 'evt_1']);
  await settle('deliver', undefined);
  expect(useReconcile.getState()).toMatchObject({ settled: 'delivering', busy: null, error: null });
  await settle('record', ['evt_0']);
  expect(useReconcile.getState().settled).toBe('nothingLeft');
  expect(settled).toEqual([{ what: 'deliver' }, { what: 'record', ids: ['evt_0'] }]);
  end();
});
