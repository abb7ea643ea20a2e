// Where Stripe's own dashboard shows an object, by the prefix of its id. Only pages that are known to exist.

/** Longer prefixes first: `sub_sched_` begins like `sub_`. null = an id of Stripe's whose page has no fixed address. */
const PAGES: readonly (readonly [prefix: string, page: string | null])[] = [
  ['sub_sched', 'subscription_schedules'],
  ['cs_test', null],
  ['cs_live', null],
  ['acct', 'connect/accounts'],
  ['ch', 'payments'],
  ['cus', 'customers'],
  ['evt', 'events'],
  ['in', 'invoices'],
  ['pi', 'payments'],
  ['plink', 'payment-links'],
  ['po', 'payouts'],
  ['price', 'prices'],
  ['prod', 'products'],
  ['py', 'payments'],
  ['qt', 'quotes'],
  ['req', 'logs'],
  ['seti', 'setup_intents'],
  ['sub', 'subscriptions'],
  ['tr', 'connect/transfers'],
  ...'ba bpc bps ca card clock cn dp du ent fee feat fr il ii inpay issfr link mandate pm promo prv pyr re si src txi txn txr we'
    .split(' ')
    .map((prefix) => [prefix, null] as const),
];

function pageOf(id: string): string | null | undefined {
  const found = PAGES.find(([prefix]) => id.startsWith(`${prefix}_`));
  const rest = found === undefined ? '' : id.slice(found[0].length + 1);
  // A word such as `in_transit` begins like an id, and has neither digits nor capitals.
  return /^(?=.*[A-Z0-9])[A-Za-z0-9_]{4,}$/.test(rest) ? found?.[1] : undefined;
}

export const isStripeId = (text: string): boolean => pageOf(text) !== undefined;

/**
 * @param livemode null = not known, and then neither is the page
 * @param account connected account the object belongs to; null = the developer's own
 */
export function stripePage(
  id: string,
  { livemode, account }: { livemode: boolean | null; account: string | null },
): string | null {
  const page = pageOf(id);
  if (page === undefined || page === null || livemode === null) return null;
  // What is connected is looked at from the platform, everything else from within the account.
  const inside = account === null || page.startsWith('connect/') ? '' : `${encodeURIComponent(account)}/`;
  return `https://dashboard.stripe.com/${inside}${livemode ? '' : 'test/'}${page}/${encodeURIComponent(id)}`;
}
