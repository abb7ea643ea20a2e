// With which secret an endpoint's deliveries are signed: the one place that decides it, for real, synthetic and resent events alike.
import type { SigningSecret } from '#shared/contract/endpoints.ts';
import { maskSecret } from '#shared/domain/signature.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import { HOOKLINE_LABEL, signBodies, signBody, type KnownSecret } from '../signature/signature-check.ts';
import type { Clock } from '../ports.ts';

export interface Signer {
  /** The secret that the endpoint has to verify with. */
  secretFor(endpoint: StoredEndpoint): KnownSecret;
  /** Each secret that one of the endpoints has to verify with, and those endpoints. */
  inUse(endpoints: readonly StoredEndpoint[]): SigningSecret[];
  /** Whether the endpoint's secret is the Stripe CLI's, and the CLI has not announced it in any session yet. */
  awaitsCliSecret(endpoint: StoredEndpoint): boolean;
  /** A new Stripe-Signature value. */
  sign(body: Buffer, endpoint: StoredEndpoint): string;
  /** A new Stripe-Signature value that fits each of several bodies, and no other. SDKs accept a request when one `v1` fits. */
  signEach(bodies: readonly Uint8Array[], endpoint: StoredEndpoint): string;
  /** The Stripe-Signature of an event's first attempt; null = the one it arrived with stays untouched. */
  signFirst(body: Buffer, endpoint: StoredEndpoint, isSynthetic: boolean): string | null;
}

export interface SignerDeps {
  /** Of the forwarder's newest session; null before the first session ever. */
  forwarderSecret: () => string | null;
  /** Hookline's own, the same since the first start. */
  stableSecret: () => string;
  clock: Clock;
}

export function createSigner({ forwarderSecret, stableSecret, clock }: SignerDeps): Signer {
  function secretFor(endpoint: StoredEndpoint): KnownSecret {
    if (endpoint.signing === 'own' && endpoint.secret !== null) {
      return { label: `endpoint:${endpoint.name}`, secret: endpoint.secret };
    }
    const cliSecret = endpoint.signing === 'stable' ? null : forwarderSecret();
    return cliSecret === null
      ? { label: HOOKLINE_LABEL, secret: stableSecret() }
      : { label: 'cli', secret: cliSecret };
  }

  const passesThrough = ({ signing, secret }: StoredEndpoint): boolean =>
    signing === 'received' || (signing === 'own' && secret === null);
  const sign = (body: Buffer, endpoint: StoredEndpoint): string =>
    signBody(body, secretFor(endpoint).secret, clock.now());

  function inUse(endpoints: readonly StoredEndpoint[]): SigningSecret[] {
    const bySecret = new Map<string, SigningSecret>();
    for (const endpoint of endpoints) {
      const { label, secret } = secretFor(endpoint);
      const from = label === 'cli' ? 'cli' : label === HOOKLINE_LABEL ? 'hookline' : 'own';
      const known = bySecret.get(secret) ?? { from, masked: maskSecret(secret), endpointIds: [] };
      known.endpointIds.push(endpoint.id);
      bySecret.set(secret, known);
    }
    return [...bySecret.values()];
  }

  return {
    secretFor,
    inUse,
    awaitsCliSecret: (endpoint) => passesThrough(endpoint) && forwarderSecret() === null,
    sign,
    signEach: (bodies, endpoint) => signBodies(bodies, secretFor(endpoint).secret, clock.now()),
    signFirst: (body, endpoint, isSynthetic) =>
      passesThrough(endpoint) && !isSynthetic ? null : sign(body, endpoint),
  };
}
