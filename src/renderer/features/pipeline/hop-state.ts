// How each hop of the line stands, and the one action that would mend it. Pure rules; the words are in the catalogues.
import type { Endpoint, EndpointHealth } from '#shared/contract/endpoints.ts';
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import type { ForwarderState } from '#shared/domain/forwarder-state.ts';
import type { Tone } from '../../components/tone.ts';

export const HOP_IDS = ['stripe', 'forwarder', 'hookline', 'endpoint'] as const;
export type HopId = (typeof HOP_IDS)[number];

export type Mending =
  | 'start'
  | 'restart'
  | 'tryAgain'
  | 'copyLogin'
  | 'openForwarder'
  | 'openEndpoint'
  | 'resendFailed';

export interface HopState {
  tone: Tone;
  mending: Mending | null;
}

const FORWARDER: Record<ForwarderState, HopState> = {
  disabled: { tone: 'idle', mending: 'start' },
  not_found: { tone: 'bad', mending: 'openForwarder' },
  not_logged_in: { tone: 'bad', mending: 'copyLogin' },
  starting: { tone: 'idle', mending: null },
  ready: { tone: 'ok', mending: null },
  reconnecting: { tone: 'warn', mending: 'restart' },
  renewing: { tone: 'warn', mending: null },
  key_refused: { tone: 'bad', mending: 'copyLogin' },
  too_many_sessions: { tone: 'bad', mending: 'tryAgain' },
  organization_key: { tone: 'bad', mending: 'copyLogin' },
  offline: { tone: 'bad', mending: 'tryAgain' },
  crashed: { tone: 'bad', mending: 'restart' },
  stopped: { tone: 'idle', mending: 'start' },
};

/** The CLI says it is ready, but Stripe has fallen silent. */
export function isSilent(forwarder: ForwarderStatus): boolean {
  return forwarder.state === 'ready' && forwarder.lineHealth === 'silent';
}

export function forwarderHop(forwarder: ForwarderStatus): HopState {
  if (isSilent(forwarder)) return { tone: 'warn', mending: 'restart' };
  return FORWARDER[forwarder.state];
}

export type StripeTopic = 'ok' | 'live' | 'unknown' | 'loggedOut' | 'unreachable';

export function stripeHop(forwarder: ForwarderStatus): HopState & { topic: StripeTopic } {
  const { state } = forwarder;
  if (state === 'not_logged_in' || state === 'key_refused' || state === 'organization_key') {
    return { tone: 'bad', mending: 'copyLogin', topic: 'loggedOut' };
  }
  if (state === 'offline') return { tone: 'bad', mending: 'tryAgain', topic: 'unreachable' };
  if (forwarder.livemode === true) return { tone: 'warn', mending: null, topic: 'live' };
  if (state === 'ready' || state === 'renewing' || state === 'reconnecting') {
    return { tone: isSilent(forwarder) ? 'warn' : 'ok', mending: null, topic: 'ok' };
  }
  return { tone: 'idle', mending: null, topic: 'unknown' };
}

export type EndpointTopic = 'none' | 'off' | 'unknown' | 'up' | 'failing' | 'down';

export function endpointHop(
  endpoint: Pick<Endpoint, 'enabled'> | undefined,
  health: Pick<EndpointHealth, 'state'> | undefined,
  failedCount: number,
): HopState & { topic: EndpointTopic } {
  if (endpoint === undefined) return { tone: 'idle', mending: 'openEndpoint', topic: 'none' };
  if (!endpoint.enabled) return { tone: 'idle', mending: 'openEndpoint', topic: 'off' };
  switch (health?.state ?? 'unknown') {
    case 'up':
      return { tone: 'ok', mending: failedCount > 0 ? 'resendFailed' : null, topic: 'up' };
    case 'failing':
      return { tone: 'warn', mending: 'resendFailed', topic: 'failing' };
    case 'down':
      return { tone: 'bad', mending: 'openEndpoint', topic: 'down' };
    case 'unknown':
      return { tone: 'idle', mending: null, topic: 'unknown' };
  }
}

/** `acct_1Q8…f2`: enough to recognise an account. */
export function shortAccount(id: string): string {
  return id.length > 14 ? `${id.slice(0, 8)}…${id.slice(-2)}` : id;
}

/** The day of `2026-10-28.endive`. */
export function versionDay(apiVersion: string): string {
  return apiVersion.split('.')[0] ?? apiVersion;
}
