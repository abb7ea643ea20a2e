// Reads the `stripe listen` commands of a pasted text into what to forward to. Pure.
import { withoutSecrets } from './export/secret-patterns.ts';
import { parseForwardTarget } from './forward-target.ts';
import { commandsIn } from './listen/commands.ts';
import { flagsOf, isOn, type Flags } from './listen/flags.ts';
import { typedPlainly } from './listen/lines.ts';
import { resolveVariables } from './listen/variables.ts';
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

/** What is to be known of what was read, or why nothing was; `text` is as typed, without secrets. */
export const LISTEN_REMARKS = [
  /** There is no `listen` in the text. */
  'no_command',
  /** There is, and no `--forward-to`. */
  'no_target',
  /** `text`, a flag, has no value. */
  'no_value',
  /** `text` is no address. */
  'bad_address',
  /** The value of `text`, a variable, is not known. */
  'unknown_variable',
  /** `text`, a variable, was read as `value`, which the pasted text gives. */
  'assumed_variable',
  /** `text`, a name that only containers know, was read as localhost. */
  'docker_host',
  /** `text` is a name that perhaps only containers know. */
  'container_name',
] as const;
export type ListenRemarkCode = (typeof LISTEN_REMARKS)[number];

export interface ListenRemark {
  code: ListenRemarkCode;
  text: string;
  value: string | null;
}

export interface ListenReading {
  targets: ListenTarget[];
  /** Flags that have no counterpart here, as typed. */
  ignored: string[];
  remarks: ListenRemark[];
}

const MAX_COMMANDS = 100;
/** As much as an endpoint can have; see the contract. */
const MAX_TYPES = 200;
const MAX_TYPE_LENGTH = 200;
const MAX_HEADERS = 50;

const UNDERSTOOD = new Set([
  '--forward-to',
  '--forward-connect-to',
  '--forward-thin-to',
  '--forward-thin-connect-to',
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

/** Names by which a container reaches the machine it runs on. */
const DOCKER_HOSTS = new Set([
  'host.docker.internal',
  'gateway.docker.internal',
  'host.containers.internal',
  'host.lima.internal',
  'docker.for.mac.localhost',
  'docker.for.mac.host.internal',
  'docker.for.win.localhost',
]);

export function readListenCommands(text: string): ListenReading {
  const pasted = typedPlainly(text);
  const commands = commandsIn(pasted).slice(0, MAX_COMMANDS);
  const readings = commands
    .map(({ words }) => flagsOf(words))
    .filter((flags) => [...flags.keys()].some((name) => name.startsWith('--forward-')))
    .map((flags) => readCommand(flags, pasted));
  const targets = unique(readings.flatMap((one) => one.targets));
  const remarks = unique(readings.flatMap((one) => one.remarks)).map((remark) => ({
    ...remark,
    text: withoutSecrets(remark.text, []),
    value: remark.value === null ? null : withoutSecrets(remark.value, []),
  }));
  if (targets.length === 0 && remarks.length === 0) {
    const code = commands.some(({ isStripe }) => isStripe) ? 'no_target' : 'no_command';
    remarks.push({ code, text: '', value: null });
  }
  const ignored = unique(readings.flatMap((one) => one.ignored));
  return { targets, ignored: ignored.map((one) => withoutSecrets(one, [])), remarks };
}

function readCommand(flags: Flags, pasted: string): ListenReading {
  const targets: ListenTarget[] = [];
  const ignored = [...flags.keys()].filter((name) => !UNDERSTOOD.has(name));
  const remarks: ListenRemark[] = [];
  const remark = (code: ListenRemarkCode, text: string, value: string | null = null): void => {
    remarks.push({ code, text, value });
  };
  /** @returns null when a variable in it has no value */
  const resolved = (typed: string, isAddress: boolean): string | null => {
    const { text, unknown, assumed } = resolveVariables(typed, pasted, isAddress);
    for (const variable of unknown) remark('unknown_variable', variable);
    if (unknown.length > 0) return null;
    for (const { variable, value } of assumed) remark('assumed_variable', variable, value);
    return text;
  };
  const list = (name: string): string[] =>
    (flags.get(name) ?? [])
      .flatMap((value) => (value ?? '').split(','))
      .map((part) => part.trim())
      .filter((part) => part !== '');

  const headersOf = (name: string): [string, string][] => {
    const headers: [string, string][] = [];
    for (const typed of list(name)) {
      // Not said what it was read as: it may be a key.
      const { text, unknown } = resolveVariables(typed, pasted, false);
      for (const variable of unknown) remark('unknown_variable', variable);
      const colon = text.indexOf(':');
      const pair: [string, string] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
      const isSendable =
        colon > 0 && headersProblem([...headers, pair]) === null && headers.length < MAX_HEADERS;
      if (unknown.length === 0 && isSendable) headers.push(pair);
      else ignored.push(`${name} ${typed}`);
    }
    return headers;
  };
  const typesOf = (...names: string[]): string[] => {
    const types = names
      .flatMap(list)
      .flatMap((typed) => resolved(typed, false)?.split(',') ?? [])
      .map((type) => type.trim())
      .filter((type) => type !== '');
    if (types.includes('*')) return [];
    const kept = types.filter((type) => type.length <= MAX_TYPE_LENGTH).slice(0, MAX_TYPES);
    const left = types.length - kept.length;
    if (left > 0) ignored.push(`${names.join(', ')}: ${left} of ${types.length}`);
    return kept;
  };
  const add = (name: string, target: Omit<ListenTarget, 'url' | 'allowSelfSigned'>): void => {
    const typed = flags.get(name)?.at(-1);
    if (typed === undefined) return;
    if (typed === null || typed === '') return remark('no_value', name);
    const address = resolved(addressAsTyped(typed), true);
    if (address === null) return;
    const parsed = parseForwardTarget(address);
    if (!parsed.ok) return remark('bad_address', address);
    targets.push({
      ...target,
      url: reachable(parsed.url, remark),
      allowSelfSigned: isOn(flags, '--skip-verify'),
    });
  };

  const kinds =
    isOn(flags, '--all-thin') === isOn(flags, '--all-snapshot')
      ? 'all'
      : isOn(flags, '--all-thin')
        ? 'thin'
        : 'snapshot';
  const from = flags.get('--events-from')?.at(-1);
  const has = (name: string): boolean => flags.has(name);
  const accounts =
    has('--forward-connect-to') || from === '@self' ? 'own' : from === '@accounts' ? 'connected' : 'all';
  const thinElsewhere = has('--forward-thin-to');
  const headers = headersOf('--headers');
  const connectHeaders = has('--connect-headers') ? headersOf('--connect-headers') : headers;
  const types = thinElsewhere ? typesOf('--events') : typesOf('--events', '--thin-events');
  const snapshot = { types, kinds: thinElsewhere ? 'snapshot' : kinds } as const;
  add('--forward-to', { ...snapshot, accounts, headers });
  add('--forward-connect-to', { ...snapshot, accounts: 'connected', headers: connectHeaders });
  const thin = { types: thinElsewhere ? typesOf('--thin-events') : types, kinds: 'thin' } as const;
  add('--forward-thin-to', { ...thin, accounts: has('--forward-thin-connect-to') ? 'own' : 'all', headers });
  add('--forward-thin-connect-to', { ...thin, accounts: 'connected', headers: connectHeaders });
  return { targets: withAccountsJoined(targets), ignored, remarks };
}

/** Without brackets and a comma around it; `:3000` is localhost for the CLI, too. */
function addressAsTyped(value: string): string {
  return value
    .replace(/^<(https?:.*)>$/, '$1')
    .replace(/,$/, '')
    .replace(/^(https?:\/\/)?(?=:\d)/, '$1localhost');
}

/** The same endpoint for the own account and for connected ones is one for all. */
function withAccountsJoined(targets: readonly ListenTarget[]): ListenTarget[] {
  const keyOf = (target: ListenTarget): string => JSON.stringify({ ...target, accounts: null });
  const joined = new Map<string, ListenTarget>();
  for (const target of targets) {
    const known = joined.get(keyOf(target));
    const accounts = known === undefined || known.accounts === target.accounts ? target.accounts : 'all';
    joined.set(keyOf(target), { ...target, accounts });
  }
  return [...joined.values()];
}

/** Hookline runs on the machine itself, where names that containers have for it and for each other mean nothing. */
function reachable(url: string, remark: (code: ListenRemarkCode, text: string) => void): string {
  const parsed = new URL(url);
  const { hostname } = parsed;
  if (DOCKER_HOSTS.has(hostname)) {
    remark('docker_host', hostname);
    parsed.hostname = 'localhost';
    return parsed.href;
  }
  if (hostname !== 'localhost' && /^[a-z][\w-]*$/.test(hostname)) remark('container_name', hostname);
  return url;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
