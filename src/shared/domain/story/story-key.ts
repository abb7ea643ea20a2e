// What the events of one story have in common: the API request that caused them, their customer, or a Checkout session.

export const STORY_KINDS = ['request', 'customer', 'checkout'] as const;
export type StoryKind = (typeof STORY_KINDS)[number];

/**
 * How an event is known to belong to a Checkout session, the surest first.
 * `session`: it is about the session · `object`: it is about the session's payment or invoice · `request`: it was caused by the
 * request that made the payment · `time`: it is about the session's customer or subscription, at the same time.
 */
export const CHECKOUT_LINKS = ['session', 'object', 'request', 'time'] as const;
export type CheckoutLink = (typeof CHECKOUT_LINKS)[number];

/** What of an event tells to which story it belongs. */
export interface StoryMember {
  kind: 'snapshot' | 'thin' | 'rejected';
  account: string | null;
  requestId: string | null;
  customerId: string | null;
  checkout: { id: string } | null;
}

/** @returns null when the event stands alone: it has nothing to go by, or was never accepted */
export function storyIdOf(event: StoryMember, by: StoryKind): string | null {
  if (event.kind === 'rejected') return null;
  switch (by) {
    case 'request':
      return event.requestId;
    case 'customer':
      return event.customerId;
    case 'checkout':
      return event.checkout?.id ?? null;
  }
}

/** Ids of one account say nothing about another's. */
export function storyKeyOf(event: StoryMember, by: StoryKind): string | null {
  const id = storyIdOf(event, by);
  return id === null ? null : `${event.account ?? ''} ${id}`;
}

/** The kind that tells most about an event: a payment rather than a request, and that rather than all a customer ever did. */
export function tellingKindOf(event: StoryMember): StoryKind | null {
  return (['checkout', 'request', 'customer'] as const).find((by) => storyIdOf(event, by) !== null) ?? null;
}
