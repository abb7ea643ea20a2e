// Opens customers, and says so when one is not known.
import i18next from 'i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { announce } from '../stores/announcement-store.ts';
import { openCustomerById, openCustomerOf } from '../stores/find-customer.ts';
import { setFilter } from '../stores/event-list-store.ts';
import { openView } from '../stores/view-store.ts';

export async function openCustomerOfEvent(event: EventSummary): Promise<void> {
  if (!(await openCustomerOf(event))) announce(i18next.t('eventLink.customerUnknown'), 'bad');
}

/** One whose plan is not followed has at least events. */
export async function openCustomerOrEvents(customerId: string): Promise<void> {
  if (await openCustomerById(customerId)) return;
  openView('events');
  setFilter({ filter: `customer:${customerId}` });
}
