// What an edit makes of an event: its bytes, and the signature it goes out with. Pure but for chance.
import { randomBytes } from 'node:crypto';
import type { Edit } from '#shared/contract/events.ts';
import { formatSignatureHeader } from '#shared/domain/signature.ts';
import { computeSignature } from '../signature/signature-check.ts';

/** The bytes to send. Anything goes, also what is no JSON; only a new event id needs an id to replace. */
export function editBody(original: Buffer, { body, eventId }: Edit): Buffer {
  const bytes = body === undefined ? original : Buffer.from(body);
  if (eventId === 'keep') return bytes;
  const place = placeOfId(bytes);
  if (place === null) return bytes;
  const fresh = Buffer.from(`"evt_${randomBytes(12).toString('hex')}"`);
  return Buffer.concat([bytes.subarray(0, place.start), fresh, bytes.subarray(place.end)]);
}

/**
 * Where the value of the object's own `id` stands, in bytes. Of several the last, which is the one that parsers take.
 * @returns null when the bytes are no JSON object, or it has none
 */
function placeOfId(bytes: Buffer): { start: number; end: number } | null {
  try {
    JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
  // One character a byte, so that places in the text are places in the bytes. Marks of JSON are never part of a longer character.
  const text = bytes.toString('latin1');
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/gs;
  let place: { start: number; end: number } | null = null;
  let depth = 0;
  let name: string | null = null;
  let valueStart: number | null = null;
  let before = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [mark] = found;
    const closes = mark === '}' || mark === ']';
    if (depth === 1 && (mark === ',' || mark === '}')) {
      if (name === 'id' && valueStart !== null) place = { start: valueStart, end: before };
      name = null;
      valueStart = null;
    } else if (depth === 1 && valueStart === null && mark === ':') valueStart = -1;
    else if (depth === 1 && valueStart === null && mark.startsWith('"')) name = String(JSON.parse(mark));
    else if (valueStart === -1) valueStart = found.index;
    if (depth === 0 && mark === '[') return null;
    if (mark === '{' || mark === '[') depth += 1;
    if (closes) depth -= 1;
    before = token.lastIndex;
  }
  return place;
}

/**
 * The Stripe-Signature an edit goes out with.
 * @returns `'none'` for no header at all
 */
export function editSignature(
  body: Buffer,
  { signature, timestamp }: Pick<Edit, 'signature' | 'timestamp'>,
  secret: string,
  nowMs: number,
): string {
  if (signature === 'none') return 'none';
  const seconds = timestamp ?? Math.floor(nowMs / 1000);
  // Wrong on purpose, yet of the right form: that is what a wrong secret makes.
  const key = signature === 'wrong' ? `${secret}-wrong-on-purpose` : secret;
  return formatSignatureHeader(seconds, computeSignature(body, key, seconds));
}
