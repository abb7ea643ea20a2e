// Moving through the list: while a line is chosen, new rows wait, so that it stays where it is.
import type { EventSummary } from '#shared/contract/events.ts';
import { dispatch, loadOlder, rowOf, useEventList } from './event-list-store.ts';
import { inspect, useInspected } from './inspected-store.ts';
import { selectGroup } from './list/grouping.ts';
import { cursorLine, lineAt, lineCount } from './list/list-lines.ts';
import { useView } from './view-store.ts';

/** So many lines before the end of what is loaded, older events are asked for. */
const LOAD_AHEAD_ROWS = 20;

export function select(event: EventSummary): void {
  dispatch({ kind: 'read' });
  inspect(event);
}

/** Selects and, where list and inspector are two steps, goes on to the inspector. */
export function open(event: EventSummary): void {
  select(event);
  useView.setState({ step: 'inspector' });
}

export function moveSelection(by: number): void {
  // From nowhere (-1) one step down is the first line.
  const list = useEventList.getState();
  const from = useInspected.getState().byItself ? -1 : cursorLine(list);
  selectIndex(Math.max(0, Math.min(lineCount(list) - 1, from + by)));
}

export function selectIndex(index: number): void {
  const list = useEventList.getState();
  const line = lineAt(list, index);
  if (line?.what === 'group') selectGroup(line.key);
  else {
    const event = line === undefined ? undefined : rowOf(line.seq);
    if (event !== undefined) select(event);
  }
  if (index >= lineCount(list) - LOAD_AHEAD_ROWS) void loadOlder();
}
