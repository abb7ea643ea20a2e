// A body as it looks after a backend parsed it and serialised it again, in the ways of the usual languages.
import { SERIALISERS, type Serialiser } from '#shared/domain/find-out.ts';
import { asText } from './verified-bytes.ts';

export interface ReserialisedBody {
  /** Several where they write this body alike. */
  serialisers: Serialiser[];
  bytes: Buffer;
}

/** Beyond this only JavaScript's own functions are used: the others walk through the text one token at a time. */
const MAX_WALKED_LENGTH = 512 * 1024;
/** Stripe's deepest events have about ten levels. */
const MAX_DEPTH = 64;

/** @returns the forms that differ from the body and from each other; none for what is no JSON */
export function reserialisedBodies(body: Uint8Array): ReserialisedBody[] {
  const original = asText(body);
  const forms = new Map<string, Serialiser[]>();
  for (const serialiser of SERIALISERS) {
    for (const text of textsOf(serialiser, original)) {
      if (text === original) continue;
      const known = forms.get(text);
      if (known === undefined) forms.set(text, [serialiser]);
      else if (!known.includes(serialiser)) known.push(serialiser);
    }
  }
  return [...forms].map(([text, serialisers]) => ({ serialisers, bytes: Buffer.from(text) }));
}

function textsOf(serialiser: Serialiser, text: string): string[] {
  try {
    if (serialiser === 'javascript') return [JSON.stringify(JSON.parse(text))];
    if (text.length > MAX_WALKED_LENGTH) return [];
    const tree = readTree(text);
    return STYLES[serialiser].map((style) => writeTree(tree, style));
  } catch {
    return [];
  }
}

/** JSON with its members in their order and its numbers as they are written. */
type Tree =
  | { kind: 'object'; members: [name: string, value: Tree][] }
  | { kind: 'array'; items: Tree[] }
  | { kind: 'string'; value: string }
  | { kind: 'other'; token: string };

/** @throws for what is no JSON, or nested too deeply */
function readTree(text: string): Tree {
  JSON.parse(text);
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/gs;
  const next = (): string => token.exec(text)?.[0] ?? '';

  function value(first: string, depth: number): Tree {
    if (depth > MAX_DEPTH) throw new Error('This JSON is nested too deeply.');
    if (first.startsWith('"')) return { kind: 'string', value: JSON.parse(first) as string };
    if (first === '[') {
      const items: Tree[] = [];
      for (let mark = next(); mark !== ']'; mark = next()) {
        if (mark !== ',') items.push(value(mark, depth + 1));
      }
      return { kind: 'array', items };
    }
    if (first !== '{') return { kind: 'other', token: first };
    // Of several members of one name every parser takes the last value; it stands where the first one stood.
    const members = new Map<string, Tree>();
    for (let mark = next(); mark !== '}'; mark = next()) {
      if (mark === ',') continue;
      next();
      members.set(JSON.parse(mark) as string, value(next(), depth + 1));
    }
    return { kind: 'object', members: [...members] };
  }

  return value(next(), 0);
}

interface Style {
  comma: ',' | ', ';
  colon: ':' | ': ';
  /** What of a string's characters, besides `"`, `\` and control characters, is written as an escape, and how. */
  escape: (character: string) => string | null;
  /** Another escape for `"` than `\"`. */
  quote?: string;
  sorted?: boolean;
  /**
   * How a number is written; left out = as it came. `double`: as a floating-point number, whatever it was · `fraction`: only one
   * with a fraction or exponent, as `20.0` · `shortest`: the same, as `20`.
   */
  number?: 'double' | 'fraction' | 'shortest';
  /** Objects became arrays of keys and values, so that an empty one is written `[]`. */
  emptyObject?: '[]';
}

const compact = { comma: ',', colon: ':' } as const;
const spaced = { comma: ', ', colon: ': ' } as const;
const lowerHex = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
const upperHex = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
const only =
  (characters: string, escaped = lowerHex) =>
  (character: string): string | null =>
    characters.includes(character) ? escaped(character) : null;
const isNotPrintableAscii = (character: string): string | null =>
  /[ -~]/.test(character) ? null : lowerHex(character);
const isAscii = (character: string): boolean => character.charCodeAt(0) < 0x80;
const LINE_ENDS = '\u2028\u2029';

/** Each language's defaults; more than one where two ways are common. */
const STYLES: Readonly<Record<Exclude<Serialiser, 'javascript'>, readonly Style[]>> = {
  // json.dumps, also with separators=(',', ':') or ensure_ascii=False. Source: Lib/json/encoder.py.
  python: [
    { ...spaced, number: 'fraction', escape: isNotPrintableAscii },
    { ...compact, number: 'fraction', escape: isNotPrintableAscii },
    { ...spaced, number: 'fraction', escape: () => null },
    { ...compact, number: 'fraction', escape: () => null },
  ],
  // json_encode of what json_decode made, as objects or, with true, as arrays. Source: ext/json/json_encoder.c.
  php: [undefined, '[]' as const].map((emptyObject): Style => ({
    ...compact,
    number: 'shortest',
    escape: (one) => (one === '/' ? '\\/' : isAscii(one) ? null : lowerHex(one)),
    ...(emptyObject === undefined ? {} : { emptyObject }),
  })),
  // Source: ActiveSupport::JSON::Encoding; JSON.generate alone escapes nothing.
  rails: [
    { ...compact, number: 'fraction', escape: only(`<>&${LINE_ENDS}`) },
    { ...compact, number: 'fraction', escape: () => null },
  ],
  // json.Marshal of a map. Source: encoding/json, encode.go.
  go: [{ ...compact, sorted: true, number: 'double', escape: only(`<>&${LINE_ENDS}`) }],
  // System.Text.Json's default encoder. Source: DefaultJavaScriptEncoder, UnicodeRanges.BasicLatin.
  dotnet: [
    {
      ...compact,
      quote: upperHex('"'),
      escape: (one) => (isAscii(one) ? only("<>&'+`\x7f", upperHex)(one) : upperHex(one)),
    },
    // Newtonsoft.Json.
    { ...compact, escape: only(`\u0085${LINE_ENDS}`) },
  ],
  // Gson is safe for HTML by default; Jackson escapes nothing.
  gson: [
    { ...compact, escape: only(`<>&='${LINE_ENDS}`) },
    { ...compact, escape: () => null },
  ],
};

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function writeTree(tree: Tree, style: Style): string {
  switch (tree.kind) {
    case 'other':
      return writeToken(tree.token, style.number);
    case 'string':
      return writeString(tree.value, style);
    case 'array':
      return `[${tree.items.map((item) => writeTree(item, style)).join(style.comma)}]`;
    case 'object': {
      if (tree.members.length === 0) return style.emptyObject ?? '{}';
      const members =
        style.sorted === true
          ? tree.members.toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
          : tree.members;
      return `{${members
        .map(([name, value]) => `${writeString(name, style)}${style.colon}${writeTree(value, style)}`)
        .join(style.comma)}}`;
    }
  }
}

/** `true`, `null` or a number. */
function writeToken(token: string, number: Style['number']): string {
  if (number === undefined || !/^-?\d/.test(token)) return token;
  if (number === 'double') return String(Number(token));
  if (!/[.e]/i.test(token)) return token;
  const written = String(Number(token));
  return number === 'shortest' || /[.e]/.test(written) ? written : `${written}.0`;
}

function writeString(value: string, { escape, quote = '\\"' }: Style): string {
  let text = '"';
  // By UTF-16 unit: a character beyond U+FFFF is escaped as its two halves.
  for (let index = 0; index < value.length; index++) {
    const character = value.charAt(index);
    const code = value.charCodeAt(index);
    const short = character === '"' ? quote : SHORT_ESCAPES[character];
    text += short ?? (code < 0x20 ? lowerHex(character) : (escape(character) ?? character));
  }
  return `${text}"`;
}
