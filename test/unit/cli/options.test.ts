// The command line and the environment: every option, every mistake.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HELP } from '../../../src/cli/help.ts';
import { OPTION_NAMES, readCommand, type Command } from '../../../src/cli/options.ts';
import type { LaunchOptions } from '#shared/domain/launch-options.ts';

const cwd = resolve('/somewhere');

function read(line: string, env: Record<string, string> = {}): Command {
  return readCommand(line === '' ? [] : line.split(' '), { env, cwd });
}

function options(line: string, env?: Record<string, string>): LaunchOptions {
  const command = read(line, env);
  if (command.kind !== 'run') throw new Error(`not runnable: ${JSON.stringify(command)}`);
  return command.options;
}

function complaint(line: string): string {
  const command = read(line);
  if (command.kind !== 'invalid') throw new Error(`accepted: ${JSON.stringify(command)}`);
  return command.message;
}

describe('without options', () => {
  it('has the documented defaults', () => {
    expect(options('')).toEqual({
      host: 'auto',
      port: 4646,
      receiverPort: 4647,
      dataDir: null,
      forwardTo: null,
      open: true,
      listen: true,
      events: [],
      stripeBin: null,
      stripeApiBase: null,
      demo: false,
      json: false,
    } satisfies LaunchOptions);
  });
});

describe('options taken', () => {
  it.each<[string, Partial<LaunchOptions>]>([
    ['--host desktop', { host: 'desktop' }],
    ['--host=web', { host: 'web' }],
    ['--port 8080', { port: 8080 }],
    ['--port 0 --receiver-port 0', { port: 0, receiverPort: 0 }],
    ['--port 65535', { port: 65_535 }],
    ['--port 1 --port 2', { port: 2 }],
    ['--receiver-port=9000', { receiverPort: 9000 }],
    ['--data-dir data', { dataDir: join(cwd, 'data') }],
    ['--data-dir=~/hookline', { dataDir: join(homedir(), 'hookline') }],
    ['--forward-to 4242', { forwardTo: 'http://localhost:4242/' }],
    ['--forward-to localhost:3000/hook', { forwardTo: 'http://localhost:3000/hook' }],
    ['--no-open', { open: false }],
    ['--no-listen', { listen: false }],
    ['--events invoice.paid,charge.refunded', { events: ['invoice.paid', 'charge.refunded'] }],
    ['--events a.b --events c.d,a.b', { events: ['a.b', 'c.d'] }],
    [
      '--events v2.core.account[configuration.customer].updated',
      { events: ['v2.core.account[configuration.customer].updated'] },
    ],
    ['--events *', { events: [] }],
    ['--stripe-bin stripe', { stripeBin: 'stripe' }],
    ['--stripe-bin ./bin/stripe', { stripeBin: join(cwd, 'bin', 'stripe') }],
    ['--stripe-api-base http://127.0.0.1:12111', { stripeApiBase: 'http://127.0.0.1:12111' }],
    ['--stripe-api-base http://localhost:12111/', { stripeApiBase: 'http://localhost:12111' }],
    ['--json', { json: true }],
  ])('%s', (line, expected) => {
    expect(options(line)).toMatchObject(expected);
  });

  it('reads the data directory from the environment, and prefers the option', () => {
    expect(options('', { HOOKLINE_DATA_DIR: 'here' }).dataDir).toBe(join(cwd, 'here'));
    expect(options('', { HOOKLINE_DATA_DIR: '' }).dataDir).toBeNull();
    expect(options('--data-dir there', { HOOKLINE_DATA_DIR: 'here' }).dataDir).toBe(join(cwd, 'there'));
  });
});

describe('help and version', () => {
  it.each(['--help', '-h', '--port 1 --help'])('%s asks for help', (line) => {
    expect(read(line).kind).toBe('help');
  });

  it.each(['--version', '-v'])('%s asks for the version', (line) => {
    expect(read(line).kind).toBe('version');
  });

  it.each(OPTION_NAMES)('the help tells of --%s', (name) => {
    expect(HELP).toContain(`--${name}`);
  });
});

describe('mistakes', () => {
  it.each([
    ['--prot 1', 'There is no option --prot: did you mean --port?'],
    ['--forward 8000', 'There is no option --forward: did you mean --forward-to?'],
    ['--receiver 1', 'There is no option --receiver: did you mean --receiver-port?'],
    ['--JSON', 'There is no option --JSON: did you mean --json?'],
    ['--frobnicate', 'There is no option --frobnicate: see --help for those there are.'],
    ['-x', 'There is no option -x: see --help for those there are.'],
    ['--port', '--port needs a value.'],
    ['--port --json', '--port needs a value.'],
    ['--data-dir=', '--data-dir needs a value.'],
    ['--json=yes', '--json takes no value, but was given “yes”.'],
    ['--port abc', '--port takes a number from 0 (any free port) to 65535, not “abc”.'],
    ['--port 65536', '--port takes a number from 0 (any free port) to 65535, not “65536”.'],
    ['--port -1', '--port takes a number from 0 (any free port) to 65535, not “-1”.'],
    ['--port 80.5', '--port takes a number from 0 (any free port) to 65535, not “80.5”.'],
    [
      '--port 4647',
      'The dashboard and the receiver cannot share port 4647: give --port and --receiver-port different numbers.',
    ],
    ['--host browser', '--host is one of auto, desktop, web, not “browser”.'],
    ['8000', 'Hookline has no command “8000”: did you mean --forward-to 8000?'],
    ['start', 'Hookline has no command “start”: see --help.'],
    ['event', 'Hookline has no command “event”: did you mean events?'],
    ['--json events', 'The command comes first: hookline events, and then its options.'],
  ])('%s', (line, message) => {
    expect(complaint(line)).toBe(message);
  });

  it.each([
    '--forward-to ftp://host/',
    '--forward-to http://',
    '--events ,',
    '--events invoice.paid;drop',
    '--events=--all-snapshot',
    '--stripe-api-base https://api.stripe.com',
    '--stripe-api-base http://example.com:80',
    '--stripe-api-base http://127.0.0.1:1/v1',
    '--stripe-api-base 12111',
  ])('%s is refused, naming the option', (line) => {
    expect(complaint(line)).toContain(line.split(/[ =]/)[0]);
  });
});
