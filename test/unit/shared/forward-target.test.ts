// The shorthand of `stripe listen --forward-to`, and sentences for what is none.
import { expect, test } from 'vitest';
import { parseForwardTarget } from '#shared/domain/forward-target.ts';

test.each([
  ['4242', 'http://localhost:4242/'],
  ['4242/hook', 'http://localhost:4242/hook'],
  ['/hooks?x=1', 'http://localhost/hooks?x=1'],
  ['localhost:3000/api', 'http://localhost:3000/api'],
  ['127.0.0.1:3000', 'http://127.0.0.1:3000/'],
  ['app.test/hook', 'http://app.test/hook'],
  ['[::1]:3000/x', 'http://[::1]:3000/x'],
  ['https://app.test/hook?a=b#part', 'https://app.test/hook?a=b'],
  ['  8000 ', 'http://localhost:8000/'],
  ['http://user:100%@127.0.0.1:8000/hook', 'http://user:100%@127.0.0.1:8000/hook'],
])('%s → %s', (typed, url) => {
  expect(parseForwardTarget(typed)).toEqual({ ok: true, url });
});

test.each([
  '',
  '   ',
  `/${'張'.repeat(300)}`,
  '70000',
  'ftp://x/y',
  'http://',
  'http://a b/',
  'localhost:0',
  'file:///etc/passwd',
])('“%s” is refused with a sentence', (typed) => {
  const result = parseForwardTarget(typed);
  expect(result.ok).toBe(false);
  expect(result.ok ? '' : result.reason).toMatch(/is not an address to forward to: .+\. Try 8000/);
});
