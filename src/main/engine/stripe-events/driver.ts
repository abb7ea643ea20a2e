// One question to Stripe's API, whichever way it goes.

export interface StripeQuestion {
  /** Below the API's address, such as `/v1/events`. */
  path: string;
  parameters: readonly (readonly [string, string])[];
  /** Connected account; null = the own one. */
  account: string | null;
  /** Only where an API demands one. */
  apiVersion?: string;
  signal: AbortSignal;
}

/** Resolves with the answer's text as Stripe wrote it. @throws StripeFailure */
export type StripeDriver = (question: StripeQuestion) => Promise<string>;

export function queryOf(parameters: StripeQuestion['parameters']): string {
  return new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString();
}
