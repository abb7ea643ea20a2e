// How an endpoint stands, in one word for the rules that follow from it. Pure; the words are in the catalogues.
import type { Endpoint, EndpointHealth } from '#shared/contract/endpoints.ts';
import type { Tone } from '../../components/tone.ts';

/** From the worst to the best. */
export const CONDITIONS = [
  'asking',
  'holding',
  'down',
  'failing',
  'draining',
  'paused',
  'unknown',
  'up',
  'off',
] as const;
/**
 * `asking`: held for so long that it waits for a yes · `holding`: down, with events waiting for it · `draining`: back, held
 * events are on their way out.
 */
export type Condition = (typeof CONDITIONS)[number];

export const CONDITION_TONES: Record<Condition, Tone> = {
  asking: 'bad',
  holding: 'bad',
  down: 'bad',
  failing: 'warn',
  draining: 'warn',
  paused: 'warn',
  unknown: 'idle',
  up: 'ok',
  off: 'idle',
};

export type EndpointSwitches = Pick<Endpoint, 'enabled' | 'paused'>;
export type EndpointPulse = Pick<EndpointHealth, 'state' | 'held' | 'asking' | 'draining'>;

export function conditionOf(
  { enabled, paused }: EndpointSwitches,
  health: EndpointPulse | undefined,
): Condition {
  if (!enabled) return 'off';
  if (health?.asking === true) return 'asking';
  if (paused) return 'paused';
  if (health === undefined) return 'unknown';
  if (health.draining !== null) return 'draining';
  if (health.state === 'down') return health.held > 0 ? 'holding' : 'down';
  return health.state;
}

export interface Standing<E = Endpoint, H = EndpointHealth> {
  endpoint: E;
  health: H | undefined;
  condition: Condition;
}

/** Every endpoint with how it stands, in the order they were given. */
export function standingsOf<
  E extends EndpointSwitches & { id: string },
  H extends EndpointPulse & { endpointId: string },
>(endpoints: readonly E[], healths: readonly H[]): Standing<E, H>[] {
  return endpoints.map((endpoint) => {
    const health = healths.find(({ endpointId }) => endpointId === endpoint.id);
    return { endpoint, health, condition: conditionOf(endpoint, health) };
  });
}

/** The one that needs looking at first; of equals the first. */
export function worstOf<S extends { condition: Condition }>(standings: readonly S[]): S | undefined {
  return standings.reduce<S | undefined>(
    (worst, one) =>
      worst === undefined || CONDITIONS.indexOf(one.condition) < CONDITIONS.indexOf(worst.condition)
        ? one
        : worst,
    undefined,
  );
}
