// Why events fail, grouped by cause, for the view of failed events: read anew while their number changes.
import { useEffect } from 'react';
import { create } from 'zustand';
import type { FailureCause } from '#shared/contract/events.ts';
import { hasCondition } from '#shared/domain/filter/edit-filter.ts';
import { engine } from './engine.ts';
import { useEventList } from './event-list-store.ts';
import { resendMany } from './resend-store.ts';
import { useStatus } from './status-store.ts';

/** Events fail in bursts. */
const READ_AFTER_MS = 400;

interface FailureCausesState {
  /** Empty while the failed events are not in view. */
  causes: readonly FailureCause[];
  /** How many failed events they were found among. */
  looked: number;
}

const NONE: FailureCausesState = { causes: [], looked: 0 };

export const useFailureCauses = create<FailureCausesState>(() => NONE);

/** Reads them for as long as the failed events are in view. */
export function useReadFailureCauses(): void {
  const inView = useEventList((state) => hasCondition(state.filter.filter ?? '', 'status', 'failed'));
  const failed = useStatus((state) => state.status?.counts.failed ?? 0);
  const isKnown = useFailureCauses((state) => state.causes.length > 0);
  useEffect(() => {
    if (!inView || failed === 0) {
      useFailureCauses.setState(NONE);
      return;
    }
    const reading = new AbortController();
    const read = async (): Promise<void> => {
      try {
        const found = await engine.query((api) => api.events.failureCauses({}), reading.signal);
        if (!reading.signal.aborted) useFailureCauses.setState(found);
      } catch {
        // The list of failed events says it, too; the next change asks again.
      }
    };
    const timer = setTimeout(() => void read(), isKnown ? READ_AFTER_MS : 0);
    return () => {
      clearTimeout(timer);
      reading.abort();
    };
    // oxlint-disable-next-line exhaustive-deps -- that they are known now is no reason to read them again
  }, [inView, failed]);
  useEffect(() => () => useFailureCauses.setState(NONE), []);
}

/** Those that failed for the cause of this event; without one, for the most frequent. */
export function causeOf(eventId: string | undefined): FailureCause | undefined {
  const { causes } = useFailureCauses.getState();
  return causes.find(({ eventIds }) => eventId !== undefined && eventIds.includes(eventId)) ?? causes[0];
}

/** @returns the code of what went wrong, or null */
export async function resendCause({ eventIds, endpointId }: FailureCause): Promise<string | null> {
  return await resendMany({ ids: [...eventIds], endpointId });
}
