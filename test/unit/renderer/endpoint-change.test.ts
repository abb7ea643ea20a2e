// From the endpoint form to the change that is sent.
import { describe, expect, test } from 'vitest';
import {
  changeOf,
  draftOf,
  fieldOf,
  type Editable,
} from '../../../src/renderer/features/endpoints/endpoint-change.ts';

const endpoint: Editable = {
  id: 'ep_1',
  name: 'local',
  url: 'http://localhost:8000/hook',
  timeoutMs: 30_000,
  hasSecret: true,
};

describe('endpoint change', () => {
  test('nothing edited, nothing sent', () => {
    expect(changeOf(endpoint, draftOf(endpoint))).toEqual({ id: 'ep_1' });
  });

  test('only what was edited is sent', () => {
    expect(changeOf(endpoint, { ...draftOf(endpoint), url: ' 8001 ' })).toEqual({ id: 'ep_1', url: '8001' });
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
      expect(changeOf(endpoint, { ...draftOf(endpoint), timeout })).toEqual({
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

  test('errors stand beside their field', () => {
    expect(fieldOf('BAD_URL')).toBe('url');
    expect(fieldOf('LOOP')).toBe('url');
    expect(fieldOf('BAD_SECRET')).toBe('secret');
    expect(fieldOf('CONNECTION_LOST')).toBeNull();
    expect(changeOf(endpoint, { ...draftOf(endpoint), name: ' ' })).toEqual({
      field: 'name',
      code: 'BAD_NAME',
    });
  });
});
