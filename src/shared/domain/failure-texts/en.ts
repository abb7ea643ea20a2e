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
    cause: 'The address begins with https://, but the port takes no TLS; it probably speaks plain HTTP.',
    fix: 'Change the address to http://.',
  },
  tls_client_certificate: {
    title: '{{host}} requires a client certificate.',
    cause: 'The server only accepts clients that present a certificate (mutual TLS). Stripe presents none.',
    fix: 'Do not require client certificates on the webhook route, or use http:// locally.',
  },
  tls_other: {
    title: 'No secure connection to {{host}} could be made.',
    cause: 'The certificate is expired or for another name, or the TLS versions do not match.',
    fix: 'Renew the certificate, or use http:// for a local backend.',
  },
  timeout_no_answer: {
    title: 'Your backend did not respond in time ({{seconds}} s).',
    cause: 'The handler is slow, never sends a response, or is stopped at a breakpoint.',
    fix: 'Stripe wants a 2xx quickly: respond first, do the work after. While you debug, use “Wait while I debug”.',
  },
  timeout_slow_answer: {
    title: 'Your backend began to return {{status}} but did not finish in time ({{seconds}} s).',
    cause: 'It streams the response slowly, or never ends it.',
    fix: 'End the response at once (`res.end()`); Stripe only looks at the status.',
  },
  connection_reset: {
    title: '{{host}} closed the connection without a response.',
    cause:
      'Your backend crashed or restarted while handling this event (reloading after a code change does that), or a program that does not speak HTTP uses this port: a database, or a server that expects https.',
    fix: 'Look at your backend’s log, then resend. If the log shows no request, check the port and http/https in Endpoints.',
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
    title: '{{server}} responded at {{host}}, not your backend.',
    cause:
      'Another program uses this port, or it stands in front of your backend and has no rule for this path.',
    fix: 'Check the port in Endpoints. If {{server}} is meant to be there, pass this path on to your backend.',
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
    title: 'No route of your backend takes POST {{path}}.',
    cause:
      'The path in Endpoints differs from the route in your code, a prefix is missing, or the route is for another method.',
    fix: 'Compare the path with your routes and correct the address in Endpoints.',
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
    title: 'A proxy returned {{status}}: your backend behind it did not respond.',
    cause: 'The proxy is running, but the backend it passes requests on to is down or starting.',
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
    title: 'Your backend requires a login.',
    cause: 'Authentication covers the webhook route. Stripe sends a signature, no credentials.',
    fix: 'Leave this route out of authentication and check the signature instead.',
  },
  forbidden: {
    title: 'Your backend returned 403 Forbidden.',
    cause:
      'A rule refused the request before or in the handler: permissions, an address or host list, a firewall, or CSRF protection.',
    fix: 'Let requests through to the webhook route without such rules and check Stripe’s signature there instead.',
  },
  too_large: {
    title: 'The body is too large for your backend.',
    cause: 'A body parser or a proxy has a low limit.',
    fix: 'Raise the limit for the webhook route.',
  },
  unsupported_media: {
    title: 'Your backend does not accept this content type.',
    cause: 'The route expects another content type or character set than `application/json; charset=utf-8`.',
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
    title: 'The signature check was not given the raw body.',
    cause:
      'The signature covers the exact bytes. The check was given something else: usually the object that a JSON parser made of them, or a body that was serialized again.',
    fix: 'Give the check the raw body.',
  },
  signature_no_payload: {
    title: 'The signature check was given no body.',
    cause:
      'Something had read the body already, no body parser took this content type, or the handler reads a field that is not there, such as `req.rawBody`.',
    fix: 'Give the check the raw body.',
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
    cause: 'A proxy dropped the header, or the handler reads another name.',
    fix: 'Read the header `stripe-signature` of the request itself.',
  },
  signature_malformed: {
    title: 'Your backend cannot read the Stripe-Signature header.',
    cause: 'The handler passes something else than the header’s text, such as a list or an object.',
    fix: 'Pass the header’s text as it is.',
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
  signature_sync_crypto: {
    title: 'The signature was checked synchronously where only asynchronous cryptography exists.',
    cause: 'In edge runtimes, workers, Deno and Bun, stripe-node uses SubtleCrypto, which is asynchronous.',
    fix: 'Await `stripe.webhooks.constructEventAsync(…)` instead of calling `constructEvent(…)`.',
  },
  api_version_mismatch: {
    title: 'The SDK in your backend expects API version {{expected}}, the event has {{got}}.',
    cause: 'Typed SDKs refuse events of other versions.',
    fix: 'Update the SDK, set the account’s or endpoint’s API version, or switch the version check off in the SDK.',
  },
  body_not_json: {
    title: 'Your backend could not parse the body as JSON.',
    cause:
      'The body is not valid JSON, or the parser was given an empty or different text, for example because the body was read before.',
    fix: 'Look at the body that was sent in the Raw tab. If it is valid JSON, give the parser the raw body once.',
  },
  body_read_before: {
    title: 'The handler reads the body a second time.',
    cause:
      'A body is a stream: once a middleware or `request.json()` has read it, nothing is left for the next reader.',
    fix: 'Read the raw body once, check the signature over it, and parse that text.',
  },
  body_rejected: {
    title: 'Your backend refused the event: {{message}}',
    cause: 'The handler, or a validation in front of it, returned {{status}} with this message.',
    fix: 'Look for this message in your code.',
  },
  not_found_other: {
    title: 'Your backend returned {{status}} for {{path}}.',
    cause: 'The route is missing, or the handler did not find what the event is about in your database.',
    fix: 'If the route exists, return 2xx for objects you do not know; they may belong to another app.',
  },
  exception: {
    title: 'Your backend returned {{status}}.',
    cause: 'Your backend returned this error.',
    fix: 'Correct what it names, then resend. Deliveries has the full response.',
  },
  server_error: {
    title: 'Your backend returned {{status}}.',
    cause: 'The handler threw an error, or something it needs is down. The response does not say which.',
    fix: 'Your backend’s log says where. Fix the handler, then resend.',
  },
  unexplained: {
    title: 'Your backend returned {{status}}.',
    cause: 'The response does not say why. Stripe counts 2xx and nothing else as delivered.',
    fix: 'Look at your backend’s log, or let the handler return its error message. Return 200 once the event is accepted.',
  },
} as const satisfies Record<ReasonCode, { title: string; cause: string; fix: string }>;

/** Other texts of a code, chosen by its facts and by how certain it is; see describe-failure.ts. */
const variant = {
  signature_undecided: {
    title: 'The signature does not match.',
    cause:
      'Your backend has another signing secret, or it does not check the raw body: most often it parses the body and serializes it again. Both look the same from here.',
    fix: 'Compare your backend’s secret with the one under Endpoints → Signing. If they are equal, give the check the raw body.',
  },
  signature_unclear: {
    title: 'Your backend refused the signature.',
    cause:
      'It has another signing secret, or something changed the body before the check. Its response does not say more.',
    fix: 'Compare your backend’s secret with the one under Endpoints → Signing. If they are equal, give the check the raw body.',
  },
  not_http_server: {
    title: '{{host}} is not an HTTP server: the first bytes are those of {{server}}.',
    cause: 'The port belongs to another program.',
    fix: 'Correct the port in Endpoints.',
  },
  not_http_port: {
    title: '{{host}} closed the connection without a response.',
    cause: 'Port {{port}} is usually that of {{server}}, which does not speak HTTP.',
    fix: 'Check the port in Endpoints. If your backend does listen there, look at its log.',
  },
  exception_thrown: {
    title: 'Your backend returned {{status}}.',
    cause: 'Your code threw this error.',
    fix: 'Correct your code, then resend. Deliveries has the full response.',
  },
} as const;

export const failureTextsEn = {
  reason,
  variant,
  more: {
    framework: 'your framework',
    said: 'Your backend returned: `{{message}}`',
    thrown: '**{{message}}**',
    thrownAt: '**{{message}}** in `{{location}}`',
    trailingSlash: 'Only the slash at the end differs.',
    https: 'It wants https instead of http.',
    allow: 'It takes {{allow}}.',
    signedWith: 'Sent with: {{secret}}.',
    backendUses: 'Your backend uses: {{secret}}.',
    others: 'Secrets Hookline knows besides: {{secrets}}.',
    beforeSending: 'They were different already when Hookline sent them.',
    notSigned: 'It was sent without a signature.',
    wasSigned: 'It was there when Hookline sent it.',
    sentMalformed: 'It was malformed already when it was sent.',
    age: 'It was {{age}} s old when it was sent; {{tolerance}} s are allowed.',
    clock:
      'It was fresh when it was sent, so your backend’s clock is off, or its tolerance is short. Containers and virtual machines drift after sleep.',
    retryAfter: 'Retry-After: {{retryAfter}}.',
    orSilent:
      '{{framework}} responds in the same way when the route exists and its handler sets no response.',
    orNext:
      'Express responds in the same way when a handler for this path calls `next()` without sending a response.',
    orSignature:
      'A handler may also return {{status}} because the signature does not match: compare the secret, and check the raw body.',
    page: 'It returned a page for people: check that your backend listens on this port.',
    foundAt: 'Found out at {{time}} by sending an event again.',
    foundOtherSecret:
      'A signature over the body as your backend may serialise it again was refused, too. So the secret differs, or the bytes are changed in another way.',
    fixIn: 'In {{framework}}: `{{code}}`.',
    usualPort: 'Port {{port}} is usually that of {{server}}.',
  },
} as const;
