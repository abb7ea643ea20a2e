// Keeps the bodies of deliveries that are about to be sent, up to a bound; all the others are read from the store when it is their turn.
import type { HeaderList } from '#shared/contract/events.ts';

export const MAX_KEPT_BODY_BYTES = 16 * 1024 * 1024;

export interface KeptRequest {
  readonly body: Buffer;
  readonly headers: HeaderList;
}

export interface BodyBudget {
  /** @returns null when the bound is reached */
  keep(body: Buffer, headers: HeaderList): KeptRequest | null;
  /** The request is sent, or no longer needed. */
  release(request: KeptRequest | null): void;
}

/** One budget for all endpoints; an event kept for two of them counts twice. */
export function createBodyBudget(maxBytes = MAX_KEPT_BODY_BYTES): BodyBudget {
  let bytes = 0;
  return {
    keep(body, headers) {
      if (bytes + body.byteLength > maxBytes) return null;
      bytes += body.byteLength;
      return { body, headers };
    },
    release(request) {
      if (request !== null) bytes -= request.body.byteLength;
    },
  };
}
