// The flags of `stripe listen`, those of earlier versions of the CLI included, and how they are typed. Pure.
// Source: cobra's and pflag's grammar; the flags of the CLI 1.52.0, hidden ones included.

const SHORT: Readonly<Record<string, string>> = {
  f: '--forward-to',
  c: '--forward-connect-to',
  e: '--events',
  H: '--headers',
  l: '--latest',
  a: '--use-configured-webhooks',
  s: '--skip-update',
  p: '--project-name',
  j: '--print-json',
  h: '--help',
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
  '--api-base',
  '--dashboard-base',
  '--timeout',
  '--format',
  '--log-level',
  '--color',
  '--device-name',
  '--config',
]);
/** Commas separate their values. */
const LISTS = new Set(['--events', '--thin-events', '--headers', '--connect-headers']);

/** Flags by their long name; each with its values in order, `''` for those without one, null where the value is missing. */
export type Flags = Map<string, (string | null)[]>;

/** Whether a flag takes the next word. */
export function takesValue(typed: string): boolean {
  return typed.startsWith('--') ? WITH_VALUE.has(typed) : WITH_VALUE.has(SHORT[typed.slice(-1)] ?? '');
}

/** @param words what stands behind `listen` */
export function flagsOf(words: readonly string[]): Flags {
  const flags: Flags = new Map();
  const add = (name: string, value: string | null): void => {
    const values = flags.get(name);
    if (values === undefined) flags.set(name, [value]);
    else values.push(value);
  };
  let index = 0;
  const next = (name: string): string | null => {
    const value = words[index + 1];
    if (value === undefined || /^--?[A-Za-z]/.test(value)) return null;
    index += 1;
    return LISTS.has(name) ? withNextItems(value) : value;
  };
  /** Of `a, b` as of `a,b`. */
  const withNextItems = (first: string): string => {
    let value = first;
    for (let word = words[index + 1]; word !== undefined && value.endsWith(',') && !word.startsWith('-');) {
      value += word;
      index += 1;
      word = words[index + 1];
    }
    return value;
  };
  for (; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = equals === -1 ? word : word.slice(0, equals);
      if (equals !== -1)
        add(name, LISTS.has(name) ? withNextItems(word.slice(equals + 1)) : word.slice(equals + 1));
      else add(name, WITH_VALUE.has(name) ? next(name) : '');
    } else if (/^-[A-Za-z]/.test(word)) {
      addShort(word.slice(1), add, next);
    }
  }
  return flags;
}

/** `-f x`, `-fx`, `-f=x`, `-sf x`. */
function addShort(
  letters: string,
  add: (name: string, value: string | null) => void,
  next: (name: string) => string | null,
): void {
  for (let at = 0; at < letters.length; at += 1) {
    const name = SHORT[letters[at] ?? ''];
    if (name === undefined) return add(`-${letters.slice(at)}`, '');
    if (WITH_VALUE.has(name)) {
      const rest = letters.slice(at + 1);
      return add(name, rest === '' ? next(name) : rest.replace(/^=/, ''));
    }
    add(name, '');
  }
}

/** Whether a flag without a value is on: `--live`, `--live=true`, not `--live=false`. Source: Go's strconv.ParseBool. */
export function isOn(flags: Flags, name: string): boolean {
  const value = flags.get(name)?.at(-1);
  return value !== undefined && !/^(?:0|f|false)$/i.test(value ?? '');
}
