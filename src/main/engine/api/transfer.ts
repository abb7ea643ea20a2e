// Transfer over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';
import { CopyError } from '../transfer/copies.ts';
import type { ExportRequest } from '../transfer/exports.ts';
import { ExportTooLargeError } from '../transfer/export-thread.ts';
import { ImportError } from '../transfer/imports.ts';
import { checkFilter } from './checked-filter.ts';

type ChosenInput = Omit<ExportRequest, 'filter' | 'redaction'> &
  ExportRequest['redaction'] &
  ExportRequest['filter'];

type ExportErrors = Parameters<typeof checkFilter>[1] & { TOO_LARGE: () => Error };

export function transferRouter({ transfer }: Pick<Engine, 'transfer'>) {
  const os = implement(contract.transfer);

  async function fileOf(input: ChosenInput, signal: AbortSignal | undefined, errors: ExportErrors) {
    const request = requestOf(input);
    checkFilter(request.filter, errors);
    try {
      return await transfer.file(request, signal);
    } catch (error) {
      if (error instanceof ExportTooLargeError) throw errors.TOO_LARGE();
      throw error;
    }
  }

  return {
    copy: os.copy.handler(async ({ input, errors }) => {
      const { id, format, signature, endpointId, ...redaction } = input;
      try {
        return await transfer.copy({ id, format, signature, endpointId, redaction });
      } catch (error) {
        if (error instanceof CopyError) throw errors[error.code]();
        throw error;
      }
    }),
    download: os.download.handler(({ input, signal, errors }) => fileOf(input, signal, errors)),
    export: os.export.handler(({ input, signal, errors }) => fileOf(input, signal, errors)),
    preview: os.preview.handler(({ input, signal, errors }) => {
      const request = requestOf(input);
      checkFilter(request.filter, errors);
      return transfer.preview(request, signal);
    }),
    import: os.import.handler(async ({ input, errors }) => {
      try {
        return await transfer.imports.take(input);
      } catch (error) {
        if (error instanceof ImportError) throw errors[error.code]();
        throw error;
      }
    }),
    importReport: os.importReport.handler(({ input, errors }) => {
      const report = transfer.imports.report(input.id);
      if (report === null) throw errors.NOT_FOUND();
      return report;
    }),
  };
}

/** Whatever a filter is made of: it is what else there is. */
function requestOf({
  ids,
  format,
  personal,
  metadata,
  keepSignatures,
  ...filter
}: ChosenInput): ExportRequest {
  return { ids, format, redaction: { personal, metadata, keepSignatures }, filter };
}
