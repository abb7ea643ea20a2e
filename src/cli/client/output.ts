// Writes to stdout no faster than it is read, and notices when nobody reads any more.
import type { Writable } from 'node:stream';

export interface Output {
  /** Resolves when more may come. Never rejects. */
  write(text: string): Promise<void>;
  /** Aborted when the reader has gone: the `head` of a pipe has seen enough, the terminal was closed. */
  gone: AbortSignal;
  /** Why writing ended early, unless it is that nobody reads. */
  failure(): Error | null;
}

export function createOutput(stream: Writable): Output {
  const gone = new AbortController();
  let failure: Error | null = null;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failure ??= error;
    gone.abort();
  });
  stream.on('close', () => gone.abort());
  return {
    gone: gone.signal,
    failure: () => failure,
    async write(text) {
      if (gone.signal.aborted || text === '' || stream.write(text)) return;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          stream.off('drain', done);
          gone.signal.removeEventListener('abort', done);
          resolve();
        };
        stream.on('drain', done);
        gone.signal.addEventListener('abort', done);
      });
    },
  };
}
