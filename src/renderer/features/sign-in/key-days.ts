// How long the key will still do.
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';

/** From here on it is warned of. */
export const WARN_DAYS = 7;
const DAY_MS = 86_400_000;

/** @returns full or begun days left; 0 or less = expired; null = not known, or it does not expire */
export function keyDaysLeft(
  { keyExpiresAt }: Pick<ForwarderStatus, 'keyExpiresAt'>,
  now: number,
): number | null {
  return keyExpiresAt === null ? null : Math.ceil((keyExpiresAt - now) / DAY_MS);
}
