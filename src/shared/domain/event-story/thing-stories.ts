// What is made, changed and removed like any thing: products, prices, coupons, accounts, clocks; and every type nobody
// wrote a sentence for, by the words of its name. Source: facts E and F3.
import { asObject, text, type Json } from '../json-read.ts';
import { couponNotes } from './customer-stories.ts';
import { date, planValue, priceOf } from './read.ts';
import { note, type Note, type Occasion, type Teller, type Told } from './story.ts';
import type { StoryCode } from './story-codes.ts';
import { enumValue, idValue, textValue, type Value } from './value.ts';

const named = (object: Json): Value | null =>
  textValue(
    text(object['name']) ?? text(object['display_name']) ?? text(object['nickname']) ?? text(object['code']),
  ) ?? idValue(text(object['id']));

const THING_VERBS = ['created', 'updated', 'deleted'] as const;

function thing(
  name: string,
  nameOf: (object: Json) => Value | null = named,
  notes: (object: Json) => (Note | null)[] = () => [],
): Record<string, Teller> {
  return Object.fromEntries(
    THING_VERBS.map((verb): [string, Teller] => [
      `${name}.${verb}`,
      ({ object }) => ({
        code: 'thing_happened',
        words: {
          thing: { kind: 'thing', name },
          name: nameOf(object),
          what: { kind: 'happening', name: verb },
        },
        notes: notes(object),
      }),
    ]),
  );
}

const priceName = (price: Json): Value | null => planValue(priceOf(price), 'price') ?? named(price);
const priceNotes = (price: Json): (Note | null)[] => [
  note('description', { text: textValue(text(price['nickname']) ?? text(price['lookup_key'])) }),
  note('product', { product: idValue(text(price['product'])) }),
];

const promotionNotes = (code: Json): (Note | null)[] => {
  // Since clover under `promotion.coupon`, as an id; before as the coupon itself.
  const coupon = asObject(code['coupon']);
  return [...couponNotes(coupon), note('ends', { date: date(code, 'expires_at') })];
};

function taxRateName(rate: Json): Value | null {
  const percentage = rate['percentage'];
  const name = named(rate);
  if (name === null || typeof percentage !== 'number') return name;
  return { kind: 'list', values: [name, { kind: 'percent', value: percentage }] };
}

const accountName = (account: Json): Value | null =>
  textValue(
    text(asObject(account['business_profile'])['name']) ??
      text(asObject(asObject(account['settings'])['dashboard'])['display_name']) ??
      text(account['email']),
  ) ?? idValue(text(account['id']));

function accountUpdated({ object }: Occasion): Told {
  const [charges, payouts] = [object['charges_enabled'], object['payouts_enabled']];
  const code: StoryCode =
    charges === true && payouts === true
      ? 'account_ready'
      : charges === false || payouts === false
        ? 'account_restricted'
        : 'account_updated';
  return { code, words: { name: accountName(object) } };
}

const clock =
  (code: StoryCode): Teller =>
  ({ object }) => ({
    code,
    words: { name: named(object), date: date(object, 'frozen_time') },
  });

export const THING_STORIES: Record<string, Teller> = {
  ...thing('product', named, (product) => [
    note('description', { text: textValue(text(product['description'])) }),
  ]),
  ...thing('price', priceName, priceNotes),
  ...thing('plan', priceName, priceNotes),
  ...thing('coupon', named, couponNotes),
  ...thing('promotion_code', named, promotionNotes),
  ...thing('tax_rate', taxRateName),
  ...thing('payment_link', (link) => idValue(text(link['id']))),
  'account.updated': accountUpdated,
  'account.application.authorized': ({ object }) => ({
    code: 'app_authorized',
    words: { name: named(object) },
  }),
  'account.application.deauthorized': ({ object }) => ({
    code: 'app_deauthorized',
    words: { name: named(object) },
  }),
  'account.external_account.created': external('external_account_created'),
  'account.external_account.updated': external('external_account_updated'),
  'account.external_account.deleted': external('external_account_deleted'),
  'capability.updated': ({ object }) => ({
    code: 'capability_updated',
    words: { name: idValue(text(object['id'])), status: enumValue('status', text(object['status'])) },
  }),
  'test_helpers.test_clock.created': clock('clock_created'),
  'test_helpers.test_clock.advancing': clock('clock_advancing'),
  'test_helpers.test_clock.ready': clock('clock_ready'),
  'test_helpers.test_clock.deleted': ({ object }) => ({
    code: 'clock_deleted',
    words: { name: named(object) },
  }),
  'test_helpers.test_clock.internal_failure': ({ object }) => ({
    code: 'clock_failed',
    words: { name: named(object) },
  }),
};

function external(code: StoryCode): Teller {
  return ({ object }) => ({
    code,
    words: {
      method: {
        kind: 'method',
        type: text(object['object']) ?? 'bank_account',
        brand: text(object['bank_name']) ?? text(object['brand']),
        last4: text(object['last4']),
      },
    },
  });
}

/** Types whose object is one of a kind and has no name; their sentences need no word of it. */
const NAMELESS: Readonly<Record<string, StoryCode>> = {
  'balance_settings.updated': 'balance_settings_updated',
  'tax.settings.updated': 'tax_settings_updated',
};

/** The sentence for a type nobody wrote one for, or for an object that lacks what its own sentence names. */
export function tellPlainly({ type, object }: Occasion): Told {
  if (Object.hasOwn(NAMELESS, type)) return { code: NAMELESS[type] as StoryCode };
  const dot = type.lastIndexOf('.');
  const id = idValue(text(object['id']));
  // A type of one part names no object.
  if (dot <= 0 || dot === type.length - 1) {
    return {
      code: 'thing_only',
      words: { thing: { kind: 'thing', name: type } },
      notes: [note('objectId', { id })],
    };
  }
  const words = {
    thing: { kind: 'thing', name: type.slice(0, dot) },
    what: { kind: 'happening', name: type.slice(dot + 1) },
  } as const;
  return id === null
    ? { code: 'thing_happened_unnamed', words }
    : { code: 'thing_happened', words: { ...words, name: id } };
}
