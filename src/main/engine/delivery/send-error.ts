// Sorts what Node says about a failed request into the classes shown to the developer.
import type { DeliveryErrorClass } from '#shared/domain/delivery.ts';

export interface SendProblem {
  errorClass: DeliveryErrorClass;
  /** The system's own words. */
  message: string;
}

const BY_CODE: Readonly<Record<string, DeliveryErrorClass>> = {
  HOOKLINE_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'refused',
  ENOENT: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'reset',
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

/** Codes that come in families. Sources: Node's errors documentation, llhttp's error names, OpenSSL's verify results. */
const BY_PREFIX: readonly (readonly [prefix: string, errorClass: DeliveryErrorClass])[] = [
  ['HPE_', 'protocol'],
  ['ERR_HTTP', 'protocol'],
  ['ERR_TLS', 'tls'],
  ['ERR_SSL', 'tls'],
  ['CERT_', 'tls'],
];

export function classifySendError(error: Error): SendProblem {
  const code = codeOf(error);
  const errorClass = BY_CODE[code] ?? BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'reset';
  return { errorClass, message: wordsOf(error) };
}

/** `localhost` is tried on both address families; the error then holds one error for each. */
function codeOf(error: Error): string {
  const own = (error as { code?: unknown }).code;
  if (typeof own === 'string') return own;
  const inner =
    error instanceof AggregateError ? (error.errors[0] as { code?: unknown } | undefined)?.code : undefined;
  return typeof inner === 'string' ? inner : '';
}

function wordsOf(error: Error): string {
  if (!(error instanceof AggregateError)) return error.message;
  return error.errors
    .map((inner: unknown) => (inner instanceof Error ? inner.message : String(inner)))
    .join('; ');
}
