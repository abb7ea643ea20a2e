// Plays scenarios: made-up events, signed and sent to the receiver as the real ones are, and marked as made up everywhere.
import { randomBytes, randomInt } from 'node:crypto';
import type { ScenarioOrder, ScenarioRun } from '#shared/contract/scenarios.ts';
import {
  generateScenario,
  inStripesManner,
  SCENARIO_API_VERSIONS,
  SCENARIO_IDS,
  versionsOf,
  type ScenarioId,
  type ScenarioStep,
} from '#shared/domain/scenarios/scenarios.ts';
import type { Clock } from '../ports.ts';

export class UnknownScenarioError extends Error {
  readonly code = 'UNKNOWN_SCENARIO';
}

export class ScenarioVersionError extends Error {
  readonly code = 'NOT_IN_VERSION';
}

export interface Scenarios {
  list(): { scenarios: string[]; apiVersions: string[]; onlyIn: Record<string, string[]> };
  /** Being played, and the last few that were, newest first. */
  runs(): ScenarioRun[];
  /** @throws UnknownScenarioError, ScenarioVersionError */
  run(order: ScenarioOrder): ScenarioRun;
  /** Resolves when it is over. */
  ended(id: string): Promise<void>;
  step(id: string): Promise<ScenarioRun | null>;
  stop(id: string): ScenarioRun | null;
  dispose(): Promise<void>;
}

/** Of some events, how many were accepted and how many were not; the rest is under way. */
export interface Outcomes {
  delivered: number;
  failed: number;
}

export interface ScenariosDeps {
  outcomesOf: (eventIds: readonly string[]) => Outcomes;
  /** Sends one event to the receiver; resolves with the status it answered. */
  send: (body: Buffer) => Promise<number>;
  clock: Clock;
  onChange: () => void;
}

interface Playing {
  run: Omit<ScenarioRun, keyof Outcomes>;
  steps: readonly ScenarioStep[];
  abort: AbortController;
  over: Promise<void>;
}

const KEPT_RUNS = 10;
/** The longest pause between two events, however far apart they are in a scenario. */
const MAX_GAP_MS = 1_500;
/** A month of a scenario takes so long. */
const MS_PER_DAY = 50;
/** A backend that is slow holds up the play no longer than that. */
const PATIENCE_MS = 2_000;
const DAY_SECONDS = 86_400;

const NAMES = [
  'Ada Lovelace',
  'Grace Hopper',
  'Margaret Hamilton',
  'Radia Perlman',
  'Karen Spärck Jones',
  'Katherine Johnson',
];

export function createScenarios({ send, outcomesOf, clock, onChange }: ScenariosDeps): Scenarios {
  const played: Playing[] = [];

  const find = (id: string): Playing | null => played.find(({ run }) => run.id === id) ?? null;

  function show(one: Playing, change: Partial<Playing['run']>): ScenarioRun {
    one.run = { ...one.run, ...change };
    onChange();
    return shown(one);
  }

  function shown({ run, steps }: Playing): ScenarioRun {
    const ids = steps.slice(0, run.sent).map(({ event }) => String(event['id']));
    return { ...run, ...outcomesOf(ids) };
  }

  function fail(one: Playing, error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    if (!one.abort.signal.aborted) show(one, { state: 'failed', detail });
  }

  async function sendNext(one: Playing): Promise<void> {
    const step = one.steps[one.run.sent];
    if (step === undefined) return;
    const body = Buffer.from(JSON.stringify(step.event, null, 2));
    await Promise.race([send(body), pause(PATIENCE_MS, one.abort.signal)]);
    const sent = one.run.sent + 1;
    const done = sent === one.steps.length;
    show(one, { sent, nextType: typeOf(one.steps[sent]), ...(done && { state: 'done' as const }) });
  }

  async function playThrough(one: Playing, speed: ScenarioOrder['speed']): Promise<void> {
    // What was overtaken or comes again is from before; time does not run twice for it.
    let reached = one.steps[0]?.at ?? 0;
    while (one.run.sent < one.steps.length && !one.abort.signal.aborted) {
      const at = one.steps[one.run.sent]?.at ?? reached;
      if (speed === 'compressed' && one.run.sent > 0) {
        const days = Math.max(0, at - reached) / DAY_SECONDS;
        await pause(Math.min(MAX_GAP_MS, Math.max(120, days * MS_PER_DAY)), one.abort.signal);
      }
      reached = Math.max(reached, at);
      if (!one.abort.signal.aborted) await sendNext(one);
    }
  }

  return {
    list: () => ({
      scenarios: [...SCENARIO_IDS],
      apiVersions: [...SCENARIO_API_VERSIONS],
      onlyIn: Object.fromEntries(
        SCENARIO_IDS.filter((id) => versionsOf(id).length < SCENARIO_API_VERSIONS.length).map((id) => [
          id,
          [...versionsOf(id)],
        ]),
      ),
    }),
    runs: () => played.map(shown),

    run(order) {
      const scenario = SCENARIO_IDS.find((id) => id === order.scenario);
      const apiVersion = SCENARIO_API_VERSIONS.find(
        (version) => version === (order.apiVersion ?? SCENARIO_API_VERSIONS.at(-1)),
      );
      if (scenario === undefined || apiVersion === undefined) throw new UnknownScenarioError(order.scenario);
      if (!versionsOf(scenario).includes(apiVersion)) throw new ScenarioVersionError(scenario);
      const seed = order.seed ?? randomInt(2 ** 31);
      const name = order.name?.trim() || (NAMES[seed % NAMES.length] ?? 'Ada Lovelace');
      const email = order.email?.trim() || emailOf(name, seed);
      const steps = inStripesManner(
        stepsUntilNow(scenario, { apiVersion, seed, customer: { name, email } }),
        {
          seed,
          disorder: order.disorder,
          duplicates: order.duplicates,
        },
      );
      const one: Playing = {
        run: {
          id: `run_${randomBytes(6).toString('hex')}`,
          scenario,
          state: order.speed === 'step' ? 'waiting' : 'running',
          speed: order.speed,
          total: steps.length,
          sent: 0,
          customerName: name,
          nextType: typeOf(steps[0]),
          detail: null,
        },
        steps,
        abort: new AbortController(),
        over: Promise.resolve(),
      };
      played.unshift(one);
      const finished = played.filter(({ run }) => run.state !== 'running' && run.state !== 'waiting');
      for (const old of finished.slice(KEPT_RUNS)) played.splice(played.indexOf(old), 1);
      if (order.speed !== 'step') {
        one.over = playThrough(one, order.speed).catch((error: unknown) => fail(one, error));
      }
      onChange();
      return shown(one);
    },

    ended: async (id) => await find(id)?.over,

    async step(id) {
      const one = find(id);
      if (one === null) return null;
      // One after another, however fast they are asked for.
      const before = one.over;
      const stepped = async (): Promise<void> => {
        await before;
        if (one.run.state === 'waiting') await sendNext(one).catch((error: unknown) => fail(one, error));
      };
      one.over = stepped();
      await one.over;
      return shown(one);
    },

    stop(id) {
      const one = find(id);
      if (one === null) return null;
      if (one.run.state === 'done' || one.run.state === 'failed') return shown(one);
      one.abort.abort(new Error('The scenario was stopped.'));
      return show(one, { state: 'stopped' });
    },

    async dispose() {
      for (const { abort } of played) abort.abort(new Error('Hookline is shutting down.'));
      await Promise.allSettled(played.map(({ over }) => over));
    },
  };

  /** A scenario takes months; it is told so that its last event is of this very moment. */
  function stepsUntilNow(
    scenario: ScenarioId,
    options: Omit<Parameters<typeof generateScenario>[1], 'startAt'>,
  ): ScenarioStep[] {
    const span = generateScenario(scenario, { ...options, startAt: 0 }).at(-1)?.at ?? 0;
    return generateScenario(scenario, { ...options, startAt: Math.floor(clock.now() / 1000) - span });
  }
}

function typeOf(step: ScenarioStep | undefined): string | null {
  const type = step?.event['type'];
  return typeof type === 'string' ? type : null;
}

function emailOf(name: string, seed: number): string {
  const plain = name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z ]/g, '')
    .trim()
    .replaceAll(/ +/g, '.');
  return `${plain || 'customer'}.${(seed % 10_000).toString().padStart(4, '0')}@example.com`;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
