// Where in a JSON text a value stands: its path from the outermost one, found in the syntax tree.
import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';

export interface JsonPlace {
  /** Names of members, and numbers of elements. */
  path: readonly (string | number)[];
  /** As it is written; null for an object or a list. */
  written: string | null;
  from: number;
  to: number;
}

type Node = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

const SCALARS: ReadonlySet<string> = new Set(['String', 'Number', 'True', 'False', 'Null']);
const CONTAINERS: ReadonlySet<string> = new Set(['Object', 'Array']);
const PARSE_MS = 500;

const treeTo = (state: EditorState, pos: number) =>
  ensureSyntaxTree(state, pos, PARSE_MS) ?? syntaxTree(state);

/** The value at a position, or the one of the member whose name is there. */
export function placeAt(state: EditorState, pos: number): JsonPlace | null {
  const end = Math.min(pos + 1, state.doc.length);
  for (let node: Node | null = treeTo(state, end).resolveInner(pos, 1); node !== null; node = node.parent) {
    if (node.name === 'Property') return node.lastChild === null ? null : placeOf(state, node.lastChild);
    if (SCALARS.has(node.name) || CONTAINERS.has(node.name)) return placeOf(state, node);
  }
  return null;
}

/** The next value that holds no others, from a position on, or the one before it. */
export function nextPlace(state: EditorState, pos: number, direction: 1 | -1): JsonPlace | null {
  const tree = treeTo(state, Math.min(state.doc.length, pos + 20_000));
  const cursor = tree.cursorAt(pos, direction === 1 ? 1 : -1);
  do {
    const isBeyond = direction === 1 ? cursor.from > pos : cursor.from < pos;
    if (isBeyond && SCALARS.has(cursor.name)) return placeOf(state, cursor.node);
  } while (direction === 1 ? cursor.next() : cursor.prev());
  return null;
}

function placeOf(state: EditorState, value: Node): JsonPlace {
  const text = (node: Node): string => state.sliceDoc(node.from, node.to);
  const path: (string | number)[] = [];
  for (let node: Node | null = value; node !== null; node = node.parent) {
    const { parent } = node;
    if (parent?.name === 'Property') path.unshift(nameOf(text(parent.firstChild ?? parent)));
    else if (parent?.name === 'Array') path.unshift(indexIn(parent, node));
  }
  const { from, to, name } = value;
  return { path, written: SCALARS.has(name) ? text(value) : null, from, to };
}

function nameOf(written: string): string {
  try {
    return String(JSON.parse(written));
  } catch {
    return written;
  }
}

function indexIn(list: Node, element: Node): number {
  let index = 0;
  for (let child = list.firstChild; child !== null && child.from < element.from; child = child.nextSibling) {
    if (SCALARS.has(child.name) || CONTAINERS.has(child.name)) index += 1;
  }
  return index;
}
