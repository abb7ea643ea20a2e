// Whether and when a CLI that ended is started again by itself. Pure.
import type { Failure } from './failure.ts';

export interface Ending {
  failure: Pick<Failure, 'state' | 'cure'>;
  /** Milliseconds from spawn to end. */
  livedMs: number;
  /** Milliseconds for which it was ready, 0 when it never was. */
  readyMs: number;
  /** Failures in a row before this one. */
  failures: number;
}

export interface PlannedRestart {
  /** Whole milliseconds, as the API gives out when it is due. */
  delayMs: number;
  /** Failures in a row, this one counted. */
  failures: number;
}

/** Having been ready for so long, an end is no part of an earlier row of failures. */
export const HEALTHY_AFTER_MS = 30_000;
/** What ends sooner than this without ever being ready will hardly do better a second later. */
export const AT_ONCE_MS = 2_000;

const SECOND = 1_000;
const JITTER = 0.25;

/** @returns null when only a person can change the outcome */
export function planRestart(ending: Ending, random: () => number): PlannedRestart | null {
  if (ending.failure.cure !== 'restart') return null;
  const before = ending.readyMs >= HEALTHY_AFTER_MS ? 0 : ending.failures;
  const jitter = 1 + JITTER * random();
  // Too many sessions: another `stripe listen` must end first, and asking often does not help that.
  if (ending.failure.state === 'too_many_sessions') {
    return { delayMs: atMost(300 * SECOND, 30 * SECOND * 2 ** before * jitter), failures: before + 1 };
  }
  const atOnce = ending.readyMs === 0 && ending.livedMs < AT_ONCE_MS;
  const failures = before + (atOnce ? 2 : 1);
  return { delayMs: atMost(60 * SECOND, SECOND * 2 ** (failures - 1) * jitter), failures };
}

const atMost = (longestMs: number, delayMs: number): number => Math.round(Math.min(delayMs, longestMs));
