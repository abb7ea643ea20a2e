// The lines of a pasted text, with those joined that are one command. Pure.
import { takesValue } from './flags.ts';

/** What stands before the text on each line of a comment, a quotation or a prompt. */
const LINE_LEAD = /^\s*(?:(\*|#+|\/\/|>|%)\s+)?/;
const LIST_ITEM = /^(\s*)-\s+(\S.*)$/;

export interface PastedLines {
  /** Each a command, or text of another kind. */
  lines: string[];
  /** Block lists of YAML (`- listen`, `- --forward-to`, …), an item an element. */
  lists: string[][];
}

export function pastedLines(text: string): PastedLines {
  const physical = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  const lines: string[] = [];
  const lists: string[][] = [];
  for (let index = 0; index < physical.length; index += 1) {
    const list = blockList(physical, index);
    if (list !== null) {
      lists.push(list.items);
      index = list.end - 1;
      continue;
    }
    let last = physical[index] ?? '';
    const lead = LINE_LEAD.exec(last)?.[1];
    let line = withoutMark(last);
    let state: LineState = { isListen: false, isList: false };
    for (; index + 1 < physical.length; index += 1) {
      state = stateBehind(state, last);
      const next = physical[index + 1] ?? '';
      if (!isContinued(state, last, next)) break;
      // Behind a backslash, a word goes on where the next line is not indented.
      const gap = hasMark(last) && !/^\s/.test(next) ? '' : ' ';
      // A line that is commented out, unless the whole command is a comment.
      const isComment = /^\s*#/.test(next) && lead?.startsWith('#') !== true;
      line += isComment ? '' : gap + withoutMark(next.replace(LINE_LEAD, ''));
      last = next;
    }
    lines.push(line);
  }
  return { lines, lists };
}

/** As typed in a terminal: word processors turn quotes, hyphens and spaces into others. */
export function typedPlainly(text: string): string {
  return text
    .replaceAll(/[\u201c\u201d\u201e\u201f]/g, '"')
    .replaceAll(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replaceAll(/(?<![^\s"'`])[\u2013\u2014](?=[A-Za-z])/g, '--')
    .replaceAll(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replaceAll(/[\u200b\ufeff]/g, '');
}

interface LineState {
  /** `listen` is a word of the lines so far. */
  isListen: boolean;
  /** It is an item of a list of JSON or of a program, which has not ended. */
  isList: boolean;
}

function stateBehind(before: LineState, line: string): LineState {
  const isListen = before.isListen || /\blisten\b/.test(line);
  const item = /["'`]listen["'`](.*)$/.exec(line);
  const isList = item === null ? before.isList && !line.includes(']') : !(item[1] ?? '').includes(']');
  return { isListen, isList };
}

/** A mark at the end: `\` of a shell, a backtick of PowerShell, `^` of cmd. */
function hasMark(line: string): boolean {
  return line.endsWith('\\') || line.endsWith('^') || /(?:^|\s)`$/.test(line);
}

function withoutMark(line: string): string {
  return hasMark(line) ? line.slice(0, -1) : line;
}

function isContinued({ isListen, isList }: LineState, last: string, next: string): boolean {
  if (hasMark(last)) return true;
  if (!isListen) return false;
  if (isList && last.endsWith(',')) return true;
  // A list of events; what a quote or a bracket ends is another list.
  if (/\s\S+[\w*],$/.test(last.slice(-100)) && /^\s+[\w*]/.test(next)) return true;
  // Folded by YAML, or broken by what it was copied from.
  if (/^-{1,2}[A-Za-z]/.test(next.replace(LINE_LEAD, ''))) return true;
  const [, lastWord = ''] = /(?:^|\s)(\S+)$/.exec(last.slice(-40)) ?? [];
  return /^--?[A-Za-z][\w-]*$/.test(lastWord) && takesValue(lastWord) && /^\s+\S/.test(next);
}

/** @returns the list from the item `listen` on, and where it ends; null when none begins here */
function blockList(lines: readonly string[], start: number): { items: string[]; end: number } | null {
  const [, indent = '', first = ''] = LIST_ITEM.exec(lines[start] ?? '') ?? [];
  if (!/^(["']?)listen\1(?:\s+#.*)?$/.test(first)) return null;
  const items: string[] = [];
  let end = start;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const [, lead, item = ''] = LIST_ITEM.exec(line) ?? [];
    if (lead !== indent) break;
    items.push(item);
  }
  return { items, end };
}
