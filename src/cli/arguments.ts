// Takes a command line apart into options and words, and says in one sentence which option is wrong.
import { parseArgs } from 'node:util';
import { nearestOf } from '#shared/domain/nearest.ts';

/** Carries the sentence out of a reader to whoever began reading. */
export class InvalidArgument extends Error {}

export type Definitions = Readonly<Record<string, { type: 'string' | 'boolean'; short?: string }>>;

export interface Arguments<Name extends string> {
  /** Values in the order given; a flag without one stands as an empty string. */
  given: Map<Name, string[]>;
  /** What is no option, in the order given. */
  words: string[];
}

export interface ReadingOptions {
  /** How one comes to the list of options: `--help`. */
  help: string;
  /** `-source:cli` is a word, not a heap of short options. One letter behind the dash is an option still. */
  dashedWords?: boolean;
}

/** @throws InvalidArgument */
export function readArguments<D extends Definitions>(
  argv: readonly string[],
  definitions: D,
  { help, dashedWords = false }: ReadingOptions,
): Arguments<keyof D & string> {
  const names = Object.keys(definitions);
  const isName = (name: string): name is keyof D & string => Object.hasOwn(definitions, name);
  const words: [index: number, word: string][] = [];
  const kept: [index: number, argument: string][] = [];
  const end = argv.indexOf('--');
  for (const [index, argument] of argv.entries()) {
    const isDashed = dashedWords && /^-[^-]./s.test(argument) && (end === -1 || index < end);
    if (isDashed && isName(argument.slice(1))) throw unknownOption(argument, names, help);
    if (isDashed) words.push([index, argument]);
    else kept.push([index, argument]);
  }

  // Not `strict`: its messages are written for programmers, and it knows no suggestions.
  const { tokens } = parseArgs({
    args: kept.map(([, argument]) => argument),
    options: definitions,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<keyof D & string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      words.push([kept[token.index]?.[0] ?? token.index, token.value]);
      continue;
    }
    const { name, rawName, value } = token;
    if (!isName(name)) throw unknownOption(rawName, names, help);
    const isFlag = definitions[name]?.type === 'boolean';
    if (isFlag && value !== undefined) {
      throw new InvalidArgument(`${rawName} takes no value, but was given “${value}”.`);
    }
    const missing = value === undefined || value === '';
    // A value that begins with -- is the next option, taken for a value because one is wanted here.
    const swallowed = token.inlineValue === false && value?.startsWith('--');
    if (!isFlag && (missing || swallowed)) throw new InvalidArgument(`${rawName} needs a value.`);
    given.set(name, [...(given.get(name) ?? []), value ?? '']);
  }
  return { given, words: words.toSorted(([a], [b]) => a - b).map(([, word]) => word) };
}

function unknownOption(rawName: string, names: readonly string[], help: string): InvalidArgument {
  const suggestion = nearestOf(
    rawName,
    names.map((name) => `--${name}`),
  );
  const hint = suggestion === null ? `see ${help} for those there are.` : `did you mean ${suggestion}?`;
  return new InvalidArgument(`There is no option ${rawName}: ${hint}`);
}
