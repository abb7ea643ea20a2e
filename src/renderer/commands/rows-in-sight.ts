// How many rows of the list fit on screen: so far a page up or down moves.
import { FOCUS_IDS } from './focus.ts';
import { onCustomers } from './situation.ts';

export function rowsInSight(): number {
  const list = document.getElementById(onCustomers() ? FOCUS_IDS.customerList : FOCUS_IDS.list);
  const row = list?.querySelector<HTMLElement>('[aria-posinset]');
  const heightPx = list?.parentElement?.clientHeight ?? 0;
  // One of them stays in sight, so that the eye finds its place again.
  return Math.max(1, Math.floor(heightPx / Math.max(1, row?.offsetHeight ?? 1)) - 1);
}
