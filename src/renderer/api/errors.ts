// What can go wrong between the dashboard and the engine, told apart by code.
import { ORPCError } from '@orpc/client';

/** The line to the engine broke, or is not there. */
export class ConnectionLostError extends Error {
  /** Whether the call was under way: then it may or may not have been carried out. */
  readonly underWay: boolean;

  constructor(underWay = false) {
    super('The connection to Hookline was lost.');
    this.name = 'ConnectionLostError';
    this.underWay = underWay;
  }
}

/** The engine is there, but does not know this page's token. */
export class AccessDeniedError extends Error {
  constructor() {
    super('Hookline does not know this token.');
    this.name = 'AccessDeniedError';
  }
}

/** @returns what the contract's error says besides its code under this name, when it is a text */
export function errorText(error: unknown, name: string): string {
  const text = errorDatum(error, name);
  return typeof text === 'string' ? text : '';
}

/** @returns what the contract's error says besides its code under this name; null when it says nothing */
export function errorDatum(error: unknown, name: string): unknown {
  const data: unknown = error instanceof ORPCError ? error.data : null;
  return typeof data === 'object' && data !== null ? Reflect.get(data, name) : null;
}

/** @returns the contract's error code, `NOT_CONNECTED`, `CONNECTION_LOST`, or `UNKNOWN` */
export function errorCode(error: unknown): string {
  if (error instanceof ConnectionLostError) return error.underWay ? 'CONNECTION_LOST' : 'NOT_CONNECTED';
  if (error instanceof ORPCError) return String(error.code);
  return 'UNKNOWN';
}
