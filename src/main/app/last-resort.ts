// The owner of errors that no listener and no promise took: an oversight of ours, logged as one.
import type { Logger } from '#engine/ports.ts';

/** What a connection that broke off reports. Whoever used it sees it close, so the state of the engine is sound. */
const CONNECTION_CODES = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ETIMEDOUT',
  'ERR_STREAM_DESTROYED',
]);

type Streams = Pick<NodeJS.Process, 'on'> & { stdout: NodeJS.EventEmitter; stderr: NodeJS.EventEmitter };

/**
 * @param end closes what is open and ends the process as failed: after any other error nobody knows what was left half done
 * @param from the process, or a double of it
 */
export function ownLastErrors(logger: Logger, end: () => void, from: Streams = process): void {
  // A log without a reader is no reason to end, and nothing can be written about it.
  for (const stream of [from.stdout, from.stderr]) stream.on('error', () => {});

  let ending = false;
  const own = (error: unknown): void => {
    if (isBrokenConnection(error)) {
      logger.warn(`A connection broke off (${error.message}). Hookline goes on.`);
      return;
    }
    logger.error(
      'Something went wrong inside Hookline that nothing was prepared for. It closes its database and ends; start it again. Please report this:',
      error,
    );
    if (ending) return;
    ending = true;
    end();
  };
  from.on('uncaughtException', own);
  from.on('unhandledRejection', own);
}

function isBrokenConnection(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && CONNECTION_CODES.has(String(error.code));
}
