// The forwarder's log and the commands to it.
import { create } from 'zustand';
import type { LogLine } from '#shared/contract/forwarder.ts';
import { engine } from './engine.ts';
import { errorCode } from '../api/errors.ts';

export const MAX_LOG_LINES = 2000;
export type ForwarderCommand = 'start' | 'stop' | 'restart';

interface ForwarderStore {
  lines: LogLine[];
  busy: ForwarderCommand | null;
  error: string | null;
}

export const useForwarder = create<ForwarderStore>(() => ({ lines: [], busy: null, error: null }));

let reading = false;
let wanted = 0;

/** Reads the log up to `logSeq`. A smaller number than what is shown means that the engine began anew. */
export async function readLog(logSeq: number): Promise<void> {
  wanted = logSeq;
  const shown = useForwarder.getState().lines.at(-1)?.seq ?? 0;
  if (logSeq < shown) useForwarder.setState({ lines: [] });
  if (reading) return;
  reading = true;
  try {
    for (;;) {
      const last = useForwarder.getState().lines.at(-1)?.seq ?? 0;
      if (last >= wanted) break;
      const more = await engine.query((api) => api.forwarder.log({ after: last }));
      if (more.length === 0) break;
      useForwarder.setState(({ lines }) => ({
        lines: [...lines, ...more.filter((line) => line.seq > (lines.at(-1)?.seq ?? 0))].slice(
          -MAX_LOG_LINES,
        ),
      }));
    }
  } catch {
    // The next status tries again.
  } finally {
    reading = false;
  }
}

export async function commandForwarder(command: ForwarderCommand): Promise<void> {
  if (useForwarder.getState().busy !== null) return;
  useForwarder.setState({ busy: command, error: null });
  try {
    await engine.call((api) => api.forwarder[command]());
  } catch (error) {
    useForwarder.setState({ error: errorCode(error) });
  }
  useForwarder.setState({ busy: null });
}
