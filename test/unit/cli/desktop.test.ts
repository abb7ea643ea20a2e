// Running the desktop app as a child: what counts as started, what counts as ours. Node stands in for Electron.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DESKTOP_OPTIONS_ENV, DESKTOP_UP } from '#shared/domain/desktop-launch.ts';
import { EXIT } from '#shared/domain/launch-options.ts';
import { runDesktop, type DesktopEnd } from '../../../src/cli/desktop.ts';
import { readCommand } from '../../../src/cli/options.ts';
import { readDesktopOptions } from '#hosts/electron/desktop-options.ts';

let appDir: string;

beforeEach(() => {
  appDir = mkdtempSync(join(tmpdir(), 'hookline-desktop-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(appDir, { recursive: true, force: true });
});

const options = launchOptions(['--port', '1234', '--events', 'a.b']);

function launchOptions(argv: string[]) {
  const command = readCommand(argv, { env: {}, cwd: tmpdir() });
  if (command.kind !== 'run') throw new Error('not runnable');
  return command.options;
}

/** @param program what the stand-in does; it ends by itself */
function run(program: string): Promise<DesktopEnd> {
  writeFileSync(join(appDir, 'index.js'), program);
  return runDesktop(process.execPath, appDir, options);
}

const UP = `process.send(${JSON.stringify(DESKTOP_UP)}, () => finish());`;

describe('an app that comes up', () => {
  it.each([0, 1, 3])('ends with its own code %d', async (code) => {
    expect(await run(`const finish = () => process.exit(${code}); ${UP}`)).toEqual({
      started: true,
      exitCode: code,
    });
  });

  it('gets the options, and no sign of being a plain Node', async () => {
    vi.stubEnv('ELECTRON_RUN_AS_NODE', '1');
    await run(`
      const { writeFileSync } = require('node:fs');
      writeFileSync(__dirname + '/seen.json', JSON.stringify(process.env));
    `);
    const { default: env } = (await import(join(appDir, 'seen.json'), { with: { type: 'json' } })) as {
      default: Record<string, string>;
    };
    expect(env['ELECTRON_RUN_AS_NODE']).toBeUndefined();
    expect(JSON.parse(env[DESKTOP_OPTIONS_ENV] ?? '')).toEqual(options);
    expect(readDesktopOptions(env)).toEqual(options);
  });
});

describe('an app that does not', () => {
  it.each([EXIT.portInUse, EXIT.dataDirUnusable, EXIT.databaseTooNew])(
    'but says why with code %d, has the last word',
    async (code) => {
      expect(await run(`process.exit(${code})`)).toEqual({ started: true, exitCode: code });
    },
  );

  it('leaves its place to the browser, with the last thing Electron said', async () => {
    const end = await run(`console.error('noise'); console.error('no sandbox'); process.exitCode = 1;`);
    expect(end).toEqual({
      started: false,
      reason: 'Electron ended with code 1 before it was up: no sandbox',
    });
  });

  it('may have been killed', async (context) => {
    context.skip(process.platform === 'win32', 'Windows knows no signals between processes');
    expect(await run(`process.kill(process.pid, 'SIGABRT')`)).toEqual({
      started: false,
      reason: 'Electron ended with SIGABRT before it was up',
    });
  });

  it('may not even be a program', async () => {
    const end = await runDesktop(join(appDir, 'nothing'), appDir, options);
    expect(end).toMatchObject({
      started: false,
      reason: expect.stringContaining('could not be started') as string,
    });
  });
});

describe('options of an app started by itself', () => {
  it('are the defaults and the environment', () => {
    expect(readDesktopOptions({})).toEqual({ ...launchOptions([]), host: 'desktop' });
    expect(readDesktopOptions({ HOOKLINE_DATA_DIR: '/data' }).dataDir).toBe('/data');
    expect(readDesktopOptions({ [DESKTOP_OPTIONS_ENV]: 'broken' })).toEqual({
      ...launchOptions([]),
      host: 'desktop',
    });
  });
});
