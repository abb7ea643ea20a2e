// Transfer over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';
import { CopyError } from '../transfer/copies.ts';
import type { ExportRequest } from '../transfer/exports.ts';
import { ExportTooLargeError } from '../transfer/export-thread.ts';
import { ImportError } from '../transfer/imports.ts';

type ChosenInput = Omit<ExportRequest, 'filter' | 'redaction'> &
  ExportRequest['redaction'] &
  ExportRequest['filter'];

export function transferRouter({ transfer }: Pick<Engine, 'transfer'>) {
  const os = implement(contract.transfer);

  async function fileOf(input: ChosenInput, signal: AbortSignal | undefined, tooLarge: () => Error) {
    try {
      return await transfer.file(requestOf(input), signal);
    } catch (error) {
      if (error instanceof ExportTooLargeError) throw tooLarge();
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
    download: os.download.handler(({ input, signal, errors }) => fileOf(input, signal, errors.TOO_LARGE)),
    export: os.export.handler(({ input, signal, errors }) => fileOf(input, signal, errors.TOO_LARGE)),
    preview: os.preview.handler(({ input, signal }) => transfer.preview(requestOf(input), signal)),
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
