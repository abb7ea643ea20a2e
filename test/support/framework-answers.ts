// Answers of real frameworks to a webhook they did not take. Those marked “recorded” were taken from running servers, then
// shortened to the parts that say something and given other paths; Django's debug pages share one recorded frame with other
// errors and traces put in. The rest follow the templates and texts in the frameworks' sources.
import type { HeaderList } from '#shared/contract/events.ts';
import type { ReasonCode } from '#shared/domain/failure-reason.ts';

export interface FrameworkAnswer {
  name: string;
  status: number;
  headers: HeaderList;
  body: string;
  /** Where it was sent; /api/webhook of a local backend when left out. */
  url?: string;
  code: ReasonCode;
  facts: Record<string, string>;
}

const HTML: HeaderList = [['Content-Type', 'text/html; charset=utf-8']];
const JSON_TYPE: HeaderList = [['Content-Type', 'application/json; charset=utf-8']];
const TEXT: HeaderList = [['Content-Type', 'text/plain; charset=utf-8']];
const EXPRESS: HeaderList = [
  ['X-Powered-By', 'Express'],
  ['Content-Security-Policy', "default-src 'none'"],
  ['X-Content-Type-Options', 'nosniff'],
  ...HTML,
];
const WERKZEUG: HeaderList = [['Server', 'Werkzeug/3.1.9 Python/3.11.7'], ...HTML];
const UVICORN: HeaderList = [
  ['server', 'uvicorn'],
  ['content-type', 'application/json'],
];
const SPRING_SECURITY: HeaderList = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-XSS-Protection', '0'],
  ['Cache-Control', 'no-cache, no-store, max-age=0, must-revalidate'],
  ['Pragma', 'no-cache'],
  ['Expires', '0'],
  ['X-Frame-Options', 'DENY'],
];
const path = '/api/webhook';

const express = (inner: string): string =>
  `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>${inner}</pre>\n</body>\n</html>\n`;
const djangoDebug = (type: string, value: string, location: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
  <meta http-equiv="content-type" content="text/html; charset=utf-8">
  <title>${type}
          at /api/webhook</title>
  <style>body { font: small sans-serif }</style>
</head>
<body>
<header id="summary">
  <h1>${type}
       at /api/webhook</h1>
  <pre class="exception_value">${value}</pre>
  <table class="meta">
    <tr>
      <th scope="row">Django Version:</th>
      <td>5.2.17</td>
    </tr>
    <tr>
      <th scope="row">Exception Location:</th>
      <td><span class="fname">${location}</span>, line 11, in webhook</td>
    </tr>
  </table>
</header>
<main id="info"><table><tr><td>HTTP_STRIPE_SIGNATURE</td><td><pre>&#x27;t=1,v1=00&#x27;</pre></td></tr></table>
<textarea id="traceback_area" cols="140" rows="25">
Traceback (most recent call last):
  File "/app/.venv/lib/python3.11/site-packages/django/core/handlers/exception.py", line 55, in inner
    response = get_response(request)
  File "/app/billing/views.py", line 42, in webhook
    sync(event)
  File "/app/.venv/lib/python3.11/site-packages/stripe/_webhook.py", line 100, in verify_header
    raise SignatureVerificationError

Exception Type: ${type} at /api/webhook
</textarea></main>
</body>
</html>`;
const flaskPage = (title: string, text: string): string =>
  `<!doctype html>\n<html lang=en>\n<title>${title}</title>\n<h1>${title.slice(4)}</h1>\n<p>${text}</p>\n`;

export const FRAMEWORK_ANSWERS: readonly FrameworkAnswer[] = [
  // --- what stands in front of handlers, or in their place -------------------------------------------------------------
  {
    name: 'Hookline itself',
    status: 508,
    headers: JSON_TYPE,
    body: '{"hookline":"loop","reason":"Hookline sent this event itself."}',
    code: 'leads_back',
    facts: {},
  },
  {
    name: 'node:http2 without HTTP/1.1 (recorded)',
    status: 403,
    headers: TEXT,
    body: 'Missing ALPN Protocol, expected `h2` to be available.\nIf this is a HTTP request: The server was not configured with the `allowHTTP1` option or a listener for the `unknownProtocol` event.\n',
    code: 'http2_only',
    facts: { host: 'localhost' },
  },
  {
    name: '403 of a firewall or an address list',
    status: 403,
    headers: TEXT,
    body: 'Forbidden',
    code: 'forbidden',
    facts: { message: 'Forbidden' },
  },
  {
    name: '403 of a permission, as Nest words it',
    status: 403,
    headers: JSON_TYPE,
    body: '{"message":"Forbidden resource","error":"Forbidden","statusCode":403}',
    code: 'forbidden',
    facts: {},
  },
  {
    name: '403 that speaks of logging in (DRF)',
    status: 403,
    headers: JSON_TYPE,
    body: '{"detail":"Authentication credentials were not provided."}',
    code: 'auth_required',
    facts: {},
  },
  {
    name: 'Clerk hides a protected route',
    status: 404,
    headers: [
      ['x-clerk-auth-status', 'signed-out'],
      ['x-clerk-auth-reason', 'protect-rewrite, session-token-and-uat-missing'],
      ...HTML,
    ],
    body: '<!DOCTYPE html><html><body><h1>404</h1><h2>This page could not be found.</h2></body></html>',
    code: 'auth_required',
    facts: { scheme: 'Clerk' },
  },
  {
    name: 'better-auth: the signature did not fit',
    status: 400,
    headers: JSON_TYPE,
    body: '{"message":"Failed to construct Stripe event","code":"FAILED_TO_CONSTRUCT_STRIPE_EVENT"}',
    code: 'signature_rejected',
    facts: {},
  },
  {
    name: 'a signature failure as 500, under a field of its own',
    status: 500,
    headers: JSON_TYPE,
    body: '{"error":"Webhook failed","details":"No signatures found matching the expected signature for payload."}',
    code: 'signature_rejected',
    facts: {},
  },
  {
    name: 'a signature failure as 500, only its name',
    status: 500,
    headers: JSON_TYPE,
    body: '{"error":"StripeSignatureVerificationError"}',
    code: 'signature_rejected',
    facts: {},
  },
  {
    name: 'Next.js as built: no line of the project’s own',
    status: 500,
    headers: TEXT,
    body: 'Error: no such customer: cus_1\n    at a (/app/.next/server/app/api/webhook/route.js:1:2345)\n    at b (/app/node_modules/next/dist/server.js:3:4)',
    code: 'exception',
    facts: { message: 'Error: no such customer: cus_1' },
  },
  // --- Express and its kin -------------------------------------------------------------------------------------------------
  {
    name: 'Express 5: no route (recorded)',
    status: 404,
    headers: EXPRESS,
    body: express('Cannot POST /api/webhook'),
    code: 'wrong_path',
    facts: { framework: 'Express', path },
  },
  {
    name: 'Express 5: handler throws (recorded)',
    status: 500,
    headers: EXPRESS,
    body: express(
      'Error: no such customer: cus_1<br> &nbsp; &nbsp;at file:///app/server/webhook.mjs:15:35<br> &nbsp; &nbsp;at Layer.handleRequest (/app/node_modules/router/lib/layer.js:169:33)<br> &nbsp; &nbsp;at next (/app/node_modules/router/lib/route.js:163:13)',
    ),
    code: 'exception',
    facts: { message: 'Error: no such customer: cus_1', location: '/app/server/webhook.mjs:15' },
  },
  {
    name: 'Express 5: rejected promise (recorded)',
    status: 500,
    headers: EXPRESS,
    body: express(
      'TypeError: Cannot read properties of undefined (reading &#39;plan&#39;)<br> &nbsp; &nbsp;at file:///app/rec.mjs:16:67',
    ),
    code: 'exception',
    facts: {
      message: "TypeError: Cannot read properties of undefined (reading 'plan')",
      location: '/app/rec.mjs:16',
    },
  },
  {
    name: 'Express 5: NODE_ENV=production',
    status: 500,
    headers: EXPRESS,
    body: express('Internal Server Error'),
    code: 'server_error',
    facts: { status: '500' },
  },
  {
    name: 'Express 5: body parser refuses JSON (recorded)',
    status: 400,
    headers: EXPRESS,
    body: express(
      'SyntaxError: Unterminated string in JSON at position 3 (line 1 column 4)<br> &nbsp; &nbsp;at JSON.parse (&lt;anonymous&gt;)<br> &nbsp; &nbsp;at parse (/app/node_modules/body-parser/lib/types/json.js:93:21)',
    ),
    code: 'body_rejected',
    facts: { message: 'SyntaxError: Unterminated string in JSON at position 3 (line 1 column 4)' },
  },
  {
    name: 'Express 5: body over the limit (recorded)',
    status: 413,
    headers: EXPRESS,
    body: express(
      'PayloadTooLargeError: request entity too large<br> &nbsp; &nbsp;at readStream (/app/node_modules/raw-body/index.js:163:17)',
    ),
    code: 'too_large',
    facts: {},
  },
  {
    name: 'Express: csurf',
    status: 403,
    headers: EXPRESS,
    body: express(
      'ForbiddenError: invalid csrf token<br> &nbsp; &nbsp;at csrf (/app/node_modules/csurf/index.js:112:19)',
    ),
    code: 'csrf',
    facts: { framework: 'Express' },
  },
  {
    name: 'Express: express-rate-limit',
    status: 429,
    headers: [...TEXT, ['Retry-After', '60']],
    body: 'Too many requests, please try again later.',
    code: 'rate_limited',
    facts: { retryAfter: '60' },
  },
  {
    name: 'Express: signature, as in Stripe’s quick start',
    status: 400,
    headers: HTML,
    body: 'Webhook Error: No signatures found matching the expected signature for payload. Are you passing the raw request body you received from Stripe?',
    code: 'signature_rejected',
    facts: {},
  },
  {
    name: 'Express: unhandled signature error',
    status: 500,
    headers: EXPRESS,
    body: express(
      'Error: No signatures found matching the expected signature for payload. Are you passing the raw request body you received from Stripe? <br> If a webhook request is being forwarded by a third-party tool<br> &nbsp; &nbsp;at validateComputedSignature (/app/node_modules/stripe/cjs/Webhooks.js:210:23)',
    ),
    code: 'signature_rejected',
    facts: {},
  },
  {
    name: 'Express: passport',
    status: 401,
    headers: TEXT,
    body: 'Unauthorized',
    code: 'auth_required',
    facts: { scheme: '' },
  },
  {
    name: 'Fastify: no route (recorded)',
    status: 404,
    headers: JSON_TYPE,
    body: '{"message":"Route POST:/api/webhook not found","error":"Not Found","statusCode":404}',
    code: 'wrong_path',
    facts: { framework: 'Fastify' },
  },
  {
    name: 'Fastify: content type (recorded)',
    status: 415,
    headers: JSON_TYPE,
    body: '{"statusCode":415,"code":"FST_ERR_CTP_INVALID_MEDIA_TYPE","error":"Unsupported Media Type","message":"Unsupported Media Type"}',
    code: 'unsupported_media',
    facts: {},
  },
  {
    name: 'Fastify: schema (recorded)',
    status: 400,
    headers: JSON_TYPE,
    body: '{"statusCode":400,"code":"FST_ERR_VALIDATION","error":"Bad Request","message":"body must have required property \'name\'"}',
    code: 'body_rejected',
    facts: { message: "body must have required property 'name'" },
  },
  {
    name: 'Fastify: handler throws (recorded)',
    status: 500,
    headers: JSON_TYPE,
    body: '{"statusCode":500,"error":"Internal Server Error","message":"boom"}',
    code: 'exception',
    facts: { message: 'boom' },
  },
  {
    name: 'NestJS: no route (recorded)',
    status: 404,
    headers: JSON_TYPE,
    body: '{"message":"Cannot POST /api/webhook","error":"Not Found","statusCode":404}',
    code: 'wrong_path',
    facts: { framework: 'NestJS' },
  },
  {
    name: 'Koa: no route (recorded)',
    status: 404,
    headers: TEXT,
    body: 'Not Found',
    code: 'wrong_path',
    facts: { framework: 'Koa' },
  },
  {
    name: 'Hono: no route (recorded)',
    status: 404,
    headers: TEXT,
    body: '404 Not Found',
    code: 'wrong_path',
    facts: { framework: 'Hono' },
  },
  {
    name: 'Hono: handler throws (recorded)',
    status: 500,
    headers: TEXT,
    body: 'Internal Server Error',
    code: 'server_error',
    facts: {},
  },

  {
    name: 'Express: thrown inside a library',
    status: 500,
    headers: EXPRESS,
    body: express(
      'PrismaClientInitializationError: Can&#39;t reach database server<br> &nbsp; &nbsp;at t (/app/node_modules/@prisma/client/runtime/library.js:112:2488)<br> &nbsp; &nbsp;at async receive (/app/src/webhook.ts:20:9)',
    ),
    code: 'exception',
    facts: {
      message: "PrismaClientInitializationError: Can't reach database server",
      location: '/app/src/webhook.ts:20',
    },
  },
  {
    name: 'Express: JSON with a stack',
    status: 500,
    headers: JSON_TYPE,
    body: String.raw`{"error":{"message":"boom","stack":"Error: boom\n    at sync (C:\\shop\\src\\plans.ts:8:11)"}}`,
    code: 'exception',
    facts: { message: 'Error: boom', location: String.raw`C:\shop\src\plans.ts:8` },
  },

  // --- Next.js ---------------------------------------------------------------------------------------------------------------
  {
    name: 'Next.js: no route (recorded)',
    status: 404,
    headers: [['X-Powered-By', 'Next.js'], ...HTML],
    body: '<!DOCTYPE html><html><head><meta charSet="utf-8"/><meta name="robots" content="noindex"/><title>404: This page could not be found.</title></head><body><h1>404</h1><h2>This page could not be found.</h2></body></html>',
    code: 'wrong_path',
    facts: { framework: 'Next.js' },
  },
  {
    name: 'Next.js: route without POST (recorded)',
    status: 405,
    headers: [['vary', 'rsc, next-router-state-tree']],
    body: '',
    code: 'method_not_allowed',
    facts: { allow: '' },
  },
  {
    name: 'Next.js: route handler throws (recorded)',
    status: 500,
    headers: [['vary', 'rsc, next-router-state-tree']],
    body: '',
    code: 'server_error',
    facts: { status: '500' },
  },
  {
    name: 'Next.js: pages/api throws in development (recorded)',
    status: 500,
    headers: [['X-Powered-By', 'Next.js'], ...HTML],
    body: String.raw`<!DOCTYPE html><html><head><style data-next-hide-fouc="true">body{display:none}</style></head><body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"statusCode":500,"hostname":"localhost"}},"page":"/_error","err":{"name":"Error","source":"server","message":"old boom","stack":"Error: old boom\n    at handler (webpack-internal:///(api-node)/./pages/api/old.js:6:11)\n    at apiResolver (/app/node_modules/next/dist/compiled/next-server/pages-api.runtime.dev.js:2:3996)"}}</script></body></html>`,
    code: 'exception',
    facts: { framework: 'Next.js', message: 'Error: old boom', location: 'pages/api/old.js' },
  },
  {
    name: 'Next.js: trailing slash (recorded)',
    status: 308,
    headers: [
      ['location', '/api/webhook'],
      ['Refresh', '0;url=/api/webhook'],
    ],
    body: '/api/webhook',
    url: 'http://localhost:3000/api/webhook/',
    code: 'redirect',
    facts: { location: '/api/webhook', trailingSlash: 'true' },
  },
  {
    name: 'NextAuth: POST without its token',
    status: 302,
    headers: [['location', 'http://localhost:3000/api/auth/signin?csrf=true']],
    body: '',
    code: 'csrf',
    facts: { framework: 'NextAuth' },
  },
  {
    name: 'Next.js: middleware sends to the login',
    status: 307,
    headers: [['location', '/login?next=%2Fapi%2Fwebhook']],
    body: '',
    code: 'auth_required',
    facts: { scheme: 'login', location: '/login?next=%2Fapi%2Fwebhook' },
  },

  // --- Django ------------------------------------------------------------------------------------------------------------------
  {
    name: 'Django: no route, DEBUG (recorded)',
    status: 404,
    headers: HTML,
    body: '<!DOCTYPE html>\n<html lang="en">\n<head>\n  <title>Page not found at /api/webhook</title>\n</head>\n<body>\n<h1>Page not found <small>(404)</small></h1>\n<p>\n      Using the URLconf defined in <code>shop.urls</code>,\n      Django tried these URL patterns, in this order:\n</p></body></html>',
    code: 'wrong_path',
    facts: { framework: 'Django' },
  },
  {
    name: 'Django: no route (recorded)',
    status: 404,
    headers: HTML,
    body: '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Not Found</title>\n</head>\n<body>\n  <h1>Not Found</h1><p>The requested resource was not found on this server.</p>\n</body>\n</html>\n',
    code: 'wrong_path',
    facts: { framework: 'Django' },
  },
  {
    name: 'Django: require_GET (recorded)',
    status: 405,
    headers: [...HTML, ['Allow', 'GET']],
    body: '',
    code: 'method_not_allowed',
    facts: { allow: 'GET' },
  },
  {
    name: 'Django: CSRF (recorded)',
    status: 403,
    headers: HTML,
    body: '<!DOCTYPE html>\n<html lang="en">\n<head>\n  <title>403 Forbidden</title>\n</head>\n<body>\n<div id="summary">\n  <h1>Forbidden <span>(403)</span></h1>\n  <p>CSRF verification failed. Request aborted.</p>\n</div></body></html>',
    code: 'csrf',
    facts: { framework: 'Django' },
  },
  {
    name: 'Django REST framework: no credentials',
    status: 401,
    headers: [...JSON_TYPE, ['WWW-Authenticate', 'Token']],
    body: '{"detail":"Authentication credentials were not provided."}',
    code: 'auth_required',
    facts: { scheme: 'Token' },
  },
  {
    name: 'Django: exception, DEBUG (recorded)',
    status: 500,
    headers: HTML,
    body: djangoDebug('ValueError', 'no such customer: cus_1', '/app/billing/views.py'),
    code: 'exception',
    facts: {
      framework: 'Django',
      message: 'ValueError: no such customer: cus_1',
      location: '/app/billing/views.py:42',
    },
  },
  {
    name: 'Django: signature error unhandled, DEBUG',
    status: 500,
    headers: HTML,
    body: djangoDebug(
      'SignatureVerificationError',
      'No signatures found matching the expected signature for payload',
      '/app/.venv/lib/python3.11/site-packages/stripe/_webhook.py',
    ),
    code: 'signature_rejected',
    facts: {},
  },
  {
    name: 'Django: APPEND_SLASH, DEBUG (recorded)',
    status: 500,
    headers: HTML,
    body: djangoDebug(
      'RuntimeError',
      'You called this URL via POST, but the URL doesn&#x27;t end in a slash and you have APPEND_SLASH set. Django can&#x27;t redirect to the slash URL while maintaining POST data.',
      '/app/.venv/lib/python3.11/site-packages/django/middleware/common.py',
    ),
    code: 'wrong_path',
    facts: { trailingSlash: 'true', framework: 'Django' },
  },
  {
    name: 'Django: APPEND_SLASH (recorded)',
    status: 301,
    headers: [...HTML, ['Location', '/api/webhook/']],
    body: '',
    code: 'redirect',
    facts: { trailingSlash: 'true', location: '/api/webhook/' },
  },
  {
    name: 'Django: ALLOWED_HOSTS, DEBUG (recorded)',
    status: 400,
    headers: HTML,
    body: djangoDebug(
      'DisallowedHost',
      'Invalid HTTP_HOST header: &#x27;hooks.test&#x27;. You may need to add &#x27;hooks.test&#x27; to ALLOWED_HOSTS.',
      '/app/x.py',
    ),
    code: 'host_not_allowed',
    facts: { host: 'hooks.test' },
  },
  {
    name: 'Django: exception (recorded)',
    status: 500,
    headers: HTML,
    body: '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Server Error (500)</title>\n</head>\n<body>\n  <h1>Server Error (500)</h1><p></p>\n</body>\n</html>\n',
    code: 'server_error',
    facts: {},
  },

  // --- Flask, FastAPI ------------------------------------------------------------------------------------------------------------
  {
    name: 'Flask: no route (recorded)',
    status: 404,
    headers: WERKZEUG,
    body: flaskPage(
      '404 Not Found',
      'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
    ),
    code: 'wrong_path',
    facts: { framework: 'Flask' },
  },
  {
    name: 'Flask: route without POST (recorded)',
    status: 405,
    headers: [...WERKZEUG, ['Allow', 'GET, HEAD, OPTIONS']],
    body: flaskPage('405 Method Not Allowed', 'The method is not allowed for the requested URL.'),
    code: 'method_not_allowed',
    facts: { allow: 'GET, HEAD, OPTIONS' },
  },
  {
    name: 'Flask: exception (recorded)',
    status: 500,
    headers: WERKZEUG,
    body: flaskPage(
      '500 Internal Server Error',
      'The server encountered an internal error and was unable to complete your request.',
    ),
    code: 'server_error',
    facts: {},
  },
  {
    name: 'Flask: exception, debug (recorded)',
    status: 500,
    headers: WERKZEUG,
    body: '<!doctype html>\n<html lang=en>\n  <head>\n    <title>ValueError: no such customer: cus_1\n // Werkzeug Debugger</title>\n  </head>\n  <body><h1>ValueError</h1></body>\n</html>\n\n<!--\n\nTraceback (most recent call last):\n  File "/app/v/lib/python3.11/site-packages/flask/app.py", line 1536, in __call__\n    return self.wsgi_app(environ, start_response)\n  File "/app/fl.py", line 5, in boom\n    def boom(): raise ValueError(&#39;x&#39;)\nValueError: no such customer: cus_1\n\n-->\n',
    code: 'exception',
    facts: { framework: 'Flask', message: 'ValueError: no such customer: cus_1', location: '/app/fl.py:5' },
  },
  {
    name: 'FastAPI: no route (recorded)',
    status: 404,
    headers: UVICORN,
    body: '{"detail":"Not Found"}',
    code: 'wrong_path',
    facts: { framework: 'FastAPI' },
  },
  {
    name: 'FastAPI: route without POST (recorded)',
    status: 405,
    headers: [...UVICORN, ['allow', 'GET']],
    body: '{"detail":"Method Not Allowed"}',
    code: 'method_not_allowed',
    facts: { allow: 'GET' },
  },
  {
    name: 'FastAPI: model (recorded)',
    status: 422,
    headers: UVICORN,
    body: '{"detail":[{"type":"missing","loc":["body","name"],"msg":"Field required","input":{}}]}',
    code: 'body_rejected',
    facts: { message: 'body.name: Field required' },
  },
  {
    name: 'FastAPI: trailing slash (recorded)',
    status: 307,
    headers: [['location', 'http://localhost:3000/api/webhook/']],
    body: '',
    code: 'redirect',
    facts: { trailingSlash: 'true' },
  },
  {
    name: 'FastAPI: exception (recorded)',
    status: 500,
    headers: TEXT,
    body: 'Internal Server Error',
    code: 'server_error',
    facts: {},
  },
  {
    name: 'FastAPI: exception, debug (recorded)',
    status: 500,
    headers: TEXT,
    body: 'Traceback (most recent call last):\n  File "/app/v/lib/python3.11/site-packages/starlette/middleware/errors.py", line 164, in __call__\n    await self.app(scope, receive, _send)\n  File "/app/v/lib/python3.11/site-packages/anyio/_backends/_asyncio.py", line 1100, in run\n    result = context.run(func, *args)\n             ^^^^^^^^^^^^^^^^^^^^^^^^\n  File "/app/fa.py", line 7, in boom\n    def boom(): raise ValueError(\'no such customer: cus_1\')\n                ^^^^^^^^^^^^^\nValueError: no such customer: cus_1\n',
    code: 'exception',
    facts: { message: 'ValueError: no such customer: cus_1', location: '/app/fa.py:7' },
  },
  {
    name: 'FastAPI: signature',
    status: 400,
    headers: UVICORN,
    body: '{"detail":"Invalid signature"}',
    code: 'signature_rejected',
    facts: { message: 'Invalid signature' },
  },

  // --- Rails ---------------------------------------------------------------------------------------------------------------------
  {
    name: 'Rails: no route, development',
    status: 404,
    headers: HTML,
    body: '<!DOCTYPE html>\n<html lang="en">\n<head><title>Action Controller: Exception caught</title></head>\n<body>\n<header role="banner">\n  <h1>Routing Error</h1>\n</header>\n<main role="main" id="container">\n  <h2 style="margin-top: 0">No route matches [POST] &quot;/api/webhook&quot;</h2>\n<p><code>Rails.root: /app</code></p></main></body></html>',
    code: 'wrong_path',
    facts: { framework: 'Rails' },
  },
  {
    name: 'Rails: CSRF, development',
    status: 422,
    headers: HTML,
    body: '<!DOCTYPE html>\n<html lang="en">\n<body>\n<header role="banner">\n  <h1>\n    ActionController::InvalidAuthenticityToken\n      in WebhooksController#create\n  </h1>\n</header>\n<main role="main" id="container"><div class="exception-message"><div class="message">Can&#39;t verify CSRF token authenticity.</div></div><p><code>Rails.root: /app</code></p></main></body></html>',
    code: 'csrf',
    facts: { framework: 'Rails' },
  },
  {
    name: 'Rails: CSRF, production',
    status: 422,
    headers: HTML,
    body: '<!DOCTYPE html>\n<html>\n<head>\n  <title>The change you wanted was rejected (422)</title>\n</head><body></body></html>',
    code: 'csrf',
    facts: { framework: 'Rails' },
  },
  {
    name: 'Rails: exception, development',
    status: 500,
    headers: HTML,
    body: '<!DOCTYPE html>\n<html lang="en">\n<body>\n<header role="banner">\n  <h1>\n    RuntimeError\n      in WebhooksController#create\n  </h1>\n</header>\n<main role="main" id="container">\n<div class="exception-message"><div class="message">no such customer: cus_1</div></div>\n<div class="info">Extracted source (around line <strong>#12</strong>):</div>\n<p><code>Rails.root: /app</code></p>\n<div id="Application-Trace-0"><code><a class="trace-frames" href="#">app/controllers/webhooks_controller.rb:12:in &#39;create&#39;</a><br></code></div></main></body></html>',
    code: 'exception',
    facts: {
      framework: 'Rails',
      message: 'RuntimeError: no such customer: cus_1',
      location: 'app/controllers/webhooks_controller.rb:12',
    },
  },
  {
    name: 'Rails API: exception, development',
    status: 500,
    headers: JSON_TYPE,
    body: String.raw`{"status":500,"error":"Internal Server Error","exception":"#\u003cRuntimeError: no such customer: cus_1\u003e","traces":{"Application Trace":[{"exception_object_id":1,"id":0,"trace":"app/controllers/webhooks_controller.rb:12:in 'create'"}],"Framework Trace":[],"Full Trace":[]}}`,
    code: 'exception',
    facts: {
      framework: 'Rails',
      message: 'RuntimeError: no such customer: cus_1',
      location: 'app/controllers/webhooks_controller.rb:12',
    },
  },
  {
    name: 'Rails: host authorization',
    status: 403,
    headers: HTML,
    body: '<html><body><header role="banner">\n  <h1>Blocked hosts: hooks.test</h1>\n</header></body></html>',
    code: 'host_not_allowed',
    facts: { host: 'hooks.test' },
  },

  // --- Laravel -------------------------------------------------------------------------------------------------------------------
  {
    name: 'Laravel: no route, JSON',
    status: 404,
    headers: JSON_TYPE,
    body: String.raw`{"message":"The route api\/webhook could not be found.","exception":"Symfony\\Component\\HttpKernel\\Exception\\NotFoundHttpException","file":"\/app\/vendor\/laravel\/framework\/src\/Illuminate\/Routing\/AbstractRouteCollection.php","line":44,"trace":[]}`,
    code: 'wrong_path',
    facts: { framework: 'Laravel' },
  },
  {
    name: 'Laravel: route without POST',
    status: 405,
    headers: [...JSON_TYPE, ['allow', 'GET, HEAD']],
    body: '{"message":"The POST method is not supported for route api/webhook. Supported methods: GET, HEAD."}',
    code: 'method_not_allowed',
    facts: { allow: 'GET, HEAD' },
  },
  {
    name: 'Laravel: CSRF',
    status: 419,
    headers: HTML,
    body: '<!DOCTYPE html><html lang="en"><head><title>Page Expired</title></head><body>419 Page Expired</body></html>',
    code: 'csrf',
    facts: { framework: 'Laravel' },
  },
  {
    name: 'Laravel: exception, JSON',
    status: 500,
    headers: JSON_TYPE,
    body: String.raw`{"message":"no such customer: cus_1","exception":"RuntimeException","file":"\/app\/vendor\/x\/y.php","line":9,"trace":[{"file":"\/app\/app\/Http\/Controllers\/WebhookController.php","line":31,"function":"sync"}]}`,
    code: 'exception',
    facts: {
      framework: 'Laravel',
      message: 'RuntimeException: no such customer: cus_1',
      location: '/app/app/Http/Controllers/WebhookController.php:31',
    },
  },
  {
    name: 'Laravel: exception, Ignition',
    status: 500,
    headers: HTML,
    body: '<!doctype html>\n<html class="theme-light">\n<!--\nRuntimeException: no such customer: cus_1 in file /app/app/Http/Controllers/WebhookController.php on line 31\n\n#0 /app/vendor/laravel/framework/src/Illuminate/Routing/Controller.php(54): create()\n-->\n<head><title>no such customer</title></head><body></body></html>',
    code: 'exception',
    facts: {
      framework: 'Laravel',
      message: 'RuntimeException: no such customer: cus_1',
      location: '/app/app/Http/Controllers/WebhookController.php:31',
    },
  },

  {
    name: 'Laravel 11: exception, its own page',
    status: 500,
    headers: HTML,
    body: '<!DOCTYPE html>\n<html lang="en">\n<head><title>Laravel</title><style>.text-red-500{}</style></head>\n<body><div class="px-3"><span class="hidden text-sm font-bold leading-5 text-red-500 md:inline-block lg:text-base">\n  RuntimeException\n</span></div><div class="mt-4 text-lg font-semibold text-gray-900 dark:text-white lg:text-2xl">no such customer: cus_1</div>\n<span class="text-sm">PHP 8.3.14 — Laravel 11.34.2</span></body></html>',
    code: 'exception',
    facts: { framework: 'Laravel', message: 'RuntimeException: no such customer: cus_1' },
  },

  // --- Spring --------------------------------------------------------------------------------------------------------------------
  {
    name: 'Spring: no route',
    status: 404,
    headers: JSON_TYPE,
    body: '{"timestamp":"2026-11-23T09:00:00.000+00:00","status":404,"error":"Not Found","path":"/api/webhook"}',
    code: 'wrong_path',
    facts: { framework: 'Spring' },
  },
  {
    name: 'Spring: no route, whitelabel',
    status: 404,
    headers: HTML,
    body: '<html><body><h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error, so you are seeing this as a fallback.</p><div id="created">Mon Nov 23</div><div>There was an unexpected error (type=Not Found, status=404).</div></body></html>',
    code: 'wrong_path',
    facts: { framework: 'Spring' },
  },
  {
    name: 'Spring Security: CSRF',
    status: 403,
    headers: SPRING_SECURITY,
    body: '',
    code: 'csrf',
    facts: { framework: 'Spring Security' },
  },
  {
    name: 'Spring Security: Basic',
    status: 401,
    headers: [...SPRING_SECURITY, ['WWW-Authenticate', 'Basic realm="Realm"']],
    body: '',
    code: 'auth_required',
    facts: { scheme: 'Basic' },
  },
  {
    name: 'Spring: route without POST',
    status: 405,
    headers: [...JSON_TYPE, ['Allow', 'GET']],
    body: '{"timestamp":"2026-11-23T09:00:00.000+00:00","status":405,"error":"Method Not Allowed","path":"/api/webhook"}',
    code: 'method_not_allowed',
    facts: { allow: 'GET' },
  },
  {
    name: 'Spring: exception with devtools',
    status: 500,
    headers: JSON_TYPE,
    body: String.raw`{"timestamp":"2026-11-23T09:00:00.000+00:00","status":500,"error":"Internal Server Error","trace":"java.lang.IllegalStateException: no such customer: cus_1\n\tat org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:255)\n\tat com.example.shop.WebhookController.receive(WebhookController.java:27)\n","message":"no such customer: cus_1","path":"/api/webhook"}`,
    code: 'exception',
    facts: {
      framework: 'Spring',
      message: 'java.lang.IllegalStateException: no such customer: cus_1',
      location: 'WebhookController.java:27',
    },
  },
  {
    name: 'Spring: exception',
    status: 500,
    headers: JSON_TYPE,
    body: '{"timestamp":"2026-11-23T09:00:00.000+00:00","status":500,"error":"Internal Server Error","path":"/api/webhook"}',
    code: 'server_error',
    facts: {},
  },

  // --- Go, .NET --------------------------------------------------------------------------------------------------------------------
  {
    name: 'Go: no route',
    status: 404,
    headers: [...TEXT, ['X-Content-Type-Options', 'nosniff']],
    body: '404 page not found\n',
    code: 'wrong_path',
    facts: { framework: 'Go' },
  },
  {
    name: 'Go: route without POST',
    status: 405,
    headers: [...TEXT, ['Allow', 'GET, HEAD']],
    body: 'Method Not Allowed\n',
    code: 'method_not_allowed',
    facts: { allow: 'GET, HEAD' },
  },
  {
    name: 'Go: signature',
    status: 400,
    headers: TEXT,
    body: 'webhook had no valid signature\n',
    code: 'signature_rejected',
    facts: { message: 'webhook had no valid signature' },
  },
  {
    name: 'Go: gorilla/csrf',
    status: 403,
    headers: TEXT,
    body: 'Forbidden - CSRF token invalid\n',
    code: 'csrf',
    facts: { framework: 'Go' },
  },
  {
    name: 'Go: http.Error(w, err.Error(), 500)',
    status: 500,
    headers: TEXT,
    body: 'no such customer: cus_1\n',
    code: 'exception',
    facts: { message: 'no such customer: cus_1' },
  },
  {
    name: 'Go: recovered panic with its stack',
    status: 500,
    headers: TEXT,
    body: 'panic: assignment to entry in nil map\n\ngoroutine 21 [running]:\nruntime/debug.Stack()\n\t/usr/local/go/src/runtime/debug/stack.go:26 +0x5e\nmain.receive({0x1, 0x2}, 0x3)\n\t/app/webhook.go:41 +0x11d\n',
    code: 'exception',
    facts: { message: 'panic: assignment to entry in nil map', location: '/app/webhook.go:41' },
  },
  {
    name: 'Go: API version',
    status: 400,
    headers: TEXT,
    body: 'Received event with API version 2024-06-20, but stripe-go 82.0.0 expects API version 2025-03-31.basil. We recommend that you create a WebhookEndpoint with this API version. Otherwise, you can disable this error',
    code: 'api_version_mismatch',
    facts: { got: '2024-06-20', sdk: 'stripe-go', expected: '2025-03-31.basil' },
  },
  {
    name: 'Go: HTTPS server asked in HTTP',
    status: 400,
    headers: [],
    body: 'Client sent an HTTP request to an HTTPS server.\n',
    code: 'https_expected',
    facts: { port: '3000' },
  },
  {
    name: 'ASP.NET Core: exception, development',
    status: 500,
    headers: [...TEXT, ['Server', 'Kestrel']],
    body: 'System.InvalidOperationException: no such customer: cus_1\n   at Program.<>c.<<Main>$>b__0_0(HttpContext context) in /app/Program.cs:line 12\n   at Microsoft.AspNetCore.Routing.EndpointMiddleware.Invoke(HttpContext httpContext)\n\nHEADERS\n=======\nStripe-Signature: t=1,v1=00\n',
    code: 'exception',
    facts: {
      message: 'System.InvalidOperationException: no such customer: cus_1',
      location: '/app/Program.cs:12',
    },
  },
  {
    name: 'ASP.NET Core: no route',
    status: 404,
    headers: [
      ['Server', 'Kestrel'],
      ['Content-Length', '0'],
    ],
    body: '',
    code: 'wrong_path',
    facts: { framework: 'ASP.NET' },
  },

  // --- no backend at all, and proxies -------------------------------------------------------------------------------------------------
  {
    name: 'Vite (recorded)',
    status: 404,
    headers: [
      ['Vary', 'Origin'],
      ['Content-Length', '0'],
    ],
    body: '',
    code: 'something_else_listens',
    facts: { server: 'Vite', port: '3000' },
  },
  {
    name: 'Vite: host (recorded)',
    status: 403,
    headers: [
      ['Vary', 'Origin'],
      ['Content-Type', 'text/plain'],
    ],
    body: 'Blocked request. This host ("my.test") is not allowed.\nTo allow this host, add "my.test" to `server.allowedHosts` in vite.config.js.',
    code: 'host_not_allowed',
    facts: { host: 'my.test' },
  },
  {
    name: 'python -m http.server (recorded)',
    status: 501,
    headers: [['Server', 'SimpleHTTP/0.6 Python/3.11.7'], ...HTML],
    body: '<!DOCTYPE HTML>\n<html lang="en"><head><title>Error response</title></head><body><h1>Error response</h1><p>Error code: 501</p><p>Message: Unsupported method (\'POST\').</p></body></html>',
    code: 'something_else_listens',
    facts: { server: 'python -m http.server' },
  },
  {
    name: 'macOS AirPlay receiver',
    status: 403,
    headers: [
      ['Server', 'AirTunes/790.3.1'],
      ['Content-Length', '0'],
    ],
    body: '',
    url: 'http://localhost:5000/webhook',
    code: 'something_else_listens',
    facts: { server: 'AirPlay (macOS)', port: '5000' },
  },
  {
    name: 'nginx: static files',
    status: 405,
    headers: [['Server', 'nginx/1.27.3'], ...HTML],
    body: '<html>\r\n<head><title>405 Not Allowed</title></head>\r\n<body>\r\n<center><h1>405 Not Allowed</h1></center>\r\n<hr><center>nginx/1.27.3</center>\r\n</body>\r\n</html>\r\n',
    code: 'something_else_listens',
    facts: { server: 'nginx' },
  },
  {
    name: 'nginx: backend down',
    status: 502,
    headers: [['Server', 'nginx/1.27.3'], ...HTML],
    body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.27.3</center>\r\n</body>\r\n</html>\r\n',
    code: 'bad_gateway',
    facts: { status: '502', server: 'nginx/1.27.3' },
  },
  {
    name: 'a page of nobody known',
    status: 404,
    headers: HTML,
    body: '<!doctype html><html><head><title>My shop</title></head><body><div id="root"></div></body></html>',
    code: 'not_found_other',
    facts: { page: 'true' },
  },
  {
    name: 'a handler’s own 404',
    status: 404,
    headers: JSON_TYPE,
    body: '{"error":"customer cus_1 is unknown"}',
    code: 'not_found_other',
    facts: { message: 'customer cus_1 is unknown' },
  },
  {
    name: 'http to https',
    status: 301,
    headers: [['Location', 'https://localhost:3000/api/webhook']],
    body: '',
    code: 'redirect',
    facts: { https: 'true' },
  },
  {
    name: 'teapot',
    status: 418,
    headers: TEXT,
    body: "I'm a teapot",
    code: 'unexplained',
    facts: { status: '418' },
  },
];
