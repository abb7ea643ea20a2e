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
export const integer = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
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
