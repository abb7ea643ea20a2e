// The drift machine against a model of everything around it: plan events, deliveries, an app that follows late or never, slow and
// failing probes, kills. A drift that is shown is true, and an app that stays wrong is found out.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDriftMachine, type DriftMachine, type Response } from '#engine/drift/drift-machine.ts';
import type { StoredCheck } from '#engine/store/plan-reads.ts';
import { judgeDrift, type DriftVerdict } from '#shared/domain/plans/drift.ts';
import type { PlanRef } from '#shared/domain/plans/headline.ts';
import { DEFAULT_MAPPING, namePlan } from '#shared/domain/plans/plan-names.ts';

const SETTLE_MS = 1_500;
const PROBE_TIMEOUT_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
/** The settle time at its longest, the longest pause, and questions that all time out before it. */
const FOUND_WITHIN_MS = 5 * SETTLE_MS + LONGEST_PAUSE_MS + 4 * PROBE_TIMEOUT_MS;
const PLANS = ['free', 'pro', 'team'] as const;
type Plan = (typeof PLANS)[number];
const PRICES: Record<Plan, number> = { free: 0, pro: 1_500, team: 4_000 };
const CUSTOMERS = [1, 2, 3, 4, 5, 6];

interface Shopper {
  expected: Plan;
  /** Plan events in the store. */
  events: number;
  /** The events that gave the present plan, as long as they are not delivered. */
  undelivered: string[];
  app: Plan;
  /** When the newest plan event or delivery was recorded. */
  recordedAt: number;
  /** Recorded attempts, by number. */
  attempts: number[];
  check: StoredCheck | null;
  /** The question behind `check`. */
  asked: { startedAt: number; app: Plan } | null;
}

class World {
  wall = 1_795_000_000_000;
  mono = 0;
  readonly shoppers = new Map<number, Shopper>();
  machine!: DriftMachine;
  latencyMs = 5;
  fails = false;
  asking = 0;
  mostAsking = 0;
  unnoticed = new Set<number>();
  private timers: { at: number; order: number; run: () => void }[] = [];
  private order = 0;
  private attempt = 0;
  private process = 0;
  private questions = new Map<string, Shopper['asked']>();

  constructor() {
    for (const id of CUSTOMERS) {
      this.shoppers.set(id, {
        expected: 'free',
        events: 1,
        undelivered: [],
        app: 'free',
        recordedAt: 0,
        attempts: [],
        check: null,
        asked: null,
      });
    }
    this.start();
  }

  of(id: number): Shopper {
    const shopper = this.shoppers.get(id);
    if (shopper === undefined) throw new Error(`There is no customer ${id}.`);
    return shopper;
  }

  start(): void {
    const process = (this.process += 1);
    const alive = (run: () => void) => (): void => {
      if (process === this.process) run();
    };
    this.machine = createDriftMachine({
      settleMs: () => SETTLE_MS,
      isProbed: () => true,
      eventsOf: (id) => this.shoppers.get(id)?.events ?? null,
      catchUp: async () => {
        await this.pass(1);
        if (process === this.process) this.notice();
      },
      flushAttempts: () => this.notice(),
      ask: (id, signal) => this.ask(id, signal),
      lastAttempt: () => this.attempt,
      hasAttemptAfter: (id, attempt) => this.of(id).attempts.some((one) => one > attempt),
      undelivered: (id) => [...this.of(id).undelivered],
      checks: {
        ids: () => CUSTOMERS.filter((id) => this.of(id).check !== null),
        find: (id) => this.of(id).check,
        keep: async (id, check) => {
          await this.pass(1);
          if (process !== this.process) return;
          this.of(id).check = check;
          this.of(id).asked = this.questions.get(`${process} ${id}`) ?? null;
        },
      },
      judge: (id, check) => this.judge(id, check),
      onChange: () => {},
      onError: (error) => {
        throw error;
      },
      timers: {
        monotonic: () => this.mono,
        after: (ms, run) => this.after(ms, alive(run)),
        defer: (run) => void this.after(0, alive(run)),
      },
      clock: { now: () => Math.round(this.wall) },
    });
  }

  judge(id: number, check: StoredCheck): DriftVerdict {
    const named = (plan: Plan) => {
      const ref: PlanRef | null =
        plan === 'free'
          ? null
          : {
              key: plan,
              productId: null,
              priceId: null,
              lookupKey: null,
              nickname: null,
              unitAmount: PRICES[plan],
              currency: 'eur',
              interval: 'month',
              intervalCount: 1,
              quantity: 1,
              periodEnd: null,
              trialEnd: null,
            };
      return { ...namePlan(ref, DEFAULT_MAPPING, { productName: () => null }), ref };
    };
    return judgeDrift({
      expected: { plan: named(this.of(id).expected), known: true, deleted: false },
      believed: check.believed,
      undelivered: check.undelivered,
      known: () => PLANS.map(named),
      mapping: DEFAULT_MAPPING,
    });
  }

  private async ask(id: number, signal: AbortSignal): Promise<Response | null> {
    const process = this.process;
    const startedAt = this.mono;
    this.asking += 1;
    this.mostAsking = Math.max(this.mostAsking, this.asking);
    const { latencyMs, fails } = this;
    // The app looks its answer up somewhere in between.
    await this.pass(latencyMs / 2, signal);
    const { app } = this.of(id);
    await this.pass(latencyMs / 2, signal);
    this.asking -= 1;
    if (signal.aborted || process !== this.process) return null;
    if (fails) return { believed: null, found: false, failure: 'unreachable', detail: 'refused' };
    this.questions.set(`${process} ${id}`, { startedAt, app });
    return { believed: app, found: true, failure: null, detail: null };
  }

  /** Stripe's event changes the plan: stored, and noticed by the machine in a moment. */
  planEvent(id: number, plan: Plan, isDelivered: boolean): void {
    const shopper = this.of(id);
    shopper.events += 1;
    shopper.undelivered = plan === shopper.expected ? shopper.undelivered : [`evt_${shopper.events}`];
    shopper.expected = plan;
    shopper.recordedAt = this.mono;
    this.unnoticed.add(id);
    if (isDelivered) this.deliver(id);
  }

  deliver(id: number): void {
    const shopper = this.of(id);
    shopper.undelivered = [];
    shopper.attempts.push((this.attempt += 1));
    shopper.recordedAt = this.mono;
    this.unnoticed.add(id);
    this.after(50, () => this.notice());
  }

  kill(): void {
    this.machine.dispose();
    this.unnoticed.clear();
    this.asking = 0;
    this.start();
  }

  /** Lets time pass, timer by timer. @param isWatched somebody looks at every customer after each; that brings news to the machine */
  async run(ms: number, isWatched = true): Promise<void> {
    const until = this.mono + ms;
    for (;;) {
      await settled();
      if (isWatched) this.look();
      const next = this.timers.toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined || next.at > until) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.forward(next.at - this.mono);
      next.run();
    }
    this.forward(until - this.mono);
  }

  look(): void {
    for (const id of CUSTOMERS) {
      const shopper = this.of(id);
      const seen = this.machine.view(id);
      if (seen === null) continue;
      if (seen.state !== 'asking' && seen.state !== 'unknown') {
        expect(shopper.asked, `${seen.state} of ${id} has a question behind it`).not.toBeNull();
        expect(shopper.asked?.startedAt, `${seen.state} of ${id}`).toBeGreaterThanOrEqual(shopper.recordedAt);
      }
      if (seen.state === 'drift') expect(shopper.asked?.app).not.toBe(shopper.expected);
      if (seen.state === 'agrees') expect(shopper.asked?.app).toBe(shopper.expected);
      if (seen.state === 'asking') expect(seen.nextAskAt, `${id} is asked for ever`).not.toBeNull();
      expect(this.machine.customersIn(seen.state)).toContain(id);
    }
    expect(this.mostAsking).toBeLessThanOrEqual(4);
  }

  private notice(): void {
    const noticed = [...this.unnoticed];
    this.unnoticed.clear();
    if (noticed.length > 0) this.machine.changed(noticed);
  }

  private after(ms: number, run: () => void): () => void {
    const timer = { at: this.mono + ms, order: (this.order += 1), run };
    this.timers.push(timer);
    return () => {
      const place = this.timers.indexOf(timer);
      if (place !== -1) this.timers.splice(place, 1);
    };
  }

  private pass(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  private forward(ms: number): void {
    this.mono += ms;
    this.wall += ms;
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve();
}

type Act =
  | { what: 'event'; id: number; plan: Plan; delivered: boolean }
  | { what: 'deliver' | 'check' | 'follow'; id: number }
  | { what: 'app'; id: number; plan: Plan }
  | { what: 'latency'; ms: number }
  | { what: 'fails'; fails: boolean }
  | { what: 'kill' };

const id = fc.constantFrom(...CUSTOMERS);
const plan = fc.constantFrom(...PLANS);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('event' as const), id, plan, delivered: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constantFrom('deliver' as const, 'check' as const, 'follow' as const),
      id,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('app' as const), id, plan }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('latency' as const), ms: fc.constantFrom(2, 400, 5_000) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('fails' as const), fails: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ what: 'kill' as const }) },
);
const step = fc.tuple(act, fc.constantFrom(0, 1, 20, 60, 400, 1_500, 1_600, 4_000, 70_000), fc.boolean());

function apply(world: World, one: Act): void {
  switch (one.what) {
    case 'event':
      return world.planEvent(one.id, one.plan, one.delivered);
    case 'deliver':
      return world.deliver(one.id);
    case 'check':
      return void world.machine.check(one.id);
    case 'follow':
      world.of(one.id).app = world.of(one.id).expected;
      return;
    case 'app':
      world.of(one.id).app = one.plan;
      return;
    case 'latency':
      world.latencyMs = one.ms;
      return;
    case 'fails':
      world.fails = one.fails;
      return;
    case 'kill':
      return world.kill();
  }
}

test('a drift that is shown is true, and one that stays is found', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      const world = new World();
      for (const [one, ms, isWatched] of steps) {
        apply(world, one);
        await world.run(ms, isWatched);
        world.look();
      }
      world.fails = false;
      world.latencyMs = 20;
      const asked = CUSTOMERS.filter((one) => world.machine.view(one) !== null);
      await world.run(FOUND_WITHIN_MS);
      for (const one of asked) {
        const { app, expected, undelivered, asked: answered } = world.of(one);
        // An app that agreed is asked again with the next event or delivery.
        if (world.machine.view(one)?.state === 'agrees' && answered?.app === expected) continue;
        const right =
          app === expected
            ? 'agrees'
            : undelivered.length > 0
              ? 'behind'
              : PRICES[app] > PRICES[expected]
                ? 'ahead'
                : 'drift';
        expect(world.machine.view(one)?.state, `customer ${one}`).toBe(right);
      }
    }),
    {
      numRuns: Number(process.env['HOOKLINE_MODEL_RUNS'] ?? 300),
      ...(process.env['HOOKLINE_MODEL_SEED'] === undefined
        ? {}
        : { seed: Number(process.env['HOOKLINE_MODEL_SEED']) }),
    },
  );
}, 120_000);

test('while the app is wrong it is asked again after 1.5, 3, 6, … 60 s, and the first question waits for the settle time', async () => {
  const world = new World();
  const at: number[] = [];
  world.planEvent(1, 'pro', true);
  for (let seen: number | null = null; at.length < 9;) {
    await world.run(10);
    const askedAt = world.of(1).check?.askedAt ?? null;
    if (askedAt !== null && askedAt !== seen) at.push(world.mono);
    seen = askedAt;
  }
  const pauses = at.slice(1).map((one, place) => Math.round((one - (at[place] ?? 0)) / 500) / 2);
  expect(at[0]).toBeGreaterThanOrEqual(SETTLE_MS);
  expect(pauses).toEqual([1.5, 3, 6, 12, 24, 48, 60, 60]);
  expect(world.machine.view(1)?.state).toBe('drift');
});

test('events that keep coming put the question off only so long', async () => {
  const world = new World();
  for (let time = 0; time < 20_000; time += 700) {
    world.planEvent(1, 'pro', true);
    await world.run(700);
  }
  // Each of them ended a question, so there is no verdict; but the app was asked.
  expect(world.machine.view(1)?.state).toBe('asking');
  expect(world.mostAsking).toBe(1);
});
