// Causes of deliveries that got no response, or only part of one. The error classes come from engine/delivery/send-error.ts.
import type { FailedResponse } from './failed-response.ts';
import { when, type Rule } from './failure-rule.ts';
import { serverOfGreeting, serverOfPort } from './foreign-server.ts';

const tlsError = ({ errorClass, errorMessage }: FailedResponse, pattern: RegExp): boolean =>
  errorClass === 'tls' && pattern.test(errorMessage ?? '');
const isGreetedBy = ({ errorClass, status, errorMessage }: FailedResponse, kind: string): boolean =>
  errorClass === 'protocol' && status === null && serverOfGreeting(errorMessage)?.kind === kind;
const place = ({ host, port }: FailedResponse): { host: string; port: string } => ({ host, port });

export const CONNECTION_RULES: readonly Rule[] = [
  {
    code: 'invalid_request',
    evidence: 'proof',
    facts: (r) => when(r.errorClass === 'invalid_request', { message: r.errorMessage ?? '' }),
  },
  { code: 'interrupted', evidence: 'proof', facts: (r) => when(r.errorClass === 'interrupted') },
  { code: 'nothing_listens', evidence: 'proof', facts: (r) => when(r.errorClass === 'refused', place(r)) },
  { code: 'dns', evidence: 'proof', facts: (r) => when(r.errorClass === 'dns', { host: r.host }) },
  // ETIMEDOUT is the system's own: packets were dropped before there was a connection. Source: connect(2).
  {
    code: 'unreachable',
    evidence: 'sign',
    facts: (r) =>
      when(
        r.errorClass === 'unreachable' ||
          (r.errorClass === 'timeout' && /ETIMEDOUT/.test(r.errorMessage ?? '')),
        place(r),
      ),
  },
  {
    code: 'timeout_no_answer',
    evidence: 'sign',
    facts: (r) => when(r.errorClass === 'timeout' && r.status === null, { seconds: seconds(r) }),
  },
  {
    code: 'timeout_slow_answer',
    evidence: 'proof',
    facts: (r) => when(r.errorClass === 'timeout', { seconds: seconds(r), status: String(r.status) }),
  },
  // OpenSSL's words (Node) and BoringSSL's (Electron) for “these bytes are no TLS record”.
  {
    code: 'tls_not_tls',
    evidence: 'proof',
    facts: (r) =>
      when(
        tlsError(
          r,
          /wrong[ _]version[ _]number|packet length too long|http[ _]request|unknown protocol|record layer failure/i,
        ),
        place(r),
      ),
  },
  // Node's texts of X509_verify_cert_error_string; a private CA such as mkcert's gives the ones on issuers.
  {
    code: 'tls_self_signed',
    evidence: 'proof',
    facts: (r) =>
      when(
        tlsError(r, /self[- ]signed|unable to verify the first certificate|unable to get (?:local )?issuer/i),
        { host: r.host },
      ),
  },
  // The alert of a server that supports no protocol we offered (RFC 7301, 3.2).
  {
    code: 'http2_only',
    evidence: 'proof',
    facts: (r) => when(tlsError(r, /no[ _]application[ _]protocol/i), place(r)),
  },
  // RFC 8446, 6.2; before TLS 1.3 the alert is a general one.
  {
    code: 'tls_client_certificate',
    evidence: 'proof',
    facts: (r) => when(tlsError(r, /certificate[ _]required/i), { host: r.host }),
  },
  {
    code: 'tls_other',
    evidence: 'sign',
    facts: (r) => when(r.errorClass === 'tls', { host: r.host, message: r.errorMessage ?? '' }),
  },
  { code: 'too_large', evidence: 'proof', facts: (r) => when(r.status === 413) },
  {
    code: 'answer_broke_off',
    evidence: 'sign',
    facts: (r) => when(r.errorClass !== null && r.status !== null, { status: String(r.status) }),
  },
  { code: 'http2_only', evidence: 'proof', facts: (r) => when(isGreetedBy(r, 'http2'), place(r)) },
  { code: 'https_expected', evidence: 'proof', facts: (r) => when(isGreetedBy(r, 'tls'), place(r)) },
  {
    code: 'not_http',
    evidence: 'proof',
    facts: (r) =>
      when(isGreetedBy(r, 'server'), { ...place(r), server: serverOfGreeting(r.errorMessage)?.name }),
  },
  // PostgreSQL, Redis and memcached close the connection on HTTP without a word.
  {
    code: 'not_http',
    evidence: 'sign',
    facts(r) {
      const server = r.errorClass === 'reset' ? serverOfPort(r.port) : undefined;
      return when(server !== undefined, { ...place(r), server });
    },
  },
  { code: 'connection_reset', evidence: 'sign', facts: (r) => when(r.errorClass === 'reset', place(r)) },
  {
    code: 'not_http',
    evidence: 'sign',
    facts: (r) =>
      when(r.errorClass === 'protocol', {
        ...place(r),
        server: serverOfPort(r.port),
        message: r.errorMessage ?? '',
      }),
  },
];

/** The sender's words hold the time when nobody else knows it: “No complete response within 30 s.” */
function seconds({ timeoutMs, errorMessage }: FailedResponse): string {
  if (typeof timeoutMs === 'number') return String(timeoutMs / 1000);
  return /within ([\d.]+) s/.exec(errorMessage ?? '')?.[1] ?? '';
}
