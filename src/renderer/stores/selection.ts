// Moving through the list: choosing a line pauses following, so that it stays where it is.
import type { EventSummary } from '#shared/contract/events.ts';
import { loadOlder, rows, setFollowing } from './event-list-store.ts';
import { lines, selectGroup } from './grouping-store.ts';
import { inspect, useInspected } from './inspected-store.ts';
import { useView } from './view-store.ts';

/** So many lines before the end of what is loaded, older events are asked for. */
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
  // From nowhere (-1) one step down is the first line.
  const from = useInspected.getState().byItself ? -1 : lines.cursorIndex();
  selectIndex(Math.max(0, Math.min(lines.count - 1, from + by)));
}

export function selectIndex(index: number): void {
  const line = lines.at(index);
  if (line?.what === 'group') selectGroup(line.key);
  else {
    const event = line === undefined ? undefined : rows.get(line.seq);
    if (event !== undefined) select(event);
  }
  if (index >= lines.count - LOAD_AHEAD_ROWS) void loadOlder();
}
