// Clears what took some work to choose: the marks, the filters. All of it can be taken back.
import i18next from 'i18next';
import {
  findCustomers,
  isFiltered,
  NO_FILTER,
  useCustomers,
  type CustomersFilter,
} from '../stores/customers-store.ts';
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
