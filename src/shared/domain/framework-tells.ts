// What tells frameworks and servers apart in their standard answers: no such route, CSRF, host refused, no backend at all.
import type { FailedAnswer } from './failure-reason.ts';

type Tell = readonly [name: string, applies: (answer: FailedAnswer) => boolean];

const says =
  (pattern: RegExp) =>
  ({ bodyText }: FailedAnswer): boolean =>
    pattern.test(bodyText);
const isExactly =
  (text: string) =>
  ({ bodyText }: FailedAnswer): boolean =>
    bodyText.trim() === text;

/** The answers to a path without a route, each as its framework words it. */
const MISSING_ROUTE: readonly Tell[] = [
  // @nestjs/core router-proxy, before Express, whose words it borrows.
  ['NestJS', ({ json }) => json !== null && String(json['message']).startsWith('Cannot POST ')],
  // finalhandler; Fiber says the same as plain text.
  ['Express', ({ isHtml, bodyText }) => isHtml && /Cannot POST \//.test(bodyText)],
  ['Fiber', says(/^Cannot POST \//)],
  ['Fastify', says(/"Route POST:[^"]* not found"/)],
  // next/dist/client/components/not-found-error.js, pages/_error.js
  ['Next.js', says(/This page could not be found/)],
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

/** These answer in the very same way when a handler was found and gave no response. */
const SILENT_ALIKE: readonly string[] = ['Koa', 'Hono'];

export function isAlsoForgottenResponse(framework: string): boolean {
  return SILENT_ALIKE.includes(framework);
}

export function frameworkOfMissingRoute(answer: FailedAnswer): string | null {
  return nameOf(MISSING_ROUTE, answer);
}

/** Spring Security answers an unprotected POST with 403 and these headers. Source: HeaderWriterFilter's defaults. */
function isSpringSecurity({ status, header, bodyText, json }: FailedAnswer): boolean {
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
  ['Laravel', ({ status }) => status === 419],
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
  // csurf, csrf-csrf, lusca, @fastify/csrf-protection and handlers of people's own
  ['', ({ sentence }) => /csrf|xsrf|authenticity token/i.test(sentence.slice(0, 2000))],
];

/** @returns the framework whose CSRF protection refused, `''` for one unknown, null when it was not that */
export function guardingFramework(answer: FailedAnswer): string | null {
  const { status, header } = answer;
  const isLogin = header('location')?.includes('csrf=true') === true;
  return status !== null && ([400, 403, 419, 422].includes(status) || isLogin) ? nameOf(CSRF, answer) : null;
}

/** Programs that often sit on a development port and take no webhooks. */
const NO_BACKEND: readonly Tell[] = [
  // macOS takes 5000 and 7000 for it, which are also Flask's and others' favourites
  ['AirPlay (macOS)', ({ header }) => /^AirTunes/i.test(header('server') ?? '')],
  ['python -m http.server', ({ header }) => /^SimpleHTTP/i.test(header('server') ?? '')],
  ['Vite', says(/\/@vite\/client/)],
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
  // the welcome and error pages of servers that only serve files
  [
    'nginx',
    ({ status, isHtml, bodyText }) =>
      isHtml && [403, 404, 405].includes(status ?? 0) && /<hr><center>(?:nginx|openresty)/.test(bodyText),
  ],
  [
    'Apache',
    ({ status, isHtml, bodyText }) =>
      isHtml && [403, 404, 405].includes(status ?? 0) && /<address>Apache\//.test(bodyText),
  ],
  [
    'Jupyter',
    ({ header, bodyText }) =>
      (header('server') ?? '').startsWith('TornadoServer') && /jupyter|_xsrf/i.test(bodyText),
  ],
  // a closed tunnel answers in its own name
  ['ngrok', ({ header }) => header('ngrok-error-code') === 'ERR_NGROK_3200'],
];

/** @returns its name; null when it may well be the backend */
export function serverThatIsNoBackend(answer: FailedAnswer): string | null {
  return nameOf(NO_BACKEND, answer);
}

/** Guards against DNS rebinding: Django, Rails, Vite, webpack-dev-server. */
const HOST_REFUSED: readonly RegExp[] = [
  /Invalid HTTP_HOST header: (?:'|&#x27;)([^'&\s]{1,255})/,
  /Blocked hosts?: ([^\s<]{1,255})/,
  /Blocked request\. This host \("([^"]{1,255})"\) is not allowed/,
  /^\s*Invalid Host(?:\/Origin)? header/,
];

/** @returns the host that was refused, `''` when the answer does not name it, null when it was not that */
export function refusedHost({ status, bodyText }: FailedAnswer): string | null {
  if (status !== 400 && status !== 403) return null;
  for (const pattern of HOST_REFUSED) {
    const found = pattern.exec(bodyText);
    if (found !== null) return found[1] ?? '';
  }
  return null;
}

function nameOf(tells: readonly Tell[], answer: FailedAnswer): string | null {
  return tells.find(([, applies]) => applies(answer))?.[0] ?? null;
}
