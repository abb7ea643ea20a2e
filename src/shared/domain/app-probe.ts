// How the developer's own app is asked what it believes about a customer: the probe's settings, its placeholders, the path
// to the plan in a JSON answer, and the check that a query only reads. Pure.
import { z } from 'zod';

export const PLACEHOLDERS = ['customer_id', 'email', 'client_reference_id', 'subscription_id'] as const;
/** Written in braces: `{email}`, `{metadata.user_id}`. Metadata keys have at most 40 characters, as Stripe's do. */
export const PlaceholderSchema = z.union([
  z.enum(PLACEHOLDERS),
  z.templateLiteral(['metadata.', z.string().regex(/[^{}]{1,40}/)]),
]);
export type Placeholder = z.infer<typeof PlaceholderSchema>;

const TimeoutMsSchema = z.number().int().min(100).max(30_000);
const QuerySchema = z.string().trim().min(1).max(10_000);

/** Nothing in it is secret: connection strings and the values of headers are handed in as ProbeSecrets. */
export const AppProbeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('http'),
    /** With placeholders in path and query: `http://localhost:8000/api/users?email={email}`. See checkProbeUrl. */
    url: z.string().trim().min(1).max(2_048),
    headerNames: z.array(z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/)).max(20),
    /** Where the plan is in the answer: `$.users[0].plan`. See readJsonPath. */
    path: z.string().max(500),
    timeoutMs: TimeoutMsSchema,
  }),
  z.object({
    kind: z.literal('sqlite'),
    /** Absolute. */
    file: z.string().min(1).max(4_096),
    query: QuerySchema,
    timeoutMs: TimeoutMsSchema,
  }),
  z.object({ kind: z.literal('postgres'), query: QuerySchema, timeoutMs: TimeoutMsSchema }),
  z.object({ kind: z.literal('mysql'), query: QuerySchema, timeoutMs: TimeoutMsSchema }),
]);
export type AppProbe = z.infer<typeof AppProbeSchema>;
export type SqlDialect = Exclude<AppProbe['kind'], 'http'>;

/** Comes from the host's secret store. */
export interface ProbeSecrets {
  connectionString: string | null;
  headers: [name: string, value: string][];
}

/** Whom the app is asked about. */
export interface ProbeSubject {
  customerId: string | null;
  email: string | null;
  clientReferenceId: string | null;
  subscriptionId: string | null;
  metadata: Record<string, string>;
}

/** @returns null when the subject has no such value; an empty one is none */
export function valueOfPlaceholder(placeholder: Placeholder, subject: ProbeSubject): string | null {
  switch (placeholder) {
    case 'customer_id':
      return subject.customerId || null;
    case 'email':
      return subject.email || null;
    case 'client_reference_id':
      return subject.clientReferenceId || null;
    case 'subscription_id':
      return subject.subscriptionId || null;
    default: {
      const key = placeholder.slice('metadata.'.length);
      return (Object.hasOwn(subject.metadata, key) && subject.metadata[key]) || null;
    }
  }
}

/** Why a probe gave no answer. */
export const PROBE_FAILURES = [
  'unreachable',
  'timeout',
  'status',
  'not_json',
  'no_such_path',
  'not_a_value',
  'not_read_only',
  'bad_query',
  'auth',
  'no_such_file',
  'missing_value',
  'bad_config',
] as const;
export type ProbeFailureCode = (typeof PROBE_FAILURES)[number];

export type ProbeAnswer =
  | {
      ok: true;
      /** The plan as the app gave it, as text; null = JSON null or SQL NULL. */
      value: string | null;
      /** False: HTTP 404 or no row, so the app does not know this customer. */
      found: boolean;
      durationMs: number;
      /** What was answered, at most 2 KB, without secrets. */
      shown: string;
    }
  | {
      ok: false;
      code: ProbeFailureCode;
      /** One sentence, mostly in the system's own words, without secrets. */
      detail: string;
      durationMs: number;
    };

/** The placeholders of a probe that this subject has no value for, in the order written; none when it can be asked. */
export function missingPlaceholders(probe: AppProbe, subject: ProbeSubject): Placeholder[] {
  const check = probe.kind === 'http' ? checkProbeUrl(probe.url) : checkReadOnlySql(probe.query, probe.kind);
  if (!check.ok) return [];
  return [...new Set(check.parameters)].filter((one) => valueOfPlaceholder(one, subject) === null);
}

const isPlaceholder = (name: string): name is Placeholder => PlaceholderSchema.safeParse(name).success;

export type UrlProblem =
  | 'unreadable'
  | 'scheme'
  | 'credentials'
  | 'placeholder_in_host'
  | 'unknown_placeholder';
export type UrlCheck =
  | { ok: true; parameters: Placeholder[] }
  | { ok: false; reason: UrlProblem; at: number };

/** Credentials belong into a header, whose value is kept as a secret; and a customer's data must not choose the host. */
export function checkProbeUrl(template: string): UrlCheck {
  const parameters: Placeholder[] = [];
  for (const { 1: name = '', index } of template.matchAll(/\{([^{}]*)\}/g)) {
    if (!isPlaceholder(name)) return { ok: false, reason: 'unknown_placeholder', at: index };
    parameters.push(name);
  }
  const bad = (reason: UrlProblem, at = 0): UrlCheck => ({ ok: false, reason, at });
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*/i.exec(template)?.[0];
  if (origin === undefined) return bad('unreadable');
  if (!/^https?:/i.test(origin)) return bad('scheme');
  if (origin.includes('{')) return bad('placeholder_in_host', origin.indexOf('{'));
  if (origin.includes('@')) return bad('credentials', origin.indexOf('@'));
  return URL.canParse(origin) ? { ok: true, parameters } : bad('unreadable');
}

/** @param valueOf gives each placeholder's value, which is percent-encoded here */
export function fillProbeUrl(template: string, valueOf: (placeholder: Placeholder) => string): string {
  return template.replaceAll(/\{([^{}]*)\}/g, (_whole, name: Placeholder) =>
    encodeURIComponent(valueOf(name).toWellFormed()),
  );
}

export type JsonPathProblem = { ok: false; reason: 'syntax'; at: number; expected: string };
export type JsonPathAnswer =
  | { ok: true; value: unknown }
  | JsonPathProblem
  | { ok: false; reason: 'no_such_path'; at: number };

interface PathStep {
  key: string | number;
  at: number;
}

/**
 * A small part of JSONPath: `$`, `.name`, `[0]`, `['any key']`, nothing else; `$` and the first dot may be left out. A path leads to
 * one value or to none: no wildcards, filters or slices, whose answer would be a list.
 */
export function parseJsonPath(path: string): { ok: true; steps: PathStep[] } | JsonPathProblem {
  const steps: PathStep[] = [];
  let at = path.startsWith('$') ? 1 : 0;
  while (at < path.length) {
    const take = (pattern: RegExp): RegExpExecArray | null => {
      pattern.lastIndex = at;
      return pattern.exec(path);
    };
    const name = take(at === 0 ? /\.?([\p{L}\p{N}_-]+)/uy : /\.([\p{L}\p{N}_-]+)/uy);
    const index = take(/\[(\d{1,9})\]/y);
    const quoted = take(/\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/y);
    const found = name ?? index ?? quoted;
    if (found === null) {
      const expected = path[at] === '[' ? "a number or a quoted key, as in [0] or ['plan']" : 'a name or [';
      return { ok: false, reason: 'syntax', at, expected };
    }
    const text = found[1] ?? found[2] ?? '';
    const key = index ? Number(text) : quoted ? text.replaceAll(/\\(.)/g, '$1') : text;
    steps.push({ key, at });
    at += found[0].length;
  }
  return { ok: true, steps };
}

/** @returns `at`: the character where the path cannot be read, or where the step begins that leads nowhere */
export function readJsonPath(value: unknown, path: string): JsonPathAnswer {
  const parsed = parseJsonPath(path);
  if (!parsed.ok) return parsed;
  let here = value;
  for (const { key, at } of parsed.steps) {
    const fits = typeof key === 'number' ? Array.isArray(here) : !Array.isArray(here);
    if (!fits || typeof here !== 'object' || here === null || !Object.hasOwn(here, key))
      return { ok: false, reason: 'no_such_path', at };
    here = (here as Record<string | number, unknown>)[key];
  }
  return { ok: true, value: here };
}

/** Of the first group: it would do something else than read. Of the second: it cannot be understood for certain. */
export const SQL_PROBLEMS = [
  'not_select',
  'several_statements',
  'writes',
  'locks',
  'executable_comment',
  'empty',
  'unterminated',
  'ambiguous_escape',
  'bad_character',
  'unknown_placeholder',
  'quoted_placeholder',
  'own_parameter',
] as const;
export type SqlProblem = (typeof SQL_PROBLEMS)[number];

export type SqlCheck =
  | {
      ok: true;
      /** One for each parameter in `text`, in its order; a placeholder written twice is there twice. */
      parameters: Placeholder[];
      /** What to send: parameters in the dialect's style, comments and a semicolon at the end left out. */
      text: string;
    }
  | { ok: false; reason: SqlProblem; at: number };

interface SqlToken {
  kind: 'word' | 'quoted' | 'other';
  text: string;
  at: number;
}

const WRITING_WORDS = /^(INSERT|UPDATE|DELETE|MERGE|INTO|CREATE|DROP|ALTER|GRANT|REVOKE)$/;
/** Functions of these names only read. */
const WRITING_UNLESS_CALLED = /^(REPLACE|TRUNCATE)$/;

/**
 * Whether a query is one SELECT, or WITH … SELECT, that neither writes nor locks. It is strict rather than clever: a column
 * called `update` has to be quoted. What a function does that the query calls is for the database to stop, which
 * runs the query in a read-only transaction.
 */
export function checkReadOnlySql(query: string, dialect: SqlDialect): SqlCheck {
  const read = readTokens(query, dialect);
  if (!read.ok) return read;
  const { tokens, parameters, text } = read;
  const bad = (reason: SqlProblem, token?: SqlToken): SqlCheck => ({ ok: false, reason, at: token?.at ?? 0 });
  const wordAt = (index: number): string | null =>
    tokens[index]?.kind === 'word' ? tokens[index].text.toUpperCase() : null;

  const first = tokens.findIndex((token) => token.text !== '(');
  if (first === -1) return bad('empty');
  const begin = wordAt(first);
  if (begin !== 'SELECT' && begin !== 'WITH') return bad('not_select', tokens[first]);
  let depth = 0;
  let selects = begin === 'SELECT';
  for (const [index, token] of tokens.entries()) {
    if (index < first) continue;
    if (token.kind === 'other' && token.text === '(') depth += 1;
    if (token.kind === 'other' && token.text === ')') depth -= 1;
    const word = wordAt(index);
    const next = wordAt(index + 1);
    if (word === null) continue;
    if (word === 'SELECT' && depth === 0) selects = true;
    if (word === 'FOR' && next !== null && /^(UPDATE|SHARE|NO|KEY)$/.test(next)) return bad('locks', token);
    if (word === 'LOCK' && next === 'IN') return bad('locks', token);
    if (WRITING_WORDS.test(word)) return bad('writes', token);
    if (WRITING_UNLESS_CALLED.test(word) && tokens[index + 1]?.text !== '(') return bad('writes', token);
  }
  return selects ? { ok: true, parameters, text } : bad('not_select', tokens[first]);
}

const SPACE = /[ \t\r\n\f]+/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
/** No longer than the shortest reading: `1.5INTO` is a number and a word in MySQL. */
const NUMBER = /\d+(?:\.\d*)?(?:[eE][+-]?\d+)?/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const BRACES = /\{([^{}]*)\}/y;

type TokensRead =
  | { ok: true; tokens: SqlToken[]; parameters: Placeholder[]; text: string }
  | { ok: false; reason: SqlProblem; at: number };

/**
 * Cuts a query up as the database would. Where versions or settings of one database differ, it refuses, and the text that
 * is sent holds no comments: so nothing can hide in what one side takes for a comment or a string and the other does not.
 */
function readTokens(sql: string, dialect: SqlDialect): TokensRead {
  const tokens: SqlToken[] = [];
  const parameters: Placeholder[] = [];
  let text = '';
  let at = 0;
  let ended = false;
  const bad = (reason: SqlProblem, where = at): TokensRead => ({ ok: false, reason, at: where });
  // oxlint-disable-next-line no-control-regex -- SQLite stops reading at NUL, others take some of these for blanks.
  const control = /[\0-\x08\x0b\x0e-\x1f\x7f]/.exec(sql);
  if (control) return bad('bad_character', control.index);
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(sql);
  };

  while (at < sql.length) {
    const comment = endOfComment(sql, at, dialect);
    if (comment === 'executable') return bad('executable_comment');
    if (comment === 'unterminated') return bad('unterminated');
    const space = match(SPACE);
    if (comment !== null || space) {
      text += space?.[0] ?? ' ';
      at = comment ?? SPACE.lastIndex;
      continue;
    }
    if (ended) return bad('several_statements');
    const char = sql[at] ?? '';
    if (char === ';') {
      ended = true;
      at += 1;
      continue;
    }
    const braces = match(BRACES);
    if (braces) {
      const name = braces[1] ?? '';
      if (!isPlaceholder(name)) return bad('unknown_placeholder');
      parameters.push(name);
      const parameter = dialect === 'postgres' ? `$${parameters.length}` : '?';
      tokens.push({ kind: 'other', text: parameter, at });
      // Apart from what stands next to it: `a$1` would be a name.
      text += ` ${parameter} `;
      at = BRACES.lastIndex;
      continue;
    }
    const quoted = endOfQuoted(sql, at, dialect);
    if (quoted === 'unterminated' || quoted === 'ambiguous_escape') return bad(quoted);
    if (quoted !== null) {
      for (const { 1: name = '' } of sql.slice(at, quoted).matchAll(/\{([^{}]*)\}/g))
        if (isPlaceholder(name)) return bad('quoted_placeholder');
    } else if (isOwnParameter(sql, at, dialect)) return bad('own_parameter');
    const word = quoted === null ? match(WORD) : null;
    const end = quoted ?? (word ? WORD.lastIndex : match(NUMBER) ? NUMBER.lastIndex : at + 1);
    const token = sql.slice(at, end);
    tokens.push({ kind: quoted !== null ? 'quoted' : word ? 'word' : 'other', text: token, at });
    text += token;
    at = end;
  }
  return { ok: true, tokens, parameters, text: text.trim() };
}

function endOfComment(
  sql: string,
  at: number,
  dialect: SqlDialect,
): number | null | 'unterminated' | 'executable' {
  // MySQL takes `--` for two minus signs when no blank follows.
  const line = dialect === 'mysql' ? /#|--(?=[ \t\r\n\f]|$)/y : /--/y;
  line.lastIndex = at;
  if (line.test(sql)) {
    const newline = sql.indexOf('\n', at);
    return newline === -1 ? sql.length : newline;
  }
  if (!sql.startsWith('/*', at)) return null;
  if (dialect === 'mysql' && /^\/\*M?!/.test(sql.slice(at, at + 4))) return 'executable';
  const border = /\/\*|\*\//g;
  border.lastIndex = at + 2;
  for (let depth = 1, hit = border.exec(sql); hit !== null; hit = border.exec(sql)) {
    if (hit[0] === '*/') depth -= 1;
    else if (dialect === 'postgres') depth += 1;
    else border.lastIndex = hit.index + 1;
    if (depth === 0) return border.lastIndex;
  }
  return 'unterminated';
}

function endOfQuoted(
  sql: string,
  at: number,
  dialect: SqlDialect,
): number | null | 'unterminated' | 'ambiguous_escape' {
  const open = sql[at] ?? '';
  if (dialect === 'postgres') {
    DOLLAR_QUOTE.lastIndex = at;
    const tag = DOLLAR_QUOTE.exec(sql)?.[0];
    if (tag !== undefined) {
      const close = sql.indexOf(tag, at + tag.length);
      return close === -1 ? 'unterminated' : close + tag.length;
    }
  }
  if (open === '[' && dialect === 'sqlite') {
    const close = sql.indexOf(']', at);
    return close === -1 ? 'unterminated' : close + 1;
  }
  if (open !== "'" && open !== '"' && (open !== '`' || dialect === 'postgres')) return null;
  // Whether a backslash hides the quote after it depends on settings of the server and, in PostgreSQL, on an E before.
  const mayEscape = dialect === 'mysql' ? open !== '`' : dialect === 'postgres' && open === "'";
  let backslashes = 0;
  for (let index = at + 1; index < sql.length; index += 1) {
    const char = sql[index];
    if (char === open) {
      if (mayEscape && backslashes % 2 === 1) return 'ambiguous_escape';
      if (sql[index + 1] !== open) return index + 1;
      index += 1;
    }
    backslashes = char === '\\' ? backslashes + 1 : 0;
  }
  return 'unterminated';
}

/** Parameters of the query's own would shift those of the placeholders. `?` is an operator in PostgreSQL. */
function isOwnParameter(sql: string, at: number, dialect: SqlDialect): boolean {
  const char = sql[at] ?? '';
  if (dialect === 'postgres') return char === '$' && /\d/.test(sql[at + 1] ?? '');
  return char === '?' || (dialect === 'sqlite' && /[:@$#]/.test(char));
}
