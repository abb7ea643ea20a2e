// Which deliveries a resend is about: those that failed; of an event without a failed one, every delivery it has.
import type { createEventReads } from './event-reads.ts';
import type { DeliveryReads } from './delivery-reads.ts';
import type { Db } from './open-database.ts';

/** One delivery to be made again. */
export interface ResendTarget {
  seq: number;
  id: string;
  /** null = the event was meant for no endpoint there is now. */
  endpointId: string | null;
}

export interface ResendTargets {
  targets: ResendTarget[];
  /** What was chosen and cannot be sent; see EventSelection. */
  leftOut: number;
}

/** What to resend: one of these. */
export interface ResendSelection {
  ids?: readonly string[] | undefined;
  /** In the filter language; empty = every event. */
  filter?: string | undefined;
  /** Every delivery that failed. */
  failed?: true;
}

export function createResendReads(
  db: Db,
  events: Pick<ReturnType<typeof createEventReads>, 'listMatchingSeqs' | 'listSeqsOf'>,
  deliveries: Pick<DeliveryReads, 'listFailedDeliveries'>,
) {
  const deliveriesOf = db.prepare<[number], { endpointId: string; state: string }>(
    `SELECT d.endpoint_id AS endpointId, d.state FROM deliveries d JOIN endpoints n ON n.id = d.endpoint_id AND n.removed = 0
     WHERE d.event_seq = ? AND d.state <> 'skipped' ORDER BY n.position, n.id`,
  );
  const idOf = db.prepare<[number], string>('SELECT id FROM events WHERE seq = ?').pluck();

  /** The endpoints to which an event is resent when nobody names one; empty = it was meant for none. */
  function endpointsToResend(seq: number): string[] {
    const rows = deliveriesOf.all(seq);
    const failed = rows.filter(({ state }) => state === 'failed');
    return (failed.length > 0 ? failed : rows).map(({ endpointId }) => endpointId);
  }

  return {
    endpointsToResend,

    /** In the order of delivery. @param endpointId the only endpoint; null = see endpointsToResend() */
    listResendTargets(selection: ResendSelection, endpointId: string | null): ResendTargets {
      if (selection.failed === true) {
        const targets = deliveries
          .listFailedDeliveries()
          .map((failed) => ({ ...failed, id: idOf.get(failed.seq) ?? '' }));
        return { targets, leftOut: 0 };
      }
      const chosen =
        selection.ids === undefined
          ? events.listMatchingSeqs({ filter: selection.filter })
          : events.listSeqsOf(selection.ids);
      const targets = chosen.events.flatMap(({ seq, id }): ResendTarget[] => {
        if (endpointId !== null) return [{ seq, id, endpointId }];
        const endpointIds = endpointsToResend(seq);
        if (endpointIds.length === 0) return [{ seq, id, endpointId: null }];
        return endpointIds.map((one) => ({ seq, id, endpointId: one }));
      });
      return { targets, leftOut: chosen.leftOut };
    },
  };
}

export type ResendReads = ReturnType<typeof createResendReads>;
