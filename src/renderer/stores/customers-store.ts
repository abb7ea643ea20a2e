// Customers and their plans: read anew whenever the engine says that one of them is another now.
import { create } from 'zustand';
import type { CustomerDetail, EventPlan, NamedPlanRef } from '#shared/contract/plans.ts';
import type { DriftState } from '#shared/domain/plans/drift.ts';
import { errorCode } from '../api/errors.ts';
import {
  CUSTOMERS_PER_PAGE,
  pageOf,
  rowsOf,
  updatedInPlace,
  type CustomerPage,
  type CustomerRows,
} from './customer-rows.ts';
import { engine } from './engine.ts';
import { setFilter } from './event-list-store.ts';
import { open } from './selection.ts';
import { openView, useView } from './view-store.ts';

/** Empty = any. */
export interface CustomersFilter {
  text: string;
  /** The plan's key, or `free`. */
  plan: string;
  status: string;
  drift: DriftState | '';
}
export const NO_FILTER: CustomersFilter = { text: '', plan: '', status: '', drift: '' };

export function isFiltered({ text, plan, status, drift }: CustomersFilter): boolean {
  return text.trim() !== '' || plan !== '' || status !== '' || drift !== '';
}

interface CustomersState {
  filter: CustomersFilter;
  phase: 'loading' | 'ready' | 'failed';
  /** Why the list could not be read. */
  error: string | null;
  rows: CustomerRows;
  /** The rows stand as they did when the pointer came to rest on them; the engine has them in another order now. */
  moved: boolean;
  /** Plans to filter by, key → name: those the engine has seen sold, and those of whoever was read, purchases too. */
  plans: ReadonlyMap<string, string>;
  selectedId: number | null;
  /** May be another customer's than the selected one until that one is read. */
  detail: CustomerDetail | null;
  detailError: string | null;
  /** Which step's moment the scrubber shows, by its event's number; null = now. */
  momentSeq: number | null;
  busy: boolean;
  /** What came of asking the app or resending. */
  outcome: { kind: 'failed'; code: string } | { kind: 'healing'; events: number } | null;
}

export const useCustomers = create<CustomersState>(() => ({
  filter: NO_FILTER,
  phase: 'loading',
  error: null,
  rows: [],
  moved: false,
  plans: new Map(),
  selectedId: null,
  detail: null,
  detailError: null,
  momentSeq: null,
  busy: false,
  outcome: null,
}));

/** Changes come in cascades; what is on screen is read once for each. */
const SETTLE_MS = 150;

/** Where the list stands: which rows are in sight, and whether they may change places now. */
const sight = { first: 0, last: 0, atTop: true, pointerOver: false };
/** Pages as new as the last change. */
let freshPages = new Set<number>();
/** Grows with every filter and every reading of the whole, so that late answers are told apart. */
let reading = 0;
/** What the readings since the last answer were for: one that overtakes another does its errand too. */
let errand = { anew: false, newFilter: false };
/** After a change: waiting for the rest of its cascade, reading, or reading while another change came. */
let settling: 'no' | 'waiting' | 'reading' | 'again' = 'no';
let lastReadAt = 0;

async function readPages(pages: readonly number[]): Promise<{ total: number; pages: CustomerPage[] }> {
  const { text, plan, status, drift } = useCustomers.getState().filter;
  const read = await Promise.all(
    pages.map(async (page) => {
      const { items, total } = await engine.query((api) =>
        api.plans.customers({
          ...(text.trim() !== '' && { text }),
          ...(plan !== '' && { plan }),
          ...(status !== '' && { status }),
          ...(drift !== '' && { drift }),
          offset: page * CUSTOMERS_PER_PAGE,
          limit: CUSTOMERS_PER_PAGE,
        }),
      );
      return { page, items, total };
    }),
  );
  notePlans(read.flatMap(({ items }) => items.map(({ headline }) => headline.plan)));
  return { total: read[0]?.total ?? 0, pages: read };
}

function notePlans(seen: readonly (NamedPlanRef | null)[]): void {
  const { plans } = useCustomers.getState();
  const next = new Map(plans);
  for (const plan of seen) if (plan !== null && plan.key !== '') next.set(plan.key, plan.name);
  const same = next.size === plans.size && [...next].every(([key, name]) => plans.get(key) === name);
  if (!same) useCustomers.setState({ plans: next });
}

function pagesInSight(): number[] {
  const first = pageOf(sight.first);
  return Array.from({ length: pageOf(sight.last) - first + 1 }, (_, offset) => first + offset);
}

/**
 * @param anew false = rows keep their places where somebody may be about to click one
 * @param newFilter whoever was selected may not be among those who fit
 */
async function readAll(anew: boolean, newFilter = false): Promise<void> {
  reading += 1;
  const mine = reading;
  errand = { anew: errand.anew || anew, newFilter: errand.newFilter || newFilter };
  lastReadAt = Date.now();
  const wanted = pagesInSight();
  try {
    // Those who changed last stand at the beginning.
    const { total, pages } = await readPages(wanted.includes(0) ? wanted : [0, ...wanted]);
    if (mine !== reading) return;
    const done = errand;
    errand = { anew: false, newFilter: false };
    freshPages = new Set(pages.map(({ page }) => page));
    const before = useCustomers.getState();
    // Asked now, not at the beginning: the pointer may have come meanwhile.
    const mayMove = done.anew || (sight.atTop && !sight.pointerOver);
    const next =
      mayMove || before.phase !== 'ready' || before.rows.length === 0
        ? { rows: rowsOf(total, pages), moved: false }
        : updatedInPlace(before.rows, total, pages);
    useCustomers.setState({ ...next, phase: 'ready', error: null });
    await settleSelection(done.newFilter);
  } catch (error) {
    if (mine === reading) useCustomers.setState({ phase: 'failed', error: errorCode(error) });
  }
}

/** Somebody is always selected, and a selection stays what it is while it fits. */
async function settleSelection(newFilter: boolean): Promise<void> {
  const { rows, selectedId } = useCustomers.getState();
  const first = rows[0];
  const gone = newFilter && !rows.some((row) => row?.id === selectedId);
  if (selectedId !== null && !gone) await loadDetail(selectedId);
  else if (first !== undefined) selectCustomer(first.id);
  else useCustomers.setState({ selectedId: null, detail: null, detailError: null, momentSeq: null });
}

/** Something about some customer is another now, or the list has come on screen. */
export function customersChanged(): void {
  if (settling !== 'no') {
    if (settling === 'reading') settling = 'again';
    return;
  }
  settling = 'waiting';
  const read = async (): Promise<void> => {
    settling = 'reading';
    await readAll(false);
    // Reading one after the other: where each change gave up the reading before it, none would ever be shown.
    const again = settling !== 'reading';
    settling = 'no';
    if (again) customersChanged();
  };
  setTimeout(() => void read(), Math.max(0, lastReadAt + SETTLE_MS - Date.now()));
}

/** Everything again, in the engine's order; asked for by the user, so it may move rows under the pointer. */
export function reloadCustomers(): void {
  void readAll(true);
}

/** The list tells which rows are on screen: pages not yet read are. */
export function seeRows(first: number, last: number): void {
  sight.first = first;
  sight.last = last;
  for (const page of pagesInSight()) if (!freshPages.has(page)) void readMore(page);
}

async function readMore(page: number): Promise<void> {
  const mine = reading;
  freshPages.add(page);
  try {
    const { total, pages } = await readPages([page]);
    if (mine !== reading) return;
    useCustomers.setState(({ rows, moved }) => {
      const next = updatedInPlace(rows, total, pages);
      return { rows: next.rows, moved: moved || next.moved };
    });
  } catch (error) {
    freshPages.delete(page);
    if (mine === reading) useCustomers.setState({ error: errorCode(error) });
  }
}

export function setListSight(change: Partial<Pick<typeof sight, 'atTop' | 'pointerOver'>>): void {
  Object.assign(sight, change);
  if (sight.atTop && !sight.pointerOver && useCustomers.getState().moved) reloadCustomers();
}

/** A pause in typing: a query for each letter would be thrown away with the next one. */
const TYPING_MS = 200;
let typing: ReturnType<typeof setTimeout> | undefined;

export function findCustomers(change: Partial<CustomersFilter>): void {
  useCustomers.setState(({ filter }) => ({ filter: { ...filter, ...change } }));
  Object.assign(sight, { first: 0, last: 0, atTop: true });
  // What is being read fits the filter before.
  reading += 1;
  clearTimeout(typing);
  if (change.text === undefined || change.text === '') void readAll(true, true);
  else typing = setTimeout(() => void readAll(true, true), TYPING_MS);
}

/** Leads to the events of the customer; a guest has no id at Stripe, only an email address. */
export function showEventsOf({ customerId, email }: Pick<CustomerDetail, 'customerId' | 'email'>): void {
  const filter =
    customerId !== null ? `customer:${customerId}` : email !== null ? `email:${JSON.stringify(email)}` : null;
  if (filter === null) return;
  openView('events');
  setFilter({ filter });
}

/** Plans to filter by, also those of customers who were not read. */
export async function loadPlans(): Promise<void> {
  try {
    notePlans(await engine.query((api) => api.plans.known()));
  } catch {
    // The filter then offers what it has.
  }
}

async function loadDetail(id: number): Promise<void> {
  try {
    const detail = await engine.query((api) => api.plans.customer({ id }));
    if (useCustomers.getState().selectedId === id) useCustomers.setState({ detail, detailError: null });
  } catch (error) {
    if (useCustomers.getState().selectedId !== id) return;
    useCustomers.setState({ detail: null, detailError: errorCode(error) });
  }
}

export function reloadCustomer(): void {
  const { selectedId } = useCustomers.getState();
  if (selectedId !== null) void loadDetail(selectedId);
}

export function selectCustomer(id: number): void {
  if (useCustomers.getState().selectedId !== id) {
    useCustomers.setState({ selectedId: id, momentSeq: null, outcome: null, detailError: null });
  }
  void loadDetail(id);
}

/** Grows with every move: a row may have to be read first, and another key be pressed meanwhile. */
let moves = 0;

/** Another one of the list, so many rows on; at most to its end. */
export async function moveCustomer(by: number): Promise<void> {
  moves += 1;
  const mine = moves;
  const { rows, selectedId } = useCustomers.getState();
  const place = rows.findIndex((row) => row?.id === selectedId);
  const wanted = Math.max(0, Math.min(rows.length - 1, place + by));
  if (wanted === place) return;
  if (rows[wanted] === undefined) await readMore(pageOf(wanted));
  const row = useCustomers.getState().rows[wanted];
  if (row !== undefined && mine === moves) selectCustomer(row.id);
}

/** Selects and, where list and detail are two steps, goes on to the detail. */
export function openCustomer(id: number): void {
  if (useView.getState().view !== 'customers') openView('customers');
  selectCustomer(id);
  useView.setState({ step: 'inspector' });
}

/** @param seq of the step whose moment is shown; null = now */
export function showMoment(seq: number | null): void {
  const newest = useCustomers.getState().detail?.steps.at(-1)?.seq;
  useCustomers.setState({ momentSeq: seq === newest ? null : seq });
}

async function act(what: (id: number) => Promise<CustomersState['outcome']>): Promise<void> {
  const { selectedId, busy } = useCustomers.getState();
  if (selectedId === null || busy) return;
  useCustomers.setState({ busy: true, outcome: null });
  let outcome: CustomersState['outcome'];
  try {
    outcome = await what(selectedId);
  } catch (error) {
    outcome = { kind: 'failed', code: errorCode(error) };
  }
  const same = useCustomers.getState().selectedId === selectedId;
  useCustomers.setState({ busy: false, ...(same && { outcome }) });
}

/** Sends the events again that should have made the plan what it is. */
export const healCustomer = (): Promise<void> =>
  act(async (id) => {
    const { events } = await engine.call((api) => api.plans.heal({ id }));
    return { kind: 'healing', events: events.length };
  });

/** Asks the app now. */
export const askNow = (): Promise<void> =>
  act(async (id) => {
    await engine.call((api) => api.plans.check({ id }));
    return null;
  });

/** null = the event says nothing about a plan, or cannot be read now. */
export async function findPlanOfEvent(id: string): Promise<EventPlan | null> {
  try {
    return await engine.query((api) => api.plans.ofEvent({ id }));
  } catch {
    return null;
  }
}

/** Opens an event of the story among the others, at what it did to the plan. */
export async function openEventPlan(id: string): Promise<void> {
  try {
    const event = await engine.query((api) => api.events.get({ id }));
    openView('events');
    open(event);
    useView.setState({ tab: 'plan', step: 'inspector' });
  } catch (error) {
    useCustomers.setState({ outcome: { kind: 'failed', code: errorCode(error) } });
  }
}
