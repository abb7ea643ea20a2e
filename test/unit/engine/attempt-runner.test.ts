// What one request of a delivery is signed for, also when it is repeated on a new connection.
import { expect, test } from 'vitest';
import { createAttemptRunner } from '#engine/delivery/attempt-runner.ts';
import { unsentResult } from '#engine/delivery/recorded-attempt.ts';
import { systemTimers } from '#engine/delivery/timers.ts';
import type { AttemptInProgress } from '#engine/delivery/waiting-delivery.ts';
import type { AttemptTrigger } from '#shared/domain/delivery.ts';

test.each<[AttemptTrigger, AttemptTrigger, AttemptTrigger]>([
  ['live', 'live', 'live'],
  ['live', 'reconnect', 'reconnect'],
  ['find_out', 'find_out', 'find_out'],
  // Another signature would answer another question.
  ['find_out', 'reconnect', 'find_out'],
  ['find_out_original', 'reconnect', 'reconnect'],
])(
  'a delivery because of %s, sent because of %s, is signed for %s',
  async (cause, sentBecause, signedFor) => {
    const asked: AttemptTrigger[] = [];
    const runner = createAttemptRunner({
      store: { write: {} as never },
      clock: { now: () => 0 },
      timers: systemTimers,
      persist: (work) => work(),
      random: () => 0,
      prepare(_seq, why) {
        asked.push(why);
        return { headers: [], body: Buffer.from('{}'), resigned: true };
      },
      send: () => Promise.resolve(unsentResult([], 'nothing')),
      onRecorded() {},
      onError(error) {
        throw error;
      },
    });
    const attempt = {
      delivery: { seq: 1, cause, request: null, isSynthetic: false },
      endpoint: { id: 'local', name: 'Local', url: 'http://127.0.0.1/' },
      controller: new AbortController(),
      cancelled: null,
    } as unknown as AttemptInProgress;
    const { made } = await runner.send(attempt, sentBecause);
    expect(asked).toEqual([signedFor]);
    expect(made.trigger).toBe(sentBecause);
  },
);
