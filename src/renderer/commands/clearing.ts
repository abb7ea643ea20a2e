// Clears what took some work to choose or to type: the marks, the filters, an edit. All of it can be taken back.
import i18next from 'i18next';
import {
  findCustomers,
  isFiltered,
  NO_FILTER,
  useCustomers,
  type CustomersFilter,
} from '../stores/customers-store.ts';
import { draftOf, dropDraft, keepDraft, lastEdited } from '../stores/edit-drafts-store.ts';
import { setFilter, useEventList } from '../stores/event-list-store.ts';
import { clearMarks as dropMarks, useMarks } from '../stores/marks-store.ts';
import { offerUndo } from '../stores/undo-store.ts';
import { openView } from '../stores/view-store.ts';

export function clearMarks(): void {
  const before = useMarks.getState();
  const count = before.ids.size;
  if (count === 0) return;
  dropMarks();
  offerUndo(i18next.t('did.marksCleared', { count }), () => {
    openView('events');
    useMarks.setState({ ids: before.ids, anchorSeq: before.anchorSeq });
  });
}

export function clearFilter(): void {
  const { filter } = useEventList.getState();
  if ((filter.filter ?? '') === '') return;
  setFilter({});
  offerUndo(i18next.t('did.filterCleared'), () => {
    openView('events');
    setFilter(filter);
  });
}

/** @param what to find instead; all of them where nothing is said */
export function clearCustomerFilter(what: Partial<CustomersFilter> = NO_FILTER): void {
  const { filter } = useCustomers.getState();
  findCustomers(what);
  if (!isFiltered(filter)) return;
  offerUndo(i18next.t('did.filterCleared'), () => {
    openView('customers');
    findCustomers(filter);
  });
}

/** @param receiptId left out = the one that was edited last */
export function discardDraft(eventId: string, receiptId: number | null = lastEdited(eventId)): void {
  if (receiptId === null) return;
  const edited = { eventId, receiptId };
  const draft = draftOf(edited);
  if (draft === null) return;
  dropDraft(edited);
  offerUndo(i18next.t('did.draftDiscarded', { id: eventId }), () => {
    // Somebody has begun anew: that is not typed over.
    if (draftOf(edited) !== null) return false;
    keepDraft(edited, draft);
  });
}
