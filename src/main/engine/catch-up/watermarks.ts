// Up to when Stripe's events are known to be here, for each account. Moved by a look that came to its end, and by the line while it
// can be believed.
import type { Store } from '../store/store.ts';

const KEY = 'stripe_watermarks';
/** How far it may lie behind after a kill; a look then asks for that much more. */
const KEEP_EVERY_MS = 5_000;

export interface Watermarks {
  /** Unix milliseconds of the newest event known, seconds being the finest; null = Stripe was never asked. */
  of(account: string | null): number | null;
  /** Connected accounts there is a mark for. */
  accounts(): string[];
  /** A look is over: all up to here is known, and from now on the line is believed. */
  settle(marks: ReadonlyMap<string | null, number>): Promise<void>;
  /** The line may miss events from now on. */
  distrust(): void;
  trusted(): boolean;
  /** An event came by the line. */
  heard(account: string | null, createdAt: number): void;
  dispose(): Promise<void>;
}

export function createWatermarks(
  store: Pick<Store, 'meta' | 'write'>,
  onError: (error: unknown) => void,
): Watermarks {
  const marks = new Map(
    Object.entries(JSON.parse(store.meta.findMeta(KEY) ?? '{}') as Record<string, number>),
  );
  let trusted = false;
  let timer: NodeJS.Timeout | null = null;

  const raise = (account: string | null, to: number): void => {
    marks.set(account ?? '', Math.max(to, marks.get(account ?? '') ?? 0));
  };

  async function keep(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    await store.write.upsertMeta({ [KEY]: JSON.stringify(Object.fromEntries(marks)) });
  }

  return {
    // An account that was not heard of before has been quiet for as long as the line was watched.
    of: (account) => marks.get(account ?? '') ?? marks.get('') ?? null,
    accounts: () => [...marks.keys()].filter((account) => account !== ''),
    async settle(settled) {
      for (const [account, mark] of settled) raise(account, mark);
      trusted = true;
      await keep();
    },
    distrust() {
      trusted = false;
      if (timer !== null) keep().catch(onError);
    },
    trusted: () => trusted,
    heard(account, createdAt) {
      // What is missing lies before this event; moving on would hide it from the next look.
      if (!trusted) return;
      raise(account, createdAt);
      timer ??= setTimeout(() => {
        keep().catch(onError);
      }, KEEP_EVERY_MS).unref();
    },
    async dispose() {
      if (timer !== null) await keep().catch(onError);
    },
  };
}
