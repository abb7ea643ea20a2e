// The signing secrets Hookline knows: the forwarder's current and previous one, and those of the endpoints.
import { randomBytes } from 'node:crypto';
import type { Store } from '../store/store.ts';
import { HOOKLINE_LABEL, type KnownSecret } from './signature-check.ts';

const CURRENT = 'cli_secret';
const PREVIOUS = 'cli_secret_previous';
const STABLE = 'stable_secret';

export interface SecretBook {
  /** Every secret a request may be signed with, likeliest first. */
  known(): KnownSecret[];
  /** The one to sign with when an endpoint has none of its own; null before the first session ever. */
  signingSecret(): string | null;
  /** Hookline's own secret: made at the first start, the same ever after. */
  stableSecret(): string;
  /** Takes over a secret the forwarder announced; the one before it stays known. */
  adopt(secret: string): void;
  /** Resolves with true as soon as a secret is adopted, with false after `withinMs`. */
  nextAdoption(withinMs: number): Promise<boolean>;
}

export function createSecretBook(
  store: Pick<Store, 'meta' | 'write'>,
  endpointSecrets: () => readonly KnownSecret[],
  onWriteError: (error: unknown) => void,
): SecretBook {
  // Remembered across runs: the first events of a session can come before the CLI has printed its secret.
  let current = store.meta.findMeta(CURRENT);
  let previous = store.meta.findMeta(PREVIOUS);
  const stable = store.meta.findMeta(STABLE) ?? makeStable();
  function makeStable(): string {
    const made = `whsec_${randomBytes(32).toString('hex')}`;
    store.write.upsertMeta({ [STABLE]: made }).catch(onWriteError);
    return made;
  }

  const waiting = new Set<(adopted: boolean) => void>();

  return {
    known() {
      const secrets: KnownSecret[] = [];
      if (current !== null) secrets.push({ label: 'cli', secret: current });
      if (previous !== null) secrets.push({ label: 'cli-previous', secret: previous });
      secrets.push({ label: HOOKLINE_LABEL, secret: stable });
      return [...secrets, ...endpointSecrets()];
    },
    signingSecret: () => current,
    stableSecret: () => stable,
    adopt(secret) {
      if (secret !== current) {
        const outgoing = current;
        previous = outgoing;
        current = secret;
        store.write
          .upsertMeta({ [CURRENT]: secret, ...(outgoing === null ? {} : { [PREVIOUS]: outgoing }) })
          .catch(onWriteError);
      }
      for (const resolve of waiting) resolve(true);
    },
    nextAdoption(withinMs) {
      return new Promise((resolve) => {
        const settle = (adopted: boolean): void => {
          clearTimeout(timer);
          waiting.delete(settle);
          resolve(adopted);
        };
        const timer = setTimeout(() => settle(false), withinMs);
        waiting.add(settle);
      });
    },
  };
}
