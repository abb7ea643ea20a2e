// From an event to the customer it is about, among the customers whose plans are followed.
import type { EventSummary } from '#shared/contract/events.ts';
import type { CustomerSummary } from '#shared/contract/plans.ts';
import { findPlanOfEvent, openCustomer } from '../../stores/customers-store.ts';
import { engine } from '../../stores/engine.ts';

/** @returns false when no such customer is followed, or nobody could be asked */
export async function openCustomerOf(event: EventSummary): Promise<boolean> {
  const customer = await findCustomerOf(event);
  if (customer !== null) openCustomer(customer.id);
  return customer !== null;
}

async function findCustomerOf(event: EventSummary): Promise<CustomerSummary | null> {
  const { id, customerId, account, livemode } = event;
  if (customerId === null) {
    // Guests have no id; the engine knows them by their event.
    return (await findPlanOfEvent(id))?.customer ?? null;
  }
  try {
    const { items } = await engine.query((api) => api.plans.customers({ text: customerId, limit: 20 }));
    const isOwn = (one: CustomerSummary): boolean =>
      one.customerId === customerId && one.account === account && one.livemode === (livemode ?? false);
    return items.find(isOwn) ?? null;
  } catch {
    return null;
  }
}
