// What the end of `stripe listen` means for the forwarder: the state shown, and what can cure it.
import type { CliFailureKind } from '#shared/domain/stripe-cli/failure-kinds.ts';
import type { ForwarderState } from '#shared/domain/forwarder-state.ts';
import { refusesFlagStyle } from './capabilities.ts';
import {
  classifyCliFailure,
  type CliFailure,
  type NotStarted,
} from '#shared/domain/stripe-cli/classify-failure.ts';

export interface CliExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Set when it could not be started at all. */
  notStarted: NotStarted | null;
}

type FailedState = Extract<
  ForwarderState,
  | 'not_found'
  | 'not_logged_in'
  | 'key_refused'
  | 'too_many_sessions'
  | 'organization_key'
  | 'offline'
  | 'crashed'
>;
/** `restart`: time may heal it. `other_flags`: a CLI of the other kind. `user`: only a person can. */
type Cure = 'restart' | 'other_flags' | 'user';

export interface Failure {
  kind: CliFailureKind;
  state: FailedState;
  cure: Cure;
  /** One line, not redacted yet. */
  detail: string;
}

const MEANING: Record<CliFailureKind, readonly [FailedState, Exclude<Cure, 'other_flags'>]> = {
  cli_missing: ['not_found', 'user'],
  cli_not_executable: ['not_found', 'user'],
  wrong_architecture: ['not_found', 'user'],
  unsupported_options: ['crashed', 'user'],
  crashed: ['crashed', 'restart'],
  killed: ['crashed', 'restart'],
  not_logged_in: ['not_logged_in', 'user'],
  key_invalid: ['key_refused', 'user'],
  key_expired: ['key_refused', 'user'],
  key_forbidden: ['key_refused', 'user'],
  mode_mismatch: ['key_refused', 'user'],
  organization_key: ['organization_key', 'user'],
  login_expired: ['not_logged_in', 'user'],
  login_declined: ['not_logged_in', 'user'],
  offline: ['offline', 'restart'],
  dns: ['offline', 'restart'],
  tls: ['offline', 'restart'],
  proxy: ['offline', 'restart'],
  timeout: ['offline', 'restart'],
  not_stripe: ['offline', 'restart'],
  // Of a session that is asked for, 429 means that there are too many.
  rate_limited: ['too_many_sessions', 'restart'],
  too_many_sessions: ['too_many_sessions', 'restart'],
  stripe_down: ['offline', 'restart'],
  unknown_event: ['crashed', 'user'],
  not_found: ['crashed', 'restart'],
  bad_request: ['crashed', 'restart'],
  other: ['crashed', 'restart'],
};

/**
 * @param output what it printed on stderr since it was last ready, debug lines left out; an organization key ends it
 *   with exit code 0, so the output comes before the code
 */
export function classifyExit(exit: CliExit, output: string): Failure {
  const { code: exitCode, signal, notStarted } = exit;
  const failure = classifyCliFailure({ exitCode, signal, notStarted, stderr: output });
  const { kind, line } = failure;
  const [state, cure] = MEANING[kind];
  return {
    kind,
    state,
    cure: kind === 'unsupported_options' && line !== null && refusesFlagStyle(line) ? 'other_flags' : cure,
    detail: detailOf(failure) ?? endingOf(exit),
  };
}

function endingOf({ code, signal }: CliExit): string {
  return signal === null
    ? `stripe listen ended with exit code ${code}.`
    : `stripe listen was ended by ${signal}.`;
}

const MAX_DETAIL_CHARS = 400;

/** Stripe's own sentence, or the start of whatever came instead, with the status; else the line that says most. */
function detailOf({ status, apiError, body, line }: CliFailure): string | null {
  if (status !== null) {
    const page = body.replaceAll(/\s+/g, ' ').slice(0, 120).trim();
    const message = apiError?.message ?? (page === '' ? 'Stripe refused the session' : page);
    return `${message} (HTTP ${status})`.slice(0, MAX_DETAIL_CHARS);
  }
  return line?.replace(/^Error while authenticating with Stripe: /, '').slice(0, MAX_DETAIL_CHARS) ?? null;
}
