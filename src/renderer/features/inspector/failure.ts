// Which explanation fits a failed delivery. The words stand in the catalogues under `failure`.
import { isDelivered, type DeliveryErrorClass } from '#shared/domain/delivery.ts';

export type FailureKind =
  | DeliveryErrorClass
  | 's3xx'
  | 's400'
  | 's401'
  | 's403'
  | 's404'
  | 's405'
  | 's413'
  | 's429'
  | 's4xx'
  | 's5xx'
  | 'other';

const OWN_TEXT = ['s400', 's401', 's403', 's404', 's405', 's413', 's429'] as const;

/** @returns null for a delivery that did not fail */
export function failureKind(
  status: number | null,
  errorClass: DeliveryErrorClass | null,
): FailureKind | null {
  if (errorClass !== null) return errorClass;
  if (status === null || isDelivered(status)) return null;
  const own = OWN_TEXT.find((kind) => kind === `s${status}`);
  if (own !== undefined) return own;
  if (status >= 300 && status < 400) return 's3xx';
  if (status >= 400 && status < 500) return 's4xx';
  return status >= 500 && status < 600 ? 's5xx' : 'other';
}

/** `localhost:8000` of an address, or the address itself when it cannot be read. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
