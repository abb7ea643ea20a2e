// The bounds that the receiver keeps whichever way a request comes in.

export const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** How long an idle connection is kept open. */
export const KEEP_ALIVE_MS = 60_000;
