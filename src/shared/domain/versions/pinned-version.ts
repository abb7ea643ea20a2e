// From a release of a Stripe SDK to the API version it is written for, and what two versions have in common.
import { SDK_PINS } from './sdk-pins.ts';
import type { Sdk } from './sdk.ts';

/**
 * Why it is not known exactly which version is pinned, while it is known that it is none older than another.
 * `newer`: newer than every release that Hookline knows · `not_listed`: between two that it knows · `preview`: pins a version of its
 * own · `range`: not one release
 */
export const AT_LEAST_REASONS = ['newer', 'not_listed', 'preview', 'range'] as const;
export type AtLeastReason = (typeof AT_LEAST_REASONS)[number];

export type ReleasePin =
  | { kind: 'exact'; apiVersion: string }
  /** The nearest older release that is known pins this one. */
  | { kind: 'at_least'; apiVersion: string; why: AtLeastReason }
  /** From before SDKs pinned a version: the account's default is used. */
  | { kind: 'account_default' }
  | { kind: 'no_release' };

/** @param spec a release, as `v12.1.0`, `12.1`, `12.0.0b1`, or a range with one lower bound, as `^12.1.0`, `~> 12.1`, `12.*` */
export function releasePin(sdk: Sdk, spec: string): ReleasePin {
  const release = readRelease(spec);
  if (release === null) return { kind: 'no_release' };
  const { numbers, form } = release;
  const { since, known } = SDK_PINS[sdk];
  // A preview comes before the release that it is a preview of.
  const found = since.findLast(([from]) => {
    const order = compare(numbers, numbersOf(from));
    return form === 'preview' ? order > 0 : order >= 0;
  });
  if (found === undefined) return form === 'release' ? { kind: 'account_default' } : { kind: 'no_release' };
  const [, apiVersion] = found;
  if (form !== 'release') return { kind: 'at_least', apiVersion, why: form };
  const minor = numbers.slice(0, 2);
  const isKnown = known.some(
    ([first, last]) => compare(minor, numbersOf(first)) >= 0 && compare(minor, numbersOf(last)) <= 0,
  );
  if (isKnown) return { kind: 'exact', apiVersion };
  const newest = numbersOf(known.at(-1)?.[1] ?? '');
  return { kind: 'at_least', apiVersion, why: compare(minor, newest) > 0 ? 'newer' : 'not_listed' };
}

/** @returns null when it is not known exactly */
export function pinnedVersion(sdk: Sdk, spec: string): string | null {
  const pin = releasePin(sdk, spec);
  return pin.kind === 'exact' ? pin.apiVersion : null;
}

interface Release {
  numbers: number[];
  form: 'release' | 'preview' | 'range';
}

/** Local versions (`+local`) and post-releases (`.post1`) are the release; what else follows the numbers makes a preview or a commit of it. */
function readRelease(spec: string): Release | null {
  const found = /^(\^|~>|~=|~|>=|={1,3})?\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)?(.*)$/.exec(spec.trim());
  if (found === null) return null;
  const [, operator = '', major, minor = '0', patch = '0', rest = ''] = found;
  const numbers = [Number(major), Number(minor), Number(patch)];
  if (/^(?:\.?[*x]|\.?\+)(?:\.[*x])*$/i.test(rest)) return { numbers, form: 'range' };
  const isRelease = /^(?:\.post\d+)?(?:\+[\w.-]*)?$/.test(rest);
  if (!isRelease && !/^[-.]?[a-z\d][\w.+-]*$/i.test(rest)) return null;
  if (operator !== '' && !operator.startsWith('=')) return { numbers, form: 'range' };
  return { numbers, form: isRelease ? 'release' : 'preview' };
}

const numbersOf = (release: string): number[] => release.split('.').map(Number);

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
