// What a state of the forwarder means to somebody who only glances: the line is up, down, on its way, or not wanted.
import type { ForwarderState } from '#shared/domain/forwarder-state.ts';

export type LineVerdict = 'up' | 'down' | 'on_its_way' | 'off';

const VERDICTS: Record<ForwarderState, LineVerdict> = {
  ready: 'up',
  starting: 'on_its_way',
  reconnecting: 'on_its_way',
  renewing: 'on_its_way',
  not_found: 'down',
  not_logged_in: 'down',
  key_refused: 'down',
  too_many_sessions: 'down',
  organization_key: 'down',
  offline: 'down',
  crashed: 'down',
  disabled: 'off',
  stopped: 'off',
};

export function lineVerdict(state: ForwarderState): LineVerdict {
  return VERDICTS[state];
}
