// An event told as a sentence and notes, from its JSON alone. Whatever is odd in it makes the story plainer, never wrong.
import { readEnvelope } from '../event-envelope.ts';
import { asObject, isObject, text, type Json } from '../json-read.ts';
import { CHECKOUT_STORIES } from './checkout-stories.ts';
import { CUSTOMER_STORIES } from './customer-stories.ts';
import { formerObject } from './former-object.ts';
import { INVOICE_STORIES } from './invoice-stories.ts';
import { PAYMENT_STORIES } from './payment-stories.ts';
import { listData } from './read.ts';
import { completeWords, note, type EventStory, type Occasion, type Teller } from './story.ts';
import { SUBSCRIPTION_STORIES } from './subscription-stories.ts';
import { tellPlainly, THING_STORIES } from './thing-stories.ts';

const TELLERS: ReadonlyMap<string, Teller> = new Map(
  [
    CHECKOUT_STORIES,
    SUBSCRIPTION_STORIES,
    INVOICE_STORIES,
    PAYMENT_STORIES,
    CUSTOMER_STORIES,
    THING_STORIES,
  ].flatMap((stories) => Object.entries(stories)),
);

/** The types that have a sentence of their own. */
export const TOLD_TYPES: readonly string[] = [...TELLERS.keys()];

/** More than these are a list, no story. */
const MOST_NOTES = 6;

/**
 * @param json a parsed event
 * @returns null when it has no type
 */
export function describeEvent(json: unknown): EventStory | null {
  const event = asObject(json);
  const type = text(event['type']);
  if (type === null) return null;
  const thin = event['object'] === 'v2.core.event';
  const data = asObject(event['data']);
  const previous = asObject(data['previous_attributes']);
  const object = thin ? relatedObject(event) : asObject(data['object']);
  const occasion: Occasion = {
    type: type.replace(/^v\d+\./, ''),
    object,
    former: formerObject(object, previous),
    previous,
  };
  // A thin event names its object and says nothing else about it.
  const told = (thin ? undefined : TELLERS.get(type))?.(occasion);
  const words = told === undefined ? null : completeWords(told.words ?? {});
  const whoElse = text(previous['customer']);
  const envelope = readEnvelope(json);
  const who = {
    // A payment method taken from somebody says whose it was only there.
    id: envelope?.customerId ?? whoElse,
    label: envelope?.customerLabel ?? nameIn(object),
  };
  if (told !== undefined && words !== null) {
    const notes = (told.notes ?? []).filter((one) => one !== null);
    return { code: told.code, who, words, notes: notes.slice(0, MOST_NOTES) };
  }
  const plain = tellPlainly(occasion);
  const notes = [...(plain.notes ?? []), thin ? note('thin') : null].filter((one) => one !== null);
  return { code: plain.code, who, words: completeWords(plain.words ?? {}) ?? {}, notes };
}

/** A dispute knows whom it is about by the evidence only, a payment by what was paid with. */
function nameIn(object: Json): string | null {
  const evidence = asObject(object['evidence']);
  const failed = asObject(asObject(object['last_payment_error'])['payment_method']);
  const billing = asObject((listData(object['charges']).at(-1) ?? failed)['billing_details']);
  return (
    text(evidence['customer_name']) ??
    text(evidence['customer_email_address']) ??
    text(billing['name']) ??
    text(billing['email'])
  );
}

function relatedObject(event: Json): Json {
  const related = event['related_object'];
  if (!isObject(related)) return {};
  return { id: related['id'], object: related['type'] };
}
