// After the machine slept, the line to Stripe is dead without knowing it: it is set up anew, and what was missed can be looked for.
import type { PowerMonitor } from 'electron';
import type { Engine } from '#engine/engine.ts';
import type { ForwarderState } from '#shared/domain/forwarder-state.ts';

/** Some systems wake in steps. */
const ONCE_MS = 10_000;
/** Only then is an unlocked screen taken for a wake that was not told. */
const LONG_ASLEEP_MS = 60_000;

/** Where a new session may help; the others wait for the user, or are not wanted. */
const RESTARTED: ReadonlySet<ForwarderState> = new Set<ForwarderState>([
  'starting',
  'ready',
  'reconnecting',
  'renewing',
  'offline',
  'crashed',
  'too_many_sessions',
]);

export interface PowerDeps {
  powerMonitor: Pick<PowerMonitor, 'on' | 'off'>;
  forwarder: Pick<Engine['forwarder'], 'status' | 'restart'>;
  /** Called once a wake, after the restart was asked for. @param asleepMs null = not known */
  onAwake: (asleepMs: number | null) => void;
  onError: (error: unknown) => void;
  /** Unix milliseconds: a monotonic clock stands still in sleep. */
  now?: () => number;
}

/** @returns the way to stop */
export function watchPower(deps: PowerDeps): () => void {
  const { powerMonitor, forwarder, onAwake, onError, now = Date.now } = deps;
  let asleepSince: number | null = null;
  let awakeAt = Number.NEGATIVE_INFINITY;

  function awake(): void {
    const since = asleepSince;
    asleepSince = null;
    // A clock set back in sleep must not make it deaf.
    if (Math.abs(now() - awakeAt) < ONCE_MS) return;
    awakeAt = now();
    const { state } = forwarder.status();
    if (RESTARTED.has(state)) forwarder.restart().catch(onError);
    onAwake(since === null ? null : Math.max(0, now() - since));
  }

  const onSuspend = (): void => {
    asleepSince = now();
  };
  const onUnlock = (): void => {
    if (asleepSince !== null && now() - asleepSince >= LONG_ASLEEP_MS) awake();
  };
  powerMonitor.on('suspend', onSuspend);
  powerMonitor.on('resume', awake);
  powerMonitor.on('unlock-screen', onUnlock);
  return () => {
    powerMonitor.off('suspend', onSuspend);
    powerMonitor.off('resume', awake);
    powerMonitor.off('unlock-screen', onUnlock);
  };
}
