// Imports: jobs that take events in from a file, which may come in parts.
import type { Job } from '#shared/contract/jobs.ts';
import type { ImportReport } from '#shared/contract/transfer.ts';
import { importProblemSentence, type ImportProblem } from '#shared/domain/import/import-problem.ts';
import {
  createImportReader,
  type ImportedEvent,
  type ImportReader,
} from '#shared/domain/import/import-reader.ts';
import type { JobBook, RunningJob } from '../jobs/job-book.ts';
import type { Logger } from '../ports.ts';
import { identityOf } from '../store/event-places.ts';
import { kindOf } from '../store/store-error.ts';
import { takeEvent, type TakeEventDeps } from './take-event.ts';
import { createUnpacker, type Unpacker } from './unpacker.ts';

export type ImportRefusal = 'NOT_FOUND' | 'IMPORT_RUNNING' | 'NOT_STORED';

export class ImportError extends Error {
  readonly code: ImportRefusal;
  constructor(code: ImportRefusal, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

export interface ImportPart {
  file: Blob;
  /** Of the whole file; for the progress. */
  sizeBytes?: number | undefined;
  /** Another part follows. */
  more: boolean;
  /** The import that this is a further part of. */
  id?: string | undefined;
}

export interface Imports {
  /** Resolves when everything in this part is stored. @throws ImportError */
  take(part: ImportPart): Promise<ImportReport>;
  report(id: string): ImportReport | null;
}

export interface ImportsDeps extends TakeEventDeps {
  jobs: JobBook;
  logger: Logger;
}

/** Read and stored in one go; small enough that the receiver gets its turn in between. */
const STEP_BYTES = 128 * 1024;
const EVENTS_AT_ONCE = 25;
const KEPT_REPORTS = 20;
/** Whoever sends no further part for so long has gone. */
const NEXT_PART_WITHIN_MS = 60_000;

interface Import {
  job: Job;
  running: RunningJob;
  /** null when it is over. */
  file: { reader: ImportReader; unpacker: Unpacker } | null;
  imported: number;
  known: number;
  problems: readonly ImportProblem[];
  /** The part before this one. */
  before: Promise<void>;
  end(error?: Error): void;
  timer: NodeJS.Timeout | null;
}

export function createImports({ jobs, logger, ...deps }: ImportsDeps): Imports {
  const imports = new Map<string, Import>();

  function begin(sizeBytes: number): Import {
    if (jobs.running(['import']) !== null) throw new ImportError('IMPORT_RUNNING');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let running: RunningJob | null = null;
    const job = jobs.start('import', sizeBytes, (given) => {
      running = given;
      // Whoever cancels is not kept waiting for a part that never comes.
      given.signal.addEventListener('abort', () => resolve(), { once: true });
      return promise;
    });
    if (running === null) throw new Error('The job was not started.');
    const reader = createImportReader();
    const made: Import = {
      job,
      running,
      file: { reader, unpacker: createUnpacker((bytes) => store(made, reader.read(bytes))) },
      imported: 0,
      known: 0,
      problems: [],
      before: Promise.resolve(),
      end(error) {
        made.problems = reader.problems();
        made.file?.unpacker.dispose();
        made.file = null;
        made.running.advance('failed', 'bad', badOf(made), 0);
        if (error === undefined) resolve();
        else reject(error);
      },
      timer: null,
    };
    imports.set(job.id, made);
    for (const id of [...imports.keys()].slice(0, -KEPT_REPORTS)) imports.delete(id);
    return made;
  }

  function find(id: string): Import {
    const found = imports.get(id);
    if (found === undefined || found.file === null) throw new ImportError('NOT_FOUND');
    return found;
  }

  const stopped = ({ running }: Import): boolean => running.signal.aborted;

  async function store(of: Import, events: readonly ImportedEvent[]): Promise<void> {
    for (let at = 0; at < events.length && !stopped(of); at += EVENTS_AT_ONCE) {
      const some = events.slice(at, at + EVENTS_AT_ONCE);
      const fresh = new Map<string, ImportedEvent>();
      for (const event of some) {
        const key = identityOf(event.envelope);
        if (!fresh.has(key) && !deps.store.reads.isStored(event.envelope)) fresh.set(key, event);
      }
      const known = some.length - fresh.size;
      of.known += known;
      of.running.advance('delivered', 'known', known, 0);
      // oxlint-disable-next-line no-await-in-loop -- a few at a time, so that events from Stripe come in between
      await Promise.all([...fresh.values()].map((event) => storeOne(of, event)));
    }
  }

  async function storeOne(of: Import, event: ImportedEvent): Promise<void> {
    try {
      await takeEvent(deps, event);
    } catch (error) {
      // What is wrong with one event does not keep the others out.
      if (kindOf(error) !== 'bug') throw new ImportError('NOT_STORED', error);
      logger.error('An imported event could not be stored.', error);
      of.file?.reader.note('not_taken', event.line, error instanceof Error ? error.message : String(error));
      return;
    }
    of.imported += 1;
    of.running.advance('delivered', 'imported', 1, 0);
  }

  async function takePart(of: Import, part: Blob, more: boolean): Promise<void> {
    if (of.file === null) return;
    const { reader, unpacker } = of.file;
    for (let at = 0; at < part.size && !stopped(of); at += STEP_BYTES) {
      // oxlint-disable-next-line no-await-in-loop -- in the order of the file
      const bytes = new Uint8Array(await part.slice(at, at + STEP_BYTES).arrayBuffer());
      // oxlint-disable-next-line no-await-in-loop
      await unpacker.push(bytes);
      of.running.proceed(bytes.byteLength);
    }
    if (more || stopped(of)) return;
    const isWhole = await unpacker.end();
    await store(of, reader.end());
    if (!isWhole) reader.note('damaged_gzip', 0);
  }

  function reportOf(of: Import): ImportReport {
    const problems = of.file?.reader.problems() ?? of.problems;
    return {
      job: jobs.find(of.job.id) ?? of.job,
      imported: of.imported,
      known: of.known,
      bad: badOf({ problems }),
      problems: problems.map((problem) => ({ ...problem, message: importProblemSentence(problem) })),
    };
  }

  return {
    async take({ file, sizeBytes, more, id }) {
      const of = id === undefined ? begin(sizeBytes ?? (more ? 0 : file.size)) : find(id);
      if (of.timer !== null) clearTimeout(of.timer);
      const taken = of.before.then(() => takePart(of, file, more));
      of.before = taken.catch(() => undefined);
      try {
        await taken;
      } catch (error) {
        of.end(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
      if (!more || stopped(of)) of.end();
      else {
        of.timer = setTimeout(() => jobs.cancel(of.job.id), NEXT_PART_WITHIN_MS);
        of.timer.unref();
      }
      // The job book notes the end a moment after the work has ended.
      if (of.file === null) await jobs.ended(of.job.id);
      return reportOf(of);
    },
    report(id) {
      const found = imports.get(id);
      return found === undefined ? null : reportOf(found);
    },
  };
}

function badOf({ problems }: Pick<Import, 'problems'>): number {
  return problems.reduce((sum, { count }) => sum + count, 0);
}
