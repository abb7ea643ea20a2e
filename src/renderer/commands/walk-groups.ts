// Opening and closing groups of the list by keyboard, as in a tree.
import { groupAtCursor, isGroupOpen, selectGroup, setGroupOpen } from '../stores/list/grouping.ts';
import { moveSelection } from '../stores/selection.ts';
import { onEvents, onGroup, shownGroup } from './situation.ts';

/** A group is selected, or one of its events. */
export const isInGroup = (): boolean => onEvents() && groupAtCursor() !== null;

export function toggleGroup(): void {
  const key = shownGroup();
  if (key !== null) setGroupOpen(key, !isGroupOpen(key));
}

/** Opens the group; where it is open, goes on to its first event. */
export function goIntoGroup(): void {
  const key = shownGroup();
  if (key === null) return;
  if (isGroupOpen(key)) moveSelection(1);
  else setGroupOpen(key, true);
}

/** From an event to its group; where that is selected, closes it. */
export function leaveGroup(): void {
  const key = groupAtCursor();
  if (key === null) return;
  if (onGroup()) setGroupOpen(key, false);
  else selectGroup(key);
}
