// Reads JSON and remembers where each value stands in the text, so that one value can be changed and all else stays as it is.

export interface JsonNode {
  kind: 'object' | 'array' | 'string' | 'number' | 'literal';
  /** Place of the value in the text; `text.slice(start, end)` is the value as it was written. */
  start: number;
  end: number;
  /** Of an object, in the order written; names may repeat. */
  members: JsonMember[];
  /** Of an array. */
  items: JsonNode[];
}

export interface JsonMember {
  name: string;
  nameStart: number;
  nameEnd: number;
  value: JsonNode;
}

/** Deeper than any event, and than any stack. */
const MAX_DEPTH = 500;

class NotJson extends Error {}

/** @returns null when the text is not JSON, or nested deeper than 500 */
export function readJsonSpans(text: string): JsonNode | null {
  let at = 0;

  function skipSpace(): void {
    while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
  }

  function expect(mark: string): void {
    if (text.charAt(at) !== mark) throw new NotJson();
    at += 1;
  }

  function skipString(): void {
    expect('"');
    for (;;) {
      const mark = text.charAt(at);
      if (mark === '') throw new NotJson();
      at += mark === '\\' ? 2 : 1;
      if (mark === '"') return;
    }
  }

  function readObject(node: JsonNode, depth: number): void {
    at += 1;
    skipSpace();
    if (text.charAt(at) === '}') {
      at += 1;
      return;
    }
    for (;;) {
      skipSpace();
      const nameStart = at;
      skipString();
      const nameEnd = at;
      skipSpace();
      expect(':');
      const value = readValue(depth + 1);
      node.members.push({ name: stringAt(text, nameStart, nameEnd), nameStart, nameEnd, value });
      skipSpace();
      if (text.charAt(at) === '}') break;
      expect(',');
    }
    at += 1;
  }

  function readArray(node: JsonNode, depth: number): void {
    at += 1;
    skipSpace();
    if (text.charAt(at) === ']') {
      at += 1;
      return;
    }
    for (;;) {
      node.items.push(readValue(depth + 1));
      skipSpace();
      if (text.charAt(at) === ']') break;
      expect(',');
    }
    at += 1;
  }

  function readValue(depth: number): JsonNode {
    if (depth > MAX_DEPTH) throw new NotJson();
    skipSpace();
    const node: JsonNode = { kind: 'literal', start: at, end: at, members: [], items: [] };
    const mark = text.charAt(at);
    if (mark === '{') {
      node.kind = 'object';
      readObject(node, depth);
    } else if (mark === '[') {
      node.kind = 'array';
      readArray(node, depth);
    } else if (mark === '"') {
      node.kind = 'string';
      skipString();
    } else {
      const rest = /[-+.\w]+/y;
      rest.lastIndex = at;
      const word = rest.exec(text)?.[0] ?? '';
      if (word === '') throw new NotJson();
      node.kind = /^[-\d]/.test(word) ? 'number' : 'literal';
      at += word.length;
    }
    node.end = at;
    return node;
  }

  try {
    // The platform's own parser decides what is JSON; this one only finds the places.
    JSON.parse(text);
    return readValue(0);
  } catch {
    return null;
  }
}

/** The text that a string of JSON stands for. */
export function stringAt(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  return inner.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : inner;
}

export interface TextChange {
  start: number;
  end: number;
  to: string;
}

/** @param changes in the order of the text, none overlapping another */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, to } of changes) {
    result += text.slice(from, start) + to;
    from = end;
  }
  return result + text.slice(from);
}
