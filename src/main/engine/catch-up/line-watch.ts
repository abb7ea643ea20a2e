// When Stripe is to be asked what was missed: told from the states that the forwarder goes through. Pure.
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import type { GapReason } from '#shared/domain/catch-up.ts';

export interface LineWatch {
  /** @returns why to ask now; `down` = events may be missed from now on; null = nothing has changed */
  hear(status: Pick<ForwarderStatus, 'state' | 'renewals' | 'pid'>): GapReason | 'down' | null;
}

export function createLineWatch(): LineWatch {
  let wasReady = false;
  let everReady = false;
  let renewals = 0;
  let pid: number | null = null;

  return {
    hear(status) {
      if (status.state !== 'ready') {
        const wentDown = wasReady;
        wasReady = false;
        return wentDown ? 'down' : null;
      }
      const renewed = status.renewals !== renewals;
      const isSame = wasReady && !renewed && status.pid === pid;
      const reason = everReady ? (renewed ? 'renewal' : 'reconnect') : 'start';
      wasReady = true;
      everReady = true;
      ({ renewals, pid } = status);
      return isSame ? null : reason;
    },
  };
}
