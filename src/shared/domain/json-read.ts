// Reading JSON of unknown shape: what is not as expected counts as absent.

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const asObject = (value: unknown): Json => (isObject(value) ? value : {});
export const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const utf8 = new TextDecoder();
/** The value of a body. A byte order mark before it is passed over, as stripe-node does. @throws SyntaxError */
export const jsonOfBytes = (bytes: Uint8Array): unknown => JSON.parse(utf8.decode(bytes));
/** An empty string says nothing. */
export const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
/** Beyond 2^53 a number is not the one that was written. */
export const integer = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value + 0 : null;

/** The last second that a Date can hold. */
const LAST_SECOND = 8_640_000_000_000;
/** Stripe's times. Micro- and milliseconds taken for seconds would be in years that no calendar has. */
export const unixSeconds = (value: unknown): number | null => {
  const seconds = integer(value);
  return seconds !== null && seconds >= 0 && seconds <= LAST_SECOND ? seconds : null;
};

/** Stripe's own names are far shorter. */
export const MAX_NAME_LENGTH = 255;
/** An id, a type, a code: what is longer is none. Half a surrogate pair could not be stored, nor asked for again. */
export const name = (value: unknown): string | null => {
  const read = text(value);
  return read === null || read.length > MAX_NAME_LENGTH ? null : read.toWellFormed();
};
export const nameOf = (value: unknown): string | null => (isObject(value) ? name(value['id']) : name(value));
export const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
/** References are ids in webhook payloads, yet may be expanded objects in hand-made ones. */
export const idOf = (value: unknown): string | null => (isObject(value) ? text(value['id']) : text(value));

/** Stripe's metadata: a flat map of texts. */
export function textMap(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asObject(value)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
