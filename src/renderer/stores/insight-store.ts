// Insight as the engine last told it, and what the user looks at. Read again and again while it is on screen, since time goes on.
import { create } from 'zustand';
import type { GoLive, Insight } from '#shared/contract/insight.ts';
import type { Versions } from '#shared/contract/versions.ts';
import { withCondition } from '#shared/domain/filter/edit-filter.ts';
import type { InsightRange } from '#shared/domain/insight-range.ts';
import { errorCode } from '../api/errors.ts';
import { engine } from './engine.ts';
import { setFilter } from './event-list-store.ts';
import { openView } from './view-store.ts';

export const INSIGHT_TABS = ['figures', 'goLive', 'versions'] as const;
export type InsightTab = (typeof INSIGHT_TABS)[number];

interface InsightState {
  tab: InsightTab;
  range: InsightRange;
  /** Empty = all. */
  endpoint: string;
  type: string;
  insight: Insight | null;
  goLive: GoLive | null;
  versions: Versions | null;
  error: string | null;
  /** Where the production endpoint will be; as typed. */
  productionUrl: string;
  /** Types whose box was ticked or cleared by hand. */
  chosen: Readonly<Record<string, boolean>>;
}

export const useInsight = create<InsightState>(() => ({
  tab: 'figures',
  range: '24h',
  endpoint: '',
  type: '',
  insight: null,
  goLive: null,
  versions: null,
  error: null,
  productionUrl: '',
  chosen: {},
}));

/** Grows with every reading, so that late answers are told apart. */
let reading = 0;

export async function loadInsight(): Promise<void> {
  const mine = ++reading;
  const { tab, range, endpoint, type } = useInsight.getState();
  const at = endpoint === '' ? {} : { endpoint };
  const read = async (): Promise<Partial<InsightState>> => {
    if (tab === 'goLive') return { goLive: await engine.query((api) => api.insight.goLive(at)) };
    if (tab === 'versions') return { versions: await engine.query((api) => api.versions.get()) };
    const query = { range, ...at, ...(type !== '' && { type }) };
    return { insight: await engine.query((api) => api.insight.get(query)) };
  };
  try {
    const found = await read();
    if (mine === reading) useInsight.setState({ ...found, error: null });
  } catch (error) {
    if (mine !== reading) return;
    // The endpoint that was looked at has been removed.
    if (errorCode(error) === 'NOT_FOUND' && endpoint !== '') lookAt({ endpoint: '' });
    else useInsight.setState({ error: errorCode(error) });
  }
}

/** Reads the lock files of all endpoints again. */
export async function rereadVersions(): Promise<void> {
  try {
    useInsight.setState({ versions: await engine.call((api) => api.versions.refresh()), error: null });
  } catch (error) {
    useInsight.setState({ error: errorCode(error) });
  }
}

/** Another question; what was answered before stays until the answer is there. */
export function lookAt(change: Partial<Pick<InsightState, 'tab' | 'range' | 'endpoint' | 'type'>>): void {
  useInsight.setState(change);
  void loadInsight();
}

export function choose(type: string, on: boolean): void {
  useInsight.setState(({ chosen }) => ({ chosen: { ...chosen, [type]: on } }));
}

/** Ticked are those that are handled well, again. */
export function unchoose(): void {
  useInsight.setState({ chosen: {} });
}

/** The events behind a figure. */
export function showEventsOfType(type: string): void {
  openView('events');
  setFilter({ filter: withCondition('', 'type', type) });
}

/** Those marked for their API version. */
export function showOtherVersions(): void {
  openView('events');
  setFilter({ filter: withCondition('', 'is', 'version-differs') });
}
