// Imports: jobs that take events in from a file, which may come in parts.
import type { Job } from '#shared/contract/jobs.ts';
import type { ImportReport } from '#shared/contract/transfer.ts';
import {
  createImportReader,
  type ImportBatch,
  type ImportReader,
} from '#shared/domain/export/import-reader.ts';
import { importProblemSentence, type ImportProblem } from '#shared/domain/export/import-problem.ts';
import type { JobBook, RunningJob } from '../jobs/job-book.ts';
import { identityOf } from '../store/event-places.ts';
import { takeEvent, type TakeEventDeps } from './take-event.ts';

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
  /** How many lines there are in all; for the progress. */
  lines?: number | undefined;
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
}

/** Read and stored in one go; small enough that the receiver gets its turn in between. */
const STEP_BYTES = 128 * 1024;
const EVENTS_AT_ONCE = 25;
const KEPT_PROBLEMS = 200;
const KEPT_REPORTS = 20;
/** Whoever sends no further part for so long has gone. */
const NEXT_PART_WITHIN_MS = 60_000;

interface Import {
  job: Job;
  running: RunningJob;
  reader: ImportReader;
  decoder: InstanceType<typeof TextDecoder>;
  imported: number;
  known: number;
  bad: number;
  remarks: number;
  problems: ImportProblem[];
  /** Ids that this import has brought in; the same event twice in a file is known the second time. */
  seen: Set<string>;
  /** The part before this one. */
  before: Promise<void>;
  over: boolean;
  end(error?: ImportError): void;
  timer: NodeJS.Timeout | null;
}

export function createImports({ jobs, ...deps }: ImportsDeps): Imports {
  const imports = new Map<string, Import>();

  function begin(lines: number): Import {
    if (jobs.running(['import']) !== null) throw new ImportError('IMPORT_RUNNING');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let running: RunningJob | null = null;
    const job = jobs.start('import', lines, (given) => {
      running = given;
      // Whoever cancels is not kept waiting for a part that never comes.
      given.signal.addEventListener('abort', () => resolve(), { once: true });
      return promise;
    });
    if (running === null) throw new Error('The job was not started.');
    const made: Import = {
      job,
      running,
      reader: createImportReader(),
      decoder: new TextDecoder(),
      imported: 0,
      known: 0,
      bad: 0,
      remarks: 0,
      problems: [],
      seen: new Set(),
      before: Promise.resolve(),
      over: false,
      end(error) {
        made.over = true;
        made.seen.clear();
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
    if (found === undefined || found.over) throw new ImportError('NOT_FOUND');
    return found;
  }

  const stopped = ({ running }: Import): boolean => running.signal.aborted;

  async function store(of: Import, { events, problems, remarks }: ImportBatch): Promise<void> {
    of.remarks += remarks;
    of.bad += problems.length;
    of.problems.push(...problems.slice(0, Math.max(0, KEPT_PROBLEMS - of.problems.length)));
    for (let done = problems.length; done > 0; done--) of.running.advance('failed', 'bad');
    for (let at = 0; at < events.length && !stopped(of); at += EVENTS_AT_ONCE) {
      // oxlint-disable-next-line no-await-in-loop -- a few at a time, so that events from Stripe come in between
      await Promise.all(
        events.slice(at, at + EVENTS_AT_ONCE).map(async (event) => {
          const key = identityOf(event.envelope);
          if (of.seen.has(key) || deps.store.reads.isStored(event.envelope)) {
            of.known += 1;
            of.running.advance('delivered', 'known');
            return;
          }
          of.seen.add(key);
          await takeEvent(deps, event);
          of.imported += 1;
          of.running.advance('delivered', 'imported');
        }),
      );
    }
  }

  async function takePart(of: Import, file: Blob, more: boolean): Promise<void> {
    for (let at = 0; at < file.size && !stopped(of); at += STEP_BYTES) {
      // oxlint-disable-next-line no-await-in-loop -- in the order of the lines
      const bytes = await file.slice(at, at + STEP_BYTES).arrayBuffer();
      // oxlint-disable-next-line no-await-in-loop
      await store(of, of.reader.read(of.decoder.decode(bytes, { stream: true })));
    }
    if (more || stopped(of)) return;
    await store(of, of.reader.read(of.decoder.decode()));
    await store(of, of.reader.end());
  }

  function reportOf(of: Import): ImportReport {
    const { imported, known, bad, remarks, problems } = of;
    return {
      job: jobs.find(of.job.id) ?? of.job,
      imported,
      known,
      bad,
      remarks,
      problems: problems.map((problem) => ({ ...problem, message: importProblemSentence(problem) })),
    };
  }

  return {
    async take({ file, lines, more, id }) {
      const of = id === undefined ? begin(lines ?? 0) : find(id);
      if (of.timer !== null) clearTimeout(of.timer);
      const taken = of.before.then(() => takePart(of, file, more));
      of.before = taken.catch(() => undefined);
      try {
        await taken;
      } catch (error) {
        const failure = new ImportError('NOT_STORED', error);
        of.end(failure);
        throw failure;
      }
      if (!more || stopped(of)) of.end();
      else {
        of.timer = setTimeout(() => jobs.cancel(of.job.id), NEXT_PART_WITHIN_MS);
        of.timer.unref();
      }
      // The job book notes the end a moment after the work has ended.
      if (of.over) await jobs.ended(of.job.id);
      return reportOf(of);
    },
    report(id) {
      const found = imports.get(id);
      return found === undefined ? null : reportOf(found);
    },
  };
}
