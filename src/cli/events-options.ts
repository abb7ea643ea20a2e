// Reads what stands behind `hookline events`.
import { InvalidArgument, readArguments } from './arguments.ts';
import { readDataDir, type Surroundings } from './surroundings.ts';

export interface EventsOptions {
  /** In the filter language, as typed; empty = everything. */
  filter: string;
  limit: number;
  follow: boolean;
  /** One event summary a line. */
  json: boolean;
  /** null = the platform's usual place. */
  dataDir: string | null;
}

export const DEFAULT_LIMIT = 20;
export const MAX_LIMIT = 100_000;

const DEFINITIONS = {
  limit: { type: 'string' },
  follow: { type: 'boolean' },
  json: { type: 'boolean' },
  'data-dir': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const EVENTS_OPTION_NAMES = Object.keys(DEFINITIONS);

/** @throws InvalidArgument */
export function readEventsOptions(argv: readonly string[], around: Surroundings): EventsOptions | 'help' {
  const { given, words } = readArguments(argv, DEFINITIONS, {
    help: 'hookline events --help',
    dashedWords: true,
  });
  if (given.has('help')) return 'help';
  return {
    filter: words.join(' '),
    limit: readLimit(given.get('limit')?.at(-1) ?? null),
    follow: given.has('follow'),
    json: given.has('json'),
    dataDir: readDataDir(given.get('data-dir')?.at(-1) ?? null, around),
  };
}

function readLimit(text: string | null): number {
  if (text === null) return DEFAULT_LIMIT;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (!(limit <= MAX_LIMIT)) {
    throw new InvalidArgument(`--limit takes a number from 0 to ${MAX_LIMIT}, not “${text}”.`);
  }
  return limit;
}
