// Stores one imported event with all its receipts, unless it is known already. It goes to no endpoint.
import type { SignatureCheck } from '#shared/contract/events.ts';
import type { ImportedEvent, ImportedReceipt } from '#shared/domain/import/import-reader.ts';
import type { Clock } from '../ports.ts';
import { checkSignature, type KnownSecret } from '../signature/signature-check.ts';
import type { NewReceipt } from '../store/event-writes.ts';
import { ownBytes } from '../store/own-bytes.ts';
import type { Store } from '../store/store.ts';

export interface TakeEventDeps {
  store: Pick<Store, 'reads' | 'write'>;
  secrets: () => readonly KnownSecret[];
  clock: Clock;
}

/** Rejects with a StoreWriteError when the database cannot be written. */
export async function takeEvent(
  { store, secrets, clock }: TakeEventDeps,
  event: ImportedEvent,
): Promise<void> {
  const { envelope } = event;
  // A bare event says nothing of its arrival: it arrives now.
  const receipts: readonly ImportedReceipt[] = event.receipts ?? [
    { receivedAt: clock.now(), method: 'POST', path: '', headers: [], body: event.body },
  ];
  const [first, ...later] = receipts;
  if (first === undefined) return;
  // The event's own bytes are those of its first receipt; the writes run in the order they are asked for in.
  const all = [{ ...first, body: event.body }, ...later];
  await Promise.all(
    all.map((receipt) => store.write.recordEvent(envelope, newReceipt(receipt, secrets()), [])),
  );
}

function newReceipt(receipt: ImportedReceipt, secrets: readonly KnownSecret[]): NewReceipt {
  const body = Buffer.from(receipt.body);
  const { receivedAt, method, path, headers } = receipt;
  return {
    receivedAt,
    source: 'import',
    method,
    path,
    headers,
    body: ownBytes(body),
    sizeBytes: body.byteLength,
    signature: checkImported({ body, headers, secrets, receivedAt }),
  };
}

/** Not held to be wrong, as a request would be: a file carries no proof, and nobody but its owner has chosen it. */
function checkImported(input: Parameters<typeof checkSignature>[0]): SignatureCheck {
  const check = checkSignature(input);
  return check.state === 'valid' ? check : { ...check, state: 'unverified' };
}
