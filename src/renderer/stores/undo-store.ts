// The last act that can be taken back, for as long as the offer stands. One at a time: a newer act replaces it.
import { create } from 'zustand';

export const UNDO_STANDS_MS = 8000;

interface Offer {
  id: number;
  /** What was done, in words. */
  text: string;
  /** Somebody else may have changed the same thing meanwhile: false = it could not be taken back. */
  undo(): boolean | void | Promise<boolean | void>;
}

interface UndoState {
  offer: Offer | null;
  busy: boolean;
  /** The last try came to nothing; the offer stands anew. */
  failed: boolean;
}

export const useUndo = create<UndoState>(() => ({ offer: null, busy: false, failed: false }));

let lastId = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
/** The pointer rests on it, or the focus is in it: it must not vanish from under either. */
const holders = new Set<UndoHolder>();
export type UndoHolder = 'pointer' | 'focus';

function standAWhile(): void {
  clearTimeout(timer);
  if (holders.size === 0 && !useUndo.getState().busy) timer = setTimeout(withdrawUndo, UNDO_STANDS_MS);
}

export function offerUndo(text: string, undo: Offer['undo']): void {
  lastId += 1;
  // Whoever held the one before has not seen this one.
  holders.clear();
  useUndo.setState({ offer: { id: lastId, text, undo }, busy: false, failed: false });
  standAWhile();
}

export function withdrawUndo(): void {
  clearTimeout(timer);
  holders.clear();
  useUndo.setState({ offer: null, busy: false, failed: false });
}

export function holdUndo(holder: UndoHolder, hold: boolean): void {
  if (hold) holders.add(holder);
  else holders.delete(holder);
  if (useUndo.getState().offer !== null) standAWhile();
}

export async function undoLast(): Promise<void> {
  const { offer, busy } = useUndo.getState();
  if (offer === null || busy) return;
  clearTimeout(timer);
  useUndo.setState({ busy: true, failed: false });
  let done: boolean;
  try {
    done = (await offer.undo()) !== false;
  } catch {
    done = false;
  }
  // A newer act may stand there by now.
  if (useUndo.getState().offer?.id !== offer.id) return;
  if (done) {
    withdrawUndo();
    return;
  }
  useUndo.setState({ busy: false, failed: true });
  standAWhile();
}
