// What tells frameworks and servers apart in their standard responses: no such route, CSRF, host refused, no backend at all.
import type { FailedResponse } from './failed-response.ts';

type Tell = readonly [name: string, applies: (response: FailedResponse) => boolean];

const says =
  (pattern: RegExp) =>
  ({ bodyText }: FailedResponse): boolean =>
    pattern.test(bodyText);
const isExactly =
  (text: string) =>
  ({ bodyText }: FailedResponse): boolean =>
    bodyText.trim() === text;

/** The responses to a path without a route, each as its framework words it. */
const MISSING_ROUTE: readonly Tell[] = [
  // @nestjs/core router-proxy, before Express, whose words it borrows.
  ['NestJS', ({ json, path }) => json !== null && json['message'] === `Cannot POST ${path}`],
  // finalhandler; Fiber says the same as plain text.
  ['Express', ({ isHtml, bodyText }) => isHtml && /Cannot POST \//.test(bodyText)],
  ['Fiber', says(/^Cannot POST \//)],
  ['Fastify', says(/"Route POST:[^"]* not found"/)],
  // next/dist/client/components/not-found-error.js, pages/_error.js
  [
    'Next.js',
    ({ bodyText, header }) =>
      /This page could not be found/.test(bodyText) &&
      (/_next\//.test(bodyText) || header('x-powered-by')?.startsWith('Next.js') === true),
  ],
  // h3 2, and h3 1 with Nitro and Nuxt
  ['Nitro', says(/Cannot find any (?:route|path) matching /)],
  ['Elysia', isExactly('NOT_FOUND')],
  ['AdonisJS', ({ json }) => json?.['code'] === 'E_ROUTE_NOT_FOUND'],
  // django/views/templates/technical_404.html, django/views/defaults.py
  [
    'Django',
    says(
      /Using the URLconf defined in|The requested resource was not found on this server\.<\/p>\s*<\/body>/,
    ),
  ],
  // Rails' routing error, its JSON, and public/404.html
  [
    'Rails',
    says(
      /No route matches \[POST\]|ActionController::RoutingError|The page you were looking for doesn['’]t exist/,
    ),
  ],
  // Illuminate\Routing\AbstractRouteCollection, errors/404.blade.php
  [
    'Laravel',
    says(
      /The route \S+ could not be found|Symfony\\+Component\\+HttpKernel\\+Exception\\+NotFoundHttpException/,
    ),
  ],
  [
    'Laravel',
    ({ isHtml, header, bodyText }) =>
      isHtml && /laravel_session|XSRF-TOKEN/.test(header('set-cookie') ?? '') && /Not Found/.test(bodyText),
  ],
  ['Symfony', says(/No route found for (?:"|&quot;)POST/)],
  // starlette/routing.py
  ['FastAPI', isExactly('{"detail":"Not Found"}')],
  // Spring Boot's BasicErrorController as JSON and as HTML
  [
    'Spring',
    ({ json }) =>
      json !== null && 'timestamp' in json && json['status'] === 404 && typeof json['path'] === 'string',
  ],
  ['Spring', says(/Whitelabel Error Page[\s\S]{0,600}status=404|No static resource /)],
  // net/http NotFound; gin and chi hand the same out
  ['Go', isExactly('404 page not found')],
  // werkzeug/exceptions.py
  ['Flask', says(/The requested URL was not found on the server\. If you entered the URL manually/)],
  ['Echo', isExactly('{"message":"Not Found"}')],
  ['Hono', isExactly('404 Not Found')],
  ['Phoenix', says(/no route found for POST/)],
  ['Sinatra', says(/Sinatra doesn['’&#x39;]+t know this ditty/)],
  ['Koa', isExactly('Not Found')],
  ['ASP.NET', ({ header, bodyText }) => bodyText === '' && /Kestrel/.test(header('server') ?? '')],
];

/** Their response is the same when the route exists and its handler set no response, or called `next()`. */
const ALSO_FORGOTTEN: readonly string[] = ['Koa', 'Hono', 'Express'];

export function isAlsoForgottenResponse(framework: string): boolean {
  return ALSO_FORGOTTEN.includes(framework);
}

/** Short texts that handlers return by themselves, too, or that come without a missing route. */
const COMMON_TEXTS: readonly string[] = [
  ...ALSO_FORGOTTEN,
  'FastAPI',
  'Echo',
  'Go',
  'Elysia',
  'ASP.NET',
  'Spring',
];

/** Whether the response of `missingRouteFramework` is one that only a missing route leads to. */
export function hasOwnMissingRoutePage(response: FailedResponse): boolean {
  const framework = missingRouteFramework(response);
  return framework !== null && !COMMON_TEXTS.includes(framework);
}

export function missingRouteFramework(response: FailedResponse): string | null {
  return nameOf(MISSING_ROUTE, response);
}

/** Spring Security answers an unprotected POST with 403 and these headers. Source: HeaderWriterFilter's defaults. */
function isSpringSecurity({ status, header, bodyText, json }: FailedResponse): boolean {
  return (
    status === 403 &&
    header('x-frame-options') === 'DENY' &&
    /no-cache, no-store, max-age=0, must-revalidate/.test(header('cache-control') ?? '') &&
    header('x-content-type-options') === 'nosniff' &&
    (bodyText === '' || (json !== null && 'timestamp' in json))
  );
}

const CSRF: readonly Tell[] = [
  // django/views/csrf.py; the shorter one is Django REST framework's
  ['Django', says(/CSRF verification failed|"CSRF Failed: /)],
  // actionpack request_forgery_protection.rb; public/422.html in production
  [
    'Rails',
    says(/InvalidAuthenticityToken|Can['’&#x39;]+t verify CSRF token authenticity|InvalidCrossOriginRequest/),
  ],
  ['Rails', ({ status, bodyText }) => status === 422 && /The change you wanted was rejected/.test(bodyText)],
  // 419 is Laravel's own: VerifyCsrfToken, TokenMismatchException
  ['Laravel', ({ status, bodyText }) => status === 419 && /Page Expired/.test(bodyText)],
  ['Laravel', says(/"CSRF token mismatch\./)],
  // CsrfFilter with MissingCsrfTokenException or InvalidCsrfTokenException
  [
    'Spring Security',
    says(/Could not verify the provided CSRF token|Invalid CSRF Token ['‘"]|Expected CSRF token not found/),
  ],
  ['Spring Security', isSpringSecurity],
  // next-auth sends a POST without its token back to the sign-in page
  [
    'NextAuth',
    ({ header }) => {
      const [path = '', query = ''] = (header('location') ?? '').split('?', 2);
      return path.endsWith('/api/auth/signin') && query.includes('csrf=true');
    },
  ],
  // Astro says the same
  ['SvelteKit', says(/Cross-site POST form submissions are forbidden/)],
  ['Flask-WTF', says(/The CSRF (?:session )?token is missing|The CSRF token (?:has expired|is invalid)/)],
  // gorilla/csrf and Go 1.25's CrossOriginProtection
  ['Go', says(/Forbidden - (?:CSRF token|origin|referer)|cross-origin request detected/)],
  ['ASP.NET', says(/antiforgery (?:token|cookie)/i)],
  // @fastify/csrf-protection
  ['Fastify', says(/"FST_CSRF_(?:MISSING_SECRET|INVALID_TOKEN)"/)],
];

/** @returns the framework whose CSRF protection refused; null when it was not that, or is not known */
export function csrfFramework(response: FailedResponse): string | null {
  const { status, header } = response;
  const isLogin = header('location')?.includes('csrf=true') === true;
  return status !== null && ([400, 403, 419, 422].includes(status) || isLogin)
    ? nameOf(CSRF, response)
    : null;
}

/** csurf (EBADCSRFTOKEN), csrf-csrf, lusca, and handlers of a project's own. */
export function saysCsrf({ sentence }: FailedResponse): boolean {
  return /\b(?:invalid|missing|bad|no|wrong|expired|mismatched|incorrect) (?:csrf|xsrf|authenticity)[ _-]?token|\b(?:csrf|xsrf|authenticity)[ _-]?token[ _-](?:is )?(?:invalid|missing|mismatch|expired|not found|required|validation|verification)|\bcsrf (?:cookie|validation|verification|protection|check|token|detected|attack|failed|error)|EBADCSRFTOKEN/i.test(
    sentence.slice(0, 2000),
  );
}

/** Programs that often sit on a development port and take no webhooks. */
const NO_BACKEND: readonly Tell[] = [
  // macOS takes 5000 and 7000 for it, which are also Flask's and others' favourites
  ['AirPlay (macOS)', ({ header }) => /^AirTunes/i.test(header('server') ?? '')],
  ['python -m http.server', ({ header }) => /^SimpleHTTP/i.test(header('server') ?? '')],
  // SvelteKit and other backends on Vite show it on their error pages, too
  [
    'Vite',
    ({ status, bodyText }) => status !== 500 && /<script type="module" src="\/@vite\/client"/.test(bodyText),
  ],
  // vite's last middleware: 404 without a body, and the Vary of its cors
  [
    'Vite',
    ({ status, bodyText, header }) =>
      status === 404 &&
      bodyText === '' &&
      header('vary') === 'Origin' &&
      header('content-length') === '0' &&
      header('server') === undefined &&
      header('x-powered-by') === undefined,
  ],
  ['webpack-dev-server', says(/webpack-dev-server|\/static\/js\/bundle\.js/)],
  ['Angular', says(/<app-root\b/)],
  // node --inspect
  ['Node.js (its debugger)', isExactly('WebSockets request was expected')],
  // the welcome and error pages of servers that only serve files, or have no rule that passes the path on
  [
    'nginx',
    ({ status, isHtml, bodyText }) =>
      isHtml && [404, 405].includes(status ?? 0) && /<hr><center>(?:nginx|openresty)/.test(bodyText),
  ],
  [
    'Apache',
    ({ status, isHtml, bodyText }) =>
      isHtml && [404, 405].includes(status ?? 0) && /<address>Apache\//.test(bodyText),
  ],
  [
    'Jupyter',
    ({ header, bodyText }) =>
      (header('server') ?? '').startsWith('TornadoServer') && /jupyter|_xsrf/i.test(bodyText),
  ],
  // its REST API, on a path that is an index's
  ['Elasticsearch', says(/Incorrect HTTP method for uri \[/)],
  // a closed tunnel answers in its own name
  ['ngrok', ({ header }) => header('ngrok-error-code') === 'ERR_NGROK_3200'],
];

/** @returns its name; null when it may well be the backend */
export function serverThatIsNoBackend(response: FailedResponse): string | null {
  return nameOf(NO_BACKEND, response);
}

/** Guards against DNS rebinding: Django, Rails, Vite, webpack-dev-server. */
const HOST_REFUSED: readonly RegExp[] = [
  /Invalid HTTP_HOST header: (?:'|&#x27;)([^'&\s]{1,255})/,
  /Blocked hosts?: ([^\s<]{1,255})/,
  /Blocked request\. This host \("([^"]{1,255})"\) is not allowed/,
  /^\s*Invalid Host(?:\/Origin)? header/,
];

/** @returns the host that was refused, `''` when the answer does not name it, null when it was not that */
export function refusedHost({ status, bodyText }: FailedResponse): string | null {
  if (status !== 400 && status !== 403) return null;
  for (const pattern of HOST_REFUSED) {
    const found = pattern.exec(bodyText);
    if (found !== null) return found[1] ?? '';
  }
  return null;
}

function nameOf(tells: readonly Tell[], response: FailedResponse): string | null {
  return tells.find(([, applies]) => applies(response))?.[0] ?? null;
}
