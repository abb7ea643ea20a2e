// Tells errors that belong to the contract from those nobody foresaw, and logs the latter.
import { ORPCError } from '@orpc/server';
import type { Logger } from '#engine/ports.ts';

export function logUnexpected(logger: Logger, error: unknown): void {
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return;
  // A caller that went away is no fault of ours.
  if (error instanceof Error && error.name === 'AbortError') return;
  logger.error('An API call failed.', error instanceof ORPCError ? (error.cause ?? error) : error);
}
