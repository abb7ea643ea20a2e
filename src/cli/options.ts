// Reads the command line and the environment into LaunchOptions, or says in one sentence what is wrong with them.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseForwardTarget } from '#shared/domain/forward-target.ts';
import {
  DEFAULT_DASHBOARD_PORT,
  DEFAULT_RECEIVER_PORT,
  HOST_CHOICES,
  type HostChoice,
  type LaunchOptions,
} from '#shared/domain/launch-options.ts';
import { nearest } from './nearest.ts';

export type Command =
  | { kind: 'run'; options: LaunchOptions }
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'invalid'; message: string };

export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to. */
  cwd: string;
}

const DEFINITIONS = {
  host: { type: 'string' },
  port: { type: 'string' },
  'receiver-port': { type: 'string' },
  'data-dir': { type: 'string' },
  'forward-to': { type: 'string' },
  'no-open': { type: 'boolean' },
  'no-listen': { type: 'boolean' },
  events: { type: 'string' },
  'stripe-bin': { type: 'string' },
  'stripe-api-base': { type: 'string' },
  demo: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;
type OptionName = keyof typeof DEFINITIONS;

export const OPTION_NAMES = Object.keys(DEFINITIONS) as OptionName[];

/** Carries the sentence out of a reader; never leaves this file. */
class InvalidOption extends Error {}

export function readCommand(argv: readonly string[], around: Surroundings): Command {
  try {
    const given = readTokens(argv);
    if (given.has('help')) return { kind: 'help' };
    if (given.has('version')) return { kind: 'version' };
    return { kind: 'run', options: toOptions(given, around) };
  } catch (error) {
    if (error instanceof InvalidOption) return { kind: 'invalid', message: error.message };
    throw error;
  }
}

/** Values in the order given; a flag without one stands as an empty string. */
type Given = Map<OptionName, string[]>;

function readTokens(argv: readonly string[]): Given {
  // Not `strict`: its messages are written for programmers, and it knows no suggestions.
  const { tokens } = parseArgs({
    args: [...argv],
    options: DEFINITIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given: Given = new Map();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') throw unexpectedArgument(token.value);
    if (!isOptionName(token.name)) throw unknownOption(token.rawName);
    const isFlag = DEFINITIONS[token.name].type === 'boolean';
    if (isFlag && token.value !== undefined) {
      throw new InvalidOption(`${token.rawName} takes no value, but was given “${token.value}”.`);
    }
    const missing = token.value === undefined || token.value === '';
    // A value that begins with -- is the next option, taken for a value because one is wanted here.
    const swallowed = token.inlineValue === false && token.value?.startsWith('--');
    if (!isFlag && (missing || swallowed)) throw new InvalidOption(`${token.rawName} needs a value.`);
    given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? '']);
  }
  return given;
}

function toOptions(given: Given, { env, cwd }: Surroundings): LaunchOptions {
  const last = (name: OptionName): string | null => given.get(name)?.at(-1) ?? null;
  const port = readPort('--port', last('port'), DEFAULT_DASHBOARD_PORT);
  const receiverPort = readPort('--receiver-port', last('receiver-port'), DEFAULT_RECEIVER_PORT);
  if (port === receiverPort && port !== 0) {
    throw new InvalidOption(
      `The dashboard and the receiver cannot share port ${port}: give --port and --receiver-port different numbers.`,
    );
  }
  const dataDir = last('data-dir') ?? (env['HOOKLINE_DATA_DIR'] || null);
  return {
    host: readHost(last('host')),
    port,
    receiverPort,
    dataDir: dataDir === null ? null : toPath(dataDir, cwd),
    forwardTo: readForwardTo(last('forward-to')),
    open: !given.has('no-open'),
    listen: !given.has('no-listen'),
    events: readEvents(given.get('events') ?? []),
    stripeBin: readProgram(last('stripe-bin'), cwd),
    stripeApiBase: readApiBase(last('stripe-api-base')),
    demo: given.has('demo'),
    json: given.has('json'),
  };
}

function readHost(text: string | null): HostChoice {
  if (text === null) return 'auto';
  const choice = HOST_CHOICES.find((known) => known === text);
  if (!choice) throw new InvalidOption(`--host is one of ${HOST_CHOICES.join(', ')}, not “${text}”.`);
  return choice;
}

function readPort(option: string, text: string | null, fallback: number): number {
  if (text === null) return fallback;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) {
    throw new InvalidOption(`${option} takes a number from 0 (any free port) to 65535, not “${text}”.`);
  }
  return port;
}

function readForwardTo(text: string | null): string | null {
  if (text === null) return null;
  const target = parseForwardTarget(text);
  if (!target.ok) throw new InvalidOption(`--forward-to: ${target.reason}`);
  return target.url;
}

/** `*` alone means every type, which is what an empty list says. */
function readEvents(lists: readonly string[]): string[] {
  const types = lists.flatMap((list) => list.split(',')).map((type) => type.trim());
  const named = [...new Set(types.filter((type) => type !== ''))];
  if (lists.length > 0 && named.length === 0) {
    throw new InvalidOption(
      '--events takes event types with commas between them, such as invoice.paid,charge.failed.',
    );
  }
  const odd = named.find((type) => type !== '*' && !/^[a-z0-9_]+(\.[a-z0-9_[\]]+)*(\.\*)?$/.test(type));
  if (odd !== undefined) {
    throw new InvalidOption(
      `--events: “${odd}” is not an event type; they look like invoice.paid or charge.refunded.`,
    );
  }
  return named.includes('*') ? [] : named;
}

/** A bare name is looked up on the PATH by whoever starts it; anything with a slash in it is a path. */
function readProgram(text: string | null, cwd: string): string | null {
  if (text === null || !/[/\\]/.test(text)) return text;
  return toPath(text, cwd);
}

/** Loopback only: with it the CLI sends the API key to this address, and without TLS. */
function readApiBase(text: string | null): string | null {
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLoopback = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol !== 'http:' || !isLoopback || url.pathname !== '/') {
    throw new InvalidOption(
      `--stripe-api-base is for test servers on this machine, such as http://127.0.0.1:12111, not “${text}”.`,
    );
  }
  return url.origin;
}

/** Shells expand ~ only at the start of a word, so not in --data-dir=~/x. */
function toPath(text: string, cwd: string): string {
  if (text === '~' || /^~[/\\]/.test(text)) return join(homedir(), text.slice(1));
  return resolve(cwd, text);
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(DEFINITIONS, name);
}

function unknownOption(rawName: string): InvalidOption {
  const suggestion = nearest(
    rawName,
    OPTION_NAMES.map((name) => `--${name}`),
  );
  const hint = suggestion === null ? 'see --help for those there are' : `did you mean ${suggestion}?`;
  return new InvalidOption(`There is no option ${rawName}: ${hint}${suggestion === null ? '.' : ''}`);
}

function unexpectedArgument(text: string): InvalidOption {
  const isTarget = /^\d+$|[/:]/.test(text) && parseForwardTarget(text).ok;
  return new InvalidOption(
    `Hookline takes options only, and “${text}” is none: ${isTarget ? `did you mean --forward-to ${text}?` : 'see --help.'}`,
  );
}
