// Goes to the next failed event of the list, past all others.
import i18next from 'i18next';
import { announce } from '../stores/announcement-store.ts';
import { loadOlder, useEventList } from '../stores/event-list-store.ts';
import { chosenSeq } from '../stores/inspected-store.ts';
import { indexOfSeq } from '../stores/list/list-rows.ts';
import { select } from '../stores/selection.ts';

/** Further than this many pages of older events it does not look; the filter finds them at once. */
const MOST_PAGES = 10;

/** @param by 1 = towards older events */
export async function moveToFailed(by: 1 | -1): Promise<void> {
  const seq = chosenSeq();
  const from = seq === null ? -1 : indexOfSeq(useEventList.getState().rows, seq);
  let next = from === -1 ? 0 : from + by;
  for (let pages = 0; pages <= MOST_PAGES; pages += 1) {
    const { rows, nextCursor } = useEventList.getState();
    for (; next >= 0 && next < rows.length; next += by) {
      const event = rows[next];
      if (event?.deliveryState === 'failed') {
        select(event);
        return;
      }
    }
    if (by === -1 || nextCursor === null) break;
    // oxlint-disable-next-line no-await-in-loop -- whether there is another page is known after this one
    await loadOlder();
    if (useEventList.getState().rows.length === rows.length || chosenSeq() !== seq) break;
  }
  announce(i18next.t(by === 1 ? 'did.noOlderFailed' : 'did.noNewerFailed'), 'bad');
}
