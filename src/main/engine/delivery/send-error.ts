// Sorts the errors of a failed request into the classes shown to the developer.
import type { DeliveryErrorClass } from '#shared/domain/delivery.ts';

export interface SendProblem {
  errorClass: DeliveryErrorClass;
  /** A sentence, or the system's own message. */
  message: string;
}

/** Nothing was sent, because it cannot be written as an HTTP request. The message is a sentence for the developer. */
export class InvalidRequestError extends Error {
  readonly code = 'HOOKLINE_INVALID_REQUEST';
}

const BY_CODE: Readonly<Record<string, DeliveryErrorClass>> = {
  HOOKLINE_INVALID_REQUEST: 'invalid_request',
  HOOKLINE_MALFORMED_RESPONSE: 'protocol',
  HOOKLINE_INCOMPLETE_RESPONSE: 'reset',
  HOOKLINE_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'refused',
  ENOENT: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EACCES: 'unreachable',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  HOSTNAME_MISMATCH: 'tls',
};

/** Codes that come in families. Sources: Node's errors documentation, OpenSSL's verify results. */
const BY_PREFIX: readonly (readonly [prefix: string, errorClass: DeliveryErrorClass])[] = [
  ['ERR_TLS', 'tls'],
  ['ERR_SSL', 'tls'],
  ['CERT_', 'tls'],
];

export function classifySendError(error: Error): SendProblem {
  const code = codeOf(error);
  const errorClass = BY_CODE[code] ?? BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'reset';
  return { errorClass, message: messageOf(error) };
}

/** `localhost` is tried on both address families; the error then holds one error for each. */
export function codeOf(error: Error): string {
  const own = (error as { code?: unknown }).code;
  if (typeof own === 'string') return own;
  const inner =
    error instanceof AggregateError ? (error.errors[0] as { code?: unknown } | undefined)?.code : undefined;
  return typeof inner === 'string' ? inner : '';
}

function messageOf(error: Error): string {
  if (!(error instanceof AggregateError)) return error.message;
  return error.errors
    .map((inner: unknown) => (inner instanceof Error ? inner.message : String(inner)))
    .join('; ');
}
