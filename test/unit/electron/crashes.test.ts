// A window that crashes comes back, unless it keeps crashing; one that hangs asks, until it answers again.
import { EventEmitter } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import {
  guardWindow,
  keepCrashReports,
  type GuardedWindow,
  type WindowGuardDeps,
} from '#hosts/electron/crashes.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { silentLogger } from '../../support/engine.ts';

type Options = Parameters<WindowGuardDeps<GuardedWindow>['dialog']['showMessageBox']>[1];

test('reports stay on this machine', () => {
  const directory = tempDir();
  const paths: unknown[] = [];
  const started: unknown[] = [];
  const reports = keepCrashReports({
    app: { setPath: (name, path) => paths.push([name, path]) },
    crashReporter: { start: (options) => started.push(options) },
    directory,
  });
  expect(reports).toBe(join(directory, 'crashes'));
  expect(statSync(reports).isDirectory()).toBe(true);
  expect(paths).toEqual([['crashDumps', reports]]);
  expect(started).toEqual([{ uploadToServer: false }]);
});

function guarded() {
  const did: string[] = [];
  const asked: Options[] = [];
  const clock = { now: 0, gone: false };
  let answer = (_response: number): void => undefined;
  const contents = Object.assign(new EventEmitter(), {
    reload: () => did.push('reload'),
    // As Electron does, a moment later.
    forcefullyCrashRenderer: () => {
      did.push('crash');
      setImmediate(() => contents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 1 }));
    },
    isDestroyed: () => clock.gone,
  });
  const window = Object.assign(new EventEmitter(), { webContents: contents, isDestroyed: () => clock.gone });
  guardWindow({
    // Stands for Electron's window, which is not to be had without its binary.
    window: window as unknown as GuardedWindow,
    dialog: {
      showMessageBox: (_window, options) =>
        new Promise((resolve) => {
          asked.push(options);
          answer = (response) => resolve({ response, checkboxChecked: false });
          options.signal?.addEventListener('abort', () => answer(options.cancelId ?? 0));
        }),
    },
    language: () => 'en',
    reportsDir: '/data/crashes',
    quit: () => did.push('quit'),
    logger: silentLogger,
    now: () => clock.now,
  });
  const settle = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const crash = async (reason = 'crashed') => {
    contents.emit('render-process-gone', {}, { reason, exitCode: 5 });
    await settle();
  };
  const press = async (text: string) => {
    answer(asked.at(-1)?.buttons?.indexOf(text) ?? -1);
    await settle();
  };
  return { did, asked, clock, window, crash, press, settle };
}

describe('a window that crashes', () => {
  it('is loaded again, three times a minute, and then it is asked', async () => {
    const { did, asked, crash, press, clock } = guarded();
    for (const reason of ['crashed', 'oom', 'killed']) {
      // oxlint-disable-next-line no-await-in-loop
      await crash(reason);
    }
    expect([did.splice(0), asked.length]).toEqual([['reload', 'reload', 'reload'], 0]);
    clock.now = 59_000;
    await crash();
    expect(did).toEqual([]);
    expect(asked[0]).toMatchObject({ buttons: ['Load again', 'Quit Hookline'], type: 'error' });
    expect(asked[0]?.detail).toContain('/data/crashes');
    await press('Load again');
    expect(did.splice(0)).toEqual(['reload']);
    // From here on it counts anew.
    await crash();
    expect([did, asked.length]).toEqual([['reload'], 1]);
  });

  it('now and then is just loaded again', async () => {
    const { did, asked, crash, clock } = guarded();
    for (let n = 0; n < 10; n += 1) {
      clock.now += 25_000;
      // oxlint-disable-next-line no-await-in-loop
      await crash();
    }
    expect([did.length, asked.length]).toEqual([10, 0]);
  });

  it('quits when that is chosen', async () => {
    const { did, crash, press } = guarded();
    for (let n = 0; n < 4; n += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await crash();
    }
    await press('Quit Hookline');
    expect(did.at(-1)).toBe('quit');
  });

  it('that was closed on purpose, or is gone with its page, is left alone', async () => {
    const { did, crash, clock } = guarded();
    await crash('clean-exit');
    clock.gone = true;
    await crash();
    expect(did).toEqual([]);
  });
});

describe('a window that hangs', () => {
  it('is loaded again in a new process when that is chosen, which is no crash', async () => {
    const { did, asked, window, press, settle } = guarded();
    for (let n = 0; n < 5; n += 1) {
      window.emit('unresponsive');
      // oxlint-disable-next-line no-await-in-loop
      await press('Load again');
      // oxlint-disable-next-line no-await-in-loop
      await settle();
    }
    expect(did).toEqual(Array.from({ length: 5 }, () => ['crash', 'reload']).flat());
    expect(asked).toHaveLength(5);
  });

  it('may be waited for, or quit', async () => {
    const { did, window, press } = guarded();
    window.emit('unresponsive');
    await press('Wait');
    expect(did).toEqual([]);
    window.emit('unresponsive');
    await press('Quit Hookline');
    expect(did).toEqual(['quit']);
  });

  it('and answers again needs no answer any more, and it is asked once at a time', async () => {
    const { did, asked, window, settle } = guarded();
    window.emit('unresponsive');
    window.emit('unresponsive');
    expect(asked).toHaveLength(1);
    window.emit('responsive');
    await settle();
    expect(asked[0]?.signal?.aborted).toBe(true);
    expect(did).toEqual([]);
    window.emit('unresponsive');
    expect(asked).toHaveLength(2);
  });

  it('and then crashes once too often is asked about that instead', async () => {
    const { did, asked, window, crash, press } = guarded();
    for (let n = 0; n < 3; n += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await crash();
    }
    did.length = 0;
    window.emit('unresponsive');
    await crash();
    expect(asked.map(({ title }) => title)).toEqual([
      'The window does not answer',
      'The window keeps crashing',
    ]);
    await press('Quit Hookline');
    expect(did).toEqual(['quit']);
  });
});
