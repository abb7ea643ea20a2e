// What a backend is made with, as far as its responses show: it decides which way of reading the raw body is named first.
import { exceptionIn } from './answer-exception.ts';
import { jsonObject } from './answer-text.ts';
import type { Serialiser } from './find-out.ts';
import { sdkSignatureComplaint } from './signature-complaint.ts';

/** Where a framework hands out the body as it came. Code, the same in every language. Sources: each framework's documentation. */
export const RAW_BODY_CODE: Readonly<Record<string, string>> = {
  Express: 'express.raw({ type: "*/*" })',
  Fastify:
    'app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => done(null, body))',
  NestJS: 'NestFactory.create(AppModule, { rawBody: true })',
  'Next.js': 'await request.text()',
  'Node.js': 'Buffer.concat(await Array.fromAsync(request))',
  Flask: 'request.get_data()',
  Django: 'request.body',
  FastAPI: 'await request.body()',
  Rails: 'request.raw_post',
  Laravel: '$request->getContent()',
  PHP: 'file_get_contents("php://input")',
  Go: 'io.ReadAll(r.Body)',
  'ASP.NET': 'await new StreamReader(Request.Body).ReadToEndAsync()',
  Spring: '@RequestBody String payload',
};

export interface BackendKind {
  /** A key of RAW_BODY_CODE; null = not known. */
  framework: string | null;
  language: Serialiser | null;
}

export interface BackendResponse {
  responseHeaders: readonly (readonly [name: string, value: string])[];
  /** Decoded. */
  bodyText: string;
}

type Mark = readonly [header: string, pattern: RegExp, framework: string | null, language: Serialiser];

/** The first that applies. */
const HEADER_MARKS: readonly Mark[] = [
  ['x-powered-by', /^Next\.js/i, 'Next.js', 'javascript'],
  ['x-powered-by', /^Express/i, 'Express', 'javascript'],
  ['set-cookie', /laravel_session/i, 'Laravel', 'php'],
  ['x-powered-by', /^PHP/i, 'PHP', 'php'],
  ['x-powered-by', /ASP\.NET/i, 'ASP.NET', 'dotnet'],
  ['server', /Kestrel/i, 'ASP.NET', 'dotnet'],
  ['server', /Werkzeug/i, 'Flask', 'python'],
  ['server', /^WSGIServer/i, 'Django', 'python'],
  ['server', /uvicorn|hypercorn/i, 'FastAPI', 'python'],
  ['server', /gunicorn|daphne|CPython/i, null, 'python'],
  ['server', /WEBrick|puma|Phusion Passenger/i, 'Rails', 'rails'],
  ['x-runtime', /^\d/, 'Rails', 'rails'],
];

const FILE_MARKS: readonly (readonly [RegExp, string | null, Serialiser])[] = [
  [/\.[cm]?[jt]sx?(?::|$)/, null, 'javascript'],
  [/\.py(?::|$)/, null, 'python'],
  [/\.php(?::|$)/, 'PHP', 'php'],
  [/\.rb(?::|$)/, 'Rails', 'rails'],
  [/\.go(?::|$)/, 'Go', 'go'],
  [/\.(?:cs|fs)(?::|$)/, 'ASP.NET', 'dotnet'],
  [/\.(?:java|kt)(?::|$)/, 'Spring', 'gson'],
];

/** Words that only one SDK has. Sources: stripe-node Webhooks.ts, stripe-go webhook/client.go, Stripe.net EventUtility.cs. */
const SDK_WORDS: readonly (readonly [RegExp, string | null, Serialiser])[] = [
  [/Are you passing the raw request body you received from Stripe/, null, 'javascript'],
  [/webhook had no valid signature/, 'Go', 'go'],
  [/signature for the webhook is not present in the Stripe-Signature header/, 'ASP.NET', 'dotnet'],
  [/expected signature was not found in the Stripe-Signature header/, 'ASP.NET', 'dotnet'],
];

/** @param responses of one backend, the newest first */
export function backendKind(responses: readonly BackendResponse[]): BackendKind {
  const found: BackendKind = { framework: null, language: null };
  for (const response of responses) {
    for (const { framework, language } of marksOf(response)) {
      found.language ??= language;
      // Of two that contradict each other the first counts.
      if (language === found.language) found.framework ??= framework;
    }
  }
  if (found.language === 'javascript') found.framework ??= 'Node.js';
  return found;
}

function marksOf({ responseHeaders, bodyText }: BackendResponse): BackendKind[] {
  const header = (name: string): string | undefined =>
    responseHeaders.find(([given]) => given.toLowerCase() === name)?.[1];
  const marks: BackendKind[] = [];
  // Both send errors of this form; NestJS, which usually runs on Express, with Express's header.
  if (typeof jsonObject(bodyText)?.['statusCode'] === 'number') {
    const framework = header('x-powered-by') === undefined ? 'Fastify' : 'NestJS';
    marks.push({ framework, language: 'javascript' });
  }
  for (const [name, pattern, framework, language] of HEADER_MARKS) {
    if (pattern.test(header(name) ?? '')) marks.push({ framework, language });
  }
  if (sdkSignatureComplaint(bodyText) !== null) {
    for (const [words, framework, language] of SDK_WORDS) {
      if (words.test(bodyText)) marks.push({ framework, language });
    }
  }
  const location = exceptionIn(bodyText, header)?.location ?? '';
  for (const [ending, framework, language] of FILE_MARKS) {
    if (ending.test(location)) marks.push({ framework, language });
  }
  return marks;
}
