// A database is one Stripe account's in one mode: it belongs to the first that is known, and another's events are not let in.
import type { History } from '#shared/contract/account.ts';
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import type { Store } from '../store/store.ts';

const OWNER = 'stripe_account';

export interface Owner {
  accountId: string;
  livemode: boolean;
}

/** The databases that there are; the host has them, as it opens them. */
export interface Histories {
  list(): History[];
  /** The open database is this account's. */
  own(owner: Owner): void;
  /** Closes this engine and opens one on that account's database. */
  open(owner: Owner): void;
  /** An account is called so. */
  hearName(accountId: string, accountName: string): void;
}

export interface Ownership {
  /** To be called when the session may be another account's. */
  look(): void;
  /** Why the CLI's events cannot be taken now, in a sentence; null = they can. */
  refusal(): string | null;
  /** Another login or key is in use now; whose it is, the next session tells. */
  unsettle(): void;
  /** There is a session, with an account that is known if it can be. */
  settle(): void;
  /** Why Stripe's list must not be compared with this store now, in a sentence; null = it may. */
  doubt(): string | null;
}

export interface OwnershipDeps {
  store: Pick<Store, 'meta' | 'write'>;
  session: () => Pick<ForwarderStatus, 'accountId' | 'accountName' | 'livemode'>;
  histories: Histories | null;
  onError: (error: unknown) => void;
}

export function createOwnership({ store, session, histories, onError }: OwnershipDeps): Ownership {
  let owner = readOwner(store.meta.findMeta(OWNER));
  let told: string | null = null;
  let unsettled = false;

  /** The account of the session, where it is another than the database's. */
  const stranger = (): Owner | null => {
    const { accountId, livemode } = session();
    if (accountId === null) return null;
    // listen works in test mode unless a live key is given, and then that is known.
    const now: Owner = { accountId, livemode: livemode === true };
    if (owner === null) {
      owner = now;
      store.write.upsertMeta({ [OWNER]: JSON.stringify(now) }).catch(onError);
    }
    return isSame(owner, now) ? null : now;
  };

  return {
    look() {
      const { accountId, accountName } = session();
      const other = stranger();
      const news = JSON.stringify([owner, other, accountId, accountName]);
      if (news === told || accountId === null) return;
      told = news;
      if (accountName !== null) histories?.hearName(accountId, accountName);
      if (other !== null) histories?.open(other);
      else if (owner !== null) histories?.own(owner);
    },
    refusal,
    unsettle() {
      unsettled = true;
    },
    settle() {
      unsettled = false;
    },
    doubt: () =>
      unsettled
        ? 'Another login or key is in use, and whose it is will be known with the session.'
        : refusal(),
  };

  function refusal(): string | null {
    const other = stranger();
    return other === null
      ? null
      : `This event is of ${other.accountId}, and the history that is open is another account’s. Hookline is opening the right one.`;
  }
}

function isSame(one: Owner, other: Owner): boolean {
  return one.accountId === other.accountId && one.livemode === other.livemode;
}

function readOwner(text: string | null): Owner | null {
  return text === null ? null : (JSON.parse(text) as Owner);
}
