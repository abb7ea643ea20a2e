// Catching up against its promise: every event Stripe has for a period ends in the store, or is named as one that may be missing.
// Random sequences of what happens to Stripe's clock, the machine's clock, the line, the lists and the process. A failing run prints its
// seed and path; HOOKLINE_MODEL_SEED and HOOKLINE_MODEL_PATH replay it, and HOOKLINE_MODEL_RUNS sets how many runs there are.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CatchUpWorld, type FailureKind } from '../../support/catch-up-world.ts';
import { tempDir } from '../../support/temp-dir.ts';

const RUNS = Number(process.env['HOOKLINE_MODEL_RUNS'] ?? 100);
const SEED = process.env['HOOKLINE_MODEL_SEED'];
const PATH = process.env['HOOKLINE_MODEL_PATH'];

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const YEAR_MS = 365 * DAY * 1_000;
const ACCOUNTS = ['acct_one', 'acct_two', 'acct_three'];
const KINDS: FailureKind[] = ['outage', 'refused', 'invalid_key', 'cut', 'portal', 'truncated', 'limited'];

const step = <Name extends string, Args extends Record<string, unknown>>(
  name: Name,
  args: { [Key in keyof Args]: fc.Arbitrary<Args[Key]> },
): fc.Arbitrary<{ name: Name } & Args> =>
  fc.record({ name: fc.constant(name), ...args }) as unknown as fc.Arbitrary<{ name: Name } & Args>;

const account = fc.constantFrom(null, ...ACCOUNTS);
const ahead = fc.oneof(
  { weight: 9, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(90, 2 * HOUR, 365 * DAY) },
);
const anyStep = fc.oneof(
  { weight: 10, arbitrary: step('create', { account, ahead }) },
  // What a night brings: the line goes down, something happens meanwhile, and it comes up again.
  {
    weight: 8,
    arbitrary: step('night', { account, hours: fc.constantFrom(0, 3, 24), asksFirst: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: step('advance', {
      by: fc.constantFrom(1, MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, DAY, 40 * DAY),
    }),
  },
  { weight: 8, arbitrary: step('line', { up: fc.boolean() }) },
  { weight: 3, arbitrary: step('fail', { account, kind: fc.constantFrom(...KINDS) }) },
  { weight: 2, arbitrary: step('failSoon', { requests: fc.nat(6), kind: fc.constantFrom(...KINDS) }) },
  { weight: 3, arbitrary: step('heal', { account }) },
  { weight: 2, arbitrary: step('accounts', { listed: fc.boolean() }) },
  { weight: 3, arbitrary: step('connect', { account: fc.constantFrom(...ACCOUNTS) }) },
  {
    weight: 6,
    arbitrary: step('look', { ago: fc.constantFrom(null, -HOUR, 0, MINUTE, HOUR, 5 * HOUR, 50 * DAY) }),
  },
  { weight: 2, arbitrary: step('kill', {}) },
  { weight: 3, arbitrary: step('killSoon', { steps: fc.nat(12), afterCommit: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: step('clock', {
      skewMs: fc.constantFrom(-YEAR_MS, -2 * HOUR * 1_000, 0, 2 * HOUR * 1_000, YEAR_MS),
    }),
  },
);
type Step = typeof anyStep extends fc.Arbitrary<infer One> ? One : never;

async function perform(world: CatchUpWorld, one: Step): Promise<void> {
  switch (one.name) {
    case 'create':
      return world.create(one.account, one.ahead);
    case 'advance':
      return world.advance(one.by);
    case 'night':
      await world.setLine(false);
      world.create(one.account, 0);
      world.advance(one.hours * HOUR);
      // For the last minute alone.
      if (one.asksFirst) await world.look(world.now - MINUTE);
      return await world.setLine(true);
    case 'line':
      return await world.setLine(one.up);
    case 'fail':
      return world.failList(one.account, one.kind);
    case 'failSoon':
      return world.failSoon(one.requests, one.kind);
    case 'heal':
      return world.failList(one.account, null);
    case 'accounts':
      return world.listAccounts(one.listed);
    case 'connect':
      return world.connect(one.account);
    case 'look':
      return await world.look(one.ago === null ? null : world.now - one.ago);
    case 'kill':
      return world.kill();
    case 'killSoon':
      return world.killSoon(one.steps, one.afterCommit);
    case 'clock':
      return world.setMachineClock(one.skewMs);
  }
}

test('whatever happens, every event is kept or named as one that may be missing', async () => {
  const dir = tempDir();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(-YEAR_MS, 0, YEAR_MS),
      fc.subarray(ACCOUNTS),
      fc.array(anyStep, { minLength: 4, maxLength: 40 }),
      async (skewMs, connected, steps) => {
        const world = new CatchUpWorld(dir);
        await world.begin();
        try {
          world.setMachineClock(skewMs);
          for (const one of connected) world.connect(one);
          for (const one of steps) {
            // oxlint-disable-next-line no-await-in-loop -- one after another is what is tested
            await perform(world, one);
            expect(world.faults).toEqual([]);
          }
          await world.settle();
          expect(world.faults).toEqual([]);
        } finally {
          await world.end();
        }
      },
    ),
    {
      numRuns: RUNS,
      ...(SEED === undefined ? {} : { seed: Number(SEED) }),
      ...(PATH === undefined ? {} : { path: PATH }),
    },
  );
}, 600_000);
