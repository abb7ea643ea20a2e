// Events as files: named by id or matched by a filter, whole or only their beginning.
import type { EventFilter } from '#shared/contract/events.ts';
import type { ExportPreview } from '#shared/contract/transfer.ts';
import { exportFileName, FILE_KINDS, type ExportFormat } from '#shared/domain/export/export-format.ts';
import type { RedactionChoice } from '#shared/domain/export/redaction.ts';
import type { Clock } from '../ports.ts';
import type { ExportOrder, ExportThreads } from './export-thread.ts';

export interface ExportRequest {
  /** Left out = what the filter matches. */
  ids?: readonly string[] | undefined;
  filter: EventFilter;
  format: ExportFormat;
  redaction: RedactionChoice;
}

export interface Exports {
  /** @throws ExportTooLargeError */
  file(request: ExportRequest, signal?: AbortSignal): Promise<File>;
  preview(request: ExportRequest, signal?: AbortSignal): Promise<ExportPreview>;
}

export interface ExportsDeps {
  databasePath: string;
  threads: ExportThreads;
  knownSecrets: () => readonly string[];
  version: string;
  clock: Clock;
}

/** A file is in memory whole, here and in the browser. */
const MOST_BYTES = 256 * 1024 * 1024;
const PREVIEW_EVENTS = 20;
const PREVIEW_LENGTH = 12_000;

export function createExports({ databasePath, threads, knownSecrets, version, clock }: ExportsDeps): Exports {
  const orderOf = ({ ids, filter, format, redaction }: ExportRequest, most: number): ExportOrder => ({
    databasePath,
    // Named twice, it is still one event.
    ids: ids === undefined ? null : [...new Set(ids)],
    filter,
    format,
    redaction,
    known: knownSecrets(),
    version,
    most,
    mostBytes: MOST_BYTES,
  });

  return {
    async file(request, signal) {
      const { chunks } = await threads.run(orderOf(request, Infinity), signal);
      const { format } = request;
      return new File(chunks, exportFileName(format, clock.now()), { type: FILE_KINDS[format].mediaType });
    },
    async preview(request, signal) {
      const { chunks, total, leftOut, removed } = await threads.run(orderOf(request, PREVIEW_EVENTS), signal);
      const bytes = Buffer.concat(chunks);
      const beginning = bytes.toString('utf8');
      const complete = total <= PREVIEW_EVENTS;
      return {
        total,
        leftOut,
        removed,
        text: beginning.slice(0, PREVIEW_LENGTH),
        whole: complete && beginning.length <= PREVIEW_LENGTH,
        sizeBytes: complete ? bytes.byteLength : Math.round((bytes.byteLength / PREVIEW_EVENTS) * total),
        sizeExact: complete,
      };
    },
  };
}
