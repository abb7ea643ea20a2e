// Every reason is worded in both languages, filled in, with nothing left open.
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Attempt } from '#shared/contract/attempts.ts';
import { REASON_CODES } from '#shared/domain/failure-reason.ts';
import { describeAttempt } from '../../../src/renderer/features/inspector/reason-words.ts';
import { en } from '../../../src/renderer/i18n/en.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';

const attempt = {
  status: 400,
  errorClass: null,
  errorMessage: null,
  url: 'http://localhost:8000/hook',
  responseHeaders: [],
  timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 30_000 },
  reason: null,
} as unknown as Attempt;

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { translation: en }, 'zh-TW': { translation: zhTW } },
    interpolation: { escapeValue: false },
  });
});

describe.each(['en', 'zh-TW'] as const)('%s', (language) => {
  test.each(REASON_CODES)('%s', (code) => {
    const t = i18next.getFixedT(language);
    const words = describeAttempt(t, language, { ...attempt, reason: { code, certain: false, facts: {} } });
    const text = [words?.title, words?.cause, words?.fix, ...(words?.more ?? [])].join('\n');
    expect(words?.cause).toBeTruthy();
    expect(words?.fix).toBeTruthy();
    expect(text).not.toMatch(/\{\{|undefined|reason\./);
  });
});

describe('facts', () => {
  const say = (reason: Attempt['reason']) =>
    describeAttempt(i18next.getFixedT('en'), 'en', { ...attempt, reason });

  test('the doctor’s findings are told', () => {
    const words = say({
      code: 'signature_other_secret',
      certain: true,
      facts: {
        signedWith: 'cli',
        sentValid: 'true',
        backendUses: 'cli-previous',
        message: 'No signatures found',
      },
    });
    expect(words?.more.join(' ')).toBe(
      'Sent with: CLI secret. Your backend uses: earlier CLI secret. Your backend returned: `No signatures found`',
    );
  });

  test('an exception with its place; markup in it stays text', () => {
    const words = say({
      code: 'exception',
      certain: true,
      facts: { message: 'KeyError: `plan`', location: 'billing.py:88' },
    });
    expect(words?.more).toEqual(["**KeyError: 'plan'** in `billing.py:88`"]);
  });

  test('without a reason, status and error class are explained by the same rules', () => {
    expect(say(null)?.title).toContain('400');
  });
});
