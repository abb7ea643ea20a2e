// `hookline events`: lists events of the running Hookline, and follows them. A client: it starts nothing and changes nothing.
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { ORPCError } from '@orpc/client';
import type { EventSummary } from '#shared/contract/events.ts';
import { parseFilter, type FilterProblem } from '#shared/domain/filter/parse-filter.ts';
import { EXIT, type ExitCode } from '#shared/domain/launch-options.ts';
import { usualDataDir } from '#shared/domain/running-instance.ts';
import type { EventsOptions } from '../events-options.ts';
import { ConnectionLostError, NotRunningError, openConnection, type Connection } from './connection.ts';
import { createEventLines } from './event-lines.ts';
import { pagesOf } from './event-pages.ts';
import { reasonsOf } from './failure-reasons.ts';
import { filterComplaint } from './filter-complaint.ts';
import { followEvents } from './follow-events.ts';
import { createOutput } from './output.ts';
import { createPaint } from './paint.ts';

/** Resolves with the code to exit with. */
export async function runEvents(options: EventsOptions): Promise<ExitCode> {
  const { filter, limit } = options;
  const { env, platform, stdout } = process;
  const dataDir = resolve(options.dataDir ?? usualDataDir(platform, env, homedir()));

  const read = parseFilter(filter);
  if (!read.ok) return refuse(filter, read.problem);

  const output = createOutput(stdout);
  const linesOf = options.json
    ? jsonLines
    : createEventLines({
        paint: createPaint(stdout, env),
        terminalWidth: () => (stdout.isTTY ? stdout.columns : null),
        now: Date.now,
        goesOn: options.follow,
      });
  let current: Connection | null = null;
  const open = async (signal?: AbortSignal): Promise<Connection> =>
    (current = await openConnection(dataDir, signal));
  const tell = async (events: readonly EventSummary[]): Promise<void> => {
    // Without a connection they are told all the same.
    const reasons = options.json
      ? undefined
      : await current?.call((api) => reasonsOf(api, events)).catch(() => undefined);
    await output.write(linesOf(events, reasons));
  };
  try {
    const connection = await open();
    if (options.follow) {
      const signal = AbortSignal.any([signalled(), output.gone]);
      const reopen = (): Promise<Connection> => open(signal);
      await followEvents({ connection, reopen, filter, limit, tell, say, signal });
    } else {
      const { count, hasMore } = await list(connection, options, tell, output.gone);
      if (count === 0 && limit > 0 && !options.json) say(nothingFound(filter));
      if (hasMore && !output.gone.aborted)
        say(`These are the newest ${count}; more events match. --limit takes more.`);
    }
  } catch (error) {
    return explain(error, filter, dataDir);
  }
  const failure = output.failure();
  if (failure === null) return EXIT.ok;
  say(`The events could not be written: ${failure.message}.`);
  return EXIT.unexpected;
}

/** @returns how many there were, and whether more match */
async function list(
  connection: Connection,
  { filter, limit }: EventsOptions,
  tell: (events: readonly EventSummary[]) => Promise<void>,
  gone: AbortSignal,
): Promise<{ count: number; hasMore: boolean }> {
  let count = 0;
  let hasMore = false;
  try {
    await connection.call(async (api) => {
      for await (const { items, nextCursor } of pagesOf(api, filter, limit)) {
        count += items.length;
        hasMore = nextCursor !== null;
        await tell(items);
        if (gone.aborted) break;
      }
    });
  } finally {
    connection.close();
  }
  return { count, hasMore };
}

/** Terminals also obey single characters between 0x7f and 0x9f, which JSON leaves as they are. */
function jsonLines(events: readonly EventSummary[]): string {
  const escaped = (char: string): string => `\\u00${char.charCodeAt(0).toString(16)}`;
  return events.map((event) => `${JSON.stringify(event).replaceAll(/[\u007f-\u009f]/g, escaped)}\n`).join('');
}

function nothingFound(filter: string): string {
  return filter.trim() === '' ? 'There are no events yet.' : 'No event matches this filter.';
}

/** Ctrl+C is how following is meant to end; a second one ends it whatever is under way. */
function signalled(): AbortSignal {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => end.abort());
  return end.signal;
}

function explain(error: unknown, filter: string, dataDir: string): ExitCode {
  if (error instanceof NotRunningError) {
    say(
      `No Hookline is running with the data directory ${dataDir}. ` +
        'Start it with hookline (npm start in a checkout), or name its directory with --data-dir.',
    );
    return EXIT.notRunning;
  }
  if (error instanceof ConnectionLostError) {
    say('The connection to Hookline was lost before all events were there. Is it still running? Try again.');
    return EXIT.unexpected;
  }
  // Its grammar may be that of another version.
  if (error instanceof ORPCError && error.code === 'BAD_FILTER')
    return refuse(filter, error.data as FilterProblem);
  if (error instanceof ORPCError) {
    say(`Hookline could not answer (${error.code}): ${error.message}. Its own log says why.`);
    return EXIT.unexpected;
  }
  throw error;
}

function refuse(filter: string, problem: FilterProblem): ExitCode {
  process.stderr.write(filterComplaint(filter, problem));
  return EXIT.usage;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
