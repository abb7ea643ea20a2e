// What is a secret wherever it stands: keys, signing secrets, client secrets, credentials in headers and addresses.

/** Stands where a secret stood. Too short for any pattern below to take it for a secret again. */
export const REMOVED = 'REMOVED';

/** Each keeps the part that tells what it was. */
const PATTERNS: readonly (readonly [pattern: RegExp, to: string])[] = [
  [/whsec_[\w+/=-]{4,}/g, `whsec_${REMOVED}`],
  // sk_test_…, rk_live_…, the CLI's rkcs_test_…, ephemeral ek_…, user keys uk_…, an OAuth login's oak_….
  [/(?<![A-Za-z0-9])((?:sk|rk|rkcs|ek|uk|oak)_(?:(?:test|live|org|prod)_)*)[A-Za-z0-9]{8,}/g, `$1${REMOVED}`],
  // pi_…_secret_…, seti_…_secret_…, cs_…_secret_….
  [
    /(?<![A-Za-z0-9])([a-z]{2,12}_(?:test_|live_)?[A-Za-z0-9]{4,255}_secret_)[A-Za-z0-9]{8,}/g,
    `$1${REMOVED}`,
  ],
  [/\b(Bearer|Basic)( +)[\w.~+/=-]{8,}/gi, `$1$2${REMOVED}`],
  [/(\b[a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/@:"'<>]{0,256}:[^\s/@"'<>]{1,256}@/gi, `$1${REMOVED}@`],
];

/** Members of JSON whose text is a secret by its name. */
const SECRET_MEMBERS = new Set([
  'client_secret',
  'secret',
  'signing_secret',
  'webhook_secret',
  'api_key',
  'apikey',
  'secret_key',
  'access_token',
  'refresh_token',
  'id_token',
  'private_key',
  'password',
]);

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);
/** X-Api-Key, X-Auth-Token, X-Webhook-Secret and what else people call them. */
const SECRET_HEADER_WORDS = /secret|token|passw|api-?key|\bauth\b/i;

export function isSecretMember(name: string): boolean {
  return SECRET_MEMBERS.has(name.toLowerCase());
}

export function isSecretHeader(name: string): boolean {
  return SECRET_HEADERS.has(name.toLowerCase()) || SECRET_HEADER_WORDS.test(name);
}

/** @param known secrets known by their value, whatever they look like */
export function withoutSecrets(text: string, known: readonly string[]): string {
  let result = text;
  for (const secret of known) {
    if (result.includes(secret)) {
      result = result.replaceAll(secret, secret.startsWith('whsec_') ? `whsec_${REMOVED}` : REMOVED);
    }
  }
  for (const [pattern, to] of PATTERNS) result = result.replace(pattern, to);
  return result;
}

/** The scheme says how to log in, and is none of the secret. */
export function withoutHeaderSecret(value: string): string {
  const scheme = /^(Bearer|Basic|Digest|Token) +/i.exec(value)?.[0] ?? '';
  return `${scheme}${REMOVED}`;
}
