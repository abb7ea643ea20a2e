// What makes the bytes of a response unreadable.

/** The bytes are no HTTP response, or break its rules. */
export class MalformedResponseError extends Error {
  readonly code = 'HOOKLINE_MALFORMED_RESPONSE';
}

/** The connection ended before the response did. */
export class IncompleteResponseError extends Error {
  readonly code = 'HOOKLINE_INCOMPLETE_RESPONSE';
}

/** Bytes of a backend as they can stand in a sentence. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
