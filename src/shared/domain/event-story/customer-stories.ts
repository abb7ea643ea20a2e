// Customers and what is theirs: discounts, tax ids, features, the portal. Source: facts F3.
import { asArray, asObject, text, type Json } from '../json-read.ts';
import { couponOf, methodChange, worthOf } from './read.ts';
import { note, type Note, type Occasion, type Teller, type Told } from './story.ts';
import type { StoryCode } from './story-codes.ts';
import { enumValue, listValue, textValue } from './value.ts';

/** Of what became of a customer, what a person would tell first. */
function updated({ object, former, previous }: Occasion): Told {
  if (previous['delinquent'] === false && object['delinquent'] === true)
    return { code: 'customer_delinquent' };
  if (previous['delinquent'] === true && object['delinquent'] === false) return { code: 'customer_settled' };
  const settings = {
    object: asObject(object['invoice_settings']),
    former: asObject(former['invoice_settings']),
    previous: asObject(previous['invoice_settings']),
  };
  if ('default_payment_method' in settings.previous) return defaultMethod(settings, 'default_payment_method');
  if ('default_source' in previous) return defaultMethod({ object, former, previous }, 'default_source');
  const changed = Object.keys(previous).filter((key) => key !== 'next_invoice_sequence');
  if (changed.length === 0 && 'next_invoice_sequence' in previous) return { code: 'customer_invoiced' };
  return { code: changed.join() === 'metadata' ? 'customer_metadata' : 'customer_updated' };
}

function defaultMethod(change: Pick<Occasion, 'object' | 'former' | 'previous'>, key: string): Told {
  const how = methodChange(change, [key]);
  return { code: how === 'changed' ? 'customer_default_method' : `customer_default_method_${how}` };
}

const discount =
  (code: StoryCode): Teller =>
  ({ object }) => {
    const coupon = couponOf(object);
    const name = textValue(text(coupon['name']) ?? text(coupon['id']) ?? text(object['id']));
    return { code, words: { name }, notes: couponNotes(coupon) };
  };

export function couponNotes(coupon: Json): (Note | null)[] {
  return [
    note('worth', { worth: worthOf(coupon) }),
    note('reason', { reason: enumValue('duration', text(coupon['duration'])) }),
  ];
}

const taxId =
  (code: StoryCode): Teller =>
  ({ object }) => ({
    code,
    words: { name: textValue(text(object['value'])) },
    notes: [
      note('status', { status: enumValue('status', text(asObject(object['verification'])['status'])) }),
    ],
  });

function entitlements({ object }: Occasion): Told {
  const keys = asArray(asObject(object['entitlements'])['data'])
    .map((one) => text(asObject(one)['lookup_key']))
    .filter((key) => key !== null);
  if (keys.length === 0) return { code: 'entitlements_none' };
  return {
    code: 'entitlements_changed',
    words: { names: listValue(keys.map((key) => ({ kind: 'text', text: key }))) },
  };
}

export const CUSTOMER_STORIES: Record<string, Teller> = {
  'customer.created': () => ({ code: 'customer_created' }),
  'customer.updated': updated,
  'customer.deleted': () => ({ code: 'customer_deleted' }),
  'customer.discount.created': discount('discount_created'),
  'customer.discount.updated': discount('discount_updated'),
  'customer.discount.deleted': discount('discount_deleted'),
  'customer.tax_id.created': taxId('tax_id_created'),
  'customer.tax_id.updated': taxId('tax_id_updated'),
  'customer.tax_id.deleted': taxId('tax_id_deleted'),
  'entitlements.active_entitlement_summary.updated': entitlements,
  'billing_portal.session.created': () => ({ code: 'portal_opened' }),
};
