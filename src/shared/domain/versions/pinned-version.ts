// From a release of a Stripe SDK to the API version it is written for, and what two versions have in common.
import { JAVA_PINS, SDK_PINS } from './sdk-pins.ts';
import type { Sdk } from './sdk.ts';

/** @returns null when it is not known: too old to pin one, newer than what is known, a preview, or not written down anywhere */
export function pinnedVersion(sdk: Sdk, release: string): string | null {
  const numbers = readRelease(release);
  if (numbers === null) return null;
  if (sdk === 'java') {
    const [major, ...rest] = numbers;
    return major < 27 || rest[0] === 0 ? (JAVA_PINS[major] ?? null) : null;
  }
  const { since, upTo } = SDK_PINS[sdk];
  if (compare(numbers.slice(0, 2), readRelease(upTo) ?? []) > 0) return null;
  const found = since.findLast(([from]) => compare(numbers, readRelease(from) ?? []) >= 0);
  return found?.[1] ?? null;
}

/** `v12.1.0`, `12.1`, `12`; not `12.0.0-beta.1`, `12.0.0b1`: those pin versions of their own. */
function readRelease(text: string): [number, number, number] | null {
  const found = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)?(?:\+.*)?$/.exec(text.trim());
  if (found === null) return null;
  return [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [place, number] of a.entries()) {
    const other = b[place] ?? 0;
    if (number !== other) return number - other;
  }
  return 0;
}

/** Versions of one name differ by additions only. Source: docs.stripe.com/api/versioning. */
export function isSameRelease(one: string, other: string): boolean {
  const [, name] = one.split('.');
  return one === other || (name !== undefined && name === other.split('.')[1]);
}
