// One request to Stripe's API, by either way there is.

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

export interface StripeResponse {
  /** The body as it came, which need not be Stripe's. */
  text: string;
  /** The `Date` header; null = there was none. */
  date: string | null;
}

/** @throws StripeFailure */
export type StripeDriver = (question: StripeQuestion) => Promise<StripeResponse>;

export function queryOf(parameters: StripeQuestion['parameters']): string {
  return new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString();
}

/** @param header `Retry-After` in seconds @returns milliseconds; null = it does not say */
export function retryAfterOf(header: string | null): number | null {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1_000) : null;
}
