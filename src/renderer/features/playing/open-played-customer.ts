// From a scenario that was played to the customer it was about.
import { openCustomer } from '../../stores/customers-store.ts';
import { engine } from '../../stores/engine.ts';
import { openView } from '../../stores/view-store.ts';

/** A run knows its customer by name; of several of one name it is the one with the latest event. */
export async function openPlayedCustomer(name: string): Promise<void> {
  const found = await engine.query((api) => api.plans.customers({ text: name, limit: 1 })).catch(() => null);
  const customer = found?.items[0];
  if (customer === undefined) openView('customers');
  else openCustomer(customer.id);
}
