// English texts: why a delivery failed, probably, and the mend. One entry for each code; a missing one does not compile.
import type { ReasonCode } from '#shared/domain/failure-reason.ts';

/** i18next takes `_other` for a plural. */
type Hyphened<T extends string> = T extends `${infer Head}_${infer Tail}` ? `${Head}-${Hyphened<Tail>}` : T;
export type ReasonKey = Hyphened<ReasonCode>;

const reason = {
  'nothing-listens': {
    title: 'Nothing is listening at {{host}}.',
    cause: 'Your backend is not running, or runs on another port.',
    mend: 'Start it, or correct the address in Endpoints.',
  },
  unreachable: {
    title: 'There is no way to {{host}}.',
    cause: 'The address is in another network, or a firewall or VPN drops what is sent there.',
    mend: 'Check the address. For a backend in a container, use its published port on localhost.',
  },
  dns: {
    title: 'The name {{host}} cannot be resolved.',
    cause: 'There is a typing error in it, or the name only exists inside a container network or VPN.',
    mend: 'Correct the address in Endpoints.',
  },
  'tls-self-signed': {
    title: 'The certificate of {{host}} is not trusted.',
    cause: 'It is self-signed, or comes from an authority of your own such as mkcert.',
    mend: 'Switch on “Accept a self-signed certificate” for this endpoint, or use http:// locally.',
  },
  'tls-not-tls': {
    title: '{{host}} does not speak https.',
    cause: 'The port answers in plain HTTP, but the address begins with https://.',
    mend: 'Change the address to http://.',
  },
  'tls-other': {
    title: 'No secure connection to {{host}} could be made.',
    cause: 'The certificate is expired or for another name, or the TLS versions do not match.',
    mend: 'Renew the certificate, or use http:// for a local backend.',
  },
  'timeout-no-answer': {
    title: 'Your backend did not answer in time ({{seconds}} s).',
    cause: 'The handler waits for something slow, hangs, or stands at a breakpoint.',
    mend: 'Stripe wants 2xx fast: answer first, work later. While you debug, use “Wait while I debug”.',
  },
  'timeout-slow-answer': {
    title: 'Your backend began to answer {{status}} but did not finish in time ({{seconds}} s).',
    cause: 'It streams its answer slowly, or never ends it.',
    mend: 'End the answer at once (`res.end()`); Stripe only looks at the status.',
  },
  'connection-reset': {
    title: 'Your backend broke the connection off before it answered.',
    cause: 'It crashed or restarted while handling this event. Reloading after a code change does that too.',
    mend: 'Look at its log, then resend.',
  },
  'answer-broke-off': {
    title: 'Your backend began to answer {{status}}, then the connection broke.',
    cause: 'It crashed or restarted in the middle of its answer.',
    mend: 'Look at its log for what happened after it began to answer.',
  },
  'not-http': {
    title: '{{host}} did not return valid HTTP. {{message}}',
    cause:
      'Either your backend writes such responses, or something else listens on this port: a database, a debugger, https.',
    mend: 'Check the port in Endpoints, then what your backend writes.',
  },
  'invalid-request': {
    title: 'This request could not be sent. {{message}}',
    cause: 'The address of the endpoint or one of the headers cannot be written as HTTP. Nothing was sent.',
    mend: 'Correct the address or the header in Endpoints, then resend.',
  },
  interrupted: {
    title: 'Hookline was stopped while this was being sent.',
    cause: 'Your backend may or may not have handled the event.',
    mend: 'Look at its log, then resend if it did not.',
  },
  'something-else-listens': {
    title: 'Something else answers at {{host}}: {{server}}.',
    cause:
      'A page for people came back where a webhook’s answer should be. Probably another program has this port.',
    mend: 'Check the port, and that your backend really listens there.',
  },
  'https-expected': {
    title: '{{host}} expects https.',
    cause: 'The address begins with http://, but the port only takes TLS.',
    mend: 'Change the address to https://, and accept the certificate if it is self-signed.',
  },
  'host-not-allowed': {
    title: 'Your backend refuses the host {{host}}.',
    cause: 'It only takes requests for the names in its list of allowed hosts.',
    mend: 'Add the name to that list (`ALLOWED_HOSTS`, `config.hosts`, `allowedHosts`), or set a Host header in Endpoints.',
  },
  'wrong-path': {
    title: 'There is no route {{path}} in your backend.',
    cause: 'The path in the address differs from the route in your code, or a prefix is missing.',
    mend: 'Compare it with your routes and correct the address in Endpoints.',
  },
  'method-not-allowed': {
    title: 'The route {{path}} does not take POST.',
    cause: 'It exists, but only for other methods.',
    mend: 'Register the route for POST.',
  },
  redirect: {
    title: 'Your backend answered {{status}}, a redirect.',
    cause: 'Stripe does not follow redirects, so the event was not delivered.',
    mend: 'Put the final address in Endpoints: {{location}}',
  },
  'bad-gateway': {
    title: 'A proxy answered {{status}}: your backend behind it did not.',
    cause: 'The proxy runs, but what it passes requests on to is down or starting.',
    mend: 'Start the backend behind the proxy, or point the endpoint straight at it.',
  },
  csrf: {
    title: 'CSRF protection refused the event.',
    cause: 'Webhooks carry no CSRF token; {{framework}} expects one on every POST.',
    mend: 'Exempt the webhook route from CSRF protection and check Stripe’s signature instead.',
  },
  'auth-required': {
    title: 'Your backend wants a login.',
    cause: 'Authentication covers the webhook route. Stripe sends no login, only a signature.',
    mend: 'Leave this route out of authentication and check the signature instead.',
  },
  'too-large': {
    title: 'The body is too large for your backend.',
    cause: 'A body parser or proxy has a low limit.',
    mend: 'Raise the limit for the webhook route.',
  },
  'unsupported-media': {
    title: 'Your backend does not take this content type.',
    cause: 'The route expects something other than `application/json`.',
    mend: 'Let the webhook route take the raw body of any content type.',
  },
  'rate-limited': {
    title: 'Your backend answered 429: too many requests.',
    cause: 'A rate limit covers the webhook route. Stripe sends bursts.',
    mend: 'Exempt the webhook route from the limit.',
  },
  'signature-rejected': {
    title: 'Your backend refused the signature.',
    cause: 'It has another signing secret, or something changed the body before the check.',
    mend: 'Compare its secret with this endpoint’s, and check the signature over the raw body.',
  },
  'signature-other-secret': {
    title: 'Your backend checks with another signing secret.',
    cause: 'What was sent is signed properly, but not with the secret your backend has.',
    mend: 'Copy the secret under Endpoints → Signing into your backend (or write it to .env there) and restart it.',
  },
  'signature-body-parsed': {
    title: 'The body was parsed before the signature was checked.',
    cause:
      'The signature covers the exact bytes. A JSON parser ran first, and what it gives back is not the same bytes.',
    mend: 'Give the check the raw body: `express.raw({ type: "*/*" })` on this route, `await request.text()` in Next.js, `request.body` in Django.',
  },
  'signature-stale': {
    title: 'Your backend finds the timestamp too old.',
    cause: 'The signature’s timestamp lies outside the tolerance (usually 300 s).',
    mend: 'Resend: Hookline signs with the current time.',
  },
  'signature-bytes-changed': {
    title: 'The body is not the one that was signed.',
    cause: 'Its bytes were changed on the way: by a proxy, a middleware, or an edit.',
    mend: 'Look for what rewrites the body between Hookline and the check.',
  },
  'signature-missing': {
    title: 'Your backend found no Stripe-Signature header.',
    cause: 'A proxy dropped the header, or the handler reads it under another name.',
    mend: 'Read the header `stripe-signature` of the request itself.',
  },
  'signature-malformed': {
    title: 'Your backend cannot read the Stripe-Signature header.',
    cause: 'The handler passes something else than the header’s text, such as a list or an object.',
    mend: 'Pass the header as it is: `req.headers["stripe-signature"]`.',
  },
  'signature-secret-missing': {
    title: 'Your backend has no signing secret.',
    cause: 'The environment variable is not set, or the process was started before it was.',
    mend: 'Write the secret to .env under Endpoints → Signing, then restart your backend.',
  },
  'signature-secret-whitespace': {
    title: 'Your backend’s signing secret has spaces around it.',
    cause: 'A space, quote or line break was copied along with it.',
    mend: 'Write the secret to .env under Endpoints → Signing, or trim it, then restart your backend.',
  },
  'api-version-mismatch': {
    title: 'The SDK in your backend expects API version {{expected}}, the event has {{got}}.',
    cause: 'Typed SDKs refuse events of other versions.',
    mend: 'Update the SDK, set the account’s or endpoint’s API version, or switch the version check off in the SDK.',
  },
  'body-rejected': {
    title: 'Your backend refused the event: {{message}}',
    cause: 'The handler looked at the event and answered {{status}} by itself.',
    mend: 'Look in your handler for this message.',
  },
  'not-found-other': {
    title: 'Your backend answered {{status}} for {{path}}.',
    cause: 'The route is missing, or the handler did not find what the event is about in your database.',
    mend: 'If the route exists, answer 2xx for things you do not know; they may belong to somebody else.',
  },
  exception: {
    title: 'Your backend answered {{status}}.',
    cause: 'Your handler threw this error.',
    mend: 'Mend it, then resend. The whole answer stands in Deliveries.',
  },
  'server-error': {
    title: 'Your backend answered {{status}}.',
    cause: 'The handler threw an error, or something it needs is down. The answer does not say which.',
    mend: 'Your backend’s log says where. Mend it, then resend.',
  },
  unexplained: {
    title: 'Your backend answered {{status}}.',
    cause: 'Stripe counts 2xx and nothing else as delivered.',
    mend: 'Answer with 200 once the event is taken.',
  },
} as const satisfies Record<ReasonKey, { title: string; cause: string; mend: string }>;

export const reasonsEn = {
  reason,
  reasonMore: {
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
  },
} as const;
