// What a question about a customer leaves open, and what is put in its place.
import { z } from 'zod';

export const PLACEHOLDERS = ['customer_id', 'email', 'client_reference_id', 'subscription_id'] as const;
/** Written in braces: `{email}`, `{metadata.user_id}`. Metadata keys have at most 40 characters, as Stripe's do. */
export const PlaceholderSchema = z.union([
  z.enum(PLACEHOLDERS),
  z.templateLiteral(['metadata.', z.string().regex(/[^{}]{1,40}/)]),
]);
export type Placeholder = z.infer<typeof PlaceholderSchema>;

export const isPlaceholder = (name: string): name is Placeholder => PlaceholderSchema.safeParse(name).success;

/** Whom the app is asked about. */
export interface ProbeSubject {
  customerId: string | null;
  email: string | null;
  clientReferenceId: string | null;
  subscriptionId: string | null;
  metadata: Record<string, string>;
}

/** @returns null when the subject has no such value; an empty one is none */
export function valueOfPlaceholder(placeholder: Placeholder, subject: ProbeSubject): string | null {
  switch (placeholder) {
    case 'customer_id':
      return subject.customerId || null;
    case 'email':
      return subject.email || null;
    case 'client_reference_id':
      return subject.clientReferenceId || null;
    case 'subscription_id':
      return subject.subscriptionId || null;
    default: {
      const key = placeholder.slice('metadata.'.length);
      return (Object.hasOwn(subject.metadata, key) && subject.metadata[key]) || null;
    }
  }
}
