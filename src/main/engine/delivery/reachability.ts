// Whether an endpoint is believed to be reachable, and the probe that finds out when it is again.
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import { startProbe, type Probe, type ProbeNetwork } from './probe.ts';
import type { Timers } from './timers.ts';

export interface Reachability {
  isUnreachable(): boolean;
  /** @param byProxy a proxy in front of it said so */
  lost(byProxy: boolean): void;
  /** It responded, whatever the probe says. @returns false when it was not believed to be unreachable */
  reached(): boolean;
  /** The endpoint was changed: asks where it is now, or no more. */
  configure(before: StoredEndpoint, next: StoredEndpoint): void;
  /** Milliseconds until the endpoint is asked next; null = it is not waited for, or is being asked. */
  nextProbeInMs(): number | null;
  stop(): void;
}

export interface ReachabilityDeps {
  endpoint: () => StoredEndpoint;
  timers: Timers;
  network: ProbeNetwork;
  /** It can be reached again. */
  onBack: () => void;
  onError: (error: unknown) => void;
}

export function createReachability({
  endpoint,
  timers,
  network,
  onBack,
  onError,
}: ReachabilityDeps): Reachability {
  let unreachable = false;
  let behindProxy = false;
  let probe: Probe | null = null;

  function stop(): void {
    probe?.stop();
    probe = null;
  }

  function startProbing(): void {
    stop();
    const { url, probePath: path, allowSelfSigned } = endpoint();
    const target = { url, path, allowSelfSigned, behindProxy };
    probe = startProbe(target, timers, network, cameBack, onError);
  }

  function cameBack(): void {
    stop();
    unreachable = false;
    onBack();
  }

  return {
    isUnreachable: () => unreachable,
    lost(byProxy) {
      if (unreachable) return;
      unreachable = true;
      behindProxy = byProxy;
      startProbing();
    },
    reached() {
      if (!unreachable) return false;
      cameBack();
      return true;
    },
    configure(before, next) {
      if (!unreachable) return;
      if (!next.hold.enabled) {
        stop();
        unreachable = false;
        return;
      }
      if (next.url !== before.url) behindProxy = false;
      const asksElsewhere =
        next.url !== before.url ||
        next.probePath !== before.probePath ||
        next.allowSelfSigned !== before.allowSelfSigned;
      if (asksElsewhere) startProbing();
    },
    nextProbeInMs: () => probe?.nextInMs() ?? null,
    stop,
  };
}
