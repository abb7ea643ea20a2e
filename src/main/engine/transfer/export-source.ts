// Reads all there is to export of one event, on whichever connection it is given.
import type { AttemptInput, ExportInput } from '#shared/domain/export/export-input.ts';
import type { EventDetail, Receipt } from '#shared/contract/events.ts';
import { decodeContent } from '../network/content-encoding.ts';
import type { DeliveryReads, StoredAttempt } from '../store/delivery-reads.ts';
import type { EventReads } from '../store/event-reads.ts';

export interface SourceReads {
  events: Pick<EventReads, 'findEventDetail' | 'findBody' | 'findReceiptBody'>;
  deliveries: Pick<DeliveryReads, 'listAttempts' | 'findResponseBody' | 'findEditBody'>;
}

const NOTHING = Buffer.alloc(0);

/**
 * @param withAttempts only some forms tell of them
 * @returns null when there is no such event
 */
export async function readExportInput(
  { events, deliveries }: SourceReads,
  id: string,
  withAttempts: boolean,
): Promise<ExportInput | null> {
  const event = events.findEventDetail(id);
  if (event === null) return null;
  const attempts = withAttempts ? deliveries.listAttempts(event.seq) : [];
  return {
    id: event.id,
    type: event.type,
    account: event.account,
    receivedAt: event.receivedAt,
    source: event.source,
    body: events.findBody(event.seq) ?? NOTHING,
    receipts: event.receipts.map((receipt) => receiptInput(events, event, receipt)),
    attempts: await Promise.all(attempts.map((attempt) => attemptInput(deliveries, attempt))),
  };
}

function receiptInput(
  events: SourceReads['events'],
  event: EventDetail,
  { id, receivedAt, source, method, path, headers, sameBytes }: Receipt,
): ExportInput['receipts'][number] {
  const otherBody = sameBytes ? null : events.findReceiptBody(event.seq, id);
  return { receivedAt, source, method, path, headers, otherBody };
}

async function attemptInput(
  deliveries: SourceReads['deliveries'],
  { id, editId, ...attempt }: StoredAttempt,
): Promise<AttemptInput> {
  const answer = deliveries.findResponseBody(id);
  return {
    ...attempt,
    editedBody: editId === null ? null : deliveries.findEditBody(editId),
    responseBody: answer === null ? NOTHING : await decodeContent(answer.bytes, answer.headers),
  };
}
