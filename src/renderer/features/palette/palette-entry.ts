// What stands in the palette, whichever it is: a command, a place, an event type, a person.
import { scoreOf, type Findable } from './matching.ts';

/** In the order shown while nothing is typed: what can be done now, then where to go, then everything else. */
export const PALETTE_GROUPS = [
  'event',
  'customer',
  'recent',
  'views',
  'go',
  'line',
  'endpoints',
  'list',
  'app',
  'copy',
  'play',
  'trigger',
  'customers',
  'types',
  'search',
] as const;
export type PaletteGroup = (typeof PALETTE_GROUPS)[number];

/** Asked of the engine, so they come a moment later: beneath what stands there, which must not move. */
const LATE: readonly PaletteGroup[] = ['customers', 'types'];

export interface PaletteEntry extends Findable {
  /** Unique among all. */
  id: string;
  group: PaletteGroup;
  /** Said beside it: a count, an address. */
  detail?: string;
  keys?: string | undefined;
  /** Only found by typing. */
  quiet?: boolean;
  run(): void;
}

export interface ShownGroup {
  group: PaletteGroup;
  entries: readonly PaletteEntry[];
}

/** Those that fit, in groups: the group with the best one first. What the engine found fits already. */
export function shownGroups(entries: readonly PaletteEntry[], typed: string): ShownGroup[] {
  const atFirst = typed.trim() === '';
  const scored = entries
    .filter(({ quiet, group }) => (atFirst ? quiet !== true : group !== 'recent'))
    .map((entry) => ({ entry, score: isFound(entry.group) ? 1 : scoreOf(entry, typed) }))
    .filter(({ score }) => score > 0);
  const groups = PALETTE_GROUPS.map((group) => {
    const own = scored.filter(({ entry }) => entry.group === group);
    const best = Math.max(0, ...own.map(({ score }) => score));
    const sorted = atFirst ? own : own.toSorted((one, other) => other.score - one.score);
    return { group, best, entries: sorted.map(({ entry }) => entry) };
  }).filter((one) => one.entries.length > 0);
  if (atFirst) return groups;
  return groups.toSorted((one, other) => rank(other.group) - rank(one.group) || other.best - one.best);
}

const isFound = (group: PaletteGroup): boolean => LATE.includes(group) || group === 'search';

function rank(group: PaletteGroup): number {
  if (group === 'search') return 0;
  return LATE.includes(group) ? 1 : 2;
}
