// Sets a variable in the text of a .env file so that dotenv and the shell read the same value, and nothing else changes. Pure.
import type { EnvFileNote } from '#shared/domain/env-file.ts';
import { dotenvEntries, type DotenvEntry } from './dotenv-entries.ts';
import { shellLines } from './shell-lines.ts';

/** Replaces the text from `from` up to `to`. */
export interface TextEdit {
  from: number;
  to: number;
  insert: string;
}

export type VariableChange =
  /** No edit: the file has the value already. */
  | { ok: true; edits: TextEdit[]; notes: EnvFileNote[] }
  | { ok: false; problem: 'ambiguous' | 'value'; line: number | null };

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The last entry of the name counts, for dotenv as for the shell: it gets the value, and earlier ones are removed.
 * An entry that only dotenv can read (`NAME = x`, `NAME: x`) becomes `NAME=x`.
 */
export function setVariable(text: string, variable: string, value: string): VariableChange {
  const before = dotenvEntries(text);
  const own = before.filter(({ name }) => name === variable);
  const last = own.at(-1);
  const forms = formsOf(value, last === undefined ? '' : (text[last.valueStart] ?? ''));
  if (forms.length === 0) return { ok: false, problem: 'value', line: null };
  const candidates =
    last === undefined
      ? forms.flatMap((form) => appended(text, `${variable}=${form}`))
      : forms.map((form) => [
          ...own.slice(0, -1).map((entry) => removed(text, entry)),
          replaced(text, last, form),
        ]);

  const others = before.filter(({ name }) => name !== variable);
  let readable: Extract<VariableChange, { ok: true }> | null = null;
  for (const candidate of candidates) {
    const edits = candidate.filter(({ from, to, insert }) => text.slice(from, to) !== insert);
    const after = applyEdits(text, edits);
    if (!isReadAlike(after, { variable, value, others }) || !keepsCommands(text, edits, after)) continue;
    const notes = notesOn(after, variable);
    if (!notes.some(({ code }) => code === 'bom' || code === 'open_in_shell'))
      return { ok: true, edits, notes };
    readable ??= { ok: true, edits, notes };
  }
  return readable ?? { ok: false, problem: 'ambiguous', line: (last ?? before.at(-1))?.line ?? null };
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let done = 0;
  for (const { from, to, insert } of edits) {
    result += text.slice(done, from) + insert;
    done = to;
  }
  return result + text.slice(done);
}

/** Ways of writing a value that dotenv and the shell read alike, the one that is there (`quote`) first. */
function formsOf(value: string, quote: string): string[] {
  if (/[\p{Cc}\u2028\u2029]/u.test(value) || value.trim() !== value) return [];
  const forms = new Map<string, string>();
  if (!value.includes("'")) forms.set("'", `'${value}'`);
  if (!/["$`\\]/.test(value)) forms.set('"', `"${value}"`);
  const bare = /^[\w./:@%+,=-]*$/.test(value) ? [value] : [];
  const kept = forms.get(quote);
  return [...(kept === undefined ? [] : [kept]), ...bare, ...forms.values()];
}

/** At the end; after an empty line where a backslash or a byte order mark would take the entry in. */
function appended(text: string, entry: string): TextEdit[][] {
  const lineEnd = text.match(/\r\n?|\n/g)?.at(-1) ?? '\n';
  const gap = text === '' || text === BYTE_ORDER_MARK || /[\r\n]$/.test(text) ? '' : lineEnd;
  const at = text.length;
  return [gap, gap + lineEnd].map((lead) => [{ from: at, to: at, insert: lead + entry + lineEnd }]);
}

function replaced(text: string, entry: DotenvEntry, form: string): TextEdit {
  const { name, start, nameEnd, valueEnd } = entry;
  const lead = /^(?:(export)(\s+))?/.exec(text.slice(start, nameEnd - name.length)) ?? [];
  // `export`, a line end and the name are one entry for dotenv, as is a name behind a no-break space.
  const isLeadFine = /^[ \t]*$/.test((lead[2] ?? '') + indentBefore(text, start));
  const from = isLeadFine ? nameEnd : start - indentBefore(text, start).length;
  const assignment = `${isLeadFine ? '' : `${lead[1] === undefined ? '' : 'export '}${name}`}=${form}`;
  const blanks = matchAt(/[^\S\r\n\u2028\u2029]*/y, text, valueEnd);
  const hasComment = text[valueEnd + blanks.length] === '#';
  // For the shell, a comment begins behind a space or a tab, and other blanks are part of the value.
  const isFine = /^[ \t]*$/.test(blanks) && (blanks !== '' || !hasComment);
  return isFine
    ? { from, to: valueEnd, insert: assignment }
    : { from, to: valueEnd + blanks.length, insert: `${assignment}${hasComment ? ' ' : ''}` };
}

/**
 * From the start of its first line to that of the line behind it. Behind a byte order mark the line end stays, because a shell
 * takes the mark for a part of the first line.
 */
function removed(text: string, { start, valueEnd }: DotenvEntry): TextEdit {
  const from = start - indentBefore(text, start).length;
  const rest = matchAt(/[^\r\n]*(?:\r\n?|\n)?/y, text, valueEnd);
  const line = from === 1 && text.startsWith(BYTE_ORDER_MARK) ? rest.replace(/[\r\n]+$/, '') : rest;
  return { from, to: valueEnd + line.length, insert: '' };
}

/** @returns the blanks between the start of the line and an entry; none where something else stands before it */
function indentBefore(text: string, at: number): string {
  const before = text.slice(lineStart(text, at), at);
  return before.trim() === '' ? before : '';
}

function isReadAlike(
  after: string,
  wanted: { variable: string; value: string; others: readonly DotenvEntry[] },
): boolean {
  const entries = dotenvEntries(after);
  const own = entries.filter(({ name }) => name === wanted.variable);
  const others = entries.filter(({ name }) => name !== wanted.variable);
  return (
    own.length === 1 &&
    own[0]?.value === wanted.value &&
    others.length === wanted.others.length &&
    others.every(({ name, value }, index) => {
      const other = wanted.others[index];
      return other?.name === name && other.value === value;
    })
  );
}

/** Whether each line outside the edits on which the shell began a command still begins one. */
function keepsCommands(text: string, edits: readonly TextEdit[], after: string): boolean {
  const { starts } = shellLines(after);
  let shift = 0;
  let next = 0;
  for (const start of shellLines(text).starts) {
    for (let edit = edits[next]; edit !== undefined && edit.to <= start; edit = edits[next]) {
      shift += edit.insert.length - (edit.to - edit.from);
      next += 1;
    }
    const edit = edits[next];
    if (edit !== undefined && edit.from < start) continue;
    if (!starts.has(start + shift)) return false;
  }
  return true;
}

function notesOn(text: string, variable: string): EnvFileNote[] {
  const entry = dotenvEntries(text).find(({ name }) => name === variable);
  if (entry === undefined) return [];
  const from = lineStart(text, entry.start);
  const notes: EnvFileNote[] = [];
  if (from === 1 && text.startsWith(BYTE_ORDER_MARK)) notes.push({ code: 'bom', line: entry.line });
  const opened = shellLines(text).openedAt(from);
  if (opened !== null) {
    notes.push({ code: 'open_in_shell', line: text.slice(0, opened).split(/\r\n?|\n/).length });
  }
  const rest = matchAt(/[^\r\n]*\r?/y, text, entry.valueEnd);
  // Behind a comment it is part of the comment.
  if (rest.endsWith('\r') && !rest.includes('#')) notes.push({ code: 'carriage_return', line: entry.line });
  return notes;
}

/** A byte order mark stays in front of the first line. */
function lineStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start -= 1;
  return start === 0 && text.startsWith(BYTE_ORDER_MARK) ? 1 : start;
}

/** @param pattern sticky */
function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
