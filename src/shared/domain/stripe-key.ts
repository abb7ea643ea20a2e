// The shapes of Stripe's API keys, as the CLI accepts them.

export const KEY_COMPLAINTS = [
  'empty',
  'too_short',
  'publishable',
  'organization',
  'webhook_secret',
  'not_a_key',
] as const;
export type KeyComplaint = (typeof KEY_COMPLAINTS)[number];

/** The CLI refuses anything shorter. */
const MIN_LENGTH = 12;

/** Why the CLI could not work with it; null = it is worth trying. */
export function complaintAboutKey(key: string): KeyComplaint | null {
  if (key === '') return 'empty';
  if (key.startsWith('pk_')) return 'publishable';
  if (key.startsWith('sk_org')) return 'organization';
  if (key.startsWith('whsec_')) return 'webhook_secret';
  if (!/^(?:sk|rk|rkcs)_(?:test|live)_/.test(key)) return 'not_a_key';
  if (key.length < MIN_LENGTH) return 'too_short';
  // It becomes the value of an environment variable and of a header.
  return /^\w+$/.test(key) ? null : 'not_a_key';
}

/** @returns null when the key does not say */
export function livemodeOfKey(key: string): boolean | null {
  const mode = /^(?:sk|rk|rkcs)_(live|test)_/.exec(key)?.[1];
  return mode === undefined ? null : mode === 'live';
}

/** `rk_test_…cdef`: as Stripe's dashboard shows it. */
export function maskKey(key: string): string {
  const start = /^[a-z]+_(?:test|live)_/.exec(key)?.[0] ?? '';
  return `${start}…${key.slice(-4)}`;
}
