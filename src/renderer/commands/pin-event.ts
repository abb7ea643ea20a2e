// Pins: events the developer wants to come back to. The row itself changes by the feed, as for everybody who looks on.
import i18next from 'i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { announce } from '../stores/announcement-store.ts';
import { engine } from '../stores/engine.ts';

export async function togglePin({ id, pinned }: EventSummary): Promise<void> {
  try {
    await engine.call((api) => api.events.pin({ id, pinned: !pinned }));
    announce(i18next.t(pinned ? 'pin.unpinned' : 'pin.pinned'));
  } catch {
    announce(i18next.t('pin.failed'), 'bad');
  }
}
