// What is a secret by its form, wherever it stands: keys, signing secrets, client secrets, tokens, credentials in addresses.

/** Stands where a secret stood. Too short for any pattern below to take it for a secret again. */
export const REMOVED = 'REMOVED';

/** Each keeps the part that says what it was. */
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
  // A JSON Web Token; the header alone begins every one of them.
  [/\beyJ[\w-]{8,}\.[\w-]{2,}(?:\.[\w-]*)?/g, `eyJ${REMOVED}`],
  [
    /-----BEGIN ([A-Z ]{0,30}(?:PRIVATE KEY|CERTIFICATE))-----[^-]{0,20000}(?:-----END [A-Z ]{1,40}-----)?/g,
    `-----BEGIN $1----- ${REMOVED}`,
  ],
  // AWS, GitHub, GitLab, npm, Slack, Google, SendGrid, Svix: each by the beginning that its issuer gave it.
  [/\b(AKIA|ASIA)[A-Z0-9]{12,}/g, `$1${REMOVED}`],
  [
    /\b(gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|xapp-|AIza|ya29\.|SG\.|shpat_|sq0[a-z]{3}-)[\w.-]{16,}|\b(npm_)(?=[A-Za-z0-9]{30})[A-Za-z0-9]+/g,
    `$1$2${REMOVED}`,
  ],
];

/** Most texts hold none of what a pattern begins with, and are passed over at once. */
const MAYBE =
  /[srkeuo]k_|rkcs_|oak_|whsec_|_secret_|gh[pousr]_|github_pat_|npm_|shpat_|eyJ|:\/\/|bearer |basic |-----BEGIN|AKIA|ASIA|xox|xapp|AIza|glpat|ya29|SG\.|sq0/i;

export interface KnownSecret {
  value: string;
  /** What stands in its place. */
  to: string;
}

/** Every form in which a secret known by its value may have been written down. Shorter than 8 characters it would be found everywhere. */
export function knownForms(secrets: readonly string[]): KnownSecret[] {
  const forms = new Map<string, string>();
  for (const secret of secrets.filter(({ length }) => length >= 8)) {
    const bytes = new TextEncoder().encode(secret);
    const base64 = btoa(String.fromCharCode(...bytes));
    const base64Url = base64.replaceAll('+', '-').replaceAll('/', '_');
    const all = [
      secret,
      base64,
      base64.replace(/=+$/, ''),
      base64Url,
      base64Url.replace(/=+$/, ''),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    ];
    for (const form of all) forms.set(form, form.startsWith('whsec_') ? `whsec_${REMOVED}` : REMOVED);
  }
  // A form may be the beginning of another one.
  return [...forms].map(([value, to]) => ({ value, to })).toSorted((a, b) => b.value.length - a.value.length);
}

export function withoutSecrets(text: string, known: readonly KnownSecret[]): string {
  let result = text;
  for (const { value, to } of known) if (result.includes(value)) result = result.replaceAll(value, to);
  if (!MAYBE.test(result)) return result;
  for (const [pattern, to] of PATTERNS) result = result.replace(pattern, to);
  return result;
}
