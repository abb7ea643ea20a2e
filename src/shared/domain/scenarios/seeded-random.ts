// Chance that can be repeated: numbers and identifiers that follow from a text.

export type Random = () => number;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const HEX = '0123456789abcdef';

/**
 * sfc32 (Chris Doty-Humphrey) on 128 bits mixed from the text: with 32 bits of state two of some ten thousand identifiers would
 * already be likely to be the same.
 * @returns numbers in [0, 1)
 */
export function createRandom(text: string): Random {
  let [a, b, c, d] = mix128(text);
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first few still show how similar two texts were.
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** cyrb128 (bryc): not for secrets. */
function mix128(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1_779_033_703, 3_144_134_277, 1_013_904_242, 2_773_480_762];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597_399_067);
    b = c ^ Math.imul(b ^ code, 2_869_860_233);
    c = d ^ Math.imul(c ^ code, 951_274_213);
    d = a ^ Math.imul(d ^ code, 2_716_044_179);
  }
  a = Math.imul(c ^ (a >>> 18), 597_399_067);
  b = Math.imul(d ^ (b >>> 22), 2_869_860_233);
  c = Math.imul(a ^ (c >>> 17), 951_274_213);
  d = Math.imul(b ^ (d >>> 19), 2_716_044_179);
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a];
}

/** Whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** Letters and digits, as in Stripe's ids. */
export function base62(random: Random, length: number): string {
  return draw(random, BASE62, length);
}

export function hex(random: Random, length: number): string {
  return draw(random, HEX, length);
}

/** In the form of a version 4 UUID, which Stripe's own libraries send as idempotency key. */
export function uuid(random: Random): string {
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`;
}

function draw(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(between(random, 0, alphabet.length - 1))).join('');
}
