// Probable causes of a failed delivery: the stable codes, and the rules that find one. Codes only: the dashboard words
// them, with the mend beside.
import { answerSentence, collapse, jsonObject, looksLikeHtml } from './answer-text.ts';
import { exceptionIn, type AnswerException } from './answer-exception.ts';
import { type DeliveryErrorClass, isDelivered } from './delivery.ts';
import {
  frameworkOfMissingRoute,
  guardingFramework,
  refusedHost,
  serverThatIsNoBackend,
} from './framework-tells.ts';
import { maskSecrets, sdkSignatureComplaint, signatureComplaint } from './signature-complaint.ts';

export const REASON_CODES = [
  // No answer, or only part of one.
  'nothing_listens',
  'unreachable',
  'dns',
  'tls_self_signed',
  'tls_not_tls',
  'tls_other',
  'timeout_no_answer',
  'timeout_slow_answer',
  'connection_reset',
  'answer_broke_off',
  'not_http',
  'invalid_request',
  'interrupted',
  // The answer is not the backend's, or not its handler's.
  'something_else_listens',
  'https_expected',
  'host_not_allowed',
  'wrong_path',
  'method_not_allowed',
  'redirect',
  'bad_gateway',
  // Refused by what stands in front of the handler.
  'csrf',
  'auth_required',
  'too_large',
  'unsupported_media',
  'rate_limited',
  // Refused by the handler. signature_rejected: a signature is spoken of, and no more is known.
  'signature_rejected',
  'signature_other_secret',
  'signature_body_parsed',
  'signature_stale',
  'signature_bytes_changed',
  'signature_missing',
  'signature_malformed',
  'signature_secret_missing',
  'signature_secret_whitespace',
  'api_version_mismatch',
  'body_rejected',
  'not_found_other',
  // It broke.
  'exception',
  'server_error',
  'unexplained',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

export interface FailureReason {
  code: ReasonCode;
  facts: Record<string, string>;
}

export interface FailureInput {
  status: number | null;
  errorClass: DeliveryErrorClass | null;
  errorMessage: string | null;
  url: string;
  responseHeaders: readonly (readonly [name: string, value: string])[];
  /** The first 64 KiB, decoded. */
  bodyText: string;
  timeoutMs?: number | null;
}

/** What the rules look at, worked out once. */
export interface FailedAnswer extends FailureInput {
  header(name: string): string | undefined;
  host: string;
  port: string;
  path: string;
  isHtml: boolean;
  json: Record<string, unknown> | null;
  exception: AnswerException | null;
  /** The answer in its own words: the exception's, or the one sentence of a JSON, HTML or plain answer. */
  sentence: string;
}

type Facts = Record<string, string | undefined>;

interface Rule {
  code: ReasonCode;
  /** @returns what the sentence is filled with; null when the rule does not apply */
  facts(answer: FailedAnswer): Facts | null;
}

const when = (applies: boolean, facts: Facts = {}): Facts | null => (applies ? facts : null);

/** The first rule that applies gives the reason: what is certain comes before what is probable. */
const RULES: readonly Rule[] = [
  // --- the connection; classes are sorted out in engine/delivery/send-error.ts -----------------------------------------
  {
    code: 'invalid_request',
    facts: (a) => when(a.errorClass === 'invalid_request', { message: a.errorMessage ?? '' }),
  },
  { code: 'interrupted', facts: (a) => when(a.errorClass === 'interrupted') },
  { code: 'nothing_listens', facts: (a) => when(a.errorClass === 'refused', { host: a.host, port: a.port }) },
  { code: 'dns', facts: (a) => when(a.errorClass === 'dns', { host: a.host }) },
  // ETIMEDOUT is the system's own: packets were dropped before there was a connection. Source: connect(2).
  {
    code: 'unreachable',
    facts: (a) =>
      when(
        a.errorClass === 'unreachable' ||
          (a.errorClass === 'timeout' && /ETIMEDOUT/.test(a.errorMessage ?? '')),
        {
          host: a.host,
          port: a.port,
        },
      ),
  },
  {
    code: 'timeout_no_answer',
    facts: (a) => when(a.errorClass === 'timeout' && a.status === null, { seconds: seconds(a) }),
  },
  {
    code: 'timeout_slow_answer',
    facts: (a) => when(a.errorClass === 'timeout', { seconds: seconds(a), status: String(a.status) }),
  },
  // OpenSSL's words (Node) and BoringSSL's (Electron) for “these bytes are no TLS record”.
  {
    code: 'tls_not_tls',
    facts: (a) =>
      when(
        a.errorClass === 'tls' &&
          /wrong[ _]version[ _]number|packet length too long|http[ _]request|unknown protocol|record layer failure/i.test(
            a.errorMessage ?? '',
          ),
        { host: a.host, port: a.port },
      ),
  },
  // Node's texts of X509_verify_cert_error_string; a private CA such as mkcert's gives the ones on issuers.
  {
    code: 'tls_self_signed',
    facts: (a) =>
      when(
        a.errorClass === 'tls' &&
          /self[- ]signed|unable to verify the first certificate|unable to get (?:local )?issuer/i.test(
            a.errorMessage ?? '',
          ),
        { host: a.host },
      ),
  },
  {
    code: 'tls_other',
    facts: (a) => when(a.errorClass === 'tls', { host: a.host, message: a.errorMessage ?? '' }),
  },
  { code: 'too_large', facts: (a) => when(a.status === 413) },
  {
    code: 'answer_broke_off',
    facts: (a) => when(a.errorClass !== null && a.status !== null, { status: String(a.status) }),
  },
  { code: 'connection_reset', facts: (a) => when(a.errorClass === 'reset', { host: a.host, port: a.port }) },
  {
    code: 'not_http',
    facts: (a) =>
      when(a.errorClass === 'protocol', { host: a.host, port: a.port, message: a.errorMessage ?? '' }),
  },

  // --- certain by their words, whatever the status -----------------------------------------------------------------------
  // nginx, Go's net/http, Apache.
  {
    code: 'https_expected',
    facts: (a) =>
      when(
        a.status === 400 &&
          /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|speaking plain HTTP to an SSL-enabled/i.test(
            a.bodyText,
          ),
        { host: a.host, port: a.port },
      ),
  },
  // stripe-go webhook/client.go, Stripe.net EventUtility.cs.
  {
    code: 'api_version_mismatch',
    facts(a) {
      const found =
        /received event with API version (\S*?), but (\S+) .{0,40}?expects API version (\S+?)\.?(?:\s|$)/i.exec(
          a.sentence.slice(0, 4000),
        );
      return found === null ? null : { got: found[1], sdk: found[2], expected: found[3] };
    },
  },
  {
    code: 'signature_rejected',
    facts: (a) => when(sdkSignatureComplaint(a.sentence) !== null, { message: a.sentence }),
  },
  {
    code: 'host_not_allowed',
    facts(a) {
      const host = refusedHost(a);
      return host === null ? null : { host: host === '' ? a.host : host };
    },
  },
  {
    code: 'csrf',
    facts(a) {
      const framework = guardingFramework(a);
      return framework === null ? null : { framework };
    },
  },
  // django/middleware/common.py: APPEND_SLASH cannot redirect a POST and raises when DEBUG is on.
  {
    code: 'wrong_path',
    facts: (a) =>
      when(/the URL doesn['’]t end in a slash and you have APPEND_SLASH set/.test(a.sentence), {
        path: a.path,
        trailingSlash: 'true',
        framework: 'Django',
      }),
  },
  {
    code: 'something_else_listens',
    facts(a) {
      const server = serverThatIsNoBackend(a);
      return server === null ? null : { server, host: a.host, port: a.port };
    },
  },

  // --- by status -----------------------------------------------------------------------------------------------------------
  {
    code: 'auth_required',
    facts: (a) =>
      when(isRedirect(a) && LOGIN_PATH.test(locationPath(a)), {
        scheme: 'login',
        location: a.header('location'),
      }),
  },
  {
    code: 'redirect',
    facts: (a) => when(isRedirect(a), { location: a.header('location') ?? '', ...redirectKind(a) }),
  },
  {
    code: 'signature_rejected',
    facts: (a) =>
      when(
        [400, 401, 403, 422].includes(a.status ?? 0) &&
          signatureComplaint(collapse(a.sentence, 1000)) !== null,
        {
          message: a.sentence,
        },
      ),
  },
  {
    code: 'auth_required',
    facts: (a) =>
      when(a.status === 401 || a.status === 403 || a.status === 407, {
        // RFC 9110, 11.6.1: the first word is the scheme.
        scheme:
          /^[\w-]+/.exec(a.header('www-authenticate') ?? a.header('proxy-authenticate') ?? '')?.[0] ?? '',
        message: a.sentence,
      }),
  },
  {
    code: 'method_not_allowed',
    facts: (a) => when(a.status === 405, { allow: a.header('allow') ?? '', path: a.path }),
  },
  { code: 'unsupported_media', facts: (a) => when(a.status === 415, { message: a.sentence }) },
  {
    code: 'rate_limited',
    facts: (a) => when(a.status === 429, { retryAfter: a.header('retry-after') ?? '' }),
  },
  {
    code: 'wrong_path',
    facts(a) {
      const framework = a.status === 404 ? frameworkOfMissingRoute(a) : null;
      return framework === null ? null : { path: a.path, framework };
    },
  },
  // A page for people where a webhook's answer should be, by nobody known.
  {
    code: 'something_else_listens',
    facts: (a) =>
      when(a.status === 404 && a.isHtml && a.exception === null, {
        server: a.header('server') ?? a.header('x-powered-by') ?? 'HTML',
        host: a.host,
        port: a.port,
      }),
  },
  {
    code: 'not_found_other',
    facts: (a) => when(a.status === 404 || a.status === 410, { path: a.path, message: a.sentence }),
  },
  {
    code: 'body_rejected',
    facts: (a) => when((a.status === 400 || a.status === 422) && a.sentence !== '', { message: a.sentence }),
  },
  {
    code: 'bad_gateway',
    facts: (a) =>
      when(isProxyFailure(a), { status: String(a.status), server: a.header('server') ?? a.header('via') }),
  },
  {
    code: 'exception',
    facts: (a) =>
      when((a.status ?? 0) >= 500 && a.exception !== null && !GENERIC.test(a.exception.message), {
        ...a.exception,
      }),
  },
  // http.Error(w, err.Error(), 500) and its like: the error without a trace.
  {
    code: 'exception',
    facts: (a) =>
      when(
        (a.status ?? 0) >= 500 &&
          !a.isHtml &&
          a.json === null &&
          a.sentence !== '' &&
          a.sentence.length < 500 &&
          !GENERIC.test(a.sentence),
        {
          message: a.sentence,
        },
      ),
  },
  { code: 'server_error', facts: (a) => when((a.status ?? 0) >= 500, { status: String(a.status) }) },
  {
    code: 'unexplained',
    facts: (a) => ({ status: a.status === null ? '' : String(a.status), message: a.sentence }),
  },
];

/** @returns null when the attempt was delivered */
export function explainFailure(input: FailureInput): FailureReason | null {
  if (input.errorClass === null && isDelivered(input.status)) return null;
  const answer = lookAt(input);
  for (const { code, facts } of RULES) {
    const found = facts(answer);
    if (found !== null) return { code, facts: filled(found) };
  }
  return { code: 'unexplained', facts: {} };
}

/** The answer in its own words, whole: for those who look closer than a sentence on the screen does. */
export function answerInItsOwnWords(input: FailureInput): string {
  return lookAt(input).sentence;
}

function lookAt(input: FailureInput): FailedAnswer {
  const header = (name: string): string | undefined =>
    input.responseHeaders.find(([given]) => given.toLowerCase() === name)?.[1];
  const url = URL.canParse(input.url) ? new URL(input.url) : null;
  const exception = input.status === null ? null : exceptionIn(input.bodyText, header);
  return {
    ...input,
    header,
    host: url?.hostname ?? input.url,
    port: url === null ? '' : url.port || (url.protocol === 'https:' ? '443' : '80'),
    path: url?.pathname ?? '',
    isHtml: looksLikeHtml(input.bodyText),
    json: jsonObject(input.bodyText),
    exception,
    sentence: exception?.message ?? answerSentence(input.bodyText),
  };
}

const MAX_FACT_LENGTH = 400;

function filled(facts: Facts): Record<string, string> {
  const known: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts)) {
    // Reasons are stored and go into reports; a secret that a backend printed must not travel with them.
    if (value !== undefined) known[name] = maskSecrets(collapse(value, MAX_FACT_LENGTH));
  }
  return known;
}

/** What frameworks say in production, where it explains nothing. */
const GENERIC =
  /^\s*(?:\d{3}\s*)?(?:internal server error|server error(?: \(500\))?|an error occurred|something went wrong|error|service unavailable|bad gateway)\W*$/i;

/** The sender's words hold the time when nobody else tells: “No complete answer within 30 s.” */
function seconds({ timeoutMs, errorMessage }: FailureInput): string {
  if (typeof timeoutMs === 'number') return String(timeoutMs / 1000);
  return /within ([\d.]+) s/.exec(errorMessage ?? '')?.[1] ?? '';
}

/** Usual places of a login. Sources: Django, Devise, Spring Security, Laravel, NextAuth, Clerk, ASP.NET Identity. */
const LOGIN_PATH = /(?:^|\/)(?:log-?in|sign[-_]?in|sso|oauth2?|authorize|auth\/(?:signin|login))(?:[/?]|$)/i;

function isRedirect({ status, header }: FailedAnswer): boolean {
  return (
    status !== null && status >= 300 && status < 400 && status !== 304 && header('location') !== undefined
  );
}

function target({ url, header }: FailedAnswer): URL | null {
  const location = header('location') ?? '';
  return URL.canParse(location, url) ? new URL(location, url) : null;
}

function locationPath(answer: FailedAnswer): string {
  return target(answer)?.pathname ?? '';
}

function redirectKind(answer: FailedAnswer): Facts {
  const to = target(answer);
  if (to === null) return {};
  const withoutSlash = (path: string): string => path.replace(/\/$/, '');
  const samePath = withoutSlash(to.pathname) === withoutSlash(answer.path);
  return {
    trailingSlash: samePath && to.pathname !== answer.path ? 'true' : undefined,
    https: answer.url.startsWith('http:') && to.protocol === 'https:' ? 'true' : undefined,
  };
}

/** nginx, Caddy, Traefik, HAProxy, Envoy, cloud front ends, ngrok, and the proxies of webpack-dev-server and Vite. */
function isProxyFailure({ status, header, bodyText, exception }: FailedAnswer): boolean {
  if (status === null || status < 500) return false;
  const start = bodyText.slice(0, 5000);
  if (/Error occurred while trying to proxy|ERR_NGROK_8012/.test(start)) return true;
  if (status < 502 || status > 504 || exception?.location !== undefined) return false;
  return (
    status !== 503 ||
    header('via') !== undefined ||
    /nginx|openresty|caddy|traefik|envoy|haproxy|cloudflare|apache|varnish|awselb|istio|ngrok/i.test(
      header('server') ?? '',
    ) ||
    /no healthy upstream|no available server|No server is available|upstream connect error/i.test(start)
  );
}
