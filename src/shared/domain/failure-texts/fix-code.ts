// The fix of a failure as code, one for each framework. Code is the same in every language. Sources: each framework's documentation.
import type { ReasonCode } from '../failure-reason.ts';

/** What is to be done, where code can do it. */
type Recipe =
  | 'raw_body'
  | 'await_async'
  | 'header'
  | 'post_route'
  | 'respond'
  | 'csrf'
  | 'auth'
  | 'host'
  | 'limit'
  | 'any_type'
  | 'http1';

type Language = 'javascript' | 'python' | 'ruby' | 'php' | 'go' | 'dotnet' | 'java' | 'config';

/** In the order in which they are listed when the backend's own is not known. */
export const FRAMEWORKS = {
  Express: 'javascript',
  'Next.js': 'javascript',
  'Next.js (pages)': 'javascript',
  Fastify: 'javascript',
  NestJS: 'javascript',
  Hono: 'javascript',
  Koa: 'javascript',
  Nitro: 'javascript',
  SvelteKit: 'javascript',
  'better-auth': 'javascript',
  Clerk: 'javascript',
  'Auth.js': 'javascript',
  Vite: 'javascript',
  'Node.js': 'javascript',
  Django: 'python',
  Flask: 'python',
  FastAPI: 'python',
  Rails: 'ruby',
  Laravel: 'php',
  PHP: 'php',
  Go: 'go',
  'ASP.NET': 'dotnet',
  Spring: 'java',
  nginx: 'config',
} as const satisfies Record<string, Language>;
export type Framework = keyof typeof FRAMEWORKS;
const NAMES = Object.keys(FRAMEWORKS) as Framework[];

/** `{{path}}` and `{{host}}` are those of the endpoint. */
const CODE: Readonly<Record<Recipe, Partial<Record<Framework, string>>>> = {
  raw_body: {
    Express:
      'app.post("{{path}}", express.raw({ type: "*/*" }), handler)\napp.use(express.json()) // after the webhook route',
    'Next.js': 'const body = await request.text()',
    'Next.js (pages)': 'export const config = { api: { bodyParser: false } }',
    Fastify:
      'app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => done(null, body))',
    NestJS: 'NestFactory.create(AppModule, { rawBody: true }) // then request.rawBody',
    Hono: 'const body = await c.req.text()',
    Koa: 'const body = ctx.request.rawBody // koa-bodyparser',
    Nitro: 'const body = await readRawBody(event)',
    SvelteKit: 'const body = await request.text()',
    'better-auth':
      'app.all("/api/auth/*splat", toNodeHandler(auth))\napp.use(express.json()) // after the handler of better-auth',
    'Node.js': 'const body = Buffer.concat(await Array.fromAsync(request))',
    Django: 'payload = request.body',
    Flask: 'payload = request.get_data()',
    FastAPI: 'payload = await request.body()',
    Rails: 'payload = request.raw_post',
    Laravel: '$payload = $request->getContent();',
    PHP: '$payload = file_get_contents("php://input");',
    Go: 'payload, err := io.ReadAll(r.Body)',
    'ASP.NET': 'var json = await new StreamReader(Request.Body).ReadToEndAsync();',
    Spring: 'public ResponseEntity<String> handle(@RequestBody String payload)',
  },
  await_async: {
    'Next.js': 'const event = await stripe.webhooks.constructEventAsync(body, signature, secret)',
    Hono: 'const event = await stripe.webhooks.constructEventAsync(body, signature, secret)',
    'Node.js': 'const event = await stripe.webhooks.constructEventAsync(body, signature, secret)',
  },
  header: {
    Express: 'const signature = req.headers["stripe-signature"]',
    'Next.js': 'const signature = request.headers.get("stripe-signature")',
    'Next.js (pages)': 'const signature = req.headers["stripe-signature"]',
    Fastify: 'const signature = request.headers["stripe-signature"]',
    NestJS: '@Headers("stripe-signature") signature: string',
    Hono: 'const signature = c.req.header("stripe-signature")',
    Koa: 'const signature = ctx.get("stripe-signature")',
    Nitro: 'const signature = getHeader(event, "stripe-signature")',
    SvelteKit: 'const signature = request.headers.get("stripe-signature")',
    'Node.js': 'const signature = request.headers["stripe-signature"]',
    Django: 'signature = request.headers["Stripe-Signature"]',
    Flask: 'signature = request.headers["Stripe-Signature"]',
    FastAPI: 'signature = request.headers["stripe-signature"]',
    Rails: 'signature = request.headers["Stripe-Signature"]',
    Laravel: '$signature = $request->header("Stripe-Signature");',
    PHP: '$signature = $_SERVER["HTTP_STRIPE_SIGNATURE"];',
    Go: 'signature := r.Header.Get("Stripe-Signature")',
    'ASP.NET': 'var signature = Request.Headers["Stripe-Signature"];',
    Spring: '@RequestHeader("Stripe-Signature") String signature',
  },
  post_route: {
    Express: 'app.post("{{path}}", express.raw({ type: "*/*" }), handler)',
    'Next.js': 'export async function POST(request) { … } // app{{path}}/route.ts',
    'Next.js (pages)': 'export default async function handler(req, res) { … } // pages{{path}}.ts',
    Fastify: 'app.post("{{path}}", handler)',
    NestJS: '@Controller("{{name}}") class … { @Post() handle() { … } } // mind setGlobalPrefix()',
    Hono: 'app.post("{{path}}", handler)',
    Koa: 'router.post("{{path}}", handler)',
    Nitro: 'export default defineEventHandler(async (event) => { … }) // server{{path}}.post.ts',
    SvelteKit: 'export async function POST({ request }) { … } // src/routes{{path}}/+server.ts',
    'better-auth': 'plugins: [stripe({ stripeClient, stripeWebhookSecret })] // /api/auth/stripe/webhook',
    Django: 'path("{{name}}", views.webhook)',
    Flask: '@app.route("{{path}}", methods=["POST"])',
    FastAPI: '@app.post("{{path}}")',
    Rails: 'post "{{path}}", to: "webhooks#create"',
    Laravel: 'Route::post("{{path}}", [WebhookController::class, "handle"]);',
    Go: 'http.HandleFunc("POST {{path}}", handle)',
    'ASP.NET': '[HttpPost("{{path}}")]',
    Spring: '@PostMapping("{{path}}")',
  },
  respond: {
    Express: 'res.json({ received: true }) // before the slow work',
    'Next.js': 'return Response.json({ received: true })',
    'Next.js (pages)': 'res.json({ received: true })',
    Fastify: 'return { received: true }',
    NestJS: 'return { received: true } // with @Res() only res.json(…) responds',
    Hono: 'return c.json({ received: true })',
    Koa: 'ctx.body = { received: true }',
  },
  csrf: {
    Express: 'app.post("{{path}}", express.raw({ type: "*/*" }), handler) // before app.use(csrf())',
    Fastify:
      'app.addHook("onRequest", (request, reply, done) => request.url === "{{path}}" ? done() : app.csrfProtection(request, reply, done))',
    SvelteKit: 'kit: { csrf: { trustedOrigins: ["https://stripe.com"] } }',
    Django: '@csrf_exempt',
    Flask: 'csrf.exempt(webhook)',
    Rails: 'skip_before_action :verify_authenticity_token',
    Laravel: '$middleware->validateCsrfTokens(except: ["{{name}}"]);',
    'ASP.NET': '[IgnoreAntiforgeryToken]',
    Spring: 'http.csrf(csrf -> csrf.ignoringRequestMatchers("{{path}}"))',
  },
  auth: {
    Express: 'app.post("{{path}}", express.raw({ type: "*/*" }), handler) // before app.use(requireAuth)',
    'Next.js': 'export const config = { matcher: ["/((?!{{name}}).*)"] } // middleware.ts or proxy.ts',
    Fastify: 'app.post("{{path}}", handler) // outside the plugin that adds the auth hook',
    NestJS: '@Public() @Post() // and let the guard read that metadata',
    Hono: 'app.post("{{path}}", handler) // before app.use(auth)',
    Koa: 'app.use(webhookRouter.routes()) // before app.use(auth)',
    Clerk: 'const isPublic = createRouteMatcher(["{{path}}"])',
    'Auth.js': 'export const config = { matcher: ["/((?!{{name}}).*)"] } // middleware.ts',
    Django: 'permission_classes = [AllowAny]; authentication_classes = []',
    FastAPI: '@app.post("{{path}}") # without the auth dependency',
    Rails: 'skip_before_action :authenticate_user!',
    Laravel: 'Route::post("{{path}}", …)->withoutMiddleware("auth");',
    'ASP.NET': '[AllowAnonymous]',
    Spring: 'auth.requestMatchers(HttpMethod.POST, "{{path}}").permitAll()',
    nginx: 'location = {{path}} { auth_basic off; … }',
  },
  host: {
    Django: 'ALLOWED_HOSTS = ["{{host}}"]',
    Rails: 'config.hosts << "{{host}}"',
    Vite: 'server: { allowedHosts: ["{{host}}"] }',
  },
  limit: {
    Express: 'express.raw({ type: "*/*", limit: "5mb" })',
    'Next.js (pages)': 'export const config = { api: { bodyParser: { sizeLimit: "5mb" } } }',
    Fastify: 'app.post("{{path}}", { bodyLimit: 5_242_880 }, handler)',
    NestJS: 'app.useBodyParser("raw", { type: "*/*", limit: "5mb" })',
    Hono: 'bodyLimit({ maxSize: 5 * 1024 * 1024 })',
    Koa: 'bodyParser({ jsonLimit: "5mb" })',
    Django: 'DATA_UPLOAD_MAX_MEMORY_SIZE = 5_242_880',
    Flask: 'app.config["MAX_CONTENT_LENGTH"] = 5_242_880',
    nginx: 'client_max_body_size 5m;',
  },
  any_type: {
    Express: 'express.raw({ type: "*/*" })',
    Fastify:
      'app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => done(null, body))',
    Spring: '@PostMapping(path = "{{path}}", consumes = MediaType.ALL_VALUE)',
  },
  http1: {
    'Node.js': 'http2.createSecureServer({ …, allowHTTP1: true })',
    Fastify: 'Fastify({ http2: true, https: { …, allowHTTP1: true } })',
  },
};

const RECIPES: Partial<Record<ReasonCode, Recipe>> = {
  signature_body_parsed: 'raw_body',
  signature_no_payload: 'raw_body',
  signature_bytes_changed: 'raw_body',
  signature_rejected: 'raw_body',
  body_read_before: 'raw_body',
  signature_sync_crypto: 'await_async',
  signature_missing: 'header',
  signature_malformed: 'header',
  wrong_path: 'post_route',
  method_not_allowed: 'post_route',
  timeout_no_answer: 'respond',
  csrf: 'csrf',
  auth_required: 'auth',
  host_not_allowed: 'host',
  too_large: 'limit',
  unsupported_media: 'any_type',
  http2_only: 'http1',
};

/** What a framework's own name does not say. */
const ALIASES: ReadonlyMap<string, Framework> = new Map([
  ['Spring Security', 'Spring'],
  ['Flask-WTF', 'Flask'],
  ['NextAuth', 'Auth.js'],
  ['Symfony', 'PHP'],
  ['Fiber', 'Go'],
  ['Echo', 'Go'],
]);

/** Two ways of one framework, which its responses do not tell apart. */
const WAYS: Partial<Record<Framework, Framework[]>> = { 'Next.js': ['Next.js (pages)'] };

export interface FixCode {
  framework: string;
  code: string;
}

export interface FixCodes {
  /** Those of the backend's own framework; empty when it is not known, or has none for this failure. */
  own: FixCode[];
  others: FixCode[];
}

export interface FixQuestion {
  code: ReasonCode;
  facts: Readonly<Record<string, string>>;
  url: string;
}

export function fixCodes({ code, facts, url }: FixQuestion): FixCodes {
  const recipe =
    code === 'signature_other_secret' && facts['also'] === 'signature_body_parsed'
      ? 'raw_body'
      : code === 'wrong_path' && facts['trailingSlash'] === 'true'
        ? undefined
        : // A request that was sent without a signature, or with a malformed one, is not the backend's to fix.
          code.startsWith('signature_') && ['false', 'malformed'].includes(facts['sent'] ?? '')
          ? undefined
          : RECIPES[code];
  if (recipe === undefined) return { own: [], others: [] };
  const target = URL.parse(url);
  const values: Record<string, string> = {
    path: target?.pathname ?? '/',
    name: (target?.pathname ?? '/').slice(1),
    host: facts['host'] ?? target?.hostname ?? '',
  };
  const given = facts['scheme'] === 'Clerk' ? 'Clerk' : (facts['framework'] ?? '');
  const framework = frameworkNamed(given);
  const own = framework === null ? [] : [framework, ...(WAYS[framework] ?? [])];
  const language = framework === null ? null : FRAMEWORKS[framework];
  const rest = NAMES.filter((name) => !own.includes(name));
  const near = rest.filter((name) => FRAMEWORKS[name] === language);
  const codesOf = (names: readonly Framework[]): FixCode[] =>
    names.flatMap((name) => {
      const text = CODE[recipe][name];
      return text === undefined ? [] : [{ framework: name, code: fill(text, values) }];
    });
  return { own: codesOf(own), others: codesOf([...near, ...rest.filter((name) => !near.includes(name))]) };
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_whole, key: string) => values[key] ?? '');
}

function frameworkNamed(name: string): Framework | null {
  const known = ALIASES.get(name) ?? name;
  return Object.hasOwn(FRAMEWORKS, known) ? (known as Framework) : null;
}
