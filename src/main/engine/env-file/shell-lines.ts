// Where a POSIX shell that reads a .env file (`. ./.env`) begins a command. Pure.
// Source: POSIX.1-2024, Shell Command Language, 2.2 Quoting and 2.3 Token Recognition. Here-documents are not known.

export interface ShellLines {
  /** Offsets of lines on which a command begins, that is all but those within quotes or behind a backslash. */
  starts: ReadonlySet<number>;
  /** @returns the offset of the quote or backslash because of which no command begins at a line; null when one does */
  openedAt(lineStart: number): number | null;
}

/** Behind it, a `#` begins a comment. */
const WORD_END = /[ \t\n;&|()]/;

export function shellLines(text: string): ShellLines {
  // Behind a byte order mark, too, which the shell takes for the beginning of the first word.
  const starts = new Set(text.startsWith('\uFEFF') ? [0, 1] : [0]);
  const open: { from: number; to: number }[] = [];
  let index = 0;
  let isWordStart = true;
  while (index < text.length) {
    const character = text[index] ?? '';
    const from = index;
    if (character === '\\') {
      index += 2;
      open.push({ from, to: index });
      // A line end behind a backslash does not end the word.
      if (text[from + 1] !== '\n') isWordStart = false;
    } else if (character === "'" || character === '"' || character === '`') {
      index = closeOf(text, index) + 1;
      open.push({ from, to: index - 1 });
      isWordStart = false;
    } else if (character === '#' && isWordStart) {
      const end = text.indexOf('\n', index);
      index = end === -1 ? text.length : end;
    } else {
      index += 1;
      isWordStart = WORD_END.test(character);
      if (character === '\n') starts.add(index);
    }
  }
  return {
    starts,
    openedAt(lineStart) {
      if (starts.has(lineStart)) return null;
      return open.find(({ from, to }) => from < lineStart && lineStart <= to)?.from ?? null;
    },
  };
}

/** @returns the offset of the closing quote; the length of the text when there is none */
function closeOf(text: string, opening: number): number {
  const quote = text[opening] ?? '';
  for (let index = opening + 1; index < text.length; index += 1) {
    if (text[index] === quote) return index;
    if (text[index] === '\\' && quote !== "'") index += 1;
    // A command within double quotes.
    else if (text[index] === '`' && quote === '"') index = closeOf(text, index);
  }
  return text.length;
}
