// Which members of an event are personal data: by their name, and where a name is not enough, by what they stand in.
import type { PersonalKind } from './pseudonyms.ts';
import { plainMemberName } from './secret-names.ts';

/** Personal wherever they stand, by their name without case, underscores and hyphens. */
const BY_NAME = new Map<string, PersonalKind>(
  Object.entries({
    email: `billingemail contactemail customeremail customeremailaddress email emailaddress hashedaccountemailaddress mail payeremail receiptemail supportemail useremail verifiedemail`,
    phone: `cell cellphone contactphone customerphone fax faxnumber mobile mobilenumber mobilephone phone phonenumber supportphone tel telephone telephonenumber userphone`,
    name: `accountholdername accountname businessname buyername cardholdername companyname contactname customername displayname familyname firstname firstnamekana firstnamekanji fullname givenname individualname lastname lastnamekana lastnamekanji legalname maidenname middlename namekana namekanji nameoncard organisationname organizationname payername recipientname screenname sellername statementname surname username verifiedname`,
    street: `address1 address2 addressline1 addressline2 housenumber line1 line2 rawaddress street street1 street2 streetaddress streetname`,
    city: `addresscity`,
    state: `addressstate`,
    postal: `addresszip plz postalcode postcode zip zipcode`,
    ip: `clientip customerip customerpurchaseip destinationipaddress ip ipaddress macaddress remoteaddr remoteaddress remoteip sourceip userip xforwardedfor`,
    digits: `accountlast4 accountnumber bankcode bic blz branchcode bsbnumber cardlast4 cardnumber clabe cvc cvc2 cvv cvv2 driverslicense dynamiclast4 fingerprint iban ibanlast4 idcardnumber idnumber institutionnumber last4 licensenumber mandatereference nationalid numberlast4 pan passport passportnumber personalid personalidnumber routingnumber routingnumberlast4 sortcode ssn ssnlast4 swift swiftcode taxid taxnumber transactionhash transitnumber vatid vatnumber walletaddress`,
    text: `bankname billingaddress browserfingerprint buyerid cardholderaddress cashtag customeraddress customercommunication customersignature devicefingerprint deviceid devicename geolocation latitude longitude payerid servicedocumentation shippingaddress useragent`,
    url: `hostedinvoiceurl invoicepdf receipturl`,
    birth: `birthdate birthday birthdayon dateofbirth dob`,
  } satisfies Partial<Record<PersonalKind, string>>).flatMap(([kind, names]) =>
    names.split(/\s+/).map((name): [string, PersonalKind] => [name, kind as PersonalKind]),
  ),
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

/** By the name alone. */
export function personalKindOfName(name: string): PersonalKind | null {
  return BY_NAME.get(plainMemberName(name)) ?? (isAddress(name) ? 'text' : null);
}

/** `address`, `billing_address`, `shippingAddress`: somebody's, whole. */
function isAddress(name: string): boolean {
  return plainMemberName(name).endsWith('address');
}

/** Of an address, these say only where on Earth it is. */
const PLACES = new Set(['country', 'countrycode', 'type', 'object']);

/** @returns null when it is nobody's */
export function personalKind(name: string, around: Surroundings): PersonalKind | null {
  const byName = personalKindOfName(name);
  if (byName !== null) return byName;
  const plain = plainMemberName(name);
  if (around.path.some(isAddress) && !PLACES.has(plain)) {
    return plain === 'city' || plain === 'town' ? 'city' : plain === 'state' ? 'state' : 'text';
  }
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
  const name = plainMemberName(path.at(-1) ?? '');
  return name === 'dob' || name === 'dateofbirth' || name === 'birthdate';
}

export function isMetadata(path: readonly string[]): boolean {
  return path.includes('metadata');
}
