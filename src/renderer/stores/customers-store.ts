// Customers and their plans: read anew whenever the engine says that one of them is another now.
import { create } from 'zustand';
import type { CustomerDetail, CustomerSummary, EventPlan } from '#shared/contract/plans.ts';
import { errorCode } from '../api/errors.ts';
import { engine } from './engine.ts';
import { open } from './selection.ts';
import { openView, useView } from './view-store.ts';

interface CustomersState {
  text: string;
  driftOnly: boolean;
  /** null = not loaded. */
  items: CustomerSummary[] | null;
  total: number;
  selectedId: number | null;
  detail: CustomerDetail | null;
  /** Which step the scrubber shows; null = the newest. */
  step: number | null;
  busy: boolean;
  error: string | null;
}

export const useCustomers = create<CustomersState>(() => ({
  text: '',
  driftOnly: false,
  items: null,
  total: 0,
  selectedId: null,
  detail: null,
  step: null,
  busy: false,
  error: null,
}));

const SHOWN = 200;

export async function loadCustomers(): Promise<void> {
  const { text, driftOnly, selectedId } = useCustomers.getState();
  try {
    const { items, total } = await engine.query((api) =>
      api.plans.customers({
        ...(text.trim() !== '' && { text }),
        ...(driftOnly && { drift: 'drift' as const }),
        limit: SHOWN,
      }),
    );
    const chosen = selectedId ?? items[0]?.id ?? null;
    useCustomers.setState({ items, total, selectedId: chosen, error: null });
    if (chosen !== null) await loadDetail(chosen);
  } catch (error) {
    useCustomers.setState({ error: errorCode(error) });
  }
}

async function loadDetail(id: number): Promise<void> {
  const detail = await engine.query((api) => api.plans.customer({ id }));
  if (useCustomers.getState().selectedId === id) useCustomers.setState({ detail });
}

export function findCustomers(change: Partial<Pick<CustomersState, 'text' | 'driftOnly'>>): void {
  useCustomers.setState({ ...change, selectedId: null, detail: null, step: null });
  void loadCustomers();
}

export function selectCustomer(id: number): void {
  useCustomers.setState({ selectedId: id, step: null });
  loadDetail(id).catch((error: unknown) => useCustomers.setState({ error: errorCode(error) }));
}

/** Another one of the list. */
export function moveCustomer(by: 1 | -1): void {
  const { items, selectedId } = useCustomers.getState();
  const place = items?.findIndex(({ id }) => id === selectedId) ?? -1;
  const next = items?.[place + by];
  if (next !== undefined) selectCustomer(next.id);
}

async function act(what: (id: number) => Promise<unknown>): Promise<void> {
  const { selectedId } = useCustomers.getState();
  if (selectedId === null) return;
  useCustomers.setState({ busy: true, error: null });
  try {
    await what(selectedId);
  } catch (error) {
    useCustomers.setState({ error: errorCode(error) });
  }
  useCustomers.setState({ busy: false });
}

/** Sends the events again that should have made the plan what it is. */
export const healCustomer = (): Promise<void> => act((id) => engine.call((api) => api.plans.heal({ id })));
/** Asks the app now. */
export const askNow = (): Promise<void> => act((id) => engine.call((api) => api.plans.check({ id })));

/** null = the event says nothing about a plan, or cannot be read now. */
export async function findPlanOfEvent(id: string): Promise<EventPlan | null> {
  try {
    return await engine.query((api) => api.plans.ofEvent({ id }));
  } catch {
    return null;
  }
}

export function openCustomer(id: number): void {
  openView('customers');
  selectCustomer(id);
}

/** Opens an event of the story among the others, at what it did to the plan. */
export async function openEventPlan(id: string): Promise<void> {
  try {
    const event = await engine.query((api) => api.events.get({ id }));
    openView('events');
    open(event);
    useView.setState({ tab: 'plan', step: 'inspector' });
  } catch (error) {
    useCustomers.setState({ error: errorCode(error) });
  }
}
