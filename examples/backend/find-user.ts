// Which user an object of Stripe's is about.
import type { Database, User } from './database.ts';

export interface Person {
  /** `client_reference_id`: what this app itself told Checkout. */
  reference: string | null;
  customer: string | null;
  email: string | null;
  name: string | null;
  /** Unix seconds. */
  at: number;
}

/** The app's own reference outranks the customer, and the customer the email. */
export function findOrCreateUser({ reference, customer, email, name, at }: Person, database: Database): User {
  const byReference = reference === null ? undefined : database.userByReference(reference);
  const byCustomer = customer === null ? undefined : database.userByCustomer(customer);
  const byEmail = email === null ? undefined : database.userByEmail(email);
  // Who has another reference is somebody else, even at the same address.
  const theSame = (user: User | undefined): boolean =>
    user !== undefined &&
    (reference === null || user.client_reference_id === null || user.client_reference_id === reference);
  const user = [byReference, byCustomer, byEmail].find(theSame) ?? database.insertUser({ email, name });

  // Made for a customer before Checkout told whose it is.
  if (byCustomer !== undefined && byCustomer.id !== user.id && byCustomer.client_reference_id === null) {
    database.mergeUsers(byCustomer.id, user.id);
  }
  database.updateUser(user.id, {
    email: user.email ?? email,
    name: user.name ?? name,
    client_reference_id: user.client_reference_id ?? reference,
  });
  if (customer !== null) database.linkCustomer(customer, user.id, at);
  return user;
}
