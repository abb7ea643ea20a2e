// The entries the palette knows by itself: commands that can be given now, filters, endpoints, copies, scenarios.
import i18next, { type TFunction } from 'i18next';
import { COPY_FORMATS } from '#shared/domain/export/export-format.ts';
import { commands, isAvailable, type CommandId } from '../../commands/commands.ts';
import { copyEventAs } from '../../commands/copy-event.ts';
import { PINNED_FILTER } from '../../commands/saved-filters.ts';
import { onEvent } from '../../commands/situation.ts';
import { commandsEn } from '../../i18n/en-commands.ts';
import { switchEndpoint } from '../../stores/endpoint-actions.ts';
import { openEndpoint } from '../../stores/endpoints-view-store.ts';
import { setFilter } from '../../stores/event-list-store.ts';
import { play, useScenarios } from '../../stores/scenarios-store.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { openView } from '../../stores/view-store.ts';
import { scenarioName } from '../playing/playing-words.ts';
import type { PaletteEntry } from './palette-entry.ts';

export function showFiltered(filter: string): void {
  openView('events');
  setFilter({ filter });
}

/** Also found by their English names, which is what tutorials and colleagues call them. */
const english = () => i18next.getFixedT('en');

/** Moving the cursor and turning to a tab are for the keyboard and the mouse: listed, they would hide what can be done. */
const MOVES: readonly CommandId[] = [
  'next',
  'previous',
  'nextFailed',
  'previousFailed',
  'first',
  'last',
  'pageDown',
  'pageUp',
  'open',
  'back',
  'expand',
  'collapse',
  'mark',
  'markDown',
  'markUp',
  'tabOverview',
  'tabPayload',
  'tabDeliveries',
  'tabPlan',
  'tabRaw',
  'tabStory',
];

/** Other words that people look for it by. */
function keywordsOf(t: TFunction, id: CommandId): string {
  const known = KEYWORDS.find((one) => one === id);
  return known === undefined ? '' : t(`palette.keywords.${known}`);
}

const KEYWORDS = Object.keys(commandsEn.palette.keywords) as (keyof typeof commandsEn.palette.keywords)[];

/** Every command but the one that opened this. */
export function commandEntries(t: TFunction): PaletteEntry[] {
  const en = english();
  return commands
    .filter((command) => command.id !== 'palette' && isAvailable(command))
    .map((command) => ({
      id: `command ${command.id}`,
      group: command.group,
      text: t(`shortcut.${command.id}`),
      also: [
        en(`shortcut.${command.id}`),
        en(`shortcut.group.${command.group}`),
        keywordsOf(en, command.id),
        keywordsOf(t, command.id),
      ].join(' '),
      quiet: MOVES.includes(command.id),
      keys: command.keys[0],
      run: () => command.run(),
    }));
}

/** As in the sidebar: views with nothing in them are left out, but found. */
export function viewEntries(t: TFunction): PaletteEntry[] {
  const counts = useStatus.getState().status?.counts;
  const saved = useSettings.getState().settings?.savedFilters ?? [];
  const known = (['failed', 'held', 'retrying', 'pinned'] as const).map((of) => ({
    name: t(`nav.${of}`),
    also: english()(`nav.${of}`),
    filter: of === 'pinned' ? PINNED_FILTER : `status:${of}`,
    quiet: (counts?.[of] ?? 0) === 0,
  }));
  return [...known, ...saved.map((one) => ({ ...one, also: '', quiet: false }))].map(
    ({ name, also, filter, quiet }) => ({
      id: `filter ${filter}`,
      group: 'views' as const,
      text: name,
      detail: filter,
      also: `${filter} ${also}`,
      quiet,
      run: () => showFiltered(filter),
    }),
  );
}

export function endpointEntries(t: TFunction): PaletteEntry[] {
  const endpoints = useStatus.getState().status?.endpoints ?? [];
  return endpoints.flatMap(({ id, name, url, enabled, paused }): PaletteEntry[] => {
    const open: PaletteEntry = {
      id: `endpoint ${id}`,
      group: 'endpoints',
      text: name,
      detail: url,
      also: url,
      run: () => openEndpoint(id),
    };
    if (!enabled) return [open];
    const pause: PaletteEntry = {
      id: `pause ${id}`,
      group: 'endpoints',
      text: t(paused ? 'palette.resume' : 'palette.pause', { name }),
      also: english()(paused ? 'palette.resume' : 'palette.pause', { name }),
      run: () => void switchEndpoint({ id, paused: !paused }),
    };
    return [open, pause];
  });
}

export function copyEntries(t: TFunction): PaletteEntry[] {
  if (!onEvent()) return [];
  // cURL has a command.
  return COPY_FORMATS.filter((format) => format !== 'curl').map((format) => ({
    id: `copy ${format}`,
    group: 'copy',
    text: t('palette.copyAs', { format: t(`copyAs.format.${format}`) }),
    also: english()('palette.copyAs', { format }),
    run: () => void copyEventAs(format),
  }));
}

export function scenarioEntries(t: TFunction): PaletteEntry[] {
  const scenarios = useScenarios.getState().offer?.scenarios ?? [];
  return scenarios.map((id) => ({
    id: `play ${id}`,
    group: 'play',
    text: t('palette.play', { name: scenarioName(t, id) }),
    also: scenarioName(english(), id),
    run() {
      openView('send');
      void play(id);
    },
  }));
}
