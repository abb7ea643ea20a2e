// Moving through the list: choosing a row pauses following, so that it stays where it is.
import type { EventSummary } from '#shared/contract/events.ts';
import { loadOlder, rows, setFollowing } from './event-list-store.ts';
import { inspect, inspectedSeq } from './inspected-store.ts';
import { useView } from './view-store.ts';

/** So many rows before the end of what is loaded, older ones are asked for. */
const LOAD_AHEAD_ROWS = 20;

export function select(event: EventSummary): void {
  setFollowing(false);
  inspect(event);
}

/** Selects and, where list and inspector are two steps, goes on to the inspector. */
export function open(event: EventSummary): void {
  select(event);
  useView.setState({ step: 'inspector' });
}

export function moveSelection(by: number): void {
  const seq = inspectedSeq();
  const current = seq === null ? -1 : rows.indexOf(seq);
  const wanted = current === -1 ? 0 : Math.max(0, Math.min(rows.count - 1, current + by));
  selectIndex(wanted);
}

export function selectIndex(index: number): void {
  const event = rows.at(index);
  if (event !== undefined) select(event);
  if (index >= rows.count - LOAD_AHEAD_ROWS) void loadOlder();
}
