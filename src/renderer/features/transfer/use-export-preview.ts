// How the export begins, looked up anew with every choice; an answer that was overtaken is dropped.
import { useEffect, useState } from 'react';
import type { ExportPreview } from '#shared/contract/transfer.ts';
import { errorCode } from '../../api/errors.ts';
import { previewExport, type ExportHow, type ExportWhat } from '../../stores/export-store.ts';

interface Seen {
  preview: ExportPreview | null;
  error: string | null;
}

export function useExportPreview(what: ExportWhat, how: ExportHow): Seen {
  const [seen, setSeen] = useState<Seen>({ preview: null, error: null });
  useEffect(() => {
    const own = new AbortController();
    // What was seen before stays until then: nothing jumps.
    previewExport(what, how, own.signal).then(
      (preview) => own.signal.aborted || setSeen({ preview, error: null }),
      (error: unknown) => own.signal.aborted || setSeen({ preview: null, error: errorCode(error) }),
    );
    return () => own.abort();
  }, [what, how]);
  return seen;
}
