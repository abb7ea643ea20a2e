// Where the user is, as far as commands ask: which view is open, and what is chosen in it.
import type { EventSummary } from '#shared/contract/events.ts';
import { useEventList } from '../stores/event-list-store.ts';
import { useCustomers } from '../stores/customers-store.ts';
import { useInspected } from '../stores/inspected-store.ts';
import { useMarks } from '../stores/marks-store.ts';
import { useView } from '../stores/view-store.ts';

export const onCustomers = (): boolean => useView.getState().view === 'customers';
export const onEvents = (): boolean => useView.getState().view === 'events';
export const onList = (): boolean => onEvents() || onCustomers();
export const onCustomer = (): boolean => onCustomers() && useCustomers.getState().selectedId !== null;

/** The event that stands in the inspector, while one can see it. */
export function shownEvent(): EventSummary | null {
  return onEvents() ? useInspected.getState().event : null;
}
/** The arrival chosen in the Raw tab, while one can see it. */
export function shownReceiptId(): number | null {
  return useView.getState().tab === 'raw' ? useInspected.getState().receiptId : null;
}
export const onEvent = (): boolean => shownEvent() !== null;
/** What was refused is no event that could be sent. */
export const onSendable = (): boolean => {
  const event = shownEvent();
  return event !== null && event.kind !== 'rejected';
};

/** The group that is selected in the list, instead of an event. */
export const shownGroup = (): string | null => (onEvents() ? useEventList.getState().cursorKey : null);
export const onGroup = (): boolean => shownGroup() !== null;

export const marks = (): ReadonlySet<string> => useMarks.getState().ids;
