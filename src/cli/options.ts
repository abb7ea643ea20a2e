// Reads the command line and the environment: what is to be done, and how, or in one sentence what is wrong with them.
import { parseForwardTarget } from '#shared/domain/forward-target.ts';
import {
  DEFAULT_DASHBOARD_PORT,
  DEFAULT_RECEIVER_PORT,
  HOST_CHOICES,
  type HostChoice,
  type LaunchOptions,
} from '#shared/domain/launch-options.ts';
import { InvalidArgument, readArguments, type Arguments } from './arguments.ts';
import { EVENTS_HELP, HELP } from './help.ts';
import { readEventsOptions, type EventsOptions } from './events-options.ts';
import { nearestOf } from '#shared/domain/nearest.ts';
import { readDataDir, toPath, type Surroundings } from './surroundings.ts';

export type Command =
  | { kind: 'run'; options: LaunchOptions }
  | { kind: 'events'; options: EventsOptions }
  | { kind: 'help'; text: string }
  | { kind: 'version' }
  | { kind: 'invalid'; message: string };

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

/** Commands beside starting; each is the first word. Known to bin/hookline.cjs as well. */
const COMMAND_NAMES = ['events'] as const;

export function readCommand(argv: readonly string[], around: Surroundings): Command {
  try {
    if (argv[0] === 'events') {
      const options = readEventsOptions(argv.slice(1), around);
      return options === 'help' ? { kind: 'help', text: EVENTS_HELP } : { kind: 'events', options };
    }
    const { given, words } = readArguments(argv, DEFINITIONS, { help: '--help' });
    if (words[0] !== undefined) throw unexpectedWord(words[0]);
    if (given.has('help')) return { kind: 'help', text: HELP };
    if (given.has('version')) return { kind: 'version' };
    return { kind: 'run', options: toOptions(given, around) };
  } catch (error) {
    if (error instanceof InvalidArgument) return { kind: 'invalid', message: error.message };
    throw error;
  }
}

type Given = Arguments<OptionName>['given'];

function toOptions(given: Given, around: Surroundings): LaunchOptions {
  const { cwd } = around;
  const last = (name: OptionName): string | null => given.get(name)?.at(-1) ?? null;
  const port = readPort('--port', last('port'), DEFAULT_DASHBOARD_PORT);
  const receiverPort = readPort('--receiver-port', last('receiver-port'), DEFAULT_RECEIVER_PORT);
  if (port === receiverPort && port !== 0) {
    throw new InvalidArgument(
      `The dashboard and the receiver cannot share port ${port}: give --port and --receiver-port different numbers.`,
    );
  }
  return {
    host: readHost(last('host')),
    port,
    receiverPort,
    dataDir: readDataDir(last('data-dir'), around),
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
  if (!choice) throw new InvalidArgument(`--host is one of ${HOST_CHOICES.join(', ')}, not “${text}”.`);
  return choice;
}

function readPort(option: string, text: string | null, fallback: number): number {
  if (text === null) return fallback;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) {
    throw new InvalidArgument(`${option} takes a number from 0 (any free port) to 65535, not “${text}”.`);
  }
  return port;
}

function readForwardTo(text: string | null): string | null {
  if (text === null) return null;
  const target = parseForwardTarget(text);
  if (!target.ok) throw new InvalidArgument(`--forward-to: ${target.reason}`);
  return target.url;
}

/** `*` alone means every type, which is what an empty list says. */
function readEvents(lists: readonly string[]): string[] {
  const types = lists.flatMap((list) => list.split(',')).map((type) => type.trim());
  const named = [...new Set(types.filter((type) => type !== ''))];
  if (lists.length > 0 && named.length === 0) {
    throw new InvalidArgument(
      '--events takes event types with commas between them, such as invoice.paid,charge.failed.',
    );
  }
  const odd = named.find((type) => type !== '*' && !/^[a-z0-9_]+(\.[a-z0-9_[\]]+)*(\.\*)?$/.test(type));
  if (odd !== undefined) {
    throw new InvalidArgument(
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
    throw new InvalidArgument(
      `--stripe-api-base is for test servers on this machine, such as http://127.0.0.1:12111, not “${text}”.`,
    );
  }
  return url.origin;
}

function unexpectedWord(text: string): InvalidArgument {
  const command = COMMAND_NAMES.find((name) => name === text);
  if (command !== undefined) {
    return new InvalidArgument(`The command comes first: hookline ${command}, and then its options.`);
  }
  const meant = nearestOf(text, COMMAND_NAMES);
  const isTarget = /^\d+$|[/:]/.test(text) && parseForwardTarget(text).ok;
  const hint = isTarget
    ? `did you mean --forward-to ${text}?`
    : meant === null
      ? 'see --help.'
      : `did you mean ${meant}?`;
  return new InvalidArgument(`Hookline has no command “${text}”: ${hint}`);
}
