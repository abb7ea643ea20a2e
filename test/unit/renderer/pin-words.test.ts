// What is said of the version an endpoint's code is written for, in both languages: never more than is known, and never only “unknown”.
import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { PIN_PROBLEMS, type VersionPin } from '#shared/contract/versions.ts';
import { pinSentence } from '../../../src/renderer/features/versions/pin-words.ts';
import { en } from '../../../src/renderer/i18n/en.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { translation: en }, 'zh-TW': { translation: zhTW } },
    interpolation: { escapeValue: false },
  });
});

const pin = (given: Partial<VersionPin>): VersionPin => ({
  apiVersion: null,
  sdk: 'python',
  sdkVersion: '17.0.0',
  file: 'uv.lock',
  atLeast: null,
  problem: null,
  ...given,
});

test('a release newer than is known says so, with the nearest version', () => {
  const newer = pin({ problem: 'newer', atLeast: '2026-10-28.endive' });
  expect(pinSentence(i18next.getFixedT('en'), newer)).toBe(
    'stripe-python 17.0.0 is newer than Hookline knows. It is written for 2026-10-28.endive or a later version. If you know which, give it by hand.',
  );
  expect(pinSentence(i18next.getFixedT('zh-TW'), newer)).toBe(
    'stripe-python 17.0.0 比 Hookline 所知的還新。它依 2026-10-28.endive 或更新的版本撰寫。如果你知道是哪一版，請直接填 API 版本。',
  );
});

test.each(PIN_PROBLEMS)('%s: a sentence in each language', (problem) => {
  for (const language of ['en', 'zh-TW'] as const) {
    const t = i18next.getFixedT(language);
    const words = pinSentence(t, pin({ problem, atLeast: '2026-10-28.endive' }));
    expect(words).toContain('2026-10-28.endive');
    expect(words).not.toContain('versions.pin.');
    expect(words).not.toContain('{{');
  }
});
