// Causes of deliveries that got a response: what proves its cause comes before what is a sign of one, the specific before the general.
import { collapse } from './answer-text.ts';
import { frameworkOf } from './backend-kind.ts';
import { proxyPage } from './development-proxy.ts';
import { LOOP_MARK } from './delivery-header.ts';
import type { FailedResponse } from './failed-response.ts';
import { when, type Facts, type Rule } from './failure-rule.ts';
import {
  csrfFramework,
  hasOwnMissingRoutePage,
  isAlsoForgottenResponse,
  missingRouteFramework,
  refusedHost,
  saysCsrf,
  serverThatIsNoBackend,
} from './framework-tells.ts';
import {
  sdkComplaintInTrace,
  sdkSignatureComplaint,
  signatureComplaint,
  type SignatureComplaint,
} from './signature-complaint.ts';

const at = (r: FailedResponse, ...statuses: number[]): boolean =>
  r.status !== null && statuses.includes(r.status);
const isFailed = ({ status }: FailedResponse): boolean => (status ?? 0) >= 400;

export const RESPONSE_RULES: readonly Rule[] = [
  // --- proven by words that only one program has --------------------------------------------------------------------------
  // Hookline's own receiver, engine/receiver/door.ts.
  {
    code: 'leads_back',
    evidence: 'proof',
    facts: (r) => when(r.status === 508 && r.json?.['hookline'] === LOOP_MARK),
  },
  // node:http2 without allowHTTP1: lib/internal/http2/core.js, unknownProtocol.
  {
    code: 'http2_only',
    evidence: 'proof',
    facts: (r) =>
      when(at(r, 403) && /(?:Missing|Unknown) ALPN Protocol/.test(r.bodyText), {
        host: r.host,
        port: r.port,
      }),
  },
  // nginx, Go's net/http, Apache.
  {
    code: 'https_expected',
    evidence: 'proof',
    facts: (r) =>
      when(
        at(r, 400) &&
          /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|speaking plain HTTP to an SSL-enabled/i.test(
            r.bodyText,
          ),
        { host: r.host, port: r.port },
      ),
  },
  // stripe-go webhook/client.go, Stripe.net EventUtility.cs.
  {
    code: 'api_version_mismatch',
    evidence: 'proof',
    facts(r) {
      const found =
        /received event with API version (\S*?), but (\S+) .{0,40}?expects API version (\S+?)\.?(?:\s|$)/i.exec(
          r.sentence.slice(0, 4000),
        );
      return found === null ? null : { got: found[1], sdk: found[2], expected: found[3] };
    },
  },
  // stripe-node SubtleCryptoProvider.ts.
  {
    code: 'signature_sync_crypto',
    evidence: 'proof',
    facts: (r) =>
      when(isFailed(r) && words(r).includes('SubtleCryptoProvider cannot be used in a synchronous context'), {
        message: r.sentence,
      }),
  },
  // undici (Node, Next.js, Hono), Deno and browsers, raw-body, Django.
  {
    code: 'body_read_before',
    evidence: 'proof',
    facts: (r) =>
      when(
        isFailed(r) &&
          /(?:^|: )Body (?:is unusable|has already been (?:read|used|consumed))|\bbody stream already read\b|\bbody used already for: |^(?:\w+: )?stream is not readable$|cannot access body after reading from request's data stream/i.test(
            r.sentence.slice(0, 1000),
          ),
        { message: r.sentence },
      ),
  },
  {
    code: 'signature_rejected',
    evidence: 'sign',
    facts: (r) => when(isFailed(r) && sdkComplaintIn(r) !== null, { message: r.sentence }),
  },
  {
    code: 'host_not_allowed',
    evidence: 'proof',
    facts(r) {
      const host = refusedHost(r);
      return host === null ? null : { host: host === '' ? r.host : host };
    },
  },
  {
    code: 'csrf',
    evidence: 'proof',
    facts(r) {
      const framework = csrfFramework(r);
      return framework === null ? null : { framework };
    },
  },
  { code: 'csrf', evidence: 'sign', facts: (r) => when((at(r, 400, 403, 422) && saysCsrf(r)) || at(r, 419)) },
  // django/middleware/common.py: APPEND_SLASH cannot redirect a POST and raises when DEBUG is on.
  {
    code: 'wrong_path',
    evidence: 'proof',
    facts: (r) =>
      when(/the URL doesn['’]t end in a slash and you have APPEND_SLASH set/.test(r.sentence), {
        path: r.path,
        trailingSlash: 'true',
        framework: 'Django',
      }),
  },
  // @clerk/backend: a protected route redirects, or is not there, for those who are signed out; the header is on other responses, too.
  {
    code: 'auth_required',
    evidence: 'sign',
    facts: (r) =>
      when(
        (at(r, 401) || (at(r, 404) && missingRouteFramework(r) === null) || leadsElsewhere(r)) &&
          r.header('x-clerk-auth-status') === 'signed-out',
        { scheme: 'Clerk' },
      ),
  },
  {
    code: 'something_else_listens',
    evidence: 'sign',
    facts(r) {
      const server = serverThatIsNoBackend(r);
      return server === null ? null : { server, host: r.host, port: r.port };
    },
  },

  // --- by status -----------------------------------------------------------------------------------------------------------
  {
    code: 'auth_required',
    evidence: 'sign',
    facts: (r) =>
      when(isRedirect(r) && LOGIN_PATH.test(locationPath(r)), {
        scheme: 'login',
        location: r.header('location'),
      }),
  },
  {
    code: 'redirect',
    evidence: 'proof',
    facts: (r) => when(isRedirect(r), { location: r.header('location') ?? '', ...redirectKind(r) }),
  },
  {
    code: 'signature_rejected',
    evidence: 'sign',
    facts: (r) =>
      when(
        (at(r, 400, 401, 403, 422) || (at(r, 500) && !isThrown(r))) &&
          signatureComplaint(collapse(r.sentence, 1000)) !== null,
        { message: r.sentence },
      ),
  },
  // RFC 9110, 11.6.1: a challenge names the scheme first.
  {
    code: 'auth_required',
    evidence: 'proof',
    facts(r) {
      const challenge = r.header('www-authenticate') ?? r.header('proxy-authenticate') ?? '';
      return when(at(r, 401, 403, 407) && challenge !== '', {
        scheme: /^[\w-]+/.exec(challenge)?.[0] ?? '',
        message: r.sentence,
      });
    },
  },
  {
    code: 'auth_required',
    evidence: 'sign',
    facts: (r) =>
      when(at(r, 401, 407) || (at(r, 403) && WANTS_LOGIN.test(r.sentence.slice(0, 2000))), {
        scheme: '',
        message: r.sentence,
        // Handlers return 401 for a signature that does not fit, too, and this response does not say which it was.
        orSignature: r.status === 401 && isGeneric(r.sentence) ? 'true' : undefined,
      }),
  },
  { code: 'forbidden', evidence: 'sign', facts: (r) => when(at(r, 403), { message: r.sentence }) },
  // Of a framework's own response; another program on the port may also have a rule for this path.
  {
    code: 'method_not_allowed',
    evidence: 'proof',
    facts: (r) =>
      when(at(r, 405) && frameworkOf(r) !== null, { allow: r.header('allow') ?? '', path: r.path }),
  },
  {
    code: 'method_not_allowed',
    evidence: 'sign',
    facts: (r) => when(at(r, 405), { allow: r.header('allow') ?? '', path: r.path }),
  },
  { code: 'unsupported_media', evidence: 'proof', facts: (r) => when(at(r, 415), { message: r.sentence }) },
  {
    code: 'rate_limited',
    evidence: 'proof',
    facts: (r) => when(at(r, 429), { retryAfter: r.header('retry-after') ?? '' }),
  },
  // body-parser and Nest (SyntaxError of JSON.parse), Fastify, Next.js, Django REST framework, Jackson.
  {
    code: 'body_not_json',
    evidence: 'sign',
    facts: (r) => when(at(r, 400, 422) && NOT_JSON.test(words(r).slice(0, 4000)), { message: r.sentence }),
  },
  {
    code: 'wrong_path',
    evidence: 'proof',
    facts(r) {
      const framework = at(r, 404) && hasOwnMissingRoutePage(r) ? missingRouteFramework(r) : null;
      return framework === null ? null : { path: r.path, framework };
    },
  },
  {
    code: 'wrong_path',
    evidence: 'sign',
    facts(r) {
      const framework = at(r, 404) ? missingRouteFramework(r) : null;
      if (framework === null) return null;
      return { path: r.path, framework, orSilent: isAlsoForgottenResponse(framework) ? 'true' : undefined };
    },
  },
  {
    code: 'exception',
    evidence: 'proof',
    facts: (r) => when(isFailed(r) && hasOwnFrame(r), { ...r.exception }),
  },
  {
    code: 'not_found_other',
    evidence: 'sign',
    facts: (r) =>
      when(at(r, 404, 410), {
        path: r.path,
        message: r.sentence,
        // A page for people: another program may have this port.
        page: r.isHtml ? 'true' : undefined,
      }),
  },
  // better-auth returns this when a callback of the project threw. Source: @better-auth/stripe, error-codes.
  {
    code: 'exception',
    evidence: 'proof',
    facts: (r) =>
      when(r.json?.['code'] === 'STRIPE_WEBHOOK_ERROR', { message: r.sentence, framework: 'better-auth' }),
  },
  {
    code: 'body_rejected',
    evidence: 'sign',
    facts: (r) =>
      when(at(r, 400, 422) && r.sentence !== '' && !isGeneric(r.sentence), { message: r.sentence }),
  },
  {
    code: 'bad_gateway',
    evidence: 'proof',
    facts(r) {
      const page = proxyPage(r);
      return when(page === 'own', {
        status: String(r.status),
        server: r.header('server') ?? r.header('via'),
      });
    },
  },
  {
    code: 'bad_gateway',
    evidence: 'sign',
    facts: (r) =>
      when(proxyPage(r) === 'alike', {
        status: String(r.status),
        server: r.header('server') ?? r.header('via'),
      }),
  },
  {
    code: 'exception',
    evidence: 'sign',
    facts: (r) =>
      when((r.status ?? 0) >= 500 && r.exception !== null && !isGeneric(r.exception.message), {
        ...r.exception,
      }),
  },
  // http.Error(w, err.Error(), 500) and its like: the error without a trace.
  {
    code: 'exception',
    evidence: 'sign',
    facts: (r) =>
      when(
        (r.status ?? 0) >= 500 &&
          !r.isHtml &&
          r.json === null &&
          r.sentence !== '' &&
          r.sentence.length < 500 &&
          !isGeneric(r.sentence),
        { message: r.sentence },
      ),
  },
  {
    code: 'server_error',
    evidence: 'sign',
    facts: (r) => when((r.status ?? 0) >= 500, { status: String(r.status) }),
  },
  {
    code: 'unexplained',
    evidence: 'sign',
    facts: (r) => ({
      status: r.status === null ? '' : String(r.status),
      message: r.sentence,
      // Stripe's own examples return a bare 400 for a signature that does not fit.
      orSignature: r.status === 400 ? 'true' : undefined,
    }),
  },
];

/** The sentence, and the members of a JSON response besides it. */
function words({ sentence, json, bodyText }: FailedResponse): string {
  return json === null ? sentence : `${sentence}\n${bodyText}`;
}

/** Handlers put the SDK's message into fields of their own, beside a general one; a trace names the SDK's own files. */
function sdkComplaintIn({
  status,
  isHtml,
  sentence,
  json,
  bodyText,
  exception,
}: FailedResponse): SignatureComplaint | null {
  // A page of help may quote it.
  if (isHtml && exception === null && (status === 404 || status === 410)) return null;
  const found = sdkSignatureComplaint(sentence) ?? sdkComplaintInTrace(sentence, exception?.trace ?? '');
  if (found !== null || json === null) return found;
  const elsewhere = sdkSignatureComplaint(bodyText);
  return elsewhere === 'unclear' ? null : elsewhere;
}

/** An error with its class or trace: `KeyError: 'STRIPE_SIGNATURE'` is no complaint about a signature. */
function isThrown({ sentence, exception }: FailedResponse): boolean {
  return exception?.trace !== undefined || /^[\w.]*(?:Error|Exception)\b/.test(sentence);
}

/** A trace with a line of the project's own: the error came through the handler. */
function hasOwnFrame({ exception }: FailedResponse): boolean {
  return exception?.location !== undefined && !isGeneric(exception.message);
}

/** Sentences that explain nothing: status phrases, names of error classes, and what frameworks say in production. */
const GENERIC =
  /^\W*(?:error:?\s+)?(?:(?:http )?(?:error )?[45]\d\d\W*)?(?:bad request|unauthori[sz]ed|forbidden|not found|gone|conflict|unprocessable (?:entity|content)|method not allowed|not implemented|gateway time-?out|http version not supported|insufficient storage|network authentication required|not extended|internal(?: server)? error\.?(?:: 500 - internal server error)?|server error(?: \(500\))?|an? (?:unexpected |unknown |internal )?error (?:has )?occurred|unexpected error|unknown error|something went wrong|(?:http|internalservererror|app)?(?:error|exception)|failed|failure|service unavailable|bad gateway|undefined|null|none|\[object object\]|[\da-f-]{16,})\W*$/i;

/** Longer ones say something. */
const MAX_GENERIC_LENGTH = 120;

function isGeneric(text: string): boolean {
  return text.length <= MAX_GENERIC_LENGTH && GENERIC.test(text);
}

/** 403 is also the response of firewalls, address lists and permissions, which no login changes. */
const WANTS_LOGIN =
  /\bnot (?:authenticated|logged[ -]?in|signed[ -]?in)\b|\bunauthenticated\b|\b(?:must|need to|please|have to) (?:be )?(?:log(?:ged)?|sign(?:ed)?)[ -]?in\b|\b(?:log|sign)[ -]?in (?:is )?required\b|\bauthentication (?:credentials|required|token|is required|failed)\b|\b(?:missing|no|invalid|expired) (?:jwt|access[ -]token|bearer token|auth(?:orization|entication)? token|session (?:cookie|token)|credentials)\b/i;

const NOT_JSON =
  /FST_ERR_CTP_(?:INVALID|EMPTY)_JSON_BODY|^Invalid JSON$|Unexpected end of JSON input|Unexpected (?:token|string|number|non-whitespace character)[^\n]{0,200}\bJSON\b|Expected [^\n]{0,80} in JSON at position|\bJSON parse error\b|(?:is not|isn't|not) valid JSON\b|"entity\.parse\.failed"|Malformed JSON/i;

/** Usual places of a login. Sources: Django, Devise, Spring Security, Laravel, NextAuth, Clerk, ASP.NET Identity. */
const LOGIN_PATH = /(?:^|\/)(?:log-?in|sign[-_]?in|sso|oauth2?|authorize|auth\/(?:signin|login))(?:[/?]|$)/i;

function isRedirect({ status, header }: FailedResponse): boolean {
  return (
    status !== null && status >= 300 && status < 400 && status !== 304 && header('location') !== undefined
  );
}

/** A redirect that corrects neither the slash at the end nor the scheme. */
function leadsElsewhere(response: FailedResponse): boolean {
  const { trailingSlash, https } = isRedirect(response) ? redirectKind(response) : { trailingSlash: 'true' };
  return trailingSlash === undefined && https === undefined;
}

function target({ url, header }: FailedResponse): URL | null {
  const location = header('location') ?? '';
  return URL.canParse(location, url) ? new URL(location, url) : null;
}

function locationPath(response: FailedResponse): string {
  return target(response)?.pathname ?? '';
}

function redirectKind(response: FailedResponse): Facts {
  const to = target(response);
  if (to === null) return {};
  const withoutSlash = (path: string): string => path.replace(/\/$/, '');
  const samePath = withoutSlash(to.pathname) === withoutSlash(response.path);
  return {
    trailingSlash: samePath && to.pathname !== response.path ? 'true' : undefined,
    https: response.url.startsWith('http:') && to.protocol === 'https:' ? 'true' : undefined,
  };
}
