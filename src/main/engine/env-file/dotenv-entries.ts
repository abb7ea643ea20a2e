// Where the entries of a .env file are, as the `dotenv` package reads them. Pure.

/** All positions are offsets into the text. */
export interface DotenvEntry {
  name: string;
  value: string;
  /** From 1. */
  line: number;
  /** Of the name, or of `export` before it. */
  start: number;
  nameEnd: number;
  /** The value with its quotes, without blanks around it. */
  valueStart: number;
  valueEnd: number;
}

/**
 * LINE of dotenv (lib/main.js of 16 and 17, the default parser of 18) from the first character that is no blank on.
 * Its `^\s*` is done by hand, as it takes quadratic time on a run of empty lines.
 */
const ENTRY =
  /(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/dmy;

/** What `^` and `$` take for the end of a line, once carriage returns are gone. */
const LINE_END = /[\n\u2028\u2029]/g;

export function dotenvEntries(text: string): DotenvEntry[] {
  const { normalized, offsets } = normalizeLineEnds(text);
  const entries: DotenvEntry[] = [];
  let line = 1;
  let counted = 0;
  for (let at: number | null = 0; at !== null;) {
    const start = skipBlanks(normalized, at);
    ENTRY.lastIndex = start;
    const match = ENTRY.exec(normalized);
    const [, nameSpan, valueSpan] = match?.indices ?? [];
    if (match === null || nameSpan === undefined) {
      at = nextLine(normalized, start);
      continue;
    }
    const [, name = '', raw = ''] = match;
    for (; counted < start; counted += 1) if (normalized[counted] === '\n') line += 1;
    // Without a value, it would stand directly behind the sign.
    const [rawStart, rawEnd] = valueSpan ?? [
      signEnd(normalized, nameSpan[1]),
      signEnd(normalized, nameSpan[1]),
    ];
    const isBlank = raw.trim() === '';
    const valueStart = isBlank ? rawStart : rawStart + raw.length - raw.trimStart().length;
    const valueEnd = isBlank ? rawStart : rawEnd - (raw.length - raw.trimEnd().length);
    entries.push({
      name,
      value: valueOf(raw),
      line,
      start: offsets(start),
      nameEnd: offsets(nameSpan[1]),
      valueStart: offsets(valueStart),
      valueEnd: offsets(valueEnd),
    });
    const end = start + match[0].length;
    at = isLineEnd(normalized[end - 1]) ? end : nextLine(normalized, end);
  }
  return entries;
}

/** What dotenv makes of the text behind the sign. */
function valueOf(raw: string): string {
  const trimmed = raw.trim();
  const value = trimmed.replace(/^(['"`])([\s\S]*)\1$/gm, '$2');
  return trimmed.startsWith('"') ? value.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : value;
}

/** dotenv reads `\r\n` and `\r` as `\n`. */
function normalizeLineEnds(text: string): { normalized: string; offsets(at: number): number } {
  if (!text.includes('\r')) return { normalized: text, offsets: (at) => at };
  const normalized = text.replaceAll(/\r\n?/g, '\n');
  const map = new Uint32Array(normalized.length + 1);
  for (let from = 0, to = 0; to <= normalized.length; to += 1) {
    map[to] = from;
    from += text[from] === '\r' && text[from + 1] === '\n' ? 2 : 1;
  }
  return { normalized, offsets: (at) => map[at] ?? text.length };
}

function skipBlanks(text: string, at: number): number {
  const blanks = /\s*/y;
  blanks.lastIndex = at;
  return at + (blanks.exec(text)?.[0].length ?? 0);
}

/** @returns null when there is no other line */
function nextLine(text: string, at: number): number | null {
  LINE_END.lastIndex = at;
  const end = LINE_END.exec(text);
  return end === null ? null : end.index + 1;
}

function isLineEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\u2028' || character === '\u2029';
}

function signEnd(text: string, nameEnd: number): number {
  const sign = /\s*=|:/y;
  sign.lastIndex = nameEnd;
  return nameEnd + (sign.exec(text)?.[0].length ?? 0);
}
