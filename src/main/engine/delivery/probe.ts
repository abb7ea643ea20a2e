// Finds out when an endpoint that was down is back: TCP first, then a path if one is set.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { localLookup } from '../network/local-lookup.ts';

/** Quick at first, as most backends are back within seconds of being saved; never so slow that the return is missed for long. */
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 5_000;
const GROWTH = 1.5;
const TRY_TIMEOUT_MS = 2_000;
/** A return is to be noticed within a second: once a backend has been away for long, only the cheap TCP try is made so often. */
const TCP_EVERY_MS = 500;

export interface Probe {
  /** Unix milliseconds of the next try; null when not probing. */
  nextAt(): number | null;
  stop(): void;
}

export interface ProbeTarget {
  url: string;
  path: string | null;
  allowSelfSigned: boolean;
}

/**
 * Tries until the endpoint can be reached, then calls back once.
 * TCP is tried every half second at most; the path, which costs the backend something, with growing pauses from 250 ms to 5 s.
 */
export function startProbe(target: ProbeTarget, now: () => number, onBack: () => void): Probe {
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let nextAt: number | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let pathNotBefore = 0;

  async function attempt(): Promise<void> {
    nextAt = null;
    if (await reachable(target.url)) {
      if (target.path === null) return finish();
      if (now() >= pathNotBefore) {
        if (await answers(target, target.path)) return finish();
        pathNotBefore = now() + pauseMs;
      }
    }
    pauseMs = Math.min(pauseMs * GROWTH, MAX_PAUSE_MS);
    schedule();
  }

  function finish(): void {
    if (!stopped) onBack();
  }

  function schedule(): void {
    if (stopped) return;
    const delay = Math.min(pauseMs, TCP_EVERY_MS);
    nextAt = now() + delay;
    timer = setTimeout(() => void attempt(), delay);
  }

  schedule();
  return {
    nextAt: () => nextAt,
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function reachable(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replaceAll(/^\[|\]$/g, ''),
      port: Number(port || (protocol === 'https:' ? 443 : 80)),
      timeout: TRY_TIMEOUT_MS,
      lookup: localLookup,
    });
    const end = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true));
    socket.once('error', end(false));
    socket.once('timeout', end(false));
  });
}

function answers({ url, allowSelfSigned }: ProbeTarget, path: string): Promise<boolean> {
  const target = new URL(path, url);
  const options = { method: 'GET', timeout: TRY_TIMEOUT_MS, agent: false, lookup: localLookup } as const;
  return new Promise((resolve) => {
    const request =
      target.protocol === 'https:'
        ? httpsRequest(target, { ...options, rejectUnauthorized: !allowSelfSigned })
        : httpRequest(target, options);
    request.once('response', (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 500);
    });
    request.once('error', () => resolve(false));
    request.once('timeout', () => request.destroy());
    request.end();
  });
}
