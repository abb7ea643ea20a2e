// A line of the developer's code opens in the editor: one that records what it was called with, on a project of the test's own.
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createRouterClient } from '@orpc/server';
import { createRouter } from '#engine/api/router.ts';
import { findSource } from '#engine/editor/find-source.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { startTestEngine } from '../support/engine.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

afterEach(() => {
  delete process.env['LAUNCH_EDITOR'];
});

interface Project {
  folder: string;
  outside: string;
}

function makeProject(): Project {
  const root = tempDir();
  const folder = join(root, 'shop');
  mkdirSync(join(folder, 'src', 'main', 'java', 'com', 'shop'), { recursive: true });
  writeFileSync(join(folder, 'src', 'hook.js'), '// the handler\n');
  writeFileSync(join(folder, 'src', 'main', 'java', 'com', 'shop', 'Hooks.java'), 'class Hooks {}\n');
  writeFileSync(join(folder, 'package.json'), '{}\n');
  const outside = join(root, 'secret.txt');
  writeFileSync(outside, 'not yours\n');
  symlinkSync(outside, join(folder, 'src', 'link.js'));
  symlinkSync(root, join(folder, 'up'));
  return { folder, outside };
}

/** Writes its arguments to a file, one a line. */
function fakeEditor(exitCode = 0): { calls(): string[] } {
  const dir = tempDir();
  const log = join(dir, 'calls.txt');
  const path = join(dir, 'code');
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${log}'\nexit ${exitCode}\n`);
  chmodSync(path, 0o755);
  process.env['LAUNCH_EDITOR'] = path;
  return { calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []) };
}

async function failedAttempt(folder: string | null) {
  const { engine, backend, post } = await startTestEngine();
  const api = createRouterClient(createRouter(engine));
  const [endpoint] = engine.endpoints.list();
  if (endpoint === undefined) throw new Error('There is no endpoint.');
  if (folder !== null) {
    await api.endpoints.update({ id: endpoint.id, backend: { kind: 'lock', folder, file: null } });
  }
  backend.answer(500, 'TypeError: x is undefined\n    at handle (/app/src/hook.js:12:7)');
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await waitUntil('the attempt', async () => (await api.events.attempts({ id: 'evt_1' })).length > 0);
  const [attempt] = await api.events.attempts({ id: 'evt_1' });
  if (attempt === undefined) throw new Error('There is no attempt.');
  return { api, attempt };
}

const codeOf = async (opening: Promise<unknown>): Promise<unknown> =>
  await opening.then(
    () => null,
    (error: { code?: unknown }) => error.code,
  );

test.skipIf(process.platform === 'win32')(
  'a frame of a container’s path opens at its line in the project',
  async () => {
    const { folder } = makeProject();
    const editor = fakeEditor();
    const { api, attempt } = await failedAttempt(folder);
    expect(attempt.reason?.facts['location']).toBe('/app/src/hook.js:12');
    const { file } = await api.attempts.openInEditor({ id: attempt.id, file: '/app/src/hook.js', line: 12 });
    expect(file).toBe(join(folder, 'src', 'hook.js'));
    await waitUntil('the editor', () => editor.calls().length > 0);
    expect(editor.calls()).toEqual(['-r', '-g', `${join(folder, 'src', 'hook.js')}:12:1`]);
  },
);

test.skipIf(process.platform === 'win32')(
  'what lies outside the project is not opened, and says why',
  async () => {
    const { folder, outside } = makeProject();
    const editor = fakeEditor();
    const { api, attempt } = await failedAttempt(folder);
    for (const file of [
      outside,
      '../secret.txt',
      'src/../../secret.txt',
      'src/link.js',
      'up/secret.txt',
      'src',
      '/etc/passwd',
      'src/none.js',
    ]) {
      expect(await codeOf(api.attempts.openInEditor({ id: attempt.id, file, line: 1 })), file).toBe(
        'NOT_IN_PROJECT',
      );
    }
    expect(await codeOf(api.attempts.openInEditor({ id: 999_999, file: 'src/hook.js', line: 1 }))).toBe(
      'NOT_FOUND',
    );
    expect(editor.calls()).toEqual([]);
  },
);

test('without a folder the endpoint’s settings are named', async () => {
  const { api, attempt } = await failedAttempt(null);
  expect(await codeOf(api.attempts.openInEditor({ id: attempt.id, file: '/app/src/hook.js', line: 1 }))).toBe(
    'NO_FOLDER',
  );
});

test.skipIf(process.platform === 'win32')('an editor that ends with an error says so', async () => {
  const { folder } = makeProject();
  fakeEditor(3);
  const { api, attempt } = await failedAttempt(folder);
  expect(await codeOf(api.attempts.openInEditor({ id: attempt.id, file: 'src/hook.js', line: null }))).toBe(
    'EDITOR_FAILED',
  );
  process.env['LAUNCH_EDITOR'] = '/nonexistent/editor';
  expect(await codeOf(api.attempts.openInEditor({ id: attempt.id, file: 'src/hook.js', line: null }))).toBe(
    'EDITOR_FAILED',
  );
});

describe('the file that a frame names', () => {
  test('the longest end of its path that is there', async () => {
    const { folder } = makeProject();
    mkdirSync(join(folder, 'app', 'src'), { recursive: true });
    writeFileSync(join(folder, 'app', 'src', 'hook.js'), '');
    expect(await findSource(folder, '/app/src/hook.js')).toBe(join(folder, 'app', 'src', 'hook.js'));
    expect(await findSource(folder, 'C:\\shop\\src\\hook.js')).toBe(join(folder, 'src', 'hook.js'));
  });

  test('a bare name, as Java prints it, where there is just one', async () => {
    const { folder } = makeProject();
    const hooks = join(folder, 'src', 'main', 'java', 'com', 'shop', 'Hooks.java');
    expect(await findSource(folder, 'Hooks.java')).toBe(hooks);
    mkdirSync(join(folder, 'lib'));
    writeFileSync(join(folder, 'lib', 'Hooks.java'), '');
    expect(await findSource(folder, 'Hooks.java')).toBeNull();
  });

  test('a folder that is a link itself', async () => {
    const { folder } = makeProject();
    const link = join(tempDir(), 'shop');
    symlinkSync(folder, link);
    expect(await findSource(link, 'src/hook.js')).toBe(join(folder, 'src', 'hook.js'));
  });
});
