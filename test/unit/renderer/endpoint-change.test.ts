// From the endpoint form to the change that is sent.
import { describe, expect, test } from 'vitest';
import type { Endpoint } from '#shared/contract/endpoints.ts';
import {
  changeOf,
  fieldOf,
  newEndpointOf,
} from '../../../src/renderer/features/endpoints/endpoint-change.ts';
import { draftOf, emptyDraft } from '../../../src/renderer/features/endpoints/endpoint-draft.ts';
import {
  durationText,
  readDuration,
  readHeaders,
  readList,
} from '../../../src/renderer/features/endpoints/field-text.ts';

const endpoint: Endpoint = {
  id: 'ep_1',
  name: 'local',
  url: 'http://localhost:8000/hook',
  colour: 'teal',
  enabled: true,
  paused: false,
  timeoutMs: 30_000,
  filter: { types: ['invoice.*'], kinds: 'all', accounts: 'all' },
  headers: [['X-Debug', '1']],
  allowSelfSigned: false,
  concurrency: 64,
  order: 'parallel',
  retry: { kind: 'fixed', everyMs: 1500, times: 3 },
  signing: 'received',
  hold: { enabled: true, askAfterMs: 3_600_000, drainConcurrency: 1 },
  probePath: null,
  backend: { kind: 'unknown' },
  dedupe: false,
  hasSecret: true,
};

describe('endpoint change', () => {
  test('nothing edited, nothing sent', () => {
    expect(changeOf(endpoint, draftOf(endpoint))).toEqual({ id: 'ep_1' });
  });

  test('only what was edited is sent', () => {
    expect(changeOf(endpoint, { ...draftOf(endpoint), url: ' 8001 ' })).toEqual({ id: 'ep_1', url: '8001' });
  });

  test('what its code is written for: an SDK, a lock file, a version, and what cannot be one', () => {
    const draft = draftOf(endpoint);
    const sdk = { kind: 'sdk', sdk: 'python', version: '12.1.0' } as const;
    expect(
      changeOf(endpoint, { ...draft, backendKind: 'sdk', backendSdk: 'python', backendRelease: ' 12.1.0 ' }),
    ).toEqual({ id: 'ep_1', backend: sdk });
    expect(changeOf({ ...endpoint, backend: sdk }, draftOf({ ...endpoint, backend: sdk }))).toEqual({
      id: 'ep_1',
    });
    expect(changeOf(endpoint, { ...draft, backendKind: 'lock', backendFolder: '/srv/shop' })).toEqual({
      id: 'ep_1',
      backend: { kind: 'lock', folder: '/srv/shop', file: null },
    });
    expect(changeOf(endpoint, { ...draft, backendKind: 'api', backendApi: '2026-10-28.endive' })).toEqual({
      id: 'ep_1',
      backend: { kind: 'api', apiVersion: '2026-10-28.endive' },
    });
    for (const [wrong, code] of [
      [{ backendKind: 'api', backendApi: 'endive' }, 'BAD_API_VERSION'],
      [{ backendKind: 'sdk', backendRelease: 'latest' }, 'BAD_RELEASE'],
      [{ backendKind: 'lock', backendFolder: 'shop' }, 'BAD_FOLDER'],
    ] as const)
      expect(changeOf(endpoint, { ...draft, ...wrong })).toMatchObject({ code });
  });

  test('timeouts: with separators, none at all, and impossible ones', () => {
    expect(changeOf(endpoint, { ...draftOf(endpoint), timeout: '60,000' })).toEqual({
      id: 'ep_1',
      timeoutMs: 60_000,
    });
    expect(changeOf(endpoint, { ...draftOf(endpoint), noTimeout: true })).toEqual({
      id: 'ep_1',
      timeoutMs: null,
    });
    for (const timeout of ['', '99', '3600001', 'soon', '-5']) {
      expect(changeOf(endpoint, { ...draftOf(endpoint), timeout })).toMatchObject({
        field: 'timeout',
        code: 'BAD_TIMEOUT',
      });
    }
  });

  test('a secret is set, removed, or left alone', () => {
    const draft = draftOf(endpoint);
    expect(draft.secret).toBe('');
    expect(changeOf(endpoint, { ...draft, secret: 'whsec_1' })).toEqual({ id: 'ep_1', secret: 'whsec_1' });
    expect(changeOf(endpoint, { ...draft, removeSecret: true })).toEqual({ id: 'ep_1', secret: null });
    expect(changeOf({ ...endpoint, hasSecret: false }, { ...draft, removeSecret: true })).toEqual({
      id: 'ep_1',
    });
  });

  test('headers that cannot be sent are said so before they are saved', () => {
    for (const headers of ['X-Tenant: 張三', 'Content-Length: 2', 'Host: a\nHost: b', 'X-A: \u0000'])
      expect(changeOf(endpoint, { ...draftOf(endpoint), headers })).toMatchObject({
        field: 'headers',
        code: 'UNSENDABLE_HEADERS',
      });
    expect(changeOf(endpoint, { ...draftOf(endpoint), headers: 'no colon' })).toMatchObject({
      field: 'headers',
      code: 'BAD_HEADERS',
    });
  });

  test('errors stand beside their field', () => {
    expect(fieldOf('BAD_URL')).toBe('url');
    expect(fieldOf('LOOP')).toBe('url');
    expect(fieldOf('BAD_SECRET')).toBe('secret');
    expect(fieldOf('CONNECTION_LOST')).toBeNull();
    expect(changeOf(endpoint, { ...draftOf(endpoint), name: ' ' })).toMatchObject({
      field: 'name',
      code: 'BAD_NAME',
    });
  });

  test('filter, headers, hold and retries are sent whole when anything in them was edited', () => {
    const draft = draftOf(endpoint);
    expect(changeOf(endpoint, { ...draft, types: 'invoice.*, -invoice.created' })).toEqual({
      id: 'ep_1',
      filter: { types: ['invoice.*', '-invoice.created'], kinds: 'all', accounts: 'all', condition: '' },
    });
    expect(changeOf(endpoint, { ...draft, condition: ' has:data.object.cancel_at ' })).toEqual({
      id: 'ep_1',
      filter: { ...endpoint.filter, condition: 'has:data.object.cancel_at' },
    });
    expect(changeOf(endpoint, { ...draft, condition: 'status:failed' })).toMatchObject({
      field: 'condition',
      code: 'BAD_CONDITION',
    });
    expect(changeOf(endpoint, { ...draft, askAfter: '15 min', probePath: '/health' })).toEqual({
      id: 'ep_1',
      hold: { enabled: true, askAfterMs: 900_000, drainConcurrency: 1 },
      probePath: '/health',
    });
    expect(changeOf(endpoint, { ...draft, retry: 'compressed' })).toEqual({
      id: 'ep_1',
      retry: { kind: 'stripe', compressed: true },
    });
    expect(changeOf(endpoint, { ...draft, headers: '' })).toEqual({ id: 'ep_1', headers: [] });
  });

  test.each([
    [{ headers: 'no colon' }, 'headers'],
    [{ askAfter: 'soon' }, 'askAfter'],
    [{ askAfter: '8 d' }, 'askAfter'],
    [{ concurrency: '257' }, 'concurrency'],
    [{ probePath: 'health' }, 'probePath'],
    [{ retry: 'exponential', retryFirst: '1 ms' }, 'retryFirst'],
    [{ retryTimes: '0' }, 'retryTimes'],
    [{ types: '-' }, 'types'],
    [{ signing: 'own', removeSecret: true }, 'secret'],
  ] as const)('%j cannot be right', (edited, field) => {
    expect(changeOf(endpoint, { ...draftOf(endpoint), ...edited })).toMatchObject({ field });
  });

  test('a new endpoint: all that the form shows', () => {
    expect(newEndpointOf(emptyDraft())).toMatchObject({ field: 'name' });
    expect(
      newEndpointOf({ ...emptyDraft(), name: 'billing', url: '3000/hook', signing: 'stable' }),
    ).toMatchObject({
      name: 'billing',
      url: '3000/hook',
      signing: 'stable',
      retry: { kind: 'none' },
    });
  });
});

describe('field text', () => {
  test.each([
    [3_600_000, '1 h'],
    [5_400_000, '90 min'],
    [1500, '1500 ms'],
    [60_000, '1 min'],
    [172_800_000, '2 d'],
  ])('%i ms is written %s and read back', (ms, text) => {
    expect(durationText(ms)).toBe(text);
    expect(readDuration(text)).toBe(ms);
  });

  test('durations as people write them', () => {
    expect(['90', '1.5h', '5m', '250ms'].map(readDuration)).toEqual([90_000, 5_400_000, 300_000, 250]);
    expect(['', 'h', '5 weeks', '-1 s'].map(readDuration)).toEqual([NaN, NaN, NaN, NaN]);
  });

  test('lists and headers', () => {
    expect(readList(' a.*,\n-b  c ')).toEqual(['a.*', '-b', 'c']);
    expect(readHeaders('Host: a.test\n\nX-A:b: c')).toEqual([
      ['Host', 'a.test'],
      ['X-A', 'b: c'],
    ]);
    expect(readHeaders('X A: b')).toBeNull();
  });
});
