// Errors shared by several procedures. Told apart by code, never by text.

/** 422: an input that does not fit its schema; the message names the place. Of every procedure. */
export const INVALID_INPUT = 'INVALID_INPUT';

export const notFound = {
  NOT_FOUND: { status: 404, message: 'There is no such thing in this store.' },
} as const;
