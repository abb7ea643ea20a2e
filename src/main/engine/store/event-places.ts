// Which stored event another receipt belongs to. An id alone does not say: two accounts may have the same, and every test webhook of
// Stripe's dashboard is called evt_00000000000000, whatever its type and object.
import { createHash } from 'node:crypto';
import type { EventEnvelope } from '#shared/domain/event-envelope.ts';
import { OWN_ACCOUNT } from './event-index.ts';
import type { Db } from './open-database.ts';

type Identity = Pick<EventEnvelope, 'stripeId' | 'account' | 'type' | 'objectId'>;

export interface EventPlace {
  /** The id it has here, or is to have. */
  id: string;
  /** null = there is no such event yet. */
  seq: number | null;
}

/** The same for receipts of one event alone. */
export function identityOf({ stripeId, account, type, objectId }: Identity): string {
  return JSON.stringify([stripeId, account ?? '', type, objectId]);
}

/** @returns finds an event's place: Stripe's id where nobody else has it, else one that begins with it */
export function createEventPlaces(db: Db): (event: Identity) => EventPlace {
  const holderOf = db.prepare<
    [string],
    { seq: number; account: string; type: string; object_id: string | null }
  >('SELECT seq, account, type, object_id FROM events WHERE id = ?');
  // `A` is the letter after `@`.
  const sharers = db
    .prepare<[string, string], number>('SELECT 1 FROM events WHERE id > ? AND id < ? LIMIT 1')
    .pluck();

  return (event) => {
    const { stripeId, type, objectId } = event;
    const account = event.account ?? '';
    const seqUnder = (id: string): number | null | undefined => {
      const holder = holderOf.get(id);
      if (holder === undefined) return undefined;
      const isSame = holder.account === account && holder.type === type && holder.object_id === objectId;
      return isSame ? holder.seq : null;
    };
    const first = seqUnder(stripeId);
    if (typeof first === 'number') return { id: stripeId, seq: first };
    // The one that had the id alone may be gone.
    if (first === undefined && sharers.get(`${stripeId}@`, `${stripeId}A`) === undefined) {
      return { id: stripeId, seq: null };
    }
    const digest = createHash('sha256').update(identityOf(event)).digest('hex').slice(0, 10);
    const ofAccount = `${stripeId}@${account === '' ? OWN_ACCOUNT : account}`;
    // The last as earlier versions called the own account's.
    const others = [ofAccount, `${stripeId}@${digest}`, ...(account === '' ? [`${stripeId}@`] : [])];
    for (const id of others) {
      const seq = seqUnder(id);
      if (typeof seq === 'number') return { id, seq };
    }
    if (first === undefined) return { id: stripeId, seq: null };
    const isOtherAccount = holderOf.get(stripeId)?.account !== account;
    const isFree = isOtherAccount && holderOf.get(ofAccount) === undefined;
    return { id: isFree ? ofAccount : `${stripeId}@${digest}`, seq: null };
  };
}
