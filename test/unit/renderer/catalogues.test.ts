// Both languages say everything: same keys, same placeholders, nothing empty that the other one says.
import { expect, test } from 'vitest';
import { failureTextsEn } from '#shared/domain/failure-texts/en.ts';
import { failureTextsZhTW } from '#shared/domain/failure-texts/zh-tw.ts';
import { en } from '../../../src/renderer/i18n/en.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';

type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted();
}

const english = flatten({ ...en, failureTexts: failureTextsEn });
const chinese = flatten({ ...zhTW, failureTexts: failureTextsZhTW });

test('both catalogues have the same keys', () => {
  expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].toSorted());
});

test('every text has the same placeholders in both languages, and is empty in both or in neither', () => {
  const different = [...english].filter(([key, text]) => {
    const translated = chinese.get(key) ?? '';
    return (
      placeholders(translated).join() !== placeholders(text).join() || (translated === '') !== (text === '')
    );
  });
  expect(different).toEqual([]);
});

test('code and strong text are marked in pairs', () => {
  const unpaired = [...english, ...chinese].filter(
    ([, text]) => text.split('`').length % 2 === 0 || text.split('**').length % 2 === 0,
  );
  expect(unpaired).toEqual([]);
});
