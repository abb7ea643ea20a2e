// What an edit makes of an event: its bytes, and the signature it goes out with. Pure but for chance.
import { randomBytes } from 'node:crypto';
import type { Edit } from '#shared/contract/events.ts';
import { formatSignatureHeader } from '#shared/domain/signature.ts';
import { computeSignature } from '../signature/signature-check.ts';

/** The bytes to send. Anything goes, also what is no JSON; only a new event id needs an id to replace. */
export function editBody(original: Buffer, { body, eventId }: Edit): Buffer {
  const text = body ?? original.toString('utf8');
  // Unedited bytes stay the very bytes, whatever their encoding.
  if (eventId === 'keep') return body === undefined ? original : Buffer.from(text);
  const fresh = `evt_${randomBytes(12).toString('hex')}`;
  // The first id at the top level is the event's own: Stripe writes it first. Replaced in the text, so that nothing else changes.
  return Buffer.from(text.replace(/("id"\s*:\s*")[^"]*(")/, `$1${fresh}$2`));
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
