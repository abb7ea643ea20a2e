// An event's id: Stripe's own, and for one that shares it with another event something after an `@` that tells them apart.

export function stripeIdOf(id: string): string {
  const end = id.indexOf('@');
  return end === -1 ? id : id.slice(0, end);
}
