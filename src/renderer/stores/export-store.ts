// Exports: a look at how one begins, and the file itself.
import type { EventFilter } from '#shared/contract/events.ts';
import type { ExportPreview } from '#shared/contract/transfer.ts';
import { exportFileName, type ExportFormat } from '#shared/domain/export/export-format.ts';
import { engine } from './engine.ts';

/** Named by id, or whatever a filter matches. */
export type ExportWhat = { ids: readonly string[] } | { filter: EventFilter };

export interface ExportHow {
  format: ExportFormat;
  personal: boolean;
  metadata: boolean;
  keepSignatures: boolean;
}

const inputOf = (what: ExportWhat, how: ExportHow) => ({
  ...('ids' in what ? { ids: [...what.ids] } : what.filter),
  ...how,
});

export async function previewExport(
  what: ExportWhat,
  how: ExportHow,
  signal: AbortSignal,
): Promise<ExportPreview> {
  return await engine.query((api) => api.transfer.preview(inputOf(what, how), { signal }), signal);
}

export async function exportFile(what: ExportWhat, how: ExportHow): Promise<File> {
  const blob = await engine.call((api) => api.transfer.export(inputOf(what, how)));
  // Not every door carries the name along.
  const name =
    blob instanceof File && blob.name !== 'blob' ? blob.name : exportFileName(how.format, Date.now());
  return new File([blob], name, { type: blob.type });
}
