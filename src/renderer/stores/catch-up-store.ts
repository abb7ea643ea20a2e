// What was missed and what becomes of it, as the engine tells it; choosing, pausing and stopping; what was put aside.
import { create } from 'zustand';
import type { CatchUpStatus, Gap, GapDetail, GapEvent } from '#shared/contract/catch-up.ts';
import { errorCode } from '../api/errors.ts';
import type { ApiClient } from '../api/client.ts';
import { engine } from './engine.ts';
import { readPutAside, writePutAside } from './put-aside.ts';
import { useStatus } from './status-store.ts';

interface CatchUpState {
  status: CatchUpStatus | null;
  /** Types and accounts of the gap that was asked for last. */
  detail: GapDetail | null;
  /** Something was asked of the engine and it has not answered yet. */
  busy: 'look' | 'gap' | null;
  /** Why the last thing asked for was not done. */
  error: string | null;
  /** Keys of what is not to be shown above the list any more. */
  putAside: ReadonlySet<string>;
}

export const useCatchUp = create<CatchUpState>(() => ({
  status: null,
  detail: null,
  busy: null,
  error: null,
  putAside: new Set(readPutAside()),
}));

/** How many events wait for a choice. */
export function waitingIn(status: CatchUpStatus | null): number {
  const found = status?.gaps.filter(({ state }) => state === 'found') ?? [];
  return found.reduce((sum, { counts }) => sum + counts.waiting, 0);
}

/** Reads how it stands now, for those who cannot wait for the next status. */
export async function readCatchUp(): Promise<void> {
  try {
    note(await engine.query((api) => api.catchUp.get()));
  } catch {
    // The next status tells; until then what stands there is the last that was known.
  }
}

function note(status: CatchUpStatus): void {
  useCatchUp.setState(({ putAside: keys }) => ({
    status,
    // A problem that is over and comes back is another one.
    ...(status.problem === null && { putAside: new Set([...keys].filter(isKept)) }),
  }));
}

const isKept = (key: string): boolean => !key.startsWith('problem ');

useStatus.subscribe(({ status }, { status: before }) => {
  if (status !== null && status.catchUp !== before?.catchUp) note(status.catchUp);
});

export async function readGap(id: number): Promise<void> {
  try {
    useCatchUp.setState({ detail: await engine.query((api) => api.catchUp.gap({ id })) });
  } catch {
    // It may be gone by now; the line above says how many it were.
  }
}

/** @returns whether it was done */
async function act(
  what: 'look' | 'gap',
  run: (api: ApiClient) => Promise<CatchUpStatus | Gap>,
): Promise<boolean> {
  if (useCatchUp.getState().busy !== null) return false;
  useCatchUp.setState({ busy: what, error: null });
  try {
    await engine.call(run);
    return true;
  } catch (error) {
    useCatchUp.setState({ error: errorCode(error) });
    return false;
  } finally {
    useCatchUp.setState({ busy: null });
    await readCatchUp();
  }
}

/** `problem`: the status tells which · `notAsked`: the engine may not ask for this history · `failed`: `error` says why */
export type LookOutcome = 'found' | 'nothing' | 'problem' | 'notAsked' | 'failed';

export async function lookForMissed(): Promise<LookOutcome> {
  const before = useCatchUp.getState().status;
  const done = await act('look', (api) => api.catchUp.look({}));
  const { status } = useCatchUp.getState();
  if (!done || status === null) return 'failed';
  if (status.problem !== null) return 'problem';
  if (status.lookedAt === (before?.lookedAt ?? null)) return 'notAsked';
  return newestGap(status) > newestGap(before) ? 'found' : 'nothing';
}

const newestGap = (status: CatchUpStatus | null): number =>
  Math.max(0, ...(status?.gaps ?? []).filter(({ total }) => total > 0).map(({ id }) => id));

/** @param ids left out = all of the gap */
export const deliverGap = (id: number, ids?: string[]): Promise<boolean> =>
  act('gap', (api) =>
    api.catchUp.choose(ids === undefined ? { id, what: 'all' } : { id, what: 'some', ids }),
  );
export const recordGap = (id: number): Promise<boolean> =>
  act('gap', (api) => api.catchUp.choose({ id, what: 'record' }));
export const pauseGap = (id: number): Promise<boolean> => act('gap', (api) => api.catchUp.pause({ id }));
export const resumeGap = (id: number): Promise<boolean> => act('gap', (api) => api.catchUp.resume({ id }));
export const cancelGap = (id: number): Promise<boolean> => act('gap', (api) => api.catchUp.cancel({ id }));

export function putAside(key: string): void {
  const keys = new Set([...useCatchUp.getState().putAside, key]);
  useCatchUp.setState({ putAside: keys, error: null });
  writePutAside([...keys].filter(isKept));
}

const EVENTS_PER_PAGE = 500;

/** Reads all events of a gap, page by page, in the order Stripe created them. Throws when one cannot be read. */
export async function readGapEvents(
  id: number,
  onPage: (events: readonly GapEvent[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let cursor: number | null = 0;
  while (cursor !== null && !signal.aborted) {
    const from: number = cursor;
    // oxlint-disable-next-line no-await-in-loop -- each page says where the next one begins
    const page = await engine.query(
      (api) => api.catchUp.events({ id, cursor: from, limit: EVENTS_PER_PAGE }),
      signal,
    );
    onPage(page.items);
    cursor = page.nextCursor;
  }
}
