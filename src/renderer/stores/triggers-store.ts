// Triggers: what there is, what was run, what came of it, and the calls to the engine. Favourites are kept in this browser.
import i18next from 'i18next';
import { create } from 'zustand';
import type { EventSummary } from '#shared/contract/events.ts';
import type { TriggerLine, TriggerOffer, TriggerOrder, TriggerRun } from '#shared/contract/triggers.ts';
import { errorCode } from '../api/errors.ts';
import { announce } from './announcement-store.ts';
import { engine } from './engine.ts';
import { openView } from './view-store.ts';

export type SendTab = 'synthetic' | 'trigger';

export interface TriggerDetail {
  output: readonly TriggerLine[];
  events: readonly EventSummary[];
}

interface TriggersState {
  tab: SendTab;
  query: string;
  /** null = not loaded. */
  offer: TriggerOffer | null;
  offerError: string | null;
  /** Newest first; null = not loaded. */
  runs: readonly TriggerRun[] | null;
  details: Readonly<Record<string, TriggerDetail>>;
  /** Runs whose detail is shown. */
  opened: readonly string[];
  /** The names and runs that something is being done to. */
  busy: readonly string[];
  /** `about` is the name or run that it went wrong with. */
  error: { about: string; code: string } | null;
  favourites: readonly string[];
}

const STORAGE_KEY = 'hookline.triggers';

function readFavourites(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    // Unreadable or forbidden storage: there are none.
    return [];
  }
}

export const useTriggers = create<TriggersState>(() => ({
  tab: 'synthetic',
  query: '',
  offer: null,
  offerError: null,
  runs: null,
  details: {},
  opened: [],
  busy: [],
  error: null,
  favourites: readFavourites(),
}));

export function openTriggers(): void {
  useTriggers.setState({ tab: 'trigger' });
  openView('send');
}

export function toggleFavourite(name: string): void {
  const { favourites } = useTriggers.getState();
  const next = favourites.includes(name) ? favourites.filter((one) => one !== name) : [...favourites, name];
  useTriggers.setState({ favourites: next });
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  } catch {
    // Not remembered, but obeyed.
  }
}

export async function loadTriggers(): Promise<void> {
  try {
    const offer = await engine.query((api) => api.triggers.list());
    useTriggers.setState({ offer, offerError: null });
  } catch (error) {
    useTriggers.setState({ offerError: errorCode(error) });
  }
}

/** Reads the runs again, and the detail of those that are shown. */
export async function loadRuns(): Promise<void> {
  try {
    const runs = await engine.query((api) => api.triggers.runs({}));
    useTriggers.setState({ runs });
    noteEnds(runs);
    await Promise.all(useTriggers.getState().opened.map(loadDetail));
  } catch {
    // The next status tries again.
  }
}

/** Started here, and not known to have ended. */
const awaited = new Set<string>();

/** Said to those who do not look. */
function noteEnds(runs: readonly TriggerRun[]): void {
  for (const run of runs) {
    if (run.state === 'running' || !awaited.delete(run.id) || run.state === 'cancelled') continue;
    const name = run.order.event;
    if (run.state === 'failed') announce(i18next.t('trigger.announcedFailed', { name }), 'bad');
    else announce(i18next.t('trigger.announcedDone', { name }), 'ok');
  }
}

async function loadDetail(id: string): Promise<void> {
  try {
    const { run, output, events } = await engine.query((api) => api.triggers.get({ id }));
    useTriggers.setState(({ details, runs }) => ({
      details: { ...details, [id]: { output, events } },
      runs: runs?.map((one) => (one.id === id ? run : one)) ?? null,
    }));
    noteEnds([run]);
  } catch (error) {
    if (errorCode(error) === 'NOT_FOUND') hideRun(id);
  }
}

export function showRun(id: string): void {
  useTriggers.setState(({ opened }) => ({ opened: [...opened.filter((one) => one !== id), id] }));
  void loadDetail(id);
}

export function hideRun(id: string): void {
  useTriggers.setState(({ opened }) => ({ opened: opened.filter((one) => one !== id) }));
}

/** @returns whether it runs */
export async function trigger(order: TriggerOrder): Promise<boolean> {
  return await begin(order.event, async () => await engine.call((api) => api.triggers.run(order)));
}

export async function triggerAgain(id: string): Promise<boolean> {
  return await begin(id, async () => await engine.call((api) => api.triggers.again({ id })));
}

async function begin(about: string, run: () => Promise<TriggerRun>): Promise<boolean> {
  const started = await act(about, run);
  if (started === null) return false;
  announce(i18next.t('trigger.announced', { name: started.order.event }), 'ok');
  awaited.add(started.id);
  // The status may have told of it already, and of its end.
  useTriggers.setState(({ runs }) => ({
    runs: runs?.some(({ id }) => id === started.id) === true ? runs : [started, ...(runs ?? [])],
  }));
  // One that runs is watched; what was looked at before stays as it is.
  showRun(started.id);
  return true;
}

export async function cancelTrigger(id: string): Promise<void> {
  await act(id, async () => await engine.call((api) => api.triggers.cancel({ id })));
  await loadRuns();
}

async function act(about: string, run: () => Promise<TriggerRun>): Promise<TriggerRun | null> {
  if (useTriggers.getState().busy.includes(about)) return null;
  useTriggers.setState(({ busy }) => ({ busy: [...busy, about], error: null }));
  try {
    return await run();
  } catch (error) {
    useTriggers.setState({ error: { about, code: errorCode(error) } });
    return null;
  } finally {
    useTriggers.setState(({ busy }) => ({ busy: busy.filter((one) => one !== about) }));
  }
}

/** The names used last, newest first. */
export function lastUsed(runs: readonly TriggerRun[] | null, most = 4): string[] {
  return [...new Set((runs ?? []).map(({ order }) => order.event))].slice(0, most);
}
