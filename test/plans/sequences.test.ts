// Every billing sequence through the receiver, the database and the customers API: what is said of the customer after
// each step in the order in which Stripe created the events, and that the order of arrival makes no difference.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  claims,
  eventId,
  everyone,
  forRun,
  holds,
  observe,
  startPlayer,
  type Observed,
  type Player,
} from '../support/billing/play-sequence.ts';
import { permutations, seeded, shuffled } from '../support/billing/orders.ts';
import type { Sequence } from '../support/billing/sequence.ts';
import type { StripeObject } from '../support/billing/stripe-objects.ts';
import { SEQUENCES } from './sequences/index.ts';
import { KNOWN_FAILURES } from './sequences/known-failures.ts';

/** Up to 720 orders. */
const MOST_EVENTS_IN_ALL_ORDERS = 6;
const RANDOM_ORDERS_OF_A_CASCADE = 200;
const RANDOM_ORDERS = 12;
const AT_ONCE = 16;

const ANY_ORDER = 'any order';

const known = (sequence: Sequence) =>
  KNOWN_FAILURES.filter((one) => one.sequence === sequence.name).map(({ check }) => check);

let player: Player;
beforeAll(async () => {
  player = await startPlayer();
});
afterAll(() => player.dispose());

// One Hookline takes them all: a run has ids of its own.
describe.each(SEQUENCES.map((sequence, index) => ({ sequence, name: sequence.name, prefix: `s${index}x` })))(
  '$name',
  ({ sequence, prefix }) => {
    test('what the customers API says after each step', async () => {
      const wrong = await playInOrder(sequence, `${prefix}steps`);
      expect(wrong.map(({ check }) => check).toSorted(), describeAll(wrong)).toEqual(
        known(sequence)
          .filter((check) => check !== ANY_ORDER)
          .toSorted(),
      );
    });

    test('the same in any order of arrival, and when events come twice', async () => {
      const wrong = await playInOtherOrders(sequence, prefix);
      if (known(sequence).includes(ANY_ORDER)) expect(wrong.length).toBeGreaterThan(0);
      else expect(wrong.slice(0, 3)).toEqual([]);
    }, 120_000);
  },
);

test('every known failure is of a sequence that exists', () => {
  const names = new Set(SEQUENCES.map(({ name }) => name));
  expect(names.size).toBe(SEQUENCES.length);
  expect(KNOWN_FAILURES.filter(({ sequence }) => !names.has(sequence))).toEqual([]);
});

interface Wrong {
  check: string;
  want: unknown;
  got: unknown;
}

const describeAll = (wrong: readonly Wrong[]): string =>
  wrong
    .map(({ check, want, got }) => `${check} is ${JSON.stringify(got)}, not ${JSON.stringify(want)}`)
    .join('\n');

/** Step numbers count from 1. */
async function playInOrder(sequence: Sequence, run: string): Promise<Wrong[]> {
  const { steps } = forRun(sequence, run);
  const wrong: Wrong[] = [];
  for (const [index, { event, expect: expectations }] of steps.entries()) {
    await player.post(event);
    if (expectations.length > 0) await player.settled();
    for (const expectation of expectations) {
      const found = await player.find(expectation.who ?? {}, run);
      const got: Observed = found === null ? {} : observe(found);
      const about = [`${index + 1} ${String(event['type'])}:`, ...Object.values(expectation.who ?? {})].join(
        ' ',
      );
      for (const [name, want] of claims(expectation)) {
        if (holds(want, got[name])) continue;
        wrong.push({ check: `${about} ${name}`.replaceAll(run, '~'), want, got: got[name] });
      }
    }
  }
  return wrong;
}

interface OtherOrder {
  /** Indexes of the steps as they arrive. */
  order: readonly number[];
  /** Names that differ from the state after the arrival in order. */
  differs: Record<string, [inOrder: unknown, inThisOrder: unknown]>;
}

async function playInOtherOrders(sequence: Sequence, prefix: string): Promise<OtherOrder[]> {
  const count = sequence.steps.length;
  const inOrder = `${prefix}base`;
  const runs = ordersOf(sequence, count).map((order, index) => ({ ...order, run: `${prefix}${index}end` }));
  await play(sequence, { steps: sequence.steps.map((_step, index) => index), twins: false }, inOrder);
  await sharedOut(runs, (one) => play(sequence, one, one.run));
  await player.settled();

  const reference = await stateOf(sequence, inOrder);
  expect(Object.keys(reference).filter((name) => name.endsWith('missing'))).toEqual([]);
  const wrong: OtherOrder[] = [];
  await sharedOut(runs, async ({ steps, run }) => {
    const state = await stateOf(sequence, run);
    const uncertain = Object.entries(state).some(
      ([name, value]) => name.endsWith('uncertain') && value === true,
    );
    if (sequence.undecided === true && uncertain) return;
    const differs = Object.fromEntries(
      [...new Set([...Object.keys(reference), ...Object.keys(state)])]
        .filter((name) => !holds(reference[name], state[name]))
        .filter((name) => sequence.undecided !== true || !name.endsWith('uncertain'))
        .map((name): [string, [unknown, unknown]] => [name, [reference[name], state[name]]]),
    );
    if (Object.keys(differs).length > 0) wrong.push({ order: steps.map((one) => one + 1), differs });
  });
  return wrong;
}

/** Some at a time. */
async function sharedOut<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of left) await work(one);
    }),
  );
}

interface Order {
  steps: readonly number[];
  /** An event that comes again has another id, as when Stripe makes two events of one change. */
  twins: boolean;
}

function ordersOf(sequence: Sequence, count: number): Order[] {
  const random = seeded(count);
  const many = sequence.cascade === true ? RANDOM_ORDERS_OF_A_CASCADE : RANDOM_ORDERS;
  const all = sequence.cascade === true && count <= MOST_EVENTS_IN_ALL_ORDERS;
  const once = all
    ? permutations(count)
    : [
        Array.from({ length: count }, (_none, index) => count - 1 - index),
        ...Array.from({ length: many }, () => shuffled(count, random)),
      ];
  const twice = Array.from({ length: 6 }, () => shuffled(2 * count, random).map((index) => index % count));
  return [
    ...once.map((steps) => ({ steps, twins: false })),
    ...twice.map((steps, index) => ({ steps, twins: index % 2 === 1 })),
  ];
}

async function play(sequence: Sequence, { steps: order, twins }: Order, run: string): Promise<void> {
  const { steps } = forRun(sequence, run);
  const sent = new Set<number>();
  for (const index of order) {
    const event = steps[index]?.event as StripeObject;
    await player.post(twins && sent.has(index) ? { ...event, id: eventId(`${run} twin ${index}`) } : event);
    sent.add(index);
  }
}

/** Of everyone the sequence is about, with the run taken out of it again. */
async function stateOf(sequence: Sequence, run: string): Promise<Observed> {
  const state: Observed = {};
  for (const who of everyone(forRun(sequence, run))) {
    const found = await player.find(who, run);
    const seen = found === null ? { missing: true } : observe(found);
    for (const [name, value] of Object.entries(seen)) {
      state[[...Object.values(who), name].join(' ')] = value;
    }
  }
  return JSON.parse(JSON.stringify(state).replaceAll(run, '~')) as Observed;
}
