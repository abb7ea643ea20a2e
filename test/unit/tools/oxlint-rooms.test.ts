// The import rules, shown by running oxlint on small trees that break them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const projectDir = resolve(import.meta.dirname, '../../..');

/** [file, its code, what is complained about; null = nothing] */
type Case = [file: string, code: string, complaint: string | null];

const CASES: Case[] = [
  ['src/shared/contract/ok.ts', "import { oc } from '@orpc/contract'; import { z } from 'zod';", null],
  [
    'src/shared/domain/orpc.ts',
    "import { oc } from '@orpc/contract';",
    'shared imports zod only, so not @orpc/contract.',
  ],
  [
    'src/shared/domain/node.ts',
    "import { join } from 'node:path';",
    'shared must not import Node’s modules (node:path).',
  ],
  [
    'src/shared/domain/bare.ts',
    "import { join } from 'path';",
    'shared must not import Node’s modules (path).',
  ],
  [
    'src/shared/contract/up.ts',
    "import type { E } from '../../main/engine/engine.ts';",
    'shared/contract must not import from engine/engine.ts, not even a type.',
  ],

  [
    'src/main/engine/store/ok.ts',
    "import Database from 'better-sqlite3'; import '#shared/contract/index.ts';",
    null,
  ],
  [
    'src/main/engine/store/up.ts',
    "import '../live/feed.ts';",
    'engine/store must not import from engine/live.',
  ],
  [
    'src/main/engine/replay/ok.ts',
    "import type { D } from '../delivery/delivery.ts'; import '../store/store.ts';",
    null,
  ],
  ['src/main/engine/replay/inline.ts', "import { type D } from '../delivery/delivery.ts';", null],
  [
    'src/main/engine/replay/value.ts',
    "import { d } from '../delivery/delivery.ts';",
    'engine/replay may import types from engine/delivery, but no values: have them handed in.',
  ],
  [
    'src/main/engine/replay/mixed.ts',
    "import { type D, d } from '#engine/delivery/delivery.ts';",
    'engine/replay may import types from engine/delivery, but no values: have them handed in.',
  ],
  [
    'src/main/engine/delivery/orpc.ts',
    "import { os } from '@orpc/server';",
    'engine/delivery must not import @orpc/server.',
  ],
  [
    'src/main/engine/delivery/api.ts',
    "import '../api/router.ts';",
    'engine/delivery must not import from engine/api.',
  ],
  [
    'src/main/engine/receiver/electron.ts',
    "import type { App } from 'electron';",
    'engine/receiver must not import electron.',
  ],
  [
    'src/main/engine/receiver/host.ts',
    "export * from '#hosts/web/index.ts';",
    'engine/receiver must not import from hosts/web.',
  ],
  [
    'src/main/engine/api/ok.ts',
    "import { os } from '@orpc/server'; import type { E } from '../engine.ts';",
    null,
  ],

  [
    'src/main/hosts/web/electron.ts',
    "import { app } from 'electron';",
    'hosts/web must not import electron.',
  ],
  [
    'src/main/hosts/web/other.ts',
    "import '../electron/window.ts';",
    'hosts/web must not import from hosts/electron.',
  ],
  [
    'src/main/hosts/electron/orpc.ts',
    "import { os } from '@orpc/server';",
    'hosts/electron must not import @orpc/server.',
  ],
  ['src/main/hosts/electron/port-transport.ts', "import { os } from '@orpc/server/message-port';", null],
  [
    'src/main/hosts/electron/web.ts',
    "const web = await import('../web/index.ts');",
    'hosts/electron must not import from hosts/web.',
  ],
  ['src/main/hosts/electron/updates.ts', "const updater = await import('electron-updater');", null],
  [
    'src/main/app/updates.ts',
    "const updater = await import('electron-updater');",
    'app must not import electron-updater.',
  ],
  ['src/main/stray/new.ts', 'export {};', 'src/main/stray/new.ts is in no room of tools/oxlint-rooms.js.'],

  ['src/preload/ok.ts', "import { ipcRenderer } from 'electron'; import '#shared/domain/x.ts';", null],
  ['src/preload/node.ts', "import 'node:fs';", 'preload must not import Node’s modules (node:fs).'],

  ['src/cli/launch.ts', "const host = await import('#hosts/web/index.ts');", null],
  [
    'src/cli/other.ts',
    "const host = await import('#hosts/web/index.ts');",
    'cli must not import from hosts/web.',
  ],
  [
    'src/cli/engine.ts',
    "type E = import('#engine/engine.ts').Engine;",
    'cli must not import from engine/engine.ts, not even a type.',
  ],

  ['src/renderer/api/ok.ts', "import { createORPCClient } from '@orpc/client';", null],
  [
    'src/renderer/features/list/ok.tsx',
    "import { useState } from 'react'; import '../../stores/s.ts';",
    null,
  ],
  [
    'src/renderer/features/list/orpc.ts',
    "import { createORPCClient } from '@orpc/client';",
    'renderer/features must not import @orpc/client.',
  ],
  [
    'src/renderer/features/list/node.ts',
    "import 'node:fs';",
    'renderer/features must not import Node’s modules (node:fs).',
  ],
  [
    'src/renderer/components/store.ts',
    "import '../stores/s.ts';",
    'renderer/components must not import from renderer/stores.',
  ],
  [
    'src/renderer/stores/feature.ts',
    "import '../features/list/ok.tsx';",
    'renderer/stores must not import from renderer/features.',
  ],
  [
    'src/renderer/main.ts',
    "import type { E } from '#engine/engine.ts';",
    'renderer must not import from engine/engine.ts, not even a type.',
  ],

  [
    'test/unit/anything.test.ts',
    "import '#engine/engine.ts'; import { os } from '@orpc/server'; import 'node:fs';",
    null,
  ],
  ['test/unit/electron.test.ts', "import { app } from 'electron';", 'tests must not import electron.'],
];

let dir: string;
let complaints: Map<string, string[]>;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'hookline-rooms-'));
  for (const [file, code] of CASES) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), `${code}\n`);
  }
  const config = join(dir, '.oxlintrc.json');
  writeFileSync(
    config,
    JSON.stringify({
      categories: { correctness: 'off' },
      jsPlugins: [join(projectDir, 'tools', 'oxlint-rooms.js')],
      rules: { 'rooms/imports': 'error' },
    }),
  );
  const oxlint = join(projectDir, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const run = spawnSync(process.execPath, [oxlint, '--config', config, '--format', 'json'], {
    cwd: dir,
    encoding: 'utf8',
  });
  const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: { filename: string; message: string }[] };
  complaints = new Map();
  for (const { filename, message } of diagnostics) {
    const file = filename.replaceAll('\\', '/');
    complaints.set(file, [...(complaints.get(file) ?? []), message]);
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('rooms/imports', () => {
  it.each(CASES)('%s: %s', (file, _code, complaint) => {
    expect(complaints.get(file) ?? []).toEqual(complaint === null ? [] : [complaint]);
  });

  it('is on in the project, as an error', () => {
    expect(readFileSync(join(projectDir, '.oxlintrc.json'), 'utf8')).toContain('"rooms/imports": "error"');
  });
});
