// The deliveries of one endpoint at sizes that a real database would take minutes to fill.
import { expect, test } from 'vitest';
import { createBodyBudget } from '#engine/delivery/body-budget.ts';
import {
  createEndpointDelivery,
  type EndpointDelivery,
  type EndpointDeliveryDeps,
} from '#engine/delivery/endpoint-delivery.ts';
import type { SendResult } from '#engine/delivery/exchange.ts';
import type { WaitingDelivery } from '#engine/store/delivery-reads.ts';
import type { DeliveryRef } from '#engine/store/delivery-writes.ts';
import { ENDPOINT_DEFAULTS, type StoredEndpoint } from '#engine/store/endpoint-rows.ts';
import type { Write } from '#engine/store/writes.ts';
import { waitUntil } from '../../support/wait-until.ts';

const seqsOf = (refs: readonly DeliveryRef[]): number[] => refs.map(({ seq }) => seq);

/** Writes that succeed at once. */
const write = {
  startDeliveries: (_id: string, refs: readonly DeliveryRef[]) => Promise.resolve(seqsOf(refs)),
  holdDeliveries: (_id: string, refs: readonly DeliveryRef[]) => Promise.resolve(seqsOf(refs)),
  insertAttempt: () => Promise.resolve({ id: 1, number: 1, decided: true }),
} as unknown as Write;

interface Setting {
  deliveries: EndpointDelivery;
  errors: unknown[];
  /** The bodies that were kept in memory, by the delivery that was sent with them. */
  prepared: { seq: number; kept: boolean }[];
  /** Runs the timers that are due within so many milliseconds. */
  advance(ms: number): void;
}

function startDeliveries(
  endpoint: Partial<StoredEndpoint>,
  deps: Partial<EndpointDeliveryDeps> = {},
): Setting {
  let now = 1_000;
  let timers: { at: number; run: () => void }[] = [];
  const errors: unknown[] = [];
  const prepared: Setting['prepared'] = [];
  const deliveries = createEndpointDelivery({
    endpoint: { ...ENDPOINT_DEFAULTS, id: 'local', url: 'http://x.test/', secret: null, ...endpoint },
    store: { write, deliveries: { orderMoment: (seqs) => [...seqs] } },
    clock: { now: () => now },
    timers: {
      monotonic: () => now,
      after(ms, run) {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((one) => one !== timer);
        };
      },
      defer: (run) => void setImmediate(run),
    },
    network: { accepts: () => Promise.resolve(true), statusOf: () => Promise.resolve(200) },
    bodies: createBodyBudget(),
    random: () => 0.5,
    prepare(seq, _cause, request) {
      prepared.push({ seq, kept: request !== null });
      return { headers: [], body: Buffer.alloc(1), resigned: false };
    },
    // A backend that hangs.
    send: () => new Promise<SendResult>(() => {}),
    onRecorded: () => {},
    onChange: () => {},
    onError: (error) => errors.push(error),
    ...deps,
  });
  return {
    deliveries,
    errors,
    prepared,
    advance(ms) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { run } of due) run();
    },
  };
}

const heldRows = (count: number): WaitingDelivery[] =>
  Array.from({ length: count }, (_, index) => ({
    seq: index + 1,
    endpointId: 'local',
    generation: 1,
    state: 'held',
    createdAt: index,
    customerId: null,
    retries: 0,
    nextAttemptAt: null,
    heldSince: 500,
  }));

test('150,000 held events: the return of the backend is noticed and starts the drain', async () => {
  const { deliveries, errors, advance } = startDeliveries({});
  deliveries.recover(heldRows(150_000));
  expect(deliveries.counts()).toMatchObject({ held: 150_000, draining: null });
  advance(10_000);
  await waitUntil('the drain', () => deliveries.counts().draining !== null || errors.length > 0);
  expect(errors).toEqual([]);
  expect(deliveries.counts().draining).toEqual({ done: 0, total: 150_000 });
});

test('bodies of what waits behind a backend that hangs stay in the store, but for a bounded part', async () => {
  const { deliveries, prepared } = startDeliveries(
    { concurrency: 1 },
    {
      bodies: createBodyBudget(600_000),
      send: () =>
        Promise.resolve({ status: 200, errorClass: null, responseHeaders: [] } as unknown as SendResult),
    },
  );
  const count = 100;
  for (let seq = 1; seq <= count; seq++) {
    deliveries.open({
      seq,
      generation: 1,
      state: 'pending',
      createdAt: seq,
      customer: null,
      cause: 'live',
      front: false,
      isSynthetic: false,
      request: { body: Buffer.alloc(60_000), headers: [] },
      waiter: null,
    });
  }
  await waitUntil('all of them', () => prepared.length === count);
  const kept = prepared.filter((one) => one.kept).length;
  expect(kept).toBeGreaterThan(0);
  // What is sent makes place for no other: ten at most were ever kept.
  expect(kept).toBeLessThanOrEqual(10);
});

test('after the clock was set back ten years, a retry waits no longer than the policy’s longest pause', async () => {
  const { deliveries, prepared, advance } = startDeliveries({
    retry: { kind: 'fixed', everyMs: 2 * 3_600_000, times: 5 },
  });
  const [row] = heldRows(1);
  if (row === undefined) throw new Error('There is no row.');
  deliveries.recover([
    { ...row, state: 'retrying', heldSince: null, retries: 1, nextAttemptAt: 1_000 + 10 * 365 * 86_400_000 },
  ]);
  const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  await turn();
  advance(2 * 3_600_000 - 1);
  await turn();
  expect(prepared).toEqual([]);
  expect(deliveries.counts().retrying).toBe(1);
  advance(2);
  await waitUntil('the retry', () => prepared.length === 1);
});
