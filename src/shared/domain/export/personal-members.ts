// Which members of an event are personal data: by their name, and where a name is not enough, by what they stand in.
import type { PersonalKind } from './pseudonyms.ts';

/** Personal wherever they stand. */
const BY_NAME = new Map<string, PersonalKind>(
  Object.entries({
    email: 'email',
    receipt_email: 'email',
    customer_email: 'email',
    billing_email: 'email',
    support_email: 'email',
    payer_email: 'email',
    verified_email: 'email',

    phone: 'phone',
    customer_phone: 'phone',
    phone_number: 'phone',
    support_phone: 'phone',

    customer_name: 'name',
    full_name: 'name',
    first_name: 'name',
    last_name: 'name',
    maiden_name: 'name',
    given_name: 'name',
    family_name: 'name',
    individual_name: 'name',
    business_name: 'name',
    cardholder_name: 'name',
    account_holder_name: 'name',
    verified_name: 'name',
    payer_name: 'name',
    recipient_name: 'name',

    line1: 'street',
    line2: 'street',
    address_line1: 'street',
    address_line2: 'street',
    postal_code: 'postal',
    address_zip: 'postal',
    address_city: 'city',
    address_state: 'state',

    ip: 'ip',
    ip_address: 'ip',
    client_ip: 'ip',
    customer_ip: 'ip',
    remote_ip: 'ip',
    customer_purchase_ip: 'ip',
    user_agent: 'text',

    last4: 'digits',
    dynamic_last4: 'digits',
    fingerprint: 'digits',
    ssn_last_4: 'digits',
    id_number: 'digits',
    tax_id: 'digits',
    account_number: 'digits',
    routing_number: 'digits',
    iban: 'digits',
    bic: 'digits',
    swift_code: 'digits',
    sort_code: 'digits',
    bsb_number: 'digits',
    branch_code: 'digits',
    institution_number: 'digits',
    transit_number: 'digits',
    clabe: 'digits',
    bank_name: 'text',

    // Whoever has one of these addresses sees the invoice with the name on it.
    hosted_invoice_url: 'url',
    invoice_pdf: 'url',
    receipt_url: 'url',

    date_of_birth: 'birth',
    birthday: 'birth',
  } satisfies Record<string, PersonalKind>),
);

/** Objects that stand for somebody, by Stripe's own name for them. */
const PERSON_OBJECTS = new Set([
  'customer',
  'person',
  'card',
  'bank_account',
  'source',
  'issuing.cardholder',
]);

/** Members whose object stands for somebody, in Stripe's objects and in answers of people's own apps. */
const PERSON_MEMBERS = new Set([
  'billing_details',
  'collected_information',
  'customer',
  'customer_details',
  'customer_shipping',
  'shipping',
  'shipping_details',
  'ship_from',
  'ship_to',
  'owner',
  'payer',
  'payer_details',
  'sender',
  'recipient',
  'individual',
  'cardholder',
  'verified_outputs',
  'user',
  'users',
  'person',
  'member',
]);

/** What a member stands in. */
export interface Surroundings {
  /** Names of the members of the object that it belongs to. */
  siblings: ReadonlySet<string>;
  /** `object` of that object, or of the event's object inside `previous_attributes`. */
  objectType: string | null;
  /** Names of the members on the way to it, outermost first, without its own. */
  path: readonly string[];
}

/** @returns null when it is nobody's */
export function personalKind(name: string, around: Surroundings): PersonalKind | null {
  const byName = BY_NAME.get(name);
  if (byName !== undefined) return byName;
  const parent = around.path.at(-1) ?? '';
  const inAddress = around.siblings.has('line1') || around.siblings.has('postal_code');
  if (inAddress && (name === 'city' || name === 'town' || name === 'district')) return 'city';
  if (inAddress && name === 'state') return 'state';
  const ofPerson =
    PERSON_MEMBERS.has(parent) || (around.objectType !== null && PERSON_OBJECTS.has(around.objectType));
  if (name === 'name' && (ofPerson || around.siblings.has('email'))) return 'name';
  if (name === 'description' && around.objectType === 'customer') return 'text';
  // What a customer typed at checkout, and numbers of the tax office.
  if (name === 'value' && around.path.includes('custom_fields')) return 'text';
  if (name === 'value' && (around.objectType === 'tax_id' || isTaxIdList(around.path))) return 'digits';
  return null;
}

function isTaxIdList(path: readonly string[]): boolean {
  return path.some((name) => name === 'customer_tax_ids' || name === 'tax_ids');
}

/** `{day, month, year}` of somebody's birth. */
export function isBirth(path: readonly string[]): boolean {
  return path.at(-1) === 'dob' || path.at(-1) === 'date_of_birth';
}

export function isMetadata(path: readonly string[]): boolean {
  return path.includes('metadata');
}
