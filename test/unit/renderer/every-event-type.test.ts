// Every event type the installed SDK documents, with every value its objects may have, told in both languages.
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EventSummary } from '#shared/contract/events.ts';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import { describeEvent } from '#shared/domain/event-story/describe-event.ts';
import type { EventStory } from '#shared/domain/event-story/story.ts';
import type { Value } from '#shared/domain/event-story/value.ts';
import { whatChanged } from '#shared/domain/event-story/what-changed.ts';
import { integer, type Json } from '#shared/domain/json-read.ts';
import { noteWords, storySentence } from '../../../src/renderer/features/inspector/story-words.ts';
import { summarize } from '../../../src/renderer/features/inspector/summary.ts';
import { valueWords, type Wording } from '../../../src/renderer/features/inspector/value-words.ts';
import { createFormat } from '../../../src/renderer/i18n/create-format.ts';
import { eventTypesEn } from '../../../src/renderer/i18n/en-event-types.ts';
import { en } from '../../../src/renderer/i18n/en.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';
import { objectsOf, SNAPSHOT_TYPES, THIN_TYPES } from '../../support/stripe-types.ts';

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

/** Names, ids, free texts and amounts are whatever the sender wrote: they are no words of ours. */
function withoutNames(value: Value): Value {
  switch (value.kind) {
    case 'id':
    case 'text':
    case 'json':
    case 'plan':
    case 'money':
      return { kind: 'text', text: '◆' };
    case 'list':
      return { kind: 'list', values: value.values.map(withoutNames) };
    case 'method':
      return { ...value, brand: null };
    default:
      return value;
  }
}

const bare = <T extends EventStory['words']>(words: T): T =>
  Object.fromEntries(Object.entries(words).map(([name, value]) => [name, withoutNames(value)])) as T;

function bareStoryOf(event: unknown): EventStory {
  const story = describeEvent(event);
  if (story === null) throw new Error('no story');
  const notes = story.notes.map(({ code, words }) => ({ code, words: bare(words) }));
  return { ...story, who: { id: null, label: null }, words: bare(story.words), notes };
}

function tell(language: Language, story: EventStory): string[] {
  const wording = wordingIn(language);
  return [storySentence(wording, story, '◆'), ...story.notes.map((note) => noteWords(wording, note))];
}

const snapshot = (type: string, object: Json, previous?: Json): Json => ({
  id: 'evt_1TypedEvent00001',
  object: 'event',
  api_version: '2026-10-28.endive',
  created: 1_805_025_600,
  data: { object, ...(previous === undefined ? {} : { previous_attributes: previous }) },
  livemode: false,
  request: null,
  type,
});

const thin = (type: string): Json => ({
  id: 'evt_1TypedEvent00001',
  object: 'v2.core.event',
  created: '2027-03-14T12:00:00.000Z',
  livemode: false,
  related_object: { id: 'obj_1Typed0000000001', type: type.split('.').slice(1, -1).join('.'), url: '/v1/x' },
  type,
});

/** Placeholders, keys of the catalogue, values that are none, raw names, grouped years, moments as numbers. */
const BROKEN =
  /\{\{|\}\}|undefined|null|NaN|Invalid|event(Story|Note|Word|Value|Thing|Happened|Method)|\[object|^\s|\s$|\s\s|\*\*\*\*/;
const RAW = /\p{L}_\p{L}|\b2,0[2-9]\d\b(?!,)|1[,.]?[78]\d\d[,.]?\d{3}[,.]?\d{3}/u;
/** Brands, and what Stripe's API calls by a name of its own. */
const NAMES =
  /Stripe|Checkout|Session|PaymentIntent|SetupIntent|Radar|3D|SEPA|ACH|BECS|Bacs|Link|API|Webhook|Connect/g;
const BRANDS =
  /^(Affirm|Afterpay|Alipay|Alma|Amazon Pay|Bancontact|Billie|Bizum|BLIK|Boleto|Cash App Pay|EPS|FPX|Giropay|GrabPay|iDEAL|Interac|Kakao Pay|Klarna|Konbini|MB WAY|MobilePay|Multibanco|Naver Pay|OXXO|Przelewy24|PAYCO|PayNow|PayPal|Paypay|PayTo|Pix|PromptPay|Revolut Pay|Samsung Pay|Satispay|Scalapay|seQura|Sofort|Sunbit|Swish|TWINT|UPI|WeChat Pay|Zip)( •••• \S+)?$/;

function faultsOf(language: Language, texts: readonly string[]): string[] {
  return texts.filter((text) => {
    if (BROKEN.test(text) || RAW.test(text)) return true;
    const foreign = language === 'zh-TW' && !BRANDS.test(text) && /\p{Script=Latin}/u;
    return foreign !== false && foreign.test(text.replaceAll(NAMES, ''));
  });
}

test('the SDK documents what these tests are about', () => {
  expect([SNAPSHOT_TYPES.length, THIN_TYPES.length]).toEqual([275, 326]);
});

/** Every story there is, told of every object with and without what it was before; and a type that has it. */
const SNAPSHOT_STORIES = new Map(
  SNAPSHOT_TYPES.flatMap((type) => {
    const objects = objectsOf(type);
    return objects.flatMap((object, index) =>
      [undefined, objects[(index + 1) % objects.length]].map(
        (former) => [JSON.stringify(bareStoryOf(snapshot(type, object, former))), type] as const,
      ),
    );
  }),
);

describe.each(LANGUAGES)('%s', (language) => {
  test('a sentence and notes for every snapshot event', () => {
    const faults = [...SNAPSHOT_STORIES].flatMap(([json, type]) =>
      faultsOf(language, tell(language, JSON.parse(json) as EventStory)).map((fault) => `${type}: ${fault}`),
    );
    expect([...new Set(faults)]).toEqual([]);
  });

  test('a sentence for every thin event, and for every event before its payload is there', () => {
    const { t, format } = wordingIn(language);
    const faults: string[] = [];
    for (const type of THIN_TYPES)
      faults.push(...faultsOf(language, tell(language, bareStoryOf(thin(type)))));
    for (const type of [...SNAPSHOT_TYPES, ...THIN_TYPES]) {
      const row = { kind: 'snapshot', type, customerLabel: '◆', amountMinor: null } as EventSummary;
      faults.push(...faultsOf(language, [summarize(t, format, row)]));
    }
    expect(faults).toEqual([]);
  });

  test('what changed, whatever changed', () => {
    const wording = wordingIn(language);
    const faults = new Map<string, string>();
    for (const type of SNAPSHOT_TYPES.filter((one) => one.endsWith('.updated'))) {
      const [object = {}, former = {}] = objectsOf(type);
      for (const { before, after, path } of whatChanged(snapshot(type, object, former))) {
        for (const value of [before, after].flatMap((one) => (one.kind === 'list' ? one.values : [one]))) {
          if (value.kind === 'text' || value.kind === 'id' || value.kind === 'json') continue;
          const words = valueWords(wording, value);
          if (BROKEN.test(words) || RAW.test(words)) faults.set(`${type} ${path}`, words);
        }
      }
    }
    expect([...faults]).toEqual([]);
  });
});

test('there are words for every part of every type, and for nothing else', () => {
  const parts = [...SNAPSHOT_TYPES, ...THIN_TYPES].map((type) =>
    type.replace(/^v\d+\./, '').split(/\.(?=\w+$)/),
  );
  const keys = (names: (string | undefined)[]): string[] =>
    [...new Set(names.map((name = '') => name.replaceAll(/[^a-z0-9]+/g, '_').replace(/_$/, '')))].toSorted();
  const heads = keys(parts.map(([head]) => head));
  expect(heads).toEqual(
    Object.keys(eventTypesEn.eventThing)

      .toSorted(),
  );
  const tails = keys(parts.map(([, tail]) => tail));
  expect(['unknown', ...tails].toSorted()).toEqual(Object.keys(eventTypesEn.eventHappened).toSorted());
});

/** Where an object says what it is about in money. */
const AMOUNTS = [
  'amount',
  'amount_total',
  'amount_due',
  'amount_paid',
  'amount_off',
  'net_amount',
  'total',
  'unit_amount',
];

test('every row whose object has an amount shows it, and every row whose object names a customer names them', () => {
  const faults = new Set<string>();
  for (const type of SNAPSHOT_TYPES) {
    for (const object of objectsOf(type)) {
      const envelope = readEnvelope(snapshot(type, object));
      const hasAmount = AMOUNTS.some((key) => integer(object[key]) !== null) && 'currency' in object;
      if (hasAmount && (envelope?.amountMinor ?? null) === null) faults.add(`${type}: no amount`);
      if (hasAmount && (envelope?.currency ?? null) === null) faults.add(`${type}: no currency`);
      const { customer, ...without } = object;
      if (typeof customer === 'string' && envelope?.customerId !== customer)
        faults.add(`${type}: no customer`);
      const byAccount = readEnvelope(snapshot(type, without))?.customerId;
      // A customer is known by the own id.
      if (
        object['object'] !== 'customer' &&
        typeof object['customer_account'] === 'string' &&
        byAccount !== object['customer_account']
      ) {
        faults.add(`${type}: no customer account`);
      }
    }
  }
  expect([...faults]).toEqual([]);
});

test('every word for a value, a thing and what happened is Chinese in 繁體中文, but for names', () => {
  const { eventWord, eventMethod, eventThing, eventHappened } = zhTW;
  const words = [eventMethod, eventThing, eventHappened, ...Object.values(eventWord)].flatMap((set) =>
    Object.values(set as Record<string, string>),
  );
  expect(words.length).toBeGreaterThan(500);
  expect(
    faultsOf(
      'zh-TW',
      words.map((word) => word.replace('{{what}}', '◆')),
    ),
  ).toEqual([]);
});
