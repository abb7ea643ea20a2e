// Names of members, headers and parameters whose values are secrets. Compared without case, underscores and hyphens.

/** The few names of Stripe's objects come again in every event. */
const plainNames = new Map<string, string>();
const secretNames = new Map<string, boolean>();
const MOST_NAMES = 5_000;

/** `client_secret`, `clientSecret` and `Client-Secret` are one name. */
export function plainMemberName(name: string): string {
  const known = plainNames.get(name);
  if (known !== undefined) return known;
  const plain = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  if (plainNames.size >= MOST_NAMES) plainNames.clear();
  plainNames.set(name, plain);
  return plain;
}

const CONTAINED =
  /secret|password|passwd|passphrase|apikey|accesskey|privatekey|accesstoken|refreshtoken|protectionbypass/;
const ENDING =
  /(token|tokens|jwt|pwd|cookie|cookies|credential|credentials|sessionid|sessionkey|authkey|signingkey|encryptionkey|otp|totp|passcode|pincode|bearer)$/;
/** What these hold may also be an object of Stripe's, or its id. */
const AMBIGUOUS = new Set(['auth', 'authorization', 'session', 'sid', 'pin', 'pass', 'token', 'tokens']);

/** Values that Stripe's own fields of such names have, and that open nothing. */
const HARMLESS = /^[a-z]{2,10}_[A-Za-z0-9]{6,}$/;
const SECRET_IDS = /^(sk|rk|rkcs|ek|uk|oak|whsec|tok)_/;

export function isSecretName(name: string): boolean {
  const known = secretNames.get(name);
  if (known !== undefined) return known;
  const plain = plainMemberName(name);
  const isSecret = AMBIGUOUS.has(plain) || CONTAINED.test(plain) || ENDING.test(plain);
  if (secretNames.size >= MOST_NAMES) secretNames.clear();
  secretNames.set(name, isSecret);
  return isSecret;
}

/** @param value of a member called `name` */
export function isSecretValue(name: string, value: string): boolean {
  if (value === '' || !isSecretName(name)) return false;
  if (!AMBIGUOUS.has(plainMemberName(name))) return true;
  return !HARMLESS.test(value) || SECRET_IDS.test(value);
}

/** Whether everything inside a member is secret, too: `credentials: {user, key}`. */
export function holdsSecrets(name: string): boolean {
  return isSecretName(name) && !AMBIGUOUS.has(plainMemberName(name));
}
