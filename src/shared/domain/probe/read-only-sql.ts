// The check that a query only reads, and its placeholders as bound parameters.
import { isPlaceholder, type Placeholder } from './placeholders.ts';

export type SqlDialect = 'sqlite' | 'postgres' | 'mysql';

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
