// The desktop app says everything in both languages.
import { expect, test } from 'vitest';
import { languageOf, wordsIn } from '#hosts/electron/words.ts';

/** Every text by its path, with 3, then words, put in for what is open in it. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, (node as (...args: unknown[]) => string)(3, 4)]];
  return Object.entries(node as object).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

test('both languages have the same texts, and none is empty', () => {
  const en = new Map(texts(wordsIn('en')));
  const zh = new Map(texts(wordsIn('zh-TW')));
  expect([...zh.keys()]).toEqual([...en.keys()]);
  for (const [path, text] of [...en, ...zh]) expect(text.trim(), path).not.toBe('');
});

test('what is put into a text shows in both languages', () => {
  const zh = new Map(texts(wordsIn('zh-TW')));
  for (const [path, text] of texts(wordsIn('en'))) {
    for (const value of ['3', '4']) expect(zh.get(path)?.includes(value), path).toBe(text.includes(value));
  }
});

test('English counts one and many', () => {
  const { badge } = wordsIn('en');
  expect([badge(1), badge(2)]).toEqual(['1 event failed', '2 events failed']);
});

test('the language of the system is taken where it is one of ours', () => {
  expect(['zh-TW', 'zh-Hant-HK', 'zh', 'en-GB', 'de', ''].map(languageOf)).toEqual([
    'zh-TW',
    'zh-TW',
    'zh-TW',
    'en',
    'en',
    'en',
  ]);
});
