// Finds the `stripe listen` commands in pasted text: a shell's line, a script of package.json, a recipe, a compose file, code. Pure.
import { pastedLines } from './lines.ts';
import { tokensOf, wordText, type Piece, type Token } from './tokens.ts';

export interface FoundCommand {
  /** What stands behind `listen`, quotes taken off. */
  words: string[];
  /** `stripe` stands before it. */
  isStripe: boolean;
}

/** Quoted in quoted: a script of package.json that runs several commands by `concurrently` has three. */
const MAX_DEPTH = 6;
const BRACKETS = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);
const MARK_AT_END = /[.,;:"'`)\]}*]$/;
const NESTED = /(?:^|[\s"'`;&|(])listen\s+\S/;
const FORWARD = /^--forward-[a-z-]*to(?:=|$)/;
const FORWARD_WITHIN = /(?:^|\s)--forward-[a-z-]*to[\s=]/;

export function commandsIn(text: string): FoundCommand[] {
  const found = listenCommands(text, 0);
  const isForwarding = found.some(({ words }) =>
    words.some((word) => FORWARD.test(word) || /^-[a-zA-Z]*[fc]/.test(word)),
  );
  // A compose file may have the flags in another list than the command.
  return isForwarding ? found : [...found, ...flagsAlone(text)];
}

function listenCommands(text: string, depth: number): FoundCommand[] {
  const { lines, lists } = pastedLines(text);
  const found = lists.map((items): FoundCommand => ({
    words: items.slice(1).flatMap((item) => plainWords(commandTokens(tokensOf(item), 0))),
    isStripe: true,
  }));
  for (const line of lines) {
    if (line.includes('listen')) found.push(...commandsOfLine(line, depth));
  }
  return found;
}

function commandsOfLine(line: string, depth: number): FoundCommand[] {
  const tokens = tokensOf(line);
  const found: FoundCommand[] = [];
  let before = '';
  tokens.forEach((token, index) => {
    if (token.kind !== 'word') return;
    for (const { text, quote } of token.pieces) {
      if (quote !== null && depth < MAX_DEPTH && NESTED.test(text))
        found.push(...listenCommands(text, depth + 1));
    }
    const word = trimmedWord(token.pieces);
    if (word === 'listen') {
      const isList = tokens[index + 1]?.kind === 'comma' || wordText(token.pieces).endsWith(',');
      const rest = commandTokens(tokens, index + 1);
      const isQuoted = token.pieces.some(({ quote }) => quote !== null);
      found.push({
        words: isList ? listWords(rest, isQuoted) : plainWords(rest),
        isStripe: /stripe/i.test(before),
      });
    }
    before = wordText(token.pieces);
  });
  return found;
}

/** Up to the end of the command or the list, or to where `listen` is said again. */
function commandTokens(tokens: readonly Token[], from: number): Token[] {
  let end = from;
  for (; end < tokens.length; end += 1) {
    const token = tokens[end];
    if (token?.kind === 'end' || token?.kind === 'comment') break;
    if (token?.kind === 'word' && trimmedWord(token.pieces) === 'listen') break;
  }
  return tokens.slice(from, end);
}

function plainWords(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => (token.kind === 'word' ? [plainWord(token.pieces)] : []));
}

/** The items of `"listen", "--forward-to", url + "/hook"]`. */
function listWords(tokens: readonly Token[], isQuoted: boolean): string[] {
  const items: Piece[][][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'comma') items.push([]);
    else if (token.kind === 'word') {
      items.at(-1)?.push(token.pieces);
      // An unquoted item has its comma in the word, and the last one the bracket.
      const text = token.pieces.at(-1)?.quote === null ? wordText(token.pieces) : '';
      if (text.endsWith(',')) items.push([]);
      if (text.endsWith(']') && !/\[[^\]]*\]$/.test(text)) break;
    }
  }
  return items.flatMap((words) => {
    const isSum = words.some((pieces) => wordText(pieces) === '+');
    const texts = words
      .filter((pieces) => wordText(pieces) !== '+')
      .map((pieces) => {
        const [first] = pieces;
        // Python's f"…", C#'s $"…".
        const isPrefixed =
          pieces.length === 2 && first?.quote === null && /^(?:[fbru]{1,2}|[@$]{1,2})$/i.test(first.text);
        const isAnyQuoted = pieces.some(({ quote }) => quote !== null);
        const text = isAnyQuoted ? wordText(isPrefixed ? pieces.slice(1) : pieces) : trimmedWord(pieces);
        // A name in a program, among quoted items.
        const isName =
          isQuoted && pieces.every(({ quote }) => quote === null) && /^[A-Za-z_$][\w$.]*$/.test(text);
        return isName ? `\${${text}}` : text;
      });
    return isSum ? [texts.join('')] : texts;
  });
}

/** A comma alone stays, as what it separates may go on in the next word. */
function plainWord(pieces: readonly Piece[]): string {
  const word = trimmedWord(pieces);
  return pieces.at(-1)?.quote === null && pieces.map(pieceText).join('') === `${word},` ? `${word},` : word;
}

/** Without what stands around an unquoted word in a sentence, a list or Markdown. */
function trimmedWord(pieces: readonly Piece[]): string {
  const text = pieces.map(pieceText).join('');
  const word = pieces.at(-1)?.quote === null && MARK_AT_END.test(text) ? withoutMarks(text) : text;
  return word.endsWith('listen') ? word.replace(/^[["'(]+(?=listen$)/, '') : word;
}

/** A bracket stays where the word has its counterpart. */
function withoutMarks(text: string): string {
  const countOf = (character: string): number => text.split(character).length - 1;
  const unopened = new Map<string, number>();
  let end = text.length;
  for (; end > 1; end -= 1) {
    const last = text[end - 1] ?? '';
    const opening = BRACKETS.get(last);
    if (opening === undefined) {
      if (!isMark(last, text[end - 2])) break;
    } else {
      const surplus = unopened.get(last) ?? countOf(last) - countOf(opening);
      if (surplus <= 0) break;
      unopened.set(last, surplus - 1);
    }
  }
  return text.slice(0, end);
}

/** One `*` ends a pattern of events, two end what is bold. */
function isMark(last: string, before: string | undefined): boolean {
  return '.,;:"\'`'.includes(last) || (last === '*' && before === '*');
}

/** A command in backquotes is a variable for us, but Markdown has addresses in them, too. */
function pieceText({ text, quote }: Piece): string {
  return quote === '`' && !/^[^\s$]*[:/][^\s$]*$/.test(text) ? `\`${text}\`` : text;
}

/** Flags without a command, such as what stands behind `npm run stripe --`. */
function flagsAlone(text: string, depth = 0): FoundCommand[] {
  return pastedLines(text).lines.flatMap((line) => {
    if (!line.includes('--forward-')) return [];
    const tokens = tokensOf(line);
    const quoted = tokens
      .flatMap((token) => (token.kind === 'word' ? token.pieces : []))
      .filter((piece) => piece.quote !== null && FORWARD_WITHIN.test(piece.text) && depth < MAX_DEPTH);
    if (quoted.length > 0) return quoted.flatMap((piece) => flagsAlone(piece.text, depth + 1));
    const start = tokens.findIndex(
      (token) => token.kind === 'word' && FORWARD.test(trimmedWord(token.pieces)),
    );
    return start === -1 ? [] : [{ words: plainWords(commandTokens(tokens, start)), isStripe: false }];
  });
}
