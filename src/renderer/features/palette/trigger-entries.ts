// What the palette offers of triggers: each name as it is, and what was changed before once more.
import i18next, { type TFunction } from 'i18next';
import { triggerCommandLine } from '#shared/domain/triggers/trigger-command.ts';
import { openTriggers, trigger, triggerAgain, useTriggers } from '../../stores/triggers-store.ts';
import type { PaletteEntry } from './palette-entry.ts';

/** Beyond that they are found in the Send view. */
const MOST_AGAIN = 10;

export function triggerEntries(t: TFunction): PaletteEntry[] {
  const { offer, runs } = useTriggers.getState();
  const en = i18next.getFixedT('en');
  const changed = (runs ?? []).filter(({ order }) => order.edits.length > 0).slice(0, MOST_AGAIN);
  return [
    ...changed.map(({ id, order }) => ({
      id: `trigger again ${id}`,
      group: 'trigger' as const,
      text: t('palette.triggerAgain', { name: order.event }),
      detail: triggerCommandLine(order),
      also: en('palette.triggerAgain', { name: order.event }),
      run() {
        openTriggers();
        void triggerAgain(id);
      },
    })),
    ...(offer?.events ?? []).map((name) => ({
      id: `trigger ${name}`,
      group: 'trigger' as const,
      text: t('palette.trigger', { name }),
      also: en('palette.trigger', { name }),
      run() {
        openTriggers();
        void trigger({ event: name, edits: [] });
      },
    })),
  ];
}
