// Splits a line into words as a shell would, and as far as needed as JSON, YAML, TOML and program code would, so that a command can
// be found wherever it stands. Pure.

export type Quote = '"' | "'" | '`';

/** A part of a word that was quoted as a whole, or not at all. */
export interface Piece {
  text: string;
  quote: Quote | null;
}

export type Token =
  | { kind: 'word'; pieces: Piece[] }
  /** Between the items of a list such as `["listen", "-f"]`. */
  | { kind: 'comma' }
  /** The command, or the list, ends. */
  | { kind: 'end' }
  | { kind: 'comment' };

/** Longer, it is no variable. */
const MAX_VARIABLE = 200;
/** No command has a longer one: all of Stripe's events together are half as long. */
const MAX_WORD = 20_000;

const OPENING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** A redirection and the file behind it. */
const REDIRECTION = /(?:\d?|&)(?:>>?|<)(?:&\d|\s*[^\s;&|]+)/y;
/** `<port>`, `<your domain>`, and an address between such brackets as Markdown has it. */
const PLACEHOLDER = /<[A-Za-z][\w .-]{0,40}>|<https?:\/\/[^\s<>]{1,500}>/y;
/** Means nothing but itself. */
const PLAIN = /[A-Za-z./:=@,_~+*-][\w./:=@,~+*-]*/y;
/** Blanks as JSON and programs write them. */
const BLANKS: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: '\t' };
const ESCAPED_BLANK = /\\[nrt](?!\w)/y;
const FIRST_ITEM = /\s{0,20}(?:["'`]|\\["'])/y;
/** `[listen, -f, …]`, `(stripe listen …)`. */
const UNQUOTED_LIST = /[([]\s{0,20}(?:\w{1,40},|stripe\b|listen\b)/y;
const TAG = /<\/?(?:code|pre|p|span|kbd|b|strong|em|li|td|br ?\/?)>/y;

export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let pieces: Piece[] = [];
  let raw = '';
  /** What of an address the piece has had so far. */
  const seen = { slash: false, question: false };
  const addRaw = (text: string): void => {
    raw += text;
    if (text.includes('/')) seen.slash = true;
    if (text.includes('?')) seen.question = true;
  };
  const endPiece = (): void => {
    if (raw !== '') pieces.push({ text: raw, quote: null });
    raw = '';
    seen.slash = false;
    seen.question = false;
  };
  const endWord = (): void => {
    endPiece();
    if (pieces.length > 0) tokens.push({ kind: 'word', pieces });
    pieces = [];
  };
  const endWith = (kind: 'comma' | 'end' | 'comment'): void => {
    endWord();
    tokens.push({ kind });
  };

  for (let index = 0; index < line.length;) {
    PLAIN.lastIndex = index;
    const [plain = ''] = PLAIN.exec(line) ?? [];
    if (plain !== '') {
      addRaw(plain);
      index += plain.length;
      continue;
    }
    const character = line[index] ?? '';
    const isWordStart = raw === '' && pieces.length === 0;
    const quoted = isWordStart || character !== '\\' ? readQuoted(line, index) : null;
    if (quoted !== null) {
      endPiece();
      pieces.push(quoted.piece);
      index = quoted.end;
      // Behind the item of a list, the name of a member of JSON, or the argument of a call.
      const next = line[index] ?? '';
      if (next === ',') endWith('comma');
      else if (next === ':' || next === ']' || next === '}' || next === ')' || next === ';') endWith('end');
      else continue;
      index += 1;
    } else if (matches(ESCAPED_BLANK, line, index)) {
      endWord();
      index += 2;
    } else if (character === '\\' && index + 1 < line.length) {
      addRaw(line[index + 1] ?? '');
      index += 2;
    } else if (/\s/.test(character)) {
      endWord();
      index += 1;
    } else if (character === '<' && matches(TAG, line, index)) {
      endWord();
      index = TAG.lastIndex;
    } else if (character === '#' && isWordStart) {
      tokens.push({ kind: 'comment' });
      index += 1;
    } else if (isOperator(line, index, seen.question) || raw.length > MAX_WORD) {
      endWith('end');
      index += 1;
    } else if (character in OPENING && !seen.slash && opensList(line, index, isWordStart)) {
      // `@(`, `spawn("stripe", [`: what stood before is another word.
      endWord();
      index += 1;
    } else {
      const whole = isWordStart ? redirectionEnd(line, index) : null;
      const taken = variableEnd(line, index);
      if (whole !== null) index = whole;
      else {
        addRaw(line.slice(index, taken));
        index = taken;
      }
    }
  }
  endWord();
  return tokens;
}

/** The text of a word, quotes taken off. */
export function wordText(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** Of `"…"`, `'…'`, `` `…` `` and `\"…\"`; a quote that is not closed, or stands within a word as in “don't”, is a character. */
function readQuoted(line: string, start: number): { piece: Piece; end: number } | null {
  const isEscaped = line[start] === '\\';
  const quote = line[isEscaped ? start + 1 : start] ?? '';
  if (!isQuote(quote) || (isEscaped && quote === '`')) return null;
  if (quote === "'" && /[A-Za-z]/.test(line[start - 1] ?? '') && /[a-z]/.test(line[start + 1] ?? ''))
    return null;
  const from = start + (isEscaped ? 2 : 1);
  for (let index = from; index < line.length; index += 1) {
    const character = line[index];
    if (isEscaped && character === '\\' && line[index + 1] === quote) {
      return { piece: { text: unescaped(line.slice(from, index)), quote }, end: index + 2 };
    }
    if (character === '\\' && quote !== "'") index += 1;
    else if (!isEscaped && character === quote) {
      const text = line.slice(from, index);
      return { piece: { text: quote === '"' ? unescaped(text) : text, quote }, end: index + 1 };
    }
  }
  return null;
}

function isQuote(character: string): character is Quote {
  return character === '"' || character === "'" || character === '`';
}

/** One level: what is quoted within keeps its own escapes. */
function unescaped(text: string): string {
  return text.replaceAll(/\\(["\\$`nrt])/g, (_escape, character: string) => BLANKS[character] ?? character);
}

/** `;`, `|`, `&`, also in pairs; an `&` between the parameters of an address is none. */
function isOperator(line: string, index: number, isQuery: boolean): boolean {
  const character = line[index];
  if (character === ';' || character === '|') return true;
  return character === '&' && !(isQuery && /[\w%]/.test(line[index + 1] ?? ''));
}

/** Whether a list or the arguments of a call begin here: brackets of addresses and variables have no item behind them. */
function opensList(line: string, index: number, isWordStart: boolean): boolean {
  if (/[${]/.test(line[index - 1] ?? '')) return false;
  return matches(FIRST_ITEM, line, index + 1) || (isWordStart && matches(UNQUOTED_LIST, line, index));
}

function redirectionEnd(line: string, start: number): number | null {
  if (matches(PLACEHOLDER, line, start)) return null;
  return matches(REDIRECTION, line, start) ? REDIRECTION.lastIndex : null;
}

/** @param pattern sticky; its lastIndex is where the match ends */
function matches(pattern: RegExp, line: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(line);
}

/** @returns where what belongs together ends: `${PORT:-3000}`, `$(cat port)`, `{{ .PORT }}`, `<your port>`, or one character */
function variableEnd(line: string, start: number): number {
  if (line[start] === '<' && matches(PLACEHOLDER, line, start)) return PLACEHOLDER.lastIndex;
  if (line.startsWith('{{', start)) {
    const end = line.slice(start, start + MAX_VARIABLE).indexOf('}}');
    return end === -1 ? start + 1 : start + end + 2;
  }
  const close = line[start] === '$' ? OPENING[line[start + 1] ?? ''] : undefined;
  if (close === undefined || close === ']') return start + 1;
  let depth = 0;
  for (let index = start + 1; index < Math.min(line.length, start + MAX_VARIABLE); index += 1) {
    if (line[index] === line[start + 1]) depth += 1;
    else if (line[index] === close) depth -= 1;
    if (depth === 0) return index + 1;
  }
  return start + 1;
}
