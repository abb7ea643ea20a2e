// Every billing sequence through the receiver, the database and the customers API: what is said of the customer after
// each step in the order in which Stripe created the events, and that the order of arrival makes no difference.
import { describe, expect, test } from 'vitest';
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

describe.each(SEQUENCES)('$name', (sequence) => {
  test('what the customers API says after each step', async () => {
    const player = await startPlayer();
    const wrong = await playInOrder(sequence, player);
    expect(wrong.map(({ check }) => check).toSorted(), describeAll(wrong)).toEqual(
      known(sequence)
        .filter((check) => check !== ANY_ORDER)
        .toSorted(),
    );
  });

  test('the same in any order of arrival, and when events come twice', async () => {
    const player = await startPlayer();
    const wrong = await playInOtherOrders(sequence, player);
    if (known(sequence).includes(ANY_ORDER)) expect(wrong.length).toBeGreaterThan(0);
    else expect(wrong.slice(0, 3)).toEqual([]);
  }, 120_000);
});

test('every known failure is of a sequence that exists', () => {
  const names = new Set(SEQUENCES.map(({ name }) => name));
  expect(names.size).toBe(SEQUENCES.length);
  expect(KNOWN_FAILURES.filter(({ sequence }) => !names.has(sequence))).toEqual([]);
});

export interface Wrong {
  check: string;
  want: unknown;
  got: unknown;
}

const describeAll = (wrong: readonly Wrong[]): string =>
  wrong
    .map(({ check, want, got }) => `${check} is ${JSON.stringify(got)}, not ${JSON.stringify(want)}`)
    .join('\n');

/** Step numbers count from 1. */
export async function playInOrder(sequence: Sequence, player: Player): Promise<Wrong[]> {
  const run = '0';
  const { steps } = forRun(sequence, run);
  const wrong: Wrong[] = [];
  for (const [index, { event, expect: expectations }] of steps.entries()) {
    await player.post(event);
    if (expectations.length > 0) await player.settled();
    for (const [which, expectation] of expectations.entries()) {
      const original = sequence.steps[index]?.expect[which];
      if (original === undefined) continue;
      const found = await player.find(expectation.who ?? { customer: `cus_${run}` });
      const got: Observed = found === null ? {} : observe(found);
      const names = claims(original).map(([name]) => name);
      for (const [at, [name, want]] of claims(expectation).entries()) {
        if (holds(want, got[name])) continue;
        const about = Object.values(original.who ?? {}).join(' ');
        const label = `${index + 1} ${String(event['type'])}: ${about === '' ? '' : `${about} `}${names[at] ?? name}`;
        wrong.push({ check: label, want, got: got[name] });
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

export async function playInOtherOrders(sequence: Sequence, player: Player): Promise<OtherOrder[]> {
  const count = sequence.steps.length;
  const inOrder = sequence.steps.map((_step, index) => index);
  const reference = await finalState(sequence, player, inOrder, 'rbase');
  const orders = ordersOf(sequence, count);
  const wrong: OtherOrder[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < orders.length; at = next++) {
      const order = orders[at] as Order;
      const state = await finalState(
        sequence,
        player,
        order.steps,
        `r${String(at).padStart(4, '0')}`,
        order.twins,
      );
      const uncertain = Object.entries(state).some(
        ([name, value]) => name.endsWith('uncertain') && value === true,
      );
      if (sequence.undecided === true && uncertain) continue;
      const differs = Object.fromEntries(
        [...new Set([...Object.keys(reference), ...Object.keys(state)])]
          .filter((name) => !holds(reference[name], state[name]))
          .filter((name) => sequence.undecided !== true || !name.endsWith('uncertain'))
          .map((name): [string, [unknown, unknown]] => [name, [reference[name], state[name]]]),
      );
      if (Object.keys(differs).length > 0) wrong.push({ order: order.steps.map((one) => one + 1), differs });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return wrong;
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

/** Of everyone the sequence is about, with the ids of the run taken out again. */
async function finalState(
  sequence: Sequence,
  player: Player,
  order: readonly number[],
  run: string,
  twins = false,
): Promise<Observed> {
  const { steps } = forRun(sequence, run);
  const sent = new Set<number>();
  for (const index of order) {
    const event = steps[index]?.event as StripeObject;
    await player.post(twins && sent.has(index) ? { ...event, id: eventId(`${run} twin ${index}`) } : event);
    sent.add(index);
  }
  await player.settled();
  const state: Observed = {};
  for (const who of everyone(sequence)) {
    const label = Object.values(who).join(' ');
    const found = await player.find(
      JSON.parse(JSON.stringify({ customer: 'cus_~', ...who }).replaceAll('~', run)),
    );
    const seen = found === null ? { missing: true } : observe(found);
    for (const [name, value] of Object.entries(seen)) {
      state[`${label} ${name}`.trim()] = value;
    }
  }
  return JSON.parse(JSON.stringify(state).replaceAll(run, '~')) as Observed;
}
