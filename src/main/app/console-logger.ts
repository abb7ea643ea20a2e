// The log as lines on stderr; stdout stays free for what was asked for.
import { inspect } from 'node:util';
import type { Logger } from '#engine/ports.ts';

export function createConsoleLogger(write: (line: string) => void): Logger {
  const log = (level: string, message: string, cause?: unknown): void => {
    const words = cause === undefined ? '' : inspect(cause);
    write(`${level}${message}${words === '' ? '' : `\n${words}`}\n`);
  };
  return {
    info: (message) => log('', message),
    warn: (message) => log('Warning: ', message),
    error: (message, cause) => log('Error: ', message, cause),
  };
}
