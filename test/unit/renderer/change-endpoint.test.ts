// Taking a change of an endpoint back: just what was changed, and never a secret that nobody knows any more.
import { expect, test, vi } from 'vitest';
import type { Endpoint } from '#shared/contract/endpoints.ts';

vi.mock('../../../src/renderer/stores/engine.ts', () => ({ engine: {} }));
const { losesSecret, restoring } = await import('../../../src/renderer/commands/change-endpoint.ts');

const before = {
  id: 'local',
  name: 'Local',
  url: 'http://a',
  concurrency: 4,
  signing: 'received',
} as Endpoint;

test('only what was changed gets its former value', () => {
  const change = { id: 'local', url: 'http://b', concurrency: 1 };
  expect(restoring(before, change, null)).toEqual({ id: 'local', url: 'http://a', concurrency: 4 });
});

test('a secret comes back with its way of signing, or goes as it came', () => {
  const own = { ...before, signing: 'own', hasSecret: true } as Endpoint;
  const change = { id: 'local', secret: 'whsec_new' };
  expect(restoring(own, change, 'whsec_old')).toEqual({ id: 'local', signing: 'own', secret: 'whsec_old' });
  expect(restoring({ ...before, hasSecret: false }, change, null)).toEqual({
    id: 'local',
    signing: 'received',
    secret: null,
  });
});

test('a secret that lies unused is lost once it is replaced or forgotten', () => {
  const unused = { ...before, hasSecret: true };
  expect(losesSecret(unused, { id: 'local', secret: 'whsec_new' })).toBe(true);
  expect(losesSecret(unused, { id: 'local', secret: null })).toBe(true);
  expect(losesSecret(unused, { id: 'local', url: 'http://b' })).toBe(false);
  expect(losesSecret({ ...unused, signing: 'own' }, { id: 'local', secret: null })).toBe(false);
  expect(losesSecret({ ...before, hasSecret: false }, { id: 'local', secret: 'whsec_new' })).toBe(false);
});
