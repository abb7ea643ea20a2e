// What stands behind `hookline events`: words are the filter, also those with a dash in front.
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FILTER_FIELDS } from '#shared/domain/filter/filter.ts';
import { EVENTS_OPTION_NAMES, type EventsOptions } from '../../../src/cli/events-options.ts';
import { EVENTS_HELP, HELP } from '../../../src/cli/help.ts';
import { readCommand } from '../../../src/cli/options.ts';

const cwd = resolve('/somewhere');

function read(argv: readonly string[], env: Record<string, string> = {}) {
  return readCommand(['events', ...argv], { env, cwd });
}

function options(argv: readonly string[], env?: Record<string, string>): EventsOptions {
  const command = read(argv, env);
  if (command.kind !== 'events') throw new Error(`not events: ${JSON.stringify(command)}`);
  return command.options;
}

function complaint(argv: readonly string[]): string {
  const command = read(argv);
  if (command.kind !== 'invalid') throw new Error(`accepted: ${JSON.stringify(command)}`);
  return command.message;
}

describe('options', () => {
  it('are these when none is given', () => {
    expect(options([])).toEqual({ filter: '', limit: 20, follow: false, json: false, dataDir: null });
  });

  it.each<[string[], Partial<EventsOptions>]>([
    [['--limit', '5'], { limit: 5 }],
    [['--limit=0', '--follow'], { limit: 0, follow: true }],
    [['--limit', '100000'], { limit: 100_000 }],
    [['--json'], { json: true }],
    [['--data-dir', 'data'], { dataDir: join(cwd, 'data') }],
  ])('%j', (argv, expected) => {
    expect(options(argv)).toMatchObject(expected);
  });

  it('take the data directory from the environment, too', () => {
    expect(options([], { HOOKLINE_DATA_DIR: 'here' }).dataDir).toBe(join(cwd, 'here'));
  });
});

describe('the filter', () => {
  it.each<[string[], string]>([
    [['status:failed'], 'status:failed'],
    [['type:invoice.*|charge.*', 'status:failed', 'ada'], 'type:invoice.*|charge.* status:failed ada'],
    [['-source:synthetic'], '-source:synthetic'],
    [['ada', '-source:synthetic', '--limit', '5', 'after:2h'], 'ada -source:synthetic after:2h'],
    [['"free text"'], '"free text"'],
    [['-"free text"', 'x'], '-"free text" x'],
    [['--', '--limit', '-x', '-follow'], '--limit -x -follow'],
    [['ada', '--', '-source:cli'], 'ada -source:cli'],
    [['客戶:x\n'], '客戶:x\n'],
  ])('%j', (argv, filter) => {
    expect(options(argv).filter).toBe(filter);
  });
});

describe('help', () => {
  it.each([['--help'], ['-h'], ['status:failed', '--help']])('%j', (...argv) => {
    expect(read(argv)).toEqual({ kind: 'help', text: EVENTS_HELP });
  });

  it('tells of every option and every field, and the other help of the command', () => {
    for (const name of EVENTS_OPTION_NAMES) expect(EVENTS_HELP).toContain(`--${name}`);
    for (const field of FILTER_FIELDS) expect(EVENTS_HELP).toMatch(new RegExp(`\\b${field}[,.]`));
    expect(HELP).toContain('hookline events');
  });
});

describe('mistakes', () => {
  it.each<[string[], string]>([
    [['--folow'], 'There is no option --folow: did you mean --follow?'],
    [['-follow'], 'There is no option -follow: did you mean --follow?'],
    [['--port', '1'], 'There is no option --port: see hookline events --help for those there are.'],
    [['-x'], 'There is no option -x: see hookline events --help for those there are.'],
    [['--limit'], '--limit needs a value.'],
    [['--limit', '--json'], '--limit needs a value.'],
    [['--limit', 'all'], '--limit takes a number from 0 to 100000, not “all”.'],
    [['--limit', '100001'], '--limit takes a number from 0 to 100000, not “100001”.'],
    [['--limit', '1.5'], '--limit takes a number from 0 to 100000, not “1.5”.'],
    [['--json=yes'], '--json takes no value, but was given “yes”.'],
  ])('%j', (argv, message) => {
    expect(complaint(argv)).toBe(message);
  });
});
