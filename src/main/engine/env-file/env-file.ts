// Writes a variable into a .env file: the value of one entry changes, every other byte stays.
import { accessSync, constants, lstatSync, readFileSync, readlinkSync, statSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { EnvFilePlan } from '#shared/contract/endpoints.ts';
import type { EnvFileNote, EnvFileProblem } from '#shared/domain/env-file.ts';
import { replaceFile, type ReplaceOptions } from '../files/replace-file.ts';
import { decodeText, encodeText, type EncodedText } from './encoded-text.ts';
import { lineDiff } from './line-diff.ts';
import { applyEdits, setVariable } from './set-variable.ts';

export class EnvFileError extends Error {
  readonly code = 'FILE';
  readonly problem: EnvFileProblem;
  /** From 1; null where no line is meant. */
  readonly line: number | null;

  constructor(problem: EnvFileProblem, message: string, line: number | null = null) {
    super(message);
    this.problem = problem;
    this.line = line;
  }
}

/** A .env file is small; something larger is another file. */
const MAX_BYTES = 256 * 1024;
/** As many as Linux follows. */
const MAX_LINKS = 40;

export interface EnvFileRequest {
  path: string;
  variable: string;
  value: string;
  apply: boolean;
}

/**
 * @param replace given by tests that change the file in between
 * @throws EnvFileError with a sentence; the file is then as it was
 */
export function planEnvFile(
  { path, variable, value, apply }: EnvFileRequest,
  replace: typeof replaceFile = replaceFile,
): EnvFilePlan {
  const asked = resolve(path.replace(/^~(?=[/\\])/, homedir()));
  try {
    const target = linkTarget(asked);
    const found = readEnvFile(target, asked);
    const { text, encoding } = found ?? { text: '', encoding: 'utf-8' };
    const change = setVariable(text, variable, value);
    if (!change.ok) throw refusal(change.problem, { asked, variable, line: change.line });
    const { edits } = change;
    const changed = edits.length > 0;
    const applied = apply && changed;
    if (applied) {
      const content = encodeText({ text: applyEdits(text, edits), encoding });
      replace(target, content, replaceOptions(target, asked, found));
    }
    return {
      path: asked,
      exists: found !== null,
      changed,
      applied,
      diff: lineDiff(text, edits),
      notes: [...notesOnFile(found, changed), ...(encoding === 'utf-8' ? change.notes : [])],
    };
  } catch (error) {
    throw error instanceof EnvFileError ? error : fileError(error, asked, apply);
  }
}

interface FoundFile extends EncodedText {
  bytes: Buffer;
  stats: Stats;
}

/** A link stays a link: what it points to is written, also where that does not exist yet. */
function linkTarget(asked: string): string {
  let path = asked;
  for (let links = 0; links < MAX_LINKS; links += 1) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return path;
    path = resolve(dirname(path), readlinkSync(path));
  }
  throw new EnvFileError('not_a_file', `${asked} is a symbolic link that leads back to itself.`);
}

/** @returns null when there is no such file */
function readEnvFile(target: string, asked: string): FoundFile | null {
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats === undefined) {
    const directory = dirname(target);
    if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new EnvFileError(
        'no_directory',
        `The directory ${directory} does not exist. Check the path, or create the directory first.`,
      );
    }
    return null;
  }
  if (!stats.isFile()) {
    const kind = stats.isDirectory()
      ? 'a directory'
      : stats.isFIFO()
        ? 'a named pipe'
        : 'a device or a socket';
    throw new EnvFileError(
      'not_a_file',
      `${asked} is ${kind}, not a file that can be written.${stats.isDirectory() ? ` Did you mean ${join(asked, '.env')}?` : ''}`,
    );
  }
  if (stats.size > MAX_BYTES) {
    throw new EnvFileError(
      'too_large',
      `${asked} is larger than 256 kB, which is too large for a .env file.`,
    );
  }
  const bytes = readFileSync(target);
  const decoded = decodeText(bytes);
  if (decoded === null) {
    throw new EnvFileError(
      'not_text',
      `${asked} is neither UTF-8 nor UTF-16 text. Save it as UTF-8, or choose another file.`,
    );
  }
  return { ...decoded, bytes, stats };
}

function replaceOptions(target: string, asked: string, found: FoundFile | null): ReplaceOptions {
  if (found !== null) {
    // A rename needs no right to write the file itself, and would replace one that is protected.
    accessSync(target, constants.W_OK);
    if ((found.stats.mode & 0o222) === 0) throw readOnly(asked);
  }
  return {
    ...(found === null ? {} : { mode: found.stats.mode & 0o7777, owner: found.stats }),
    beforeRename() {
      const now = statSync(target, { throwIfNoEntry: false }) === undefined ? null : readFileSync(target);
      const isSame = found === null ? now === null : now !== null && found.bytes.equals(now);
      if (isSame) return;
      throw new EnvFileError(
        'changed',
        `${asked} was changed by another program just now, so nothing was written. Look at the difference again, then write.`,
      );
    },
  };
}

function notesOnFile(found: FoundFile | null, changed: boolean): EnvFileNote[] {
  const notes: EnvFileNote[] = [];
  if (found !== null && found.encoding !== 'utf-8') notes.push({ code: 'utf16', line: null });
  if (found !== null && changed && found.stats.nlink > 1) notes.push({ code: 'hard_link', line: null });
  return notes;
}

function refusal(
  problem: 'ambiguous' | 'value',
  { asked, variable, line }: { asked: string; variable: string; line: number | null },
): EnvFileError {
  if (problem === 'value') {
    return new EnvFileError(
      problem,
      'The secret cannot be written so that dotenv and the shell read it alike: it has quotes, backslashes or control characters.',
    );
  }
  const place = line === null ? asked : `${asked}, line ${line}`;
  return new EnvFileError(
    problem,
    `${place}: dotenv and the shell disagree over where a quote ends, so writing ${variable} would change what else is read. Correct the quotes, then try again.`,
    line,
  );
}

function readOnly(asked: string): EnvFileError {
  return new EnvFileError('read_only', `${asked} is read-only. Make it writable, then try again.`);
}

function fileError(error: unknown, asked: string, apply: boolean): EnvFileError {
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined, message: String(error) };
  const verb = apply ? 'written' : 'read';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new EnvFileError(
        'denied',
        `${asked} cannot be ${verb}: the system does not let Hookline. Check the permissions of the file and of its directory.`,
      );
    case 'EROFS':
      return new EnvFileError('read_only', `${asked} is on a read-only file system.`);
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new EnvFileError(
        'no_space',
        `${asked} was not written, because the disk is full or a limit on it is reached. It is as it was. Free some space, then try again.`,
      );
    default:
      return new EnvFileError('other', `${asked} cannot be ${verb}: ${message}`);
  }
}
