// With what a delivery is signed, by the endpoint's choice.
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import { signBody, type KnownSecret } from '../signature/signature-check.ts';
import type { Clock } from '../ports.ts';

export class NoSecretError extends Error {
  readonly code = 'NO_SECRET';
}

export interface Signer {
  /** The secret the endpoint has to verify with, and whose it is; null = none known yet. */
  secretFor(endpoint: StoredEndpoint): KnownSecret | null;
  /** A new header, or null to leave Stripe's own untouched. */
  forFirstAttempt(body: Buffer, endpoint: StoredEndpoint): string | null;
  /** A new header, or null when there is nothing to sign with: it then goes as it came. */
  forLaterAttempt(body: Buffer, endpoint: StoredEndpoint): string | null;
  /** @throws NoSecretError unless the event can be signed or came in unsigned and was accepted so */
  requireSecret(seq: number, endpoint: StoredEndpoint): void;
}

export interface SignerDeps {
  /** Of the forwarder's current session. */
  forwarderSecret: () => string | null;
  /** Hookline's own, made once. */
  stableSecret: () => string;
  cameUnsigned: (seq: number) => boolean;
  clock: Clock;
}

export function createSigner({ forwarderSecret, stableSecret, cameUnsigned, clock }: SignerDeps): Signer {
  function secretFor(endpoint: StoredEndpoint): KnownSecret | null {
    if (endpoint.signing === 'stable') return { label: 'hookline', secret: stableSecret() };
    if (endpoint.signing === 'own' && endpoint.secret !== null) {
      return { label: `endpoint:${endpoint.name}`, secret: endpoint.secret };
    }
    const secret = forwarderSecret();
    return secret === null ? null : { label: 'cli', secret };
  }

  function sign(body: Buffer, endpoint: StoredEndpoint): string | null {
    const known = secretFor(endpoint);
    return known === null ? null : signBody(body, known.secret, clock.now());
  }

  return {
    secretFor,
    forFirstAttempt: (body, endpoint) => {
      const asReceived =
        endpoint.signing === 'received' || (endpoint.signing === 'own' && endpoint.secret === null);
      return asReceived ? null : sign(body, endpoint);
    },
    forLaterAttempt: sign,
    requireSecret(seq, endpoint) {
      if (secretFor(endpoint) === null && !cameUnsigned(seq)) {
        throw new NoSecretError('No signing secret is known yet to sign with.');
      }
    },
  };
}
