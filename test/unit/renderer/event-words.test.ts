// Every event's sentence, notes and changes in both languages: complete, and some of them to the letter.
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeEvent } from '#shared/domain/event-story/describe-event.ts';
import { ENUM_SETS } from '#shared/domain/event-story/value.ts';
import { whatChanged } from '#shared/domain/event-story/what-changed.ts';
import { NOTE_CODES } from '#shared/domain/event-story/note-codes.ts';
import { noteWords, storySentence, whoWords } from '../../../src/renderer/features/inspector/story-words.ts';
import { valueWords, type Wording } from '../../../src/renderer/features/inspector/value-words.ts';
import { createFormat } from '../../../src/renderer/i18n/create-format.ts';
import { eventWordsEn } from '../../../src/renderer/i18n/en-event-words.ts';
import { en } from '../../../src/renderer/i18n/en.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';
import { eventOf, TOLD_BY_HAND, TOLD_BY_SCENARIOS, type ToldEvent } from '../../support/told-events.ts';

const LANGUAGES = ['en', 'zh-TW'] as const;
type Language = (typeof LANGUAGES)[number];

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { translation: en }, 'zh-TW': { translation: zhTW } },
    interpolation: { escapeValue: false },
  });
});

const wordingIn = (language: Language): Wording => ({
  t: i18next.getFixedT(language),
  format: createFormat(language),
  planName: () => null,
});

function tell(language: Language, event: unknown): { sentence: string; notes: string[] } {
  const wording = wordingIn(language);
  const story = describeEvent(event);
  if (story === null) throw new Error('no story');
  return {
    sentence: storySentence(wording, story, whoWords(wording, story, null)),
    notes: story.notes.map((note) => noteWords(wording, note)),
  };
}

/** A raw key, a placeholder, or a value that is none. */
const BROKEN =
  /\{\{|\}\}|undefined|null|NaN|Invalid|eventStory|eventNote|eventWord|eventValue|\[object|^\s|\s$|\s\s|\*\*\*\*/;

describe.each(LANGUAGES)('%s', (language) => {
  test.each(TOLD_BY_HAND)('$what', ({ event, type }) => {
    const { sentence, notes } = tell(language, event);
    for (const text of [sentence, ...notes]) {
      expect(text).not.toMatch(BROKEN);
      expect(text.split('**').length % 2).toBe(1);
    }
    expect(sentence).toMatch(/[.。]$/);
    expect(sentence.length).toBeGreaterThan(6);
    expect(/\p{Script=Han}/u.test(sentence)).toBe(language === 'zh-TW');
    // Who is in the event is in the sentence, except where nobody is.
    if (JSON.stringify(event).includes('Ada Lovelace') && !/^invoice_payment|^refund/.test(type)) {
      expect(sentence).toContain('Ada Lovelace');
    }
  });

  test('every event of every scenario, with all that it changed', () => {
    const wording = wordingIn(language);
    for (const { event, what } of TOLD_BY_SCENARIOS) {
      const { sentence, notes } = tell(language, event);
      const changes = whatChanged(event).flatMap(({ before, after }) => [
        valueWords(wording, before),
        valueWords(wording, after),
      ]);
      for (const text of [sentence, ...notes, ...changes]) expect(text, what).not.toMatch(BROKEN);
    }
  });

  test('no two kinds of sentence are told alike', () => {
    const told = new Map(TOLD_BY_HAND.map(({ code, event }) => [code, tell(language, event).sentence]));
    expect(new Set(told.values()).size).toBe(told.size);
  });
});

test('an event of every note', () => {
  const noted = TOLD_BY_HAND.concat(TOLD_BY_SCENARIOS).flatMap(
    ({ event }) => describeEvent(event)?.notes.map(({ code }) => code) ?? [],
  );
  // These belong to events of an unknown or thin kind, and to rarer objects.
  const seen = new Set<string>([...noted, 'thin', 'objectId', 'addOns', 'comment', 'moreLines']);
  expect(NOTE_CODES.filter((code) => !seen.has(code))).toEqual([]);
});

test('there are words for every set of enums', () => {
  expect(Object.keys(eventWordsEn.eventWord).toSorted()).toEqual([...ENUM_SETS].toSorted());
});

/** To the letter: the first event with this sentence. */
const LITERAL: readonly [
  code: string,
  english: string,
  chinese: string,
  notes?: string,
  notesChinese?: string,
][] = [
  [
    'checkout_subscribed',
    '**Ada Lovelace** subscribed through Checkout and paid **€15.00**.',
    '**Ada Lovelace** 透過 Checkout 完成訂閱，付了 **€15.00**。',
    'plan pro',
    '方案 pro',
  ],
  [
    'checkout_expired',
    '**A customer** did not finish Checkout in time: the session expired.',
    '**某位客戶** 沒有及時完成 Checkout，工作階段已過期。',
  ],
  [
    'sub_quantity_changed',
    '**cus_AdaLovelace0001**’s quantity of **Pro** went from 2 to **5**.',
    '**cus_AdaLovelace0001** 的 **Pro** 數量從 2 改為 **5**。',
    '€15.00 × 5 / month · renews Mar 14, 2027',
  ],
  [
    'sub_plan_changed',
    '**cus_AdaLovelace0001** moved from **Starter** to **Pro**.',
    '**cus_AdaLovelace0001** 從 **Starter** 換到 **Pro**。',
  ],
  [
    'sub_cancel_scheduled',
    '**cus_AdaLovelace0001**’s subscription to **Pro** is canceled and ends on **Mar 14, 2027**.',
    '**cus_AdaLovelace0001** 的 **Pro** 訂閱已取消，將在 **2027年3月14日** 結束。',
  ],
  [
    'sub_status',
    '**cus_AdaLovelace0001**’s subscription to **Pro** went from active to **canceled**.',
    '**cus_AdaLovelace0001** 的 **Pro** 訂閱從「有效」變成「**已取消**」。',
  ],
  [
    'invoice_payment_failed',
    '**Ada Lovelace**’s payment of **€15.00** for an invoice failed.',
    '**Ada Lovelace** 的 **€15.00** 帳單付款失敗。',
    'attempt 2 · next try Mar 14, 2027 · 1 × Pro (at €15.00 / month) · renewal · no. ADA-0001',
    '第 2 次嘗試 · 2027年3月14日 再試一次 · 1 × Pro (at €15.00 / month) · 續訂 · 編號 ADA-0001',
  ],
  [
    'payment_failed',
    '**cus_AdaLovelace0001**’s payment of **€15.00** failed.',
    '**cus_AdaLovelace0001** 的 **€15.00** 付款失敗。',
    'declined: card expired · Visa •••• 4242',
    '拒絕原因：卡片已過期 · Visa •••• 4242',
  ],
  [
    'charge_partly_refunded',
    '**Ada Lovelace** got **€5.00** of €15.00 back.',
    '**Ada Lovelace** 收到 **€5.00** 的部分退款，原付款為 €15.00。',
    'Visa •••• 4242',
  ],
  [
    'dispute_created',
    '**Ada Lovelace** disputes a payment of **€15.00**.',
    '**Ada Lovelace** 對 **€15.00** 的付款提出爭議。',
    'product not received · answer by Mar 14, 2027',
    '沒有收到商品 · 2027年3月14日 前須回應',
  ],
  [
    'discount_created',
    '**cus_AdaLovelace0001** got the discount **Welcome**.',
    '**cus_AdaLovelace0001** 獲得折扣 **Welcome**。',
    '20% off · once',
    '折 20% · 一次',
  ],
  [
    'balance_available',
    '**€99.00, ¥1,200** is available in your Stripe balance.',
    '你的 Stripe 餘額有 **€99.00, ¥1,200** 可用。',
  ],
  [
    'entitlements_changed',
    '**cus_AdaLovelace0001** now has these features: **seo, export**.',
    '**cus_AdaLovelace0001** 現在可用的功能：**seo, export**。',
  ],
  [
    'clock_ready',
    'Test clock **Renewals** has arrived at **Mar 14, 2027**.',
    '測試時鐘 **Renewals** 已到達 **2027年3月14日**。',
  ],
  [
    'transfer_reversed',
    '**€3.00** of a transfer to `acct_1Connected0001` came back.',
    '轉到 `acct_1Connected0001` 的轉帳已退回 **€3.00**。',
  ],
];

test.each(LITERAL)('%s, word for word', (code, english, chinese, notes, notesChinese) => {
  const event = TOLD_BY_HAND.find((one: ToldEvent) => one.code === code)?.event;
  expect(tell('en', event).sentence).toBe(english);
  expect(tell('zh-TW', event).sentence).toBe(chinese);
  if (notes !== undefined) expect(tell('en', event).notes.join(' · ')).toBe(notes);
  if (notesChinese !== undefined) expect(tell('zh-TW', event).notes.join(' · ')).toBe(notesChinese);
});

test('types nobody wrote a sentence for are told by what they are about and what happened', () => {
  const created = eventOf('issuing_card.created', { id: 'ic_1Ada0001', object: 'issuing.card' });
  expect(tell('en', created).sentence).toBe('Issued card **ic_1Ada0001** was created.');
  expect(tell('zh-TW', created).sentence).toBe('發行的卡片 **ic_1Ada0001** 已建立。');
  const expiring = eventOf('subscription_schedule.expiring', { id: 'sub_sched_1Ada0001' });
  expect(tell('zh-TW', expiring).sentence).toBe('訂閱排程 **sub_sched_1Ada0001** 即將到期。');
  const thin = (type: string, id: string) => ({
    object: 'v2.core.event',
    type,
    related_object: { id, type: type.split('.').at(-2) },
  });
  const updated = thin('v1.customer.subscription.updated', 'sub_1Ada0001');
  expect(tell('en', updated).sentence).toBe('Subscription **sub_1Ada0001** was updated.');
  expect(tell('zh-TW', updated).sentence).toBe('訂閱 **sub_1Ada0001** 已更新。');
  expect(tell('en', thin('v1.invoice.payment_failed', 'in_1Ada0001')).sentence).toBe(
    'Invoice **in_1Ada0001** was not paid: the payment failed.',
  );
});

test('types that nobody documents are told in their own words', () => {
  const unknown = eventOf('brand_new_thing.went_up', { id: 'bnt_1Ada0001' });
  expect(tell('en', unknown).sentence).toBe('Brand new thing **bnt_1Ada0001** had the event “went up”.');
  expect(tell('en', eventOf('ping', {})).sentence).toBe('**Ping**.');
  expect(tell('en', eventOf('a.constructor', {})).sentence).toBe('A had the event “constructor”.');
});

test('what comes from outside is no markup and no placeholder', () => {
  const name = 'A `rm` **b** {{who}} $t(app.name)';
  const { sentence } = tell('en', eventOf('customer.created', { id: 'cus_1', object: 'customer', name }));
  expect(sentence).toBe('**A ’rm’ ∗∗b∗∗ {{who}} $t(app.name)** is a new customer.');
});

describe('values', () => {
  const words = (...args: [Parameters<typeof valueWords>[1], Language?]) =>
    valueWords(wordingIn(args[1] ?? 'en'), args[0]);

  test('money as its currency is written', () => {
    expect(words({ kind: 'money', amountMinor: 980, currency: 'jpy' })).toBe('¥980');
    expect(words({ kind: 'money', amountMinor: 4500, currency: 'kwd' })).toMatch(/KWD\s4\.500/);
    expect(words({ kind: 'money', amountMinor: 99_000, currency: 'twd' }, 'zh-TW')).toBe('$990.00');
  });

  test('enums in words where there are any, and as Stripe writes them where not', () => {
    expect(words({ kind: 'enum', set: 'status', value: 'past_due' }, 'zh-TW')).toBe('逾期未付');
    expect(words({ kind: 'enum', set: 'decline', value: 'brand_new_code' }, 'zh-TW')).toBe('brand new code');
    expect(words({ kind: 'enum', set: 'status', value: 'constructor' })).toBe('constructor');
  });

  test('durations, percentages, payment methods', () => {
    expect(words({ kind: 'duration', unit: 'day', count: 1 })).toBe('1 day');
    expect(words({ kind: 'duration', unit: 'month', count: 12 })).toBe('12 months');
    expect(words({ kind: 'duration', unit: 'day', count: 14 }, 'zh-TW')).toBe('14 天');
    expect(words({ kind: 'percent', value: 12.5 })).toBe('12.5%');
    const method = (type: string, brand: string | null, last4: string | null) =>
      words({ kind: 'method', type, brand, last4 }, 'zh-TW');
    expect(method('card', 'amex', '0005')).toBe('American Express •••• 0005');
    expect(method('card', null, '4242')).toBe('卡片 •••• 4242');
    expect(method('ideal', null, null)).toBe('iDEAL');
    expect(method('brand_new_pay', null, null)).toBe('Brand new pay');
  });

  test('a plan is called by what the engine knows of it, else by what the event says', () => {
    const plan = describeEvent(TOLD_BY_HAND.find(({ code }) => code === 'sub_created')?.event)?.words.plan;
    if (plan === undefined) throw new Error('no plan');
    expect(words(plan)).toBe('Pro');
    expect(valueWords({ ...wordingIn('en'), planName: () => 'Professional' }, plan)).toBe('Professional');
  });
});
