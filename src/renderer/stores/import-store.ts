// The import under way: sent to the engine in parts, so that files of any size come through every door.
import { create } from 'zustand';
import type { ImportReport } from '#shared/contract/transfer.ts';
import { engine } from './engine.ts';
import { errorCode } from '../api/errors.ts';

interface ImportState {
  busy: boolean;
  report: ImportReport | null;
  /** Code of what stopped it. */
  error: string | null;
}

export const useImport = create<ImportState>(() => ({ busy: false, report: null, error: null }));

/** Well below what a message may have. */
const PART_BYTES = 1024 * 1024;

export function forgetImport(): void {
  if (!useImport.getState().busy) useImport.setState({ report: null, error: null });
}

export async function importFile(file: Blob): Promise<void> {
  if (useImport.getState().busy) return;
  useImport.setState({ busy: true, report: null, error: null });
  try {
    let id: string | undefined;
    for (let at = 0; ; at += PART_BYTES) {
      const part = new Blob([await bytesOf(file, at)]);
      const more = at + PART_BYTES < file.size;
      const report = await engine.call((api) =>
        api.transfer.import({ file: part, sizeBytes: file.size, more, id }),
      );
      id = report.job.id;
      useImport.setState({ report });
      if (!more || report.job.state !== 'running') break;
    }
  } catch (error) {
    useImport.setState({ error: error instanceof DOMException ? 'UNREADABLE' : errorCode(error) });
  }
  useImport.setState({ busy: false });
}

/** Ends after the events under way. */
export async function stopImport(): Promise<void> {
  const id = useImport.getState().report?.job.id;
  if (id === undefined) return;
  try {
    await engine.call((api) => api.jobs.cancel({ id }));
  } catch (error) {
    useImport.setState({ error: errorCode(error) });
  }
}

/** Read here rather than by the door, so that a file that is gone is told from a line that is. */
async function bytesOf(file: Blob, at: number): Promise<ArrayBuffer> {
  return await file.slice(at, at + PART_BYTES).arrayBuffer();
}
