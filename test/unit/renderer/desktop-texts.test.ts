// In the desktop app no text speaks of a browser the page is in, of starting by npm, or of a terminal that may not be there.
import { expect, test } from 'vitest';
import { en } from '../../../src/renderer/i18n/en.ts';
import { insteadEn } from '../../../src/renderer/i18n/en-desktop.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';
import { insteadZhTW } from '../../../src/renderer/i18n/zh-tw-desktop.ts';

const BROWSER_WORDS = /browser|npm start|terminal says|瀏覽器|終端機裡|它的終端機/;

/** Where the words are true in the desktop app too, or are never shown there. */
const TRUE_ANYWAY = [
  // `stripe login` opens a browser.
  'forwarder.state.not_logged_in.next',
  'first.signInText',
  // Stripe is signed in to in the system's browser.
  'signIn.browser',
  'signIn.pairing',
  'signIn.device',
  'signIn.noCode',
  'signIn.open',
  'signIn.problem.refused',
  'signIn.problem.unreachable',
  // There is no token to enter with, and no leave to ask of a browser.
  'access.where',
  'access.field',
  'notify.refused',
];

const flat = (tree: object, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? flat(value, `${prefix}${key}.`)
      : [[prefix + key, String(value)] as [string, string]],
  );
const placeholders = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted();

test.each([
  ['en', en, insteadEn],
  ['zh-TW', zhTW, insteadZhTW],
] as const)('%s', (_language, texts, instead) => {
  const said = new Map(flat(texts));
  const saidInstead = flat(instead);
  for (const [key, text] of saidInstead) {
    expect(said.get(key), key).toMatch(BROWSER_WORDS);
    expect(placeholders(text), key).toEqual(placeholders(said.get(key) ?? ''));
  }
  const inDesktop = new Map([...said, ...saidInstead]);
  const wrong = [...inDesktop].filter(([, text]) => BROWSER_WORDS.test(text)).map(([key]) => key);
  expect(wrong.filter((key) => !TRUE_ANYWAY.includes(key))).toEqual([]);
});
