// Reads generated events for the tests, with nothing of the generator's own code.
import {
  generateScenario,
  type ScenarioApiVersion,
  type ScenarioId,
  type ScenarioOptions,
  type ScenarioStep,
} from '#shared/domain/scenarios/scenarios.ts';

export type Json = Record<string, unknown>;

export const OLD = '2024-06-20' satisfies ScenarioApiVersion;
export const CURRENT = '2026-10-28.endive' satisfies ScenarioApiVersion;

export interface Told {
  id: string;
  type: string;
  created: number;
  account?: string;
  api_version: string;
  livemode: boolean;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  data: { object: Json; previous_attributes?: Json };
}

export const asTold = (steps: readonly ScenarioStep[]): Told[] =>
  steps.map(({ event }) => event as unknown as Told);

export function tell(
  id: ScenarioId,
  apiVersion: ScenarioApiVersion,
  change: Partial<ScenarioOptions> = {},
): Told[] {
  return asTold(
    generateScenario(id, { apiVersion, seed: 7, startAt: 1_780_000_000, appRef: 'user_42', ...change }),
  );
}

export const isHash = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `lines.data.0.amount`; undefined when there is no such thing. */
export function at(object: unknown, path: string): unknown {
  let value: unknown = object;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Json)[key];
  }
  return value;
}

/** Every value within, with its key (of an array's elements: the array's). */
export function* within(value: unknown, key = ''): Generator<[key: string, value: unknown]> {
  yield [key, value];
  if (Array.isArray(value)) for (const one of value) yield* within(one, key);
  else if (isHash(value)) for (const [name, inner] of Object.entries(value)) yield* within(inner, name);
}
