// The present, again and again, for texts that count seconds.
import { useEffect, useState, useSyncExternalStore } from 'react';

/** @param active when false the clock stands still and costs nothing */
export function useNow(intervalMs: number, active = true): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!active) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs, active]);
  return now;
}

const TICK_MS = 500;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let present = 0;

function listen(listener: () => void): () => void {
  if (listeners.size === 0) {
    present = Date.now();
    timer = setInterval(() => {
      present = Date.now();
      for (const one of listeners) one();
    }, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** Whole seconds from now until then, at least 0. All users share one clock and render only when their second changes. */
export function useSecondsUntil(at: number): number {
  return useSyncExternalStore(listen, () =>
    Math.max(0, Math.ceil((at - (listeners.size === 0 ? Date.now() : present)) / 1000)),
  );
}
