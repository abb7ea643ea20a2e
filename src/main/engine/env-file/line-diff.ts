// What the edits of a .env file change, line by line, without the secrets in it. Pure.
import type { EnvFilePlan } from '#shared/contract/endpoints.ts';
import { withoutSecrets } from '#shared/domain/export/secret-patterns.ts';
import { maskSecret } from '#shared/domain/signature.ts';
import { dotenvEntries } from './dotenv-entries.ts';
import { applyEdits, type TextEdit } from './set-variable.ts';

type Diff = EnvFilePlan['diff'];

const SECRET_WORDS = 'KEY|SECRET|TOKEN|PASS|PWD|AUTH|CREDENTIAL|PRIVATE|SALT|COOKIE|SESSION|DSN|_UR[LI]|CONN';
const SECRET_NAME = new RegExp(SECRET_WORDS, 'i');
/** In a comment, for example. */
const SECRET_ASSIGNMENT = new RegExp(
  `((?:${SECRET_WORDS})[\\w.-]*\\s*[=:]\\s*["']?)(?!whsec_)[^\\s"'#]+`,
  'gi',
);

/** @param edits whole lines removed, entries replaced, or one entry appended, as setVariable() returns them */
export function lineDiff(text: string, edits: readonly TextEdit[]): Diff {
  const after = applyEdits(text, edits);
  const old = maskedLines(text);
  const now = maskedLines(after);
  const diff: Diff = [];
  const add = (kind: Diff[number]['kind'], lines: readonly string[]): void => {
    for (const line of lines) diff.push({ kind, text: line });
  };
  const oldIndex = lineCounter(text);
  const nowIndex = lineCounter(after);
  let done = 0;
  let shift = 0;
  for (const { from, to, insert } of edits) {
    if (from === text.length) {
      add('same', old.slice(done));
      add('added', now.slice(old.length));
      return diff;
    }
    const isRemoval = insert === '' && /[\r\n]/.test(text[to - 1] ?? '');
    const oldFrom = oldIndex(from);
    const oldTo = oldIndex(to) + (isRemoval ? 0 : 1);
    add('same', old.slice(done, oldFrom));
    add('removed', old.slice(oldFrom, oldTo));
    if (!isRemoval) {
      const nowFrom = nowIndex(from + shift);
      add('added', now.slice(nowFrom, nowIndex(from + shift + insert.length) + 1));
    }
    done = oldTo;
    shift += insert.length - (to - from);
  }
  add('same', old.slice(done));
  return diff;
}

/** The lines of a text; what a line end at its end begins is none. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n?|\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** @returns what tells the line of an offset, from 0; offsets are asked for in ascending order */
function lineCounter(text: string): (at: number) => number {
  let line = 0;
  let counted = 0;
  return (at) => {
    line += text.slice(counted, at).match(/\r\n?|\n/g)?.length ?? 0;
    counted = at;
    return line;
  };
}

/** As many lines as the text has. Values over several lines are keys and certificates, so they are hidden, too. */
function maskedLines(text: string): string[] {
  const hidden = dotenvEntries(text)
    .map(({ name, valueStart, valueEnd }) => ({ name, valueStart, raw: text.slice(valueStart, valueEnd) }))
    .filter(({ name, raw }) => /[\r\n]/.test(raw) || SECRET_NAME.test(name))
    .map(({ valueStart, raw }) => ({ from: valueStart, to: valueStart + raw.length, insert: hide(raw) }));
  return linesOf(applyEdits(text, hidden)).map(masked);
}

function masked(line: string): string {
  const parts = line
    .replace('\uFEFF', '')
    .toWellFormed()
    .split(/(whsec_[^\s"'`#]*)/);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return part.includes('…') ? part : maskSecret(part);
      return withoutSecrets(part, []).replace(SECRET_ASSIGNMENT, '$1…');
    })
    .join('');
}

/** Quotes and line ends stay. */
function hide(raw: string): string {
  const [, open = '', inner = '', close = ''] = /^(["'`]?)([\s\S]*?)(["'`]?)$/.exec(raw) ?? [];
  const shown = inner
    .split(/(\r\n?|\n)/)
    .map((part, index) =>
      index % 2 === 1 || part === '' ? part : part.startsWith('whsec_') ? maskSecret(part) : '…',
    );
  return open + shown.join('') + close;
}
