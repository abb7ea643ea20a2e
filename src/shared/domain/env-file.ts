// What can be said of a .env file, for whoever words it in another language.

/** Why a file was not read or not written. */
export const ENV_FILE_PROBLEMS = [
  /** A directory, a named pipe, a device. */
  'not_a_file',
  'too_large',
  'no_directory',
  /** Neither UTF-8 nor UTF-16. */
  'not_text',
  'read_only',
  'denied',
  'no_space',
  /** Somebody else wrote the file while it was being replaced. */
  'changed',
  /** dotenv and the shell disagree over where the entry ends. */
  'ambiguous',
  /** No way of writing the value is read alike by dotenv and the shell. */
  'value',
  'other',
] as const;
export type EnvFileProblem = (typeof ENV_FILE_PROBLEMS)[number];

/** What is to be known of a file that can be written. */
export const ENV_FILE_NOTES = [
  /** dotenv reads UTF-16 only when its `encoding` says so, the shell not at all. */
  'utf16',
  /** The entry is on the first line, whose byte order mark the shell takes for a part of the name. */
  'bom',
  /** The line ends in a carriage return, which the shell takes for a part of the value. */
  'carriage_return',
  /** `line` has a quote or a backslash that is open for the shell where the entry stands. */
  'open_in_shell',
  /** The path becomes a file of its own; other names of the old file keep the old content. */
  'hard_link',
] as const;
export type EnvFileNoteCode = (typeof ENV_FILE_NOTES)[number];

export interface EnvFileNote {
  code: EnvFileNoteCode;
  /** From 1; null where no line is meant. */
  line: number | null;
}
