// Whose events a database takes.
import { expect, test } from 'vitest';
import { createOwnership, type Owner } from '#engine/sign-in/ownership.ts';

const ADA = 'acct_1Ada';
const GRACE = 'acct_1Grace';

function ownershipOf(meta = new Map<string, string>()) {
  const session = {
    accountId: null as string | null,
    accountName: null as string | null,
    livemode: null as boolean | null,
  };
  const opened: Owner[] = [];
  const ownership = createOwnership({
    store: {
      meta: { findMeta: (key) => meta.get(key) ?? null },
      write: {
        upsertMeta(values: Record<string, string>) {
          for (const [key, value] of Object.entries(values)) meta.set(key, value);
          return Promise.resolve();
        },
      } as never,
    },
    session: () => session,
    histories: { list: () => [], own() {}, open: (owner) => opened.push(owner), hearName() {} },
    onError: (error) => {
      throw error;
    },
  });
  return { ownership, session, opened, meta };
}

test('the first account that is known owns it, also at the next start', () => {
  const { ownership, session, opened, meta } = ownershipOf();
  expect(ownership.refusal()).toBeNull();
  session.accountId = ADA;
  ownership.look();
  expect(ownership.refusal()).toBeNull();
  expect(opened).toEqual([]);

  const next = ownershipOf(meta);
  next.session.accountId = GRACE;
  expect(next.ownership.refusal()).toContain(GRACE);
});

test('another account, and another mode of the same, is refused, and its history opened once', () => {
  const { ownership, session, opened } = ownershipOf();
  session.accountId = ADA;
  ownership.look();
  session.livemode = true;
  expect(ownership.refusal()).not.toBeNull();
  ownership.look();
  ownership.look();
  session.livemode = false;
  expect(ownership.refusal()).toBeNull();
  session.accountId = GRACE;
  ownership.look();
  expect(opened).toEqual([
    { accountId: ADA, livemode: true },
    { accountId: GRACE, livemode: false },
  ]);
});

test('after another login nothing is compared before its session tells whose it is', () => {
  const { ownership, session } = ownershipOf();
  session.accountId = ADA;
  ownership.look();
  expect(ownership.doubt()).toBeNull();
  ownership.unsettle();
  expect(ownership.doubt()).not.toBeNull();
  // What the line brings is of its session, which is known.
  expect(ownership.refusal()).toBeNull();
  ownership.settle();
  expect(ownership.doubt()).toBeNull();
  session.accountId = GRACE;
  expect(ownership.doubt()).toContain(GRACE);
});
