// Reads the error of Stripe's API out of what the CLI prints: with its status before it, or by itself, whole or cut short.

export interface ApiError {
  message: string | null;
  code: string | null;
  type: string | null;
  param: string | null;
  requestId: string | null;
}

export interface PrintedApiError {
  /** HTTP status; null where the CLI does not print it. */
  status: number | null;
  /** null = the body is something else, such as a proxy's page. */
  error: ApiError | null;
  /** The body as printed; empty where there is none. */
  body: string;
}

/** `Authorization failed, status=401, body={…}`, `unexpected http status code: 403 {…}`. */
const STATUS = /\bstatus=(\d{3}), body=|\bunexpected http status code: (\d{3})\b ?/;

/** @param text bounded by the caller @returns null when no error of the API is printed */
export function readApiError(text: string): PrintedApiError | null {
  const printed = STATUS.exec(text);
  const body = printed === null ? text : text.slice(printed.index + printed[0].length);
  const error = errorIn(body);
  if (printed === null) return error === null ? null : { status: null, error, body };
  return { status: Number(printed[1] ?? printed[2]), error, body: body.trim() };
}

/** At the beginning of a line, which may be the first. */
const ERROR_BODY = /^\s{0,8}\{\s{0,8}"error"\s{0,8}:\s{0,8}\{/m;
const FIELD = /"(code|type|param|message|request_log_url)"\s{0,4}:\s{0,4}"([^"\n]{0,500})/g;
const MAX_CUT_CHARS = 16 * 1024;

/** The error in a body as Stripe wrote it; null = the text is something else. */
export function errorIn(text: string): ApiError | null {
  const start = ERROR_BODY.exec(text);
  if (start === null) return null;
  const json = text.slice(start.index).trimStart();
  const fields = wholeError(json.slice(0, json.lastIndexOf('}') + 1)) ?? cutError(json);
  if (fields === null) return null;
  const field = (name: string): string | null => {
    const value = fields[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    message: field('message'),
    code: field('code'),
    type: field('type'),
    param: field('param'),
    requestId: /\breq_\w+/.exec(field('request_log_url') ?? '')?.[0] ?? null,
  };
}

function wholeError(json: string): Record<string, unknown> | null {
  try {
    const { error } = JSON.parse(json) as { error?: unknown };
    return typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Cut short, or followed by other output: what it says all the same. */
function cutError(text: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [, name = '', value] of text.slice(0, MAX_CUT_CHARS).matchAll(FIELD)) fields[name] ??= value;
  return fields;
}
