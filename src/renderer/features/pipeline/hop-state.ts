// How each hop of the line stands, and the one action that would mend it. Pure rules; the words are in the catalogues.
import type { SilentLine } from '#shared/contract/catch-up.ts';
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import type { Status } from '#shared/contract/status.ts';
import type { ForwarderState } from '#shared/domain/forwarder-state.ts';
import type { Tone } from '../../components/tone.ts';
import { CONDITION_TONES, type Condition } from '../endpoints/endpoint-state.ts';

export const HOP_IDS = ['stripe', 'forwarder', 'hookline', 'endpoint'] as const;
export type HopId = (typeof HOP_IDS)[number];

export type Mending =
  | 'start'
  | 'restart'
  | 'tryAgain'
  | 'signIn'
  | 'reconnect'
  | 'playEvent'
  | 'openConnection'
  | 'openEndpoint'
  | 'openMissed'
  | 'resendFailed';

export interface HopState {
  tone: Tone;
  mending: Mending | null;
}

const FORWARDER: Record<ForwarderState, HopState> = {
  disabled: { tone: 'idle', mending: 'start' },
  not_found: { tone: 'bad', mending: 'openConnection' },
  not_logged_in: { tone: 'bad', mending: 'signIn' },
  starting: { tone: 'idle', mending: null },
  ready: { tone: 'ok', mending: null },
  reconnecting: { tone: 'warn', mending: 'restart' },
  renewing: { tone: 'warn', mending: null },
  key_refused: { tone: 'bad', mending: 'signIn' },
  too_many_sessions: { tone: 'bad', mending: 'tryAgain' },
  organization_key: { tone: 'bad', mending: 'signIn' },
  offline: { tone: 'bad', mending: 'tryAgain' },
  crashed: { tone: 'bad', mending: 'restart' },
  stopped: { tone: 'idle', mending: 'start' },
};

/** The CLI says it is ready, but Stripe has fallen silent. */
export function isSilent(forwarder: ForwarderStatus): boolean {
  return forwarder.state === 'ready' && forwarder.lineHealth === 'silent';
}

/** The CLI says it is ready or about to be, but Stripe has a newer event than it brought. */
export function isDead(forwarder: ForwarderStatus, silentLine: SilentLine | null): boolean {
  return silentLine !== null && !isSilent(forwarder) && ['ready', 'starting'].includes(forwarder.state);
}

/** Nobody has signed in to this history: it is used without Stripe, and nothing is wrong with that. */
export function isWithoutStripe({ forwarder, account }: Pick<Status, 'forwarder' | 'account'>): boolean {
  const known = account.histories.some((one) => one.open && one.accountId !== null);
  return forwarder.state === 'not_logged_in' && !known;
}

export const WITHOUT_STRIPE: HopState = { tone: 'idle', mending: 'signIn' };

/** @param silentLine an event that the line did not bring, when Stripe has a newer one than it brought */
export function forwarderHop(forwarder: ForwarderStatus, silentLine: SilentLine | null = null): HopState {
  if (isDead(forwarder, silentLine)) return { tone: 'warn', mending: 'openMissed' };
  if (isSilent(forwarder)) return { tone: 'warn', mending: 'restart' };
  return FORWARDER[forwarder.state];
}

export type StripeTopic = 'ok' | 'live' | 'unknown' | 'signedOut' | 'loggedOut' | 'unreachable';

export function stripeHop(forwarder: ForwarderStatus): HopState & { topic: StripeTopic } {
  const { state } = forwarder;
  if (state === 'not_logged_in') return { tone: 'bad', mending: 'signIn', topic: 'signedOut' };
  if (state === 'key_refused' || state === 'organization_key') {
    return { tone: 'bad', mending: 'signIn', topic: 'loggedOut' };
  }
  if (state === 'offline') return { tone: 'bad', mending: 'tryAgain', topic: 'unreachable' };
  if (forwarder.livemode === true) return { tone: 'warn', mending: 'signIn', topic: 'live' };
  if (state === 'ready' || state === 'renewing' || state === 'reconnecting') {
    return { tone: isSilent(forwarder) ? 'warn' : 'ok', mending: null, topic: 'ok' };
  }
  return { tone: 'idle', mending: null, topic: 'unknown' };
}

/** @param condition how the worst endpoint stands; null = there is none */
export function endpointHop(condition: Condition | null, failedCount: number): HopState {
  if (condition === null) return { tone: 'idle', mending: 'openEndpoint' };
  return { tone: CONDITION_TONES[condition], mending: endpointMending(condition, failedCount) };
}

function endpointMending(condition: Condition, failedCount: number): Mending | null {
  switch (condition) {
    case 'up':
      return failedCount > 0 ? 'resendFailed' : null;
    case 'failing':
      return 'resendFailed';
    case 'off':
    case 'down':
    case 'holding':
      return 'openEndpoint';
    case 'unknown':
      return 'playEvent';
    // Each paused endpoint has a button of its own, as has each that asks; what is draining needs nothing.
    case 'paused':
    case 'asking':
    case 'draining':
      return null;
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
