// English texts: why a delivery failed, probably, and what to do. One entry for each code; a missing one does not compile.
import type { ReasonCode } from '../failure-reason.ts';

const reason = {
  nothing_listens: {
    title: 'Nothing is listening at {{host}}.',
    cause: 'Your backend is not running, or runs on another port.',
    fix: 'Start it, or correct the address in Endpoints.',
  },
  unreachable: {
    title: 'There is no way to {{host}}.',
    cause: 'The address is in another network, or a firewall or VPN drops what is sent there.',
    fix: 'Check the address. For a backend in a container, use its published port on localhost.',
  },
  dns: {
    title: 'The name {{host}} cannot be resolved.',
    cause: 'There is a typing error in it, or the name only exists inside a container network or VPN.',
    fix: 'Correct the address in Endpoints.',
  },
  tls_self_signed: {
    title: 'The certificate of {{host}} is not trusted.',
    cause: 'It is self-signed, or comes from an authority of your own such as mkcert.',
    fix: 'Switch on “Accept a self-signed certificate” for this endpoint, or use http:// locally.',
  },
  tls_not_tls: {
    title: '{{host}} does not speak https.',
    cause: 'The port answers in plain HTTP, but the address begins with https://.',
    fix: 'Change the address to http://.',
  },
  tls_other: {
    title: 'No secure connection to {{host}} could be made.',
    cause: 'The certificate is expired or for another name, or the TLS versions do not match.',
    fix: 'Renew the certificate, or use http:// for a local backend.',
  },
  timeout_no_answer: {
    title: 'Your backend did not answer in time ({{seconds}} s).',
    cause: 'The handler waits for something slow, hangs, or stands at a breakpoint.',
    fix: 'Stripe wants 2xx fast: answer first, work later. While you debug, use “Wait while I debug”.',
  },
  timeout_slow_answer: {
    title: 'Your backend began to answer {{status}} but did not finish in time ({{seconds}} s).',
    cause: 'It streams its answer slowly, or never ends it.',
    fix: 'End the answer at once (`res.end()`); Stripe only looks at the status.',
  },
  connection_reset: {
    title: 'Your backend broke the connection off before it answered.',
    cause: 'It crashed or restarted while handling this event. Reloading after a code change does that too.',
    fix: 'Look at its log, then resend.',
  },
  answer_broke_off: {
    title: 'Your backend began to answer {{status}}, then the connection broke.',
    cause: 'It crashed or restarted in the middle of its answer.',
    fix: 'Look at its log for what happened after it began to answer.',
  },
  not_http: {
    title: '{{host}} did not return valid HTTP. {{message}}',
    cause:
      'Either your backend writes such responses, or something else listens on this port: a database, a debugger, https.',
    fix: 'Check the port in Endpoints, then what your backend writes.',
  },
  invalid_request: {
    title: 'This request could not be sent. {{message}}',
    cause: 'The address of the endpoint or one of the headers cannot be written as HTTP. Nothing was sent.',
    fix: 'Correct the address or the header in Endpoints, then resend.',
  },
  interrupted: {
    title: 'This request was interrupted before a response came.',
    cause:
      'You stopped the delivery, the endpoint was removed, or Hookline was closed. Your backend may have handled the event.',
    fix: 'Look at your backend’s log, then resend if it did not.',
  },
  something_else_listens: {
    title: 'Something else answers at {{host}}: {{server}}.',
    cause:
      'A page for people came back where a webhook’s answer should be. Probably another program has this port.',
    fix: 'Check the port, and that your backend really listens there.',
  },
  https_expected: {
    title: '{{host}} expects https.',
    cause: 'The address begins with http://, but the port only takes TLS.',
    fix: 'Change the address to https://, and accept the certificate if it is self-signed.',
  },
  host_not_allowed: {
    title: 'Your backend refuses the host {{host}}.',
    cause: 'It only takes requests for the names in its list of allowed hosts.',
    fix: 'Add the name to that list (`ALLOWED_HOSTS`, `config.hosts`, `allowedHosts`), or set a Host header in Endpoints.',
  },
  wrong_path: {
    title: 'There is no route {{path}} in your backend.',
    cause: 'The path in the address differs from the route in your code, or a prefix is missing.',
    fix: 'Compare it with your routes and correct the address in Endpoints.',
  },
  method_not_allowed: {
    title: 'The route {{path}} does not take POST.',
    cause: 'It exists, but only for other methods.',
    fix: 'Register the route for POST.',
  },
  redirect: {
    title: 'Your backend answered {{status}}, a redirect.',
    cause: 'Stripe does not follow redirects, so the event was not delivered.',
    fix: 'Put the final address in Endpoints: {{location}}',
  },
  bad_gateway: {
    title: 'A proxy answered {{status}}: your backend behind it did not.',
    cause: 'The proxy runs, but what it passes requests on to is down or starting.',
    fix: 'Start the backend behind the proxy, or point the endpoint straight at it.',
  },
  leads_back: {
    title: 'This endpoint leads back to Hookline.',
    cause: 'The address is Hookline’s own, or a proxy there passes requests on to Hookline.',
    fix: 'Put the address of your backend itself in Endpoints.',
  },
  http2_only: {
    title: '{{host}} only speaks HTTP/2.',
    cause: 'The server takes no HTTP/1.1, which Stripe’s CLI and Hookline send.',
    fix: 'Allow HTTP/1.1 in the server (`allowHTTP1: true` in Node), or use http:// locally.',
  },
  csrf: {
    title: 'CSRF protection refused the event.',
    cause: 'Webhooks carry no CSRF token; {{framework}} expects one on every POST.',
    fix: 'Exempt the webhook route from CSRF protection and check Stripe’s signature instead.',
  },
  auth_required: {
    title: 'Your backend wants a login.',
    cause: 'Authentication covers the webhook route. Stripe sends no login, only a signature.',
    fix: 'Leave this route out of authentication and check the signature instead.',
  },
  forbidden: {
    title: 'Your backend answered 403: forbidden.',
    cause:
      'A rule refuses the request before or in the handler: permissions, an address or host list, a firewall, or CSRF protection.',
    fix: 'Let requests through to the webhook route without such rules and check Stripe’s signature there instead.',
  },
  too_large: {
    title: 'The body is too large for your backend.',
    cause: 'A body parser or proxy has a low limit.',
    fix: 'Raise the limit for the webhook route.',
  },
  unsupported_media: {
    title: 'Your backend does not take this content type.',
    cause: 'The route expects something other than `application/json`.',
    fix: 'Let the webhook route take the raw body of any content type.',
  },
  rate_limited: {
    title: 'Your backend answered 429: too many requests.',
    cause: 'A rate limit covers the webhook route. Stripe sends bursts.',
    fix: 'Exempt the webhook route from the limit.',
  },
  signature_rejected: {
    title: 'Your backend refused the signature.',
    cause: 'It has another signing secret, or something changed the body before the check.',
    fix: 'Compare its secret with this endpoint’s, and check the signature over the raw body.',
  },
  signature_other_secret: {
    title: 'Your backend checks with another signing secret.',
    cause: 'What was sent is signed properly, but not with the secret your backend has.',
    fix: 'Copy the secret under Endpoints → Signing into your backend (or write it to .env there) and restart it.',
  },
  signature_body_parsed: {
    title: 'The body was parsed before the signature was checked.',
    cause:
      'The signature covers the exact bytes. A JSON parser ran first, and what it gives back is not the same bytes.',
    fix: 'Give the check the raw body: `express.raw({ type: "*/*" })` on this route, `await request.text()` in Next.js, `request.body` in Django.',
  },
  signature_no_payload: {
    title: 'The signature check was given no body.',
    cause:
      'Something had read the body already, or the handler takes it from a field that is not there, such as `req.rawBody`.',
    fix: 'Give the check the raw body: `express.raw({ type: "*/*" })` on this route, `await request.text()` in Next.js, `request.body` in Django.',
  },
  signature_stale: {
    title: 'Your backend finds the timestamp too old.',
    cause: 'The signature’s timestamp lies outside the tolerance (usually 300 s).',
    fix: 'Resend: Hookline signs with the current time.',
  },
  signature_bytes_changed: {
    title: 'The body is not the one that was signed.',
    cause: 'Its bytes were changed on the way: by a proxy, a middleware, or an edit.',
    fix: 'Look for what rewrites the body between Hookline and the check.',
  },
  signature_missing: {
    title: 'Your backend found no Stripe-Signature header.',
    cause: 'A proxy dropped the header, or the handler reads it under another name.',
    fix: 'Read the header `stripe-signature` of the request itself.',
  },
  signature_malformed: {
    title: 'Your backend cannot read the Stripe-Signature header.',
    cause: 'The handler passes something else than the header’s text, such as a list or an object.',
    fix: 'Pass the header as it is: `req.headers["stripe-signature"]`.',
  },
  signature_secret_missing: {
    title: 'Your backend has no signing secret.',
    cause: 'The environment variable is not set, or the process was started before it was.',
    fix: 'Write the secret to .env under Endpoints → Signing, then restart your backend.',
  },
  signature_secret_whitespace: {
    title: 'Your backend’s signing secret has spaces around it.',
    cause: 'A space, quote or line break was copied along with it.',
    fix: 'Write the secret to .env under Endpoints → Signing, or trim it, then restart your backend.',
  },
  api_version_mismatch: {
    title: 'The SDK in your backend expects API version {{expected}}, the event has {{got}}.',
    cause: 'Typed SDKs refuse events of other versions.',
    fix: 'Update the SDK, set the account’s or endpoint’s API version, or switch the version check off in the SDK.',
  },
  body_rejected: {
    title: 'Your backend refused the event: {{message}}',
    cause: 'The handler looked at the event and answered {{status}} by itself.',
    fix: 'Look in your handler for this message.',
  },
  not_found_other: {
    title: 'Your backend answered {{status}} for {{path}}.',
    cause: 'The route is missing, or the handler did not find what the event is about in your database.',
    fix: 'If the route exists, answer 2xx for things you do not know; they may belong to another app.',
  },
  exception: {
    title: 'Your backend answered {{status}}.',
    cause: 'Your handler threw this error.',
    fix: 'Fix the handler, then resend. The full response is under Deliveries.',
  },
  server_error: {
    title: 'Your backend answered {{status}}.',
    cause: 'The handler threw an error, or something it needs is down. The answer does not say which.',
    fix: 'Your backend’s log says where. Fix the handler, then resend.',
  },
  unexplained: {
    title: 'Your backend answered {{status}}.',
    cause: 'Stripe counts 2xx and nothing else as delivered.',
    fix: 'Answer with 200 once the event is taken.',
  },
} as const satisfies Record<ReasonCode, { title: string; cause: string; fix: string }>;

export const failureTextsEn = {
  reason,
  more: {
    framework: 'your framework',
    said: 'Your backend said: `{{message}}`',
    thrown: '**{{message}}**',
    thrownAt: '**{{message}}** in `{{location}}`',
    trailingSlash: 'Only the slash at the end differs.',
    https: 'It wants https instead of http.',
    allow: 'It takes {{allow}}.',
    signedWith: 'Sent with: {{secret}}.',
    backendUses: 'Your backend uses: {{secret}}.',
    others: 'Secrets Hookline knows besides: {{secrets}}.',
    alsoParsed: 'It may also be that the body was parsed before the check; that looks the same from here.',
    beforeSending: 'They were different already when Hookline sent them.',
    notSigned: 'It was sent without a signature.',
    wasSigned: 'It was there when Hookline sent it.',
    sentMalformed: 'It was malformed already when it was sent.',
    age: 'It was {{age}} s old when it was sent; {{tolerance}} s are allowed.',
    clock:
      'It was fresh when it was sent, so your backend’s clock is off. Containers and virtual machines drift after sleep.',
    retryAfter: 'It asks to wait: {{retryAfter}}.',
    orSilent:
      '{{framework}} answers just so, too, when the route exists and its handler sets no response: return one, or set the status.',
    foundAt: 'Found out at {{time}} by sending an event again.',
    foundOtherSecret:
      'A signature over the body as your backend may serialise it again was refused, too. So the secret differs, or the bytes are changed in another way.',
    rawBody: 'In {{framework}}, give the check the raw body: `{{code}}`.',
    usualPort: 'Port {{port}} is usually that of {{server}}.',
  },
} as const;
