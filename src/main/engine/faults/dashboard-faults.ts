// Failures of the dashboard in the log, so that one that nobody copied can still be looked up. Whoever calls the API can report
// one: what is written is redacted here once more, and only so many are written a minute.
import type { FaultReport } from '#shared/contract/faults.ts';
import { MAX_FAULT_DETAILS, MAX_FAULT_MESSAGE, withoutPrivateParts } from '#shared/domain/dashboard-fault.ts';
import type { Clock, Logger } from '../ports.ts';

export interface DashboardFaults {
  /** @returns false when there were too many */
  report(fault: FaultReport): boolean;
}

const PER_MINUTE = 10;

export function createDashboardFaults({
  logger,
  clock,
  secrets,
}: {
  logger: Logger;
  clock: Clock;
  secrets: () => readonly string[];
}): DashboardFaults {
  let minute = -1;
  let written = 0;
  return {
    report({ part, message, details }) {
      const now = Math.floor(clock.now() / 60_000);
      if (now !== minute) {
        minute = now;
        written = 0;
      }
      written += 1;
      if (written > PER_MINUTE) {
        if (written === PER_MINUTE + 1)
          logger.warn('The dashboard keeps failing; more is not logged this minute.');
        return false;
      }
      const known = secrets();
      const words = withoutPrivateParts(message, MAX_FAULT_MESSAGE, known).replaceAll(/\s+/g, ' ');
      const cause = new Error(words);
      cause.stack = withoutPrivateParts(details, MAX_FAULT_DETAILS, known);
      logger.error(`The dashboard failed (${part}): ${words}`, cause);
      return true;
    },
  };
}
