// Finds out when an endpoint that was unreachable can be reached again.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { couldBeProxy } from '#shared/domain/development-proxy.ts';
import { localLookup } from '../network/local-lookup.ts';
import type { Timers } from './timers.ts';

/** Quick at first, as most backends are back within seconds of being saved; never so slow that the return is missed for long. */
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 5_000;
const GROWTH = 1.5;
const TRY_TIMEOUT_MS = 2_000;
/** A return is to be noticed within a second: once a backend has been away for long, only the cheap TCP try is made so often. */
const TCP_EVERY_MS = 500;

export interface Probe {
  /** Milliseconds from now until the next try; null while one is in progress. */
  nextInMs(): number | null;
  stop(): void;
}

export interface ProbeTarget {
  url: string;
  path: string | null;
  allowSelfSigned: boolean;
  /** A proxy accepts connections while the backend behind it is down, so that only a response tells. */
  behindProxy: boolean;
}

/** How an endpoint is asked. Neither rejects. */
export interface ProbeNetwork {
  /** Whether a TCP connection is accepted. */
  accepts(url: string): Promise<boolean>;
  /** The status of a response without a body; null = there was none. */
  statusOf(method: 'GET' | 'HEAD', url: URL, allowSelfSigned: boolean): Promise<number | null>;
}

/**
 * Tries until the endpoint can be reached, then calls back once.
 * TCP is tried every half second at most; a request, which costs the backend something, with growing pauses from 250 ms to 5 s.
 */
export function startProbe(
  target: ProbeTarget,
  timers: Timers,
  network: ProbeNetwork,
  onBack: () => void,
  onError: (error: unknown) => void,
): Probe {
  let stopped = false;
  let cancel: (() => void) | null = null;
  let dueAt: number | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let requestNotBefore = 0;

  async function isReady(): Promise<boolean> {
    const { url, path, allowSelfSigned, behindProxy } = target;
    if (!(await network.accepts(url))) return false;
    if (path === null && !behindProxy) return true;
    if (timers.monotonic() < requestNotBefore) return false;
    const status =
      path === null
        ? await network.statusOf('HEAD', new URL(url), allowSelfSigned)
        : await network.statusOf('GET', new URL(path, url), allowSelfSigned);
    requestNotBefore = timers.monotonic() + pauseMs;
    if (status === null) return false;
    return path === null ? !couldBeProxy(status) : status < 500;
  }

  async function attempt(): Promise<void> {
    dueAt = null;
    const ready = await isReady().catch(() => false);
    if (stopped) return;
    if (ready) {
      stopped = true;
      onBack();
      return;
    }
    pauseMs = Math.min(pauseMs * GROWTH, MAX_PAUSE_MS);
    schedule();
  }

  function schedule(): void {
    const delayMs = Math.min(pauseMs, TCP_EVERY_MS);
    dueAt = timers.monotonic() + delayMs;
    // Every failure of the network counts as not ready, so that only onBack() can fail.
    cancel = timers.after(delayMs, () => void attempt().catch(onError));
  }

  schedule();
  return {
    nextInMs: () => (dueAt === null ? null : Math.max(0, dueAt - timers.monotonic())),
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}

/** Whether an endpoint would take a request now: asked once, as the probe asks. */
export async function isReachable(
  { url, path, allowSelfSigned }: Omit<ProbeTarget, 'behindProxy'>,
  network: ProbeNetwork = probeNetwork,
): Promise<boolean> {
  if (!(await network.accepts(url))) return false;
  if (path === null) return true;
  const status = await network.statusOf('GET', new URL(path, url), allowSelfSigned);
  return status !== null && status < 500;
}

export const probeNetwork: ProbeNetwork = {
  accepts(url) {
    const { hostname, port, protocol } = new URL(url);
    return new Promise((resolve) => {
      const socket = connect({
        host: hostname.replaceAll(/^\[|\]$/g, ''),
        port: Number(port || (protocol === 'https:' ? 443 : 80)),
        timeout: TRY_TIMEOUT_MS,
        lookup: localLookup,
      });
      const end = (accepted: boolean) => (): void => {
        socket.destroy();
        resolve(accepted);
      };
      socket.once('connect', end(true));
      socket.on('error', end(false));
      socket.once('timeout', end(false));
    });
  },

  statusOf(method, address, allowSelfSigned) {
    const url = new URL(address);
    // Readiness needs no login, and Node refuses a password with a bare percent sign.
    url.username = '';
    url.password = '';
    const options = { method, timeout: TRY_TIMEOUT_MS, agent: false, lookup: localLookup } as const;
    return new Promise((resolve) => {
      const request =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, rejectUnauthorized: !allowSelfSigned })
          : httpRequest(url, options);
      request.once('response', (response) => {
        response.on('error', () => {});
        response.resume();
        resolve(response.statusCode ?? null);
      });
      request.on('error', () => resolve(null));
      request.once('timeout', () => request.destroy());
      request.end();
    });
  },
};
