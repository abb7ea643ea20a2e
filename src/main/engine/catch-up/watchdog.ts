// Does the line bring what it should? Stripe is asked now and then; an event it has had for a minute and that is not here says no.
import type { SilentLine } from '#shared/contract/catch-up.ts';
import type { StripeTime } from '#shared/domain/stripe-time.ts';
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import type { Clock } from '../ports.ts';
import type { StripeEvents } from '../stripe-events/stripe-events.ts';
import { keyOf } from '../store/gap-reads.ts';
import type { Store } from '../store/store.ts';
import { asStripeFailure, type StripeWalk } from './stripe-walk.ts';

export interface WatchdogTimes {
  /** Between two questions while the line brings nothing. */
  everyMs: number;
  /** While events come, only every so many times: a single one may have been lost. */
  busyEvery: number;
  /** An event of Stripe's that is older and not here was not brought. */
  overdueMs: number;
  /** It may be on its way at this very moment. */
  confirmMs: number;
  /** Between two restarts when the first did not help; doubled each time. */
  againMs: number;
}

export const WATCHDOG: WatchdogTimes = {
  everyMs: 60_000,
  busyEvery: 5,
  overdueMs: 60_000,
  confirmMs: 5_000,
  againMs: 60_000,
};

const LONGEST_AGAIN_MS = 30 * 60_000;
const LISTED = 20;

export interface WatchdogDeps {
  stripe: Pick<StripeEvents, 'list'>;
  store: Pick<Store, 'gaps'>;
  walk: Pick<StripeWalk, 'wanted'>;
  line: () => Pick<ForwarderStatus, 'state' | 'since'>;
  /** Everything that Stripe created before is here; null = an account's list is not trusted, so nothing can be told of it. */
  since: (account: string | null) => StripeTime | null;
  /** false = not wanted, or Stripe is being asked already. */
  mayAsk: () => boolean;
  /** Connected accounts, of which one is asked each time. */
  accounts: () => readonly string[];
  /** The machine's, for what is shown only. */
  clock: Clock;
  times?: WatchdogTimes | undefined;
  /** The line is dead. */
  onDead: (silent: SilentLine) => void;
  onError: (error: unknown) => void;
}

export interface Watchdog {
  /** An event came by the line. */
  heard(): void;
  /** Asks now. @returns the event that the line did not bring; null = nothing is wrong, as far as can be told */
  look(): Promise<SilentLine | null>;
  dispose(): void;
}

export function createWatchdog(deps: WatchdogDeps): Watchdog {
  const { stripe, store, walk, line, since, clock, times = WATCHDOG } = deps;
  const closing = new AbortController();
  /** Monotonic, like all that is waited for here. */
  let heardAt = Number.NEGATIVE_INFINITY;
  let rounds = 0;
  let deaths = 0;
  let quietUntil = Number.NEGATIVE_INFINITY;

  /** Events Stripe has had for long enough, and which are not here. */
  async function overdueIn(account: string | null): Promise<SilentLine[]> {
    const from = since(account);
    if (from === null) return [];
    const { events, at } = await stripe.list({ account, since: from, limit: LISTED }, closing.signal);
    const here = store.gaps.findKnown(events);
    return events
      .filter((event) => walk.wanted(event.type) && !here.has(keyOf(event)))
      .filter(({ created }) => !from.isAfter(created) && at.since(created) > times.overdueMs)
      .map(({ id, type, created, account: of }) => ({
        at: clock.now(),
        eventId: id,
        type,
        createdAt: created.toUnixMs(),
        account: of,
      }));
  }

  const isHere = ({ eventId: id, account }: SilentLine): boolean =>
    store.gaps.findKnown([{ id, account }]).size > 0;

  async function look(): Promise<SilentLine | null> {
    const session = line().since;
    const accounts = deps.accounts();
    const asked = accounts.length === 0 ? [null] : [null, accounts[rounds % accounts.length] ?? null];
    rounds += 1;
    for (const account of asked) {
      const overdue = await overdueIn(account).catch((error: unknown) => {
        if (closing.signal.aborted || asStripeFailure(error) !== null) return [];
        throw error;
      });
      const suspect = overdue[0];
      if (suspect === undefined) continue;
      await pause(times.confirmMs, closing.signal);
      const now = line();
      // Another session by now: that one has been looked behind already.
      if (closing.signal.aborted || now.state !== 'ready' || now.since !== session || !deps.mayAsk())
        return null;
      if (!isHere(suspect)) return suspect;
    }
    return null;
  }

  async function round(): Promise<void> {
    if (!deps.mayAsk() || line().state !== 'ready' || performance.now() < quietUntil) return;
    const isBusy = performance.now() - heardAt < times.everyMs;
    if (isBusy && rounds % times.busyEvery !== 0) {
      rounds += 1;
      return;
    }
    const silent = await look();
    if (silent === null) return;
    quietUntil = performance.now() + Math.min(LONGEST_AGAIN_MS, times.againMs * 2 ** deaths);
    deaths += 1;
    deps.onDead(silent);
  }

  let timer = next();
  function next(): NodeJS.Timeout {
    const set = setTimeout(() => {
      round()
        .catch(deps.onError)
        .finally(() => {
          if (!closing.signal.aborted) timer = next();
        });
    }, times.everyMs);
    set.unref();
    return set;
  }

  return {
    heard() {
      heardAt = performance.now();
      deaths = 0;
      quietUntil = Number.NEGATIVE_INFINITY;
    },
    look,
    dispose() {
      closing.abort(new Error('Hookline is shutting down.'));
      clearTimeout(timer);
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
