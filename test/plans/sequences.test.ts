// Every billing sequence through the receiver, the database and the customers API: what is said of the customer after
// each step in the order in which Stripe created the events, and that the order of arrival makes no difference.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CustomerSummary } from '#shared/contract/plans.ts';
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
const REPEATING_ORDERS = 6;

const ANY_ORDER = 'any order';

const known = (sequence: Sequence) =>
  KNOWN_FAILURES.filter((one) => one.sequence === sequence.name).flatMap(({ checks }) => checks);

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
    const among = expectations.length > 0 ? await player.everyoneWith(run) : [];
    for (const expectation of expectations) {
      const found = await player.find(expectation.who ?? {}, run, among);
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
  const runs = [
    { order: sequence.steps.map((_step, index) => index), run: inOrder },
    ...ordersOf(sequence, count).map((order, index) => ({ order, run: `${prefix}${index}end` })),
  ];
  await playAbreast(sequence, runs);
  const twice = repeatingOrders(count).map((order, index) => ({ order, run: `${prefix}twice${index}end` }));
  for (const [index, { order, run }] of twice.entries())
    await playTwice(sequence, order, run, index % 2 === 1);
  await player.settled();

  const among = await player.everyoneWith(prefix);
  const reference = await stateOf(sequence, inOrder, among);
  expect(Object.keys(reference).filter((name) => name.endsWith('missing'))).toEqual([]);
  const wrong: OtherOrder[] = [];
  for (const { order, run } of [...runs, ...twice]) {
    const state = await stateOf(sequence, run, among);
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
    if (Object.keys(differs).length > 0) wrong.push({ order: order.map((one) => one + 1), differs });
  }
  return wrong;
}

type Order = readonly number[];

function ordersOf({ cascade = false }: Sequence, count: number): Order[] {
  if (cascade && count <= MOST_EVENTS_IN_ALL_ORDERS) return permutations(count);
  const random = seeded(count);
  const backwards = Array.from({ length: count }, (_none, index) => count - 1 - index);
  const many = cascade ? RANDOM_ORDERS_OF_A_CASCADE : RANDOM_ORDERS;
  return [backwards, ...Array.from({ length: many }, () => shuffled(count, random))];
}

/** Each event comes twice. */
function repeatingOrders(count: number): Order[] {
  const random = seeded(count);
  return Array.from({ length: REPEATING_ORDERS }, () =>
    shuffled(2 * count, random).map((index) => index % count),
  );
}

/** The first event of every order, then the second of every order: each is folded before the next one comes. */
async function playAbreast(
  sequence: Sequence,
  runs: readonly { order: Order; run: string }[],
): Promise<void> {
  const played = runs.map(({ order, run }) => ({ order, steps: forRun(sequence, run).steps }));
  for (const place of sequence.steps.keys()) {
    await player.take(played.map(({ order, steps }) => steps[order[place] as number]?.event as StripeObject));
    await player.settled();
  }
}

/** @param twins an event comes with another id the second time, as when Stripe makes two events of one change */
async function playTwice(sequence: Sequence, order: Order, run: string, twins: boolean): Promise<void> {
  const { steps } = forRun(sequence, run);
  const sent = new Set<number>();
  for (const index of order) {
    const event = steps[index]?.event as StripeObject;
    await player.post(twins && sent.has(index) ? { ...event, id: eventId(`${run} twin ${index}`) } : event);
    sent.add(index);
  }
}

/** Of everyone the sequence is about, with the run taken out of it again. */
async function stateOf(
  sequence: Sequence,
  run: string,
  among: readonly CustomerSummary[],
): Promise<Observed> {
  const state: Observed = {};
  for (const who of everyone(forRun(sequence, run))) {
    const found = await player.find(who, run, among);
    const seen = found === null ? { missing: true } : observe(found);
    for (const [name, value] of Object.entries(seen)) {
      state[[...Object.values(who), name].join(' ')] = value;
    }
  }
  return JSON.parse(JSON.stringify(state).replaceAll(run, '~')) as Observed;
}
