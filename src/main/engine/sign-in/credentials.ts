// Which key the CLI is given: the environment's, or one pasted here and kept as a secret, or none, and then its login counts.
import type { KeyInUse } from '#shared/contract/account.ts';
import { maskKey } from '#shared/domain/stripe-key.ts';
import type { SecretStore } from '../ports.ts';

/** Where the secret store has it. */
export const KEPT_KEY = 'stripe_api_key';

export interface Credentials {
  /** Asked at every start of the CLI; null = the CLI's own login. */
  apiKey(): string | null;
  inUse(): KeyInUse;
  keep(key: string): void;
  /** @returns whether there was one */
  forget(): boolean;
}

/** @param environmentKey STRIPE_API_KEY; an empty one is as good as none, to the CLI too */
export function createCredentials(environmentKey: string | null, secrets: SecretStore): Credentials {
  const given = environmentKey === '' ? null : environmentKey;
  const kept = (): string | null => secrets.get(KEPT_KEY);
  return {
    apiKey: () => given ?? kept(),
    inUse() {
      const pasted = kept();
      const key = given ?? pasted;
      return {
        source: given !== null ? 'environment' : pasted !== null ? 'kept' : 'login',
        masked: key === null ? null : maskKey(key),
        keptMasked: pasted === null ? null : maskKey(pasted),
      };
    },
    keep: (key) => secrets.set(KEPT_KEY, key),
    forget() {
      if (kept() === null) return false;
      secrets.set(KEPT_KEY, null);
      return true;
    },
  };
}
