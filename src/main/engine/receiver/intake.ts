// Decides what a request is (an event, a redelivery, something to reject) and commits it before anyone else hears of it.
import type { Settings } from '#shared/contract/settings.ts';
import type { EventSummary, HeaderList, SignatureCheck } from '#shared/contract/events.ts';
import { contentEncodingOf } from '#shared/domain/content-encoding.ts';
import { readEventBody, type EventEnvelope } from '#shared/domain/event-envelope.ts';
import { misfitOf, type Misfit } from '#shared/domain/filter/arrival-condition.ts';
import { jsonOfBytes } from '#shared/domain/json-read.ts';
import type { EndpointMatch, OpenedDelivery } from '../store/delivery-writes.ts';
import type { NewReceipt } from '../store/event-writes.ts';
import { ownBytes } from '../store/own-bytes.ts';
import type { Store } from '../store/store.ts';
import type { SecretBook } from '../signature/secret-book.ts';
import { checkSignature } from '../signature/signature-check.ts';

export interface IncomingRequest {
  receivedAt: number;
  source: EventSummary['source'];
  method: string;
  path: string;
  headers: HeaderList;
  body: Buffer;
}

export type RejectReason = NonNullable<EventSummary['rejectReason']>;

export type IntakeResult =
  | {
      accepted: true;
      seq: number;
      id: string;
      source: EventSummary['source'];
      isNew: boolean;
      envelope: EventEnvelope;
      opened: readonly OpenedDelivery[];
      body: Buffer;
      headers: HeaderList;
    }
  | { accepted: false; reason: RejectReason; signature: SignatureCheck };

export interface IntakeDeps {
  store: Store;
  secrets: SecretBook;
  settings: () => Settings;
  /** True while the forwarder may be about to announce a secret. */
  secretPending: () => boolean;
  /** Which endpoints an accepted event is meant for. */
  match: (envelope: EventEnvelope, misfit: (condition: string) => Misfit | null) => readonly EndpointMatch[];
  /** What endpoints have for conditions. */
  conditions: () => readonly string[];
}

/** Reading more takes up to a second: another thread's, and only for who has a signing secret. */
const LARGE_BODY_BYTES = 256 * 1024;

/** An event can arrive up to 100 ms before the CLI prints the session's secret. Source: Stripe CLI 1.52, observed. */
const SECRET_GRACE_MS = 2_000;

export function createIntake({ store, secrets, settings, secretPending, match, conditions }: IntakeDeps) {
  async function checkWithGrace(request: IncomingRequest): Promise<SignatureCheck> {
    const check = (): SignatureCheck => checkSignature({ ...request, secrets: secrets.known() });
    const first = check();
    const mayFitTheNextSecret = first.problem === 'wrong_secret' || first.problem === 'no_secret_known';
    if (mayFitTheNextSecret && secretPending() && (await secrets.nextAdoption(SECRET_GRACE_MS)))
      return check();
    return first;
  }

  return {
    /** Resolves once the request is in the database. Rejects only when the database cannot be written. */
    async take(request: IncomingRequest): Promise<IntakeResult> {
      const signature = await checkWithGrace(request);
      const receipt: NewReceipt = {
        ...request,
        body: ownBytes(request.body),
        sizeBytes: request.body.byteLength,
        signature,
      };

      const isRefused = signature.state !== 'valid' && !settings().forwardUnsigned;
      const refusal = signature.problem === 'no_header' ? 'signature_missing' : 'signature_invalid';
      const isLarge = request.body.byteLength > LARGE_BODY_BYTES;
      if (isRefused && isLarge) {
        const encoding = contentEncodingOf(request.headers);
        return reject(encoding === null ? refusal : 'compressed', null, receipt);
      }
      const read = isLarge ? await store.reader.readEventBody(receipt.body) : readEventBody(request.body);
      if (read.kind !== 'event') {
        const isCompressed = read.kind === 'not_json' && contentEncodingOf(request.headers) !== null;
        return reject(isCompressed ? 'compressed' : read.kind, null, receipt);
      }
      const { envelope } = read;

      if (isRefused) return reject(refusal, envelope, receipt);
      if (signature.state !== 'valid') {
        receipt.signature = { ...signature, state: 'unverified' };
      }

      const arrival = { envelope, source: request.source };
      const wanted = isLarge ? conditions() : [];
      const known =
        wanted.length === 0 ? null : await store.reader.findMisfits(receipt.body, arrival, wanted);
      let payload: unknown;
      const misfit = (condition: string): Misfit | null => {
        const found = known?.get(condition);
        if (found !== undefined) return found;
        payload ??= jsonOfBytes(request.body);
        return misfitOf(condition, { ...arrival, payload });
      };
      const stored = await store.write.recordEvent(envelope, receipt, match(envelope, misfit));
      const { body, headers, source } = request;
      return { accepted: true, ...stored, id: envelope.stripeId, source, envelope, body, headers };

      async function reject(
        reason: RejectReason,
        envelopeOrNull: EventEnvelope | null,
        rejected: NewReceipt,
      ): Promise<IntakeResult> {
        await store.write.recordRejected(reason, envelopeOrNull, rejected);
        return { accepted: false, reason, signature: rejected.signature };
      }
    },

    /** Keeps a note of a request whose body was too large to be read. */
    async noteTooLarge(request: Omit<IncomingRequest, 'body'>, sizeBytes: number): Promise<void> {
      const signature: SignatureCheck = {
        state: 'invalid',
        problem: null,
        secretLabel: null,
        timestamp: null,
        ageSeconds: null,
        triedSecrets: [],
      };
      // As announced, which may be any number at all.
      const size = Math.min(sizeBytes, Number.MAX_SAFE_INTEGER);
      const receipt: NewReceipt = { ...request, body: Buffer.alloc(0), sizeBytes: size, signature };
      await store.write.recordRejected('too_large', null, receipt);
    },
  };
}

export type Intake = ReturnType<typeof createIntake>;
