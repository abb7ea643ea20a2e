// What a backend is made with, as far as its responses and its dependencies show: it decides whose fix is shown first.
import { exceptionIn, type AnswerException } from './answer-exception.ts';
import { jsonObject } from './answer-text.ts';
import type { Serialiser } from './find-out.ts';
import { sdkSignatureComplaint } from './signature-complaint.ts';

export interface BackendKind {
  /** One of FRAMEWORKS in failure-texts/fix-code.ts; null = not known. */
  framework: string | null;
  language: Serialiser | null;
}

export interface BackendResponse {
  responseHeaders: readonly (readonly [name: string, value: string])[];
  /** Decoded. */
  bodyText: string;
  /** What was read from it already. */
  exception?: AnswerException | null;
}

type Mark = readonly [header: string, pattern: RegExp, framework: string | null, language: Serialiser];

/** The first that applies. */
const HEADER_MARKS: readonly Mark[] = [
  ['x-powered-by', /^Next\.js/i, 'Next.js', 'javascript'],
  // next/dist/server/base-server.js sets it on routes of the app router.
  ['vary', /next-router-state-tree/i, 'Next.js', 'javascript'],
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
  // c.text() alone writes it so. Source: hono/dist/context.js.
  ['content-type', /^text\/plain; charset=UTF-8$/, 'Hono', 'javascript'],
];

/** Members in their order, and the message. Sources: Fastify lib/error-handler.js and lib/four-oh-four.js, @nestjs/common HttpException. */
const JSON_MARKS: readonly (readonly [RegExp, string])[] = [
  [
    /^statusCode,(?:code,)?error,message |^message,error,statusCode Route [A-Z]+:|^error,code,message,statusCode /,
    'Fastify',
  ],
  [/^(?:message,(?:error,)?statusCode|statusCode,message) /, 'NestJS'],
  [/^(?:status,unhandled,message|status,statusText,message|error,url,statusCode,statusMessage)/, 'Nitro'],
  [/^message,code (?:Failed to construct Stripe event|Stripe (?:webhook|signature) )/, 'better-auth'],
];

/** Frames of the framework itself; NestJS and Next.js bring others with them. */
const TRACE_MARKS: readonly (readonly [RegExp, string])[] = [
  [/node_modules\/next\//, 'Next.js'],
  [/node_modules\/@nestjs\//, 'NestJS'],
  [/node_modules\/fastify\//, 'Fastify'],
  [/node_modules\/(?:hono|@hono)\//, 'Hono'],
  [/node_modules\/(?:koa|koa-compose|@koa)\//, 'Koa'],
  [/node_modules\/(?:nitro|nitropack|h3)\//, 'Nitro'],
  [/node_modules\/(?:express|router)\//, 'Express'],
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

function marksOf({ responseHeaders, bodyText, exception }: BackendResponse): BackendKind[] {
  const header = (name: string): string | undefined =>
    responseHeaders.find(([given]) => given.toLowerCase() === name)?.[1];
  const marks: BackendKind[] = [];
  const json = jsonObject(bodyText);
  if (json !== null) {
    const shape = `${Object.keys(json).join()} ${typeof json['message'] === 'string' ? json['message'] : ''}`;
    const framework = JSON_MARKS.find(([pattern]) => pattern.test(shape))?.[1];
    if (framework !== undefined) marks.push({ framework, language: 'javascript' });
  }
  const { trace = '', location = '' } =
    (exception === undefined ? exceptionIn(bodyText, header) : exception) ?? {};
  const inTrace = TRACE_MARKS.find(([pattern]) => pattern.test(trace))?.[1];
  if (inTrace !== undefined) marks.push({ framework: inTrace, language: 'javascript' });
  for (const [name, pattern, framework, language] of HEADER_MARKS) {
    if (pattern.test(header(name) ?? '')) marks.push({ framework, language });
  }
  if (sdkSignatureComplaint(bodyText) !== null) {
    for (const [words, framework, language] of SDK_WORDS) {
      if (words.test(bodyText)) marks.push({ framework, language });
    }
  }
  for (const [ending, framework, language] of FILE_MARKS) {
    if (ending.test(location)) marks.push({ framework, language });
  }
  return marks;
}

/**
 * @param frameworks what the project's dependencies name, the likeliest first
 * @returns the framework whose fix comes first; null = not known
 */
export function frameworkOf({
  frameworks = [],
  ...response
}: BackendResponse & { frameworks?: readonly string[] }): string | null {
  const shown = backendKind([response]).framework;
  if (frameworks.length === 0) return shown === 'Node.js' ? null : shown;
  // NestJS answers with the marks of Express or Fastify, which its project does not name.
  return frameworks.find((one) => one === shown) ?? frameworks[0] ?? null;
}
