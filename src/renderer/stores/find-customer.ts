// From an event, or from an id of Stripe's, to the customer it is about, among those whose plans are followed.
import type { EventSummary } from '#shared/contract/events.ts';
import type { CustomerSummary } from '#shared/contract/plans.ts';
import { findPlanOfEvent, openCustomer } from './customers-store.ts';
import { engine } from './engine.ts';

/** @returns false when no such customer is followed, or nobody could be asked */
export async function openCustomerOf(event: EventSummary): Promise<boolean> {
  return openFound(await findCustomerOf(event));
}

/** Of several accounts that know the same id, the first. Returns as `openCustomerOf` does. */
export async function openCustomerById(customerId: string): Promise<boolean> {
  return openFound((await findCustomers(customerId))[0] ?? null);
}

function openFound(customer: CustomerSummary | null): boolean {
  if (customer !== null) openCustomer(customer.id);
  return customer !== null;
}

async function findCustomerOf(event: EventSummary): Promise<CustomerSummary | null> {
  const { id, customerId, account, livemode } = event;
  if (customerId === null) {
    // Guests have no id; the engine knows them by their event.
    return (await findPlanOfEvent(id))?.customer ?? null;
  }
  const found = await findCustomers(customerId);
  return found.find((one) => one.account === account && one.livemode === (livemode ?? false)) ?? null;
}

async function findCustomers(customerId: string): Promise<CustomerSummary[]> {
  try {
    const { items } = await engine.query((api) => api.plans.customers({ text: customerId, limit: 20 }));
    return items.filter((one) => one.customerId === customerId);
  } catch {
    return [];
  }
}
