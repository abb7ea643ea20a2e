// Reads a `stripe listen` command line as pasted from a README or a Procfile. Pure.
import { parseForwardTarget } from './forward-target.ts';
import { headersProblem } from './request-rules.ts';

export interface ListenTarget {
  /** Absolute URL. */
  url: string;
  types: string[];
  kinds: 'all' | 'snapshot' | 'thin';
  accounts: 'all' | 'own' | 'connected';
  headers: [string, string][];
  allowSelfSigned: boolean;
}

export interface ListenCommand {
  targets: ListenTarget[];
  /** Flags that have no counterpart here, as typed. */
  ignored: string[];
}

const ALIASES: Readonly<Record<string, string>> = {
  '-f': '--forward-to',
  '-c': '--forward-connect-to',
  '-e': '--events',
  '-H': '--headers',
  '-l': '--latest',
  '-a': '--use-configured-webhooks',
  '-s': '--skip-update',
  '-p': '--project-name',
};
const WITH_VALUE = new Set([
  '--forward-to',
  '--forward-connect-to',
  '--forward-thin-to',
  '--forward-thin-connect-to',
  '--events',
  '--thin-events',
  '--events-from',
  '--headers',
  '--connect-headers',
  '--project-name',
  '--api-key',
  '--format',
  '--log-level',
  '--color',
  '--device-name',
  '--config',
]);

/** @returns null when it names no target to forward to */
export function parseListenCommand(line: string): ListenCommand | null {
  const words = splitWords(line);
  const start = words.indexOf('listen');
  const flags = new Map<string, string[]>();
  const ignored: string[] = [];
  for (let index = start + 1; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) continue;
    const equals = word.indexOf('=');
    const typed = equals === -1 ? word : word.slice(0, equals);
    const name = ALIASES[typed] ?? typed;
    let value = equals === -1 ? '' : word.slice(equals + 1);
    if (equals === -1 && WITH_VALUE.has(name)) value = words[++index] ?? '';
    flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  const list = (name: string): string[] =>
    (flags.get(name) ?? [])
      .flatMap((value) => value.split(','))
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const headersOf = (name: string): [string, string][] =>
    list(name).flatMap((header) => {
      const colon = header.indexOf(':');
      const pair: [string, string] = [header.slice(0, colon).trim(), header.slice(colon + 1).trim()];
      if (colon > 0 && headersProblem([pair]) === null) return [pair];
      ignored.push(`${name} ${header}`);
      return [];
    });

  const from = flags.get('--events-from')?.at(-1);
  const types = [...list('--events'), ...list('--thin-events')].filter((type) => type !== '*');
  const connectTo = flags.get('--forward-connect-to')?.at(-1);
  const kinds = flags.has('--all-thin') ? 'thin' : flags.has('--all-snapshot') ? 'snapshot' : 'all';
  const allowSelfSigned = flags.has('--skip-verify');
  const targets: ListenTarget[] = [];
  const add = (
    address: string | undefined,
    target: Pick<ListenTarget, 'kinds' | 'accounts' | 'headers'>,
  ): void => {
    if (address === undefined) return;
    const parsed = parseForwardTarget(address);
    if (parsed.ok) targets.push({ url: parsed.url, types, allowSelfSigned, ...target });
    else ignored.push(address);
  };
  const ownOnly = connectTo !== undefined || from === '@self';
  const accounts = ownOnly ? 'own' : from === '@accounts' ? 'connected' : 'all';
  add(flags.get('--forward-to')?.at(-1), { kinds, accounts, headers: headersOf('--headers') });
  const connectHeaders = flags.has('--connect-headers')
    ? headersOf('--connect-headers')
    : headersOf('--headers');
  add(connectTo, { kinds, accounts: 'connected', headers: connectHeaders });
  add(flags.get('--forward-thin-to')?.at(-1), {
    kinds: 'thin',
    accounts: 'all',
    headers: headersOf('--headers'),
  });

  const understood = new Set([
    '--forward-to',
    '--forward-connect-to',
    '--forward-thin-to',
    '--events',
    '--thin-events',
    '--events-from',
    '--headers',
    '--connect-headers',
    '--all-thin',
    '--all-snapshot',
    '--skip-verify',
    '--skip-update',
  ]);
  ignored.push(...[...flags.keys()].filter((name) => !understood.has(name)));
  return targets.length === 0 ? null : { targets, ignored: [...new Set(ignored)] };
}

/** Words as a POSIX shell would split them, as far as such lines need: quotes, backslashes, line continuations. */
function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let index = 0; index < line.length; index++) {
    const character = line[index] ?? '';
    if (quote !== null) {
      if (character === quote) quote = null;
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '\\' && index + 1 < line.length) {
      index += 1;
      const next = line[index] ?? '';
      if (next !== '\n') word = (word ?? '') + next;
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== null) words.push(word);
  return words;
}
