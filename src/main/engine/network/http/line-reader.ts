// Cuts bytes that come in pieces into lines. A line ends with LF; a CR before it belongs to the end.

export interface LineReader {
  /** @returns the line without its end, null while it goes on; and where the next one begins */
  next(chunk: Buffer, from: number): { line: string | null; at: number };
  /** What of an unfinished line has come. */
  pending(): string;
}

export function createLineReader(): LineReader {
  let parts: string[] = [];
  return {
    next(chunk, from) {
      const end = chunk.indexOf(0x0a, from);
      const text = chunk.toString('latin1', from, end === -1 ? chunk.length : end);
      if (end === -1) {
        parts.push(text);
        return { line: null, at: chunk.length };
      }
      let line = text;
      if (parts.length > 0) {
        line = parts.join('') + text;
        parts = [];
      }
      return { line: line.endsWith('\r') ? line.slice(0, -1) : line, at: end + 1 };
    },
    pending: () => parts.join(''),
  };
}
