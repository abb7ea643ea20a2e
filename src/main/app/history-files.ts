// Which database is whose: one for each Stripe account and mode, chosen by a small file beside them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '#engine/files/replace-file.ts';
import type { Histories, Owner } from '#engine/sign-in/ownership.ts';
import { DATABASE_FILE } from '#engine/store/store.ts';

export const ACCOUNTS_FILE = 'accounts.json';

/** Made here; one from elsewhere could lead out of the directory. */
const FileSchema = z.string().regex(/^[\w-]+\.db$/);

const AccountsSchema = z.object({
  /** The database that was open last. */
  open: FileSchema,
  histories: z.array(z.object({ accountId: z.string(), livemode: z.boolean(), file: FileSchema })),
  names: z.record(z.string(), z.string()),
});
type Accounts = z.infer<typeof AccountsSchema>;

export interface HistoryFiles extends Histories {
  /** The database to open. */
  current(): string;
}

/** @param onOpen another database is the current one now, and is to be opened */
export function createHistoryFiles(dataDir: string, onOpen: () => void): HistoryFiles {
  const path = join(dataDir, ACCOUNTS_FILE);
  let accounts = read(path);

  const keep = (next: Accounts): void => {
    accounts = next;
    replaceFile(path, `${JSON.stringify(next, null, 2)}\n`);
  };
  const assign = (owner: Owner, file: string): void => {
    const others = accounts.histories.filter((one) => !isSame(one, owner) && one.file !== file);
    keep({ ...accounts, open: file, histories: [...others, { ...owner, file }] });
  };

  return {
    current: () => accounts.open,
    list: () =>
      accounts.histories.map(({ accountId, livemode, file }) => ({
        accountId,
        livemode,
        accountName: accounts.names[accountId] ?? null,
        open: file === accounts.open,
      })),
    own(owner) {
      const known = accounts.histories.find((one) => isSame(one, owner));
      if (known?.file !== accounts.open) assign(owner, accounts.open);
    },
    open(owner) {
      const known = accounts.histories.find((one) => isSame(one, owner))?.file;
      // The open one is known to be another's by now, whatever was noted.
      const file = known === undefined || known === accounts.open ? fileOf(owner) : known;
      if (file === accounts.open) return;
      assign(owner, file);
      onOpen();
    },
    hearName(accountId, accountName) {
      if (accounts.names[accountId] === accountName) return;
      keep({ ...accounts, names: { ...accounts.names, [accountId]: accountName } });
    },
  };
}

function fileOf({ accountId, livemode }: Owner): string {
  return `hookline-${accountId.replaceAll(/\W/g, '')}${livemode ? '-live' : ''}.db`;
}

function isSame(one: Owner, other: Owner): boolean {
  return one.accountId === other.accountId && one.livemode === other.livemode;
}

/** Unreadable is as good as none: each database knows by itself whose it is. */
function read(path: string): Accounts {
  const none: Accounts = { open: DATABASE_FILE, histories: [], names: {} };
  if (!existsSync(path)) return none;
  try {
    return AccountsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return none;
  }
}
