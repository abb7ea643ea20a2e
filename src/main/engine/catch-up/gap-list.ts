// The gaps as they are shown: read on the reader thread, at most so often, and whenever something of theirs has changed.
import type { Gap } from '#shared/contract/catch-up.ts';
import { ENDED_GAPS } from '#shared/domain/catch-up.ts';
import type { Store } from '../store/store.ts';

/** Two readings are at least so far apart; a large gap takes some milliseconds to count. */
const PACE_MS = 200;
const SHOWN = 10;

export interface GapList {
  /** As read last. */
  shown(): Gap[];
  changed(): void;
  /** Resolves when they are as they are now. */
  read(): Promise<void>;
  dispose(): void;
}

export interface GapListDeps {
  store: Pick<Store, 'gaps' | 'reader' | 'onCommit'>;
  onChange: () => void;
  onError: (error: unknown) => void;
}

export function createGapList({ store, onChange, onError }: GapListDeps): GapList {
  let shown: Gap[] = [];
  let timer: NodeJS.Timeout | null = null;
  let disposed = false;
  let reading = false;

  async function read(): Promise<void> {
    reading = true;
    try {
      const gaps = await store.reader.listGaps(SHOWN);
      if (disposed || JSON.stringify(gaps) === JSON.stringify(shown)) return;
      shown = gaps;
      onChange();
    } finally {
      reading = false;
    }
  }

  function changed(): void {
    if (timer !== null || disposed) return;
    timer = setTimeout(() => {
      timer = null;
      if (reading) changed();
      else
        read().catch((error: unknown) => {
          if (!disposed) onError(error);
        });
    }, PACE_MS);
    timer.unref();
  }

  const stopListening = store.onCommit(() => {
    if (shown.some(({ state, counts }) => !ENDED_GAPS.has(state) || counts.held > 0)) changed();
  });
  // Whoever never missed anything needs no reader thread for it.
  if (store.gaps.hasGaps()) changed();

  return {
    shown: () => shown,
    changed,
    read,
    dispose() {
      disposed = true;
      stopListening();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
