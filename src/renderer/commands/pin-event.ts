// Pins: events the developer wants to come back to. The row itself changes by the feed, as for everybody who looks on.
import i18next from 'i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { announce } from '../stores/announcement-store.ts';
import { engine } from '../stores/engine.ts';
import { offerUndo } from '../stores/undo-store.ts';

export async function togglePin({ id, pinned }: EventSummary): Promise<void> {
  const pin = (wanted: boolean) => engine.call((api) => api.events.pin({ id, pinned: wanted }));
  try {
    await pin(!pinned);
  } catch {
    announce(i18next.t('pin.failed'), 'bad');
    return;
  }
  if (pinned) offerUndo(i18next.t('pin.unpinned'), async () => void (await pin(true)));
  else announce(i18next.t('pin.pinned'));
}
