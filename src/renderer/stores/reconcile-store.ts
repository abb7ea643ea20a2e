// Comparing a period with Stripe: starting it, following it, its differences, and acting on them.
import { create } from 'zustand';
import type { Difference, Reconciliation } from '#shared/contract/catch-up.ts';
import type { ReconcileKind } from '#shared/domain/catch-up.ts';
import { errorCode } from '../api/errors.ts';
import { readCatchUp } from './catch-up-store.ts';
import { engine } from './engine.ts';

const FOLLOW_MS = 500;
const DIFFERENCES_PER_PAGE = 500;

export type Settled = 'recorded' | 'delivering' | 'nothingLeft';

interface ReconcileState {
  last: Reconciliation | null;
  /** Of `last`, as far as read. */
  differences: readonly Difference[];
  /** All differences have been read. */
  complete: boolean;
  kind: ReconcileKind | '';
  picked: ReadonlySet<string>;
  busy: 'start' | 'cancel' | 'settle' | null;
  error: string | null;
  settled: Settled | null;
}

export const useReconcile = create<ReconcileState>(() => ({
  last: null,
  differences: [],
  complete: false,
  kind: '',
  picked: new Set(),
  busy: null,
  error: null,
  settled: null,
}));

/** Of which comparison the differences are read; grows so that a late page of another one is told apart. */
let readFor: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let watching = 0;

/** While the view is on screen. @returns ends it */
export function followReconciliation(): () => void {
  watching += 1;
  void refresh();
  return () => {
    watching -= 1;
    clearTimeout(timer);
  };
}

async function refresh(): Promise<void> {
  clearTimeout(timer);
  try {
    show(await engine.query((api) => api.catchUp.reconciliation()));
  } catch (error) {
    useReconcile.setState({ error: errorCode(error) });
  }
}

function show(last: Reconciliation | null): void {
  useReconcile.setState({ last });
  if (last === null || watching === 0) return;
  if (last.state === 'running') {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), FOLLOW_MS);
  } else if (readFor !== last.id) {
    void readDifferences(last.id);
  }
}

async function readDifferences(id: string): Promise<void> {
  readFor = id;
  useReconcile.setState({ differences: [], complete: false, picked: new Set(), kind: '', settled: null });
  try {
    let cursor: number | null = 0;
    while (cursor !== null && readFor === id) {
      const from: number = cursor;
      // oxlint-disable-next-line no-await-in-loop -- each page says where the next one begins
      const page = await engine.query((api) =>
        api.catchUp.differences({ cursor: from, limit: DIFFERENCES_PER_PAGE }),
      );
      if (readFor !== id) return;
      useReconcile.setState(({ differences }) => ({ differences: [...differences, ...page.items] }));
      cursor = page.nextCursor;
    }
    if (readFor === id) useReconcile.setState({ complete: true });
  } catch (error) {
    if (readFor !== id) return;
    readFor = null;
    useReconcile.setState({ error: errorCode(error) });
  }
}

export async function startReconcile(
  period: { from: number; until: number } | { lastMs: number },
): Promise<void> {
  await act('start', async () => {
    const begun = await engine.call((api) => api.catchUp.reconcile(period));
    readFor = null;
    useReconcile.setState({ differences: [], complete: false, picked: new Set(), settled: null });
    show(begun);
  });
}

export async function cancelReconcile(): Promise<void> {
  await act('cancel', async () => show(await engine.call((api) => api.catchUp.cancelReconcile())));
}

/** @param ids left out = every difference */
export async function settle(what: 'record' | 'deliver', ids: string[] | undefined): Promise<void> {
  await act('settle', async () => {
    const gap = await engine.call((api) => api.catchUp.settle(ids === undefined ? { what } : { what, ids }));
    useReconcile.setState({
      settled: gap === null ? 'nothingLeft' : what === 'deliver' ? 'delivering' : 'recorded',
      picked: new Set(),
    });
    await readCatchUp();
  });
}

async function act(what: 'start' | 'cancel' | 'settle', run: () => Promise<void>): Promise<void> {
  if (useReconcile.getState().busy !== null) return;
  useReconcile.setState({ busy: what, error: null, settled: null });
  try {
    await run();
  } catch (error) {
    useReconcile.setState({ error: errorCode(error) });
  }
  useReconcile.setState({ busy: null });
}
