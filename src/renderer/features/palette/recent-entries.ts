// What was chosen lately and can be chosen now, to be done again at once.
import { noteRecent, recentIds } from '../../stores/recent-commands.ts';
import type { PaletteEntry } from './palette-entry.ts';

const PREFIX = 'recent ';

/** What is found by typing is another thing each time. */
const isLasting = ({ group }: PaletteEntry): boolean =>
  group !== 'types' && group !== 'customers' && group !== 'search';

export function noteChosen(entry: PaletteEntry): void {
  const id = entry.id.startsWith(PREFIX) ? entry.id.slice(PREFIX.length) : entry.id;
  if (isLasting(entry)) noteRecent(id);
}

export function recentEntries(entries: readonly PaletteEntry[]): PaletteEntry[] {
  return recentIds().flatMap((id) => {
    const entry = entries.find((one) => one.id === id);
    return entry === undefined
      ? []
      : [{ ...entry, id: `${PREFIX}${id}`, group: 'recent' as const, quiet: false }];
  });
}
