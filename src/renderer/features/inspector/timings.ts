// Cuts an attempt's timings into the stretches that a bar shows.
import type { AttemptTimings } from '#shared/contract/attempts.ts';

export const PHASES = ['dns', 'connect', 'tls', 'wait', 'read'] as const;
export type Phase = (typeof PHASES)[number];

export interface Stretch {
  phase: Phase;
  fromMs: number;
  toMs: number;
}

/** The marks count from the start of the attempt; one that is missing belongs to the stretch after it. */
export function stretches({ dnsMs, connectMs, tlsMs, firstByteMs, totalMs }: AttemptTimings): Stretch[] {
  // Where the connection counts as made only with TLS done, the mark of TLS comes first or at the same time.
  const connected = tlsMs !== null && connectMs !== null ? Math.min(tlsMs, connectMs) : connectMs;
  const secured = tlsMs !== null && connectMs !== null ? Math.max(tlsMs, connectMs) : tlsMs;
  const marks: [Phase, number | null][] = [
    ['dns', dnsMs],
    ['connect', connected],
    ['tls', tlsMs === null ? null : secured],
    ['wait', firstByteMs],
    // Without an answer, the time after the last mark was spent waiting for one.
    [firstByteMs === null ? 'wait' : 'read', totalMs],
  ];
  const found: Stretch[] = [];
  let fromMs = 0;
  for (const [phase, mark] of marks) {
    if (mark === null || mark < fromMs) continue;
    if (mark > fromMs) found.push({ phase, fromMs, toMs: mark });
    fromMs = mark;
  }
  return found;
}
