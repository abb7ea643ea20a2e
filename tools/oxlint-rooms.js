// The house's floor plan as a lint rule: which room may import which, types included. Read by oxlint as a JS plugin.
// Plain JavaScript, because editors run oxlint on whatever Node they have.
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { posix, relative, sep } from 'node:path';

/**
 * The first room whose `path` the file begins with is its room, so the narrow ones come first.
 * - `rooms`: the rooms it may import besides itself; `*` = every room.
 * - `types`: rooms of which it may import types alone: interfaces whose implementation is handed in.
 * - `packages`: the only packages it may import; without it, any that is not kept (see KEPT_PACKAGES).
 * - `kept`: kept packages it may import all the same.
 * - `node`: whether it may import Node's own modules.
 */
const ROOMS = [
  {
    name: 'shared/contract',
    path: 'src/shared/contract/',
    rooms: ['shared'],
    packages: ['zod', '@orpc/contract'],
  },
  { name: 'shared', path: 'src/shared/', rooms: [], packages: ['zod'] },

  { name: 'engine/ports', path: 'src/main/engine/ports.ts', rooms: ['shared'] },
  {
    name: 'engine/engine.ts',
    path: 'src/main/engine/engine.ts',
    rooms: [
      'engine/store',
      'engine/live',
      'engine/signature',
      'engine/capability',
      'engine/plan-probe',
      'engine/ports',
      'shared',
      'shared/contract',
    ],
    node: true,
  },
  {
    name: 'engine/store',
    path: 'src/main/engine/store/',
    rooms: ['engine/ports', 'shared', 'shared/contract'],
    kept: ['better-sqlite3'],
    node: true,
  },
  {
    name: 'engine/live',
    path: 'src/main/engine/live/',
    rooms: ['engine/store', 'engine/ports', 'shared', 'shared/contract'],
    node: true,
  },
  {
    name: 'engine/api',
    path: 'src/main/engine/api/',
    rooms: [
      'engine/engine.ts',
      'engine/capability',
      'engine/network',
      'engine/ports',
      'shared',
      'shared/contract',
    ],
    types: ['engine/store', 'engine/live', 'engine/signature'],
    kept: ['@orpc/server', '@orpc/openapi', '@orpc/zod'],
    node: true,
  },
  {
    // What several capabilities need alike, and which is no capability itself.
    name: 'engine/signature',
    path: 'src/main/engine/signature/',
    rooms: ['engine/store', 'engine/ports', 'shared', 'shared/contract'],
    node: true,
  },
  {
    // What those who receive, those who send and those who ask have in common: plain HTTP messages, names of hosts.
    name: 'engine/network',
    path: 'src/main/engine/network/',
    rooms: [],
    node: true,
  },
  {
    // How a file is written as a whole, for everything that writes one.
    name: 'engine/files',
    path: 'src/main/engine/files/',
    rooms: [],
    node: true,
  },
  {
    // A process of its own: SQLite cannot be interrupted otherwise.
    name: 'engine/sqlite-worker',
    path: 'src/main/engine/plan-probe/sqlite-worker.ts',
    rooms: ['shared'],
    kept: ['better-sqlite3'],
    node: true,
  },
  {
    // Asks the developer's app or database what it believes.
    name: 'engine/plan-probe',
    path: 'src/main/engine/plan-probe/',
    rooms: ['engine/network', 'engine/ports', 'shared', 'shared/contract'],
    types: ['engine/sqlite-worker'],
    kept: ['pg', 'mysql2'],
    node: true,
  },
  {
    // Receiver, forwarder, delivery …: each folder is a room of its own kind, and they meet in engine.ts.
    name: 'engine/capability',
    path: 'src/main/engine/',
    oneRoomPerFolder: true,
    rooms: [
      'engine/store',
      'engine/live',
      'engine/signature',
      'engine/network',
      'engine/files',
      'engine/ports',
      'shared',
      'shared/contract',
    ],
    types: ['engine/capability', 'engine/plan-probe'],
    kept: ['@stripe/cli'],
    node: true,
  },

  {
    name: 'app',
    path: 'src/main/app/',
    rooms: ['engine/*', 'api-server', 'locate-root', 'shared', 'shared/contract'],
    // The instance lock is an open transaction.
    kept: ['better-sqlite3'],
    node: true,
  },
  {
    name: 'api-server',
    path: 'src/main/api-server/',
    rooms: ['engine/*', 'shared', 'shared/contract'],
    kept: ['ws', '@orpc/*'],
    node: true,
  },
  { name: 'locate-root', path: 'src/main/locate-root.ts', rooms: [], node: true },
  {
    name: 'hosts/electron transport',
    path: /^src\/main\/hosts\/electron\/[\w-]*transport\.ts$/,
    rooms: ['hosts/electron', 'engine/*', 'shared', 'shared/contract'],
    kept: ['electron', '@orpc/server'],
    node: true,
  },
  {
    name: 'hosts/electron',
    path: 'src/main/hosts/electron/',
    rooms: ['hosts/electron transport', 'app', 'engine/*', 'locate-root', 'shared', 'shared/contract'],
    // The updater asks Electron who it is as soon as it is used.
    kept: ['electron', 'electron-updater'],
    node: true,
  },
  {
    name: 'hosts/web transport',
    path: /^src\/main\/hosts\/web\/[\w-]*transport\.ts$/,
    rooms: ['hosts/web', 'engine/*', 'shared', 'shared/contract'],
    kept: ['ws', '@orpc/server', '@orpc/openapi'],
    node: true,
  },
  {
    name: 'hosts/web',
    path: 'src/main/hosts/web/',
    rooms: [
      'hosts/web transport',
      'app',
      'api-server',
      'engine/*',
      'locate-root',
      'shared',
      'shared/contract',
    ],
    kept: ['ws'],
    node: true,
  },
  { name: 'preload', path: 'src/preload/', rooms: ['shared'], packages: ['electron'] },

  // The one exception of the command: the web host runs in its process, so one file loads it, and only when wanted.
  { name: 'cli/launch', path: 'src/cli/launch.ts', rooms: ['cli', 'hosts/web', 'shared'], node: true },
  {
    name: 'cli/client',
    path: 'src/cli/client/',
    rooms: ['cli', 'shared', 'shared/contract'],
    kept: ['@orpc/client', '@orpc/contract', 'ws'],
    node: true,
  },
  {
    name: 'cli',
    path: 'src/cli/',
    rooms: ['cli/launch', 'cli/client', 'locate-root', 'shared', 'shared/contract'],
    node: true,
  },

  {
    name: 'renderer/api',
    path: 'src/renderer/api/',
    rooms: ['shared', 'shared/contract'],
    kept: ['@orpc/client', '@orpc/contract'],
  },
  {
    name: 'renderer/stores',
    path: 'src/renderer/stores/',
    rooms: ['renderer/api', 'shared', 'shared/contract'],
  },
  // The language is one of the preferences kept in a store.
  {
    name: 'renderer/i18n',
    path: 'src/renderer/i18n/',
    rooms: ['renderer/stores', 'shared', 'shared/contract'],
  },
  // Components know nothing of the app: text and data come in by props.
  { name: 'renderer/components', path: 'src/renderer/components/', rooms: ['shared', 'shared/contract'] },
  {
    name: 'renderer/commands',
    path: 'src/renderer/commands/',
    rooms: ['renderer/stores', 'renderer/api', 'renderer/i18n', 'shared', 'shared/contract'],
  },
  {
    name: 'renderer/features',
    path: 'src/renderer/features/',
    rooms: ['renderer/*', 'shared', 'shared/contract'],
  },
  { name: 'renderer', path: 'src/renderer/', rooms: ['renderer/*', 'shared', 'shared/contract'] },

  // Outside src/: tests, tools and benchmarks may look into every room; the example stands for itself.
  {
    // The double of Electron, and what tests the desktop app on either: Electron's types, which are gone at run time.
    name: 'tests of the desktop app',
    path: /^test\/(support\/electron-double|e2e\/desktop|unit\/electron)\//,
    rooms: ['*'],
    kept: ['electron', '@orpc/*', 'ws'],
    node: true,
  },
  {
    name: 'tests',
    path: 'test/',
    rooms: ['*'],
    kept: ['@orpc/*', 'ws', 'better-sqlite3', 'pg', 'mysql2', '@stripe/cli'],
    node: true,
  },
  { name: 'benchmarks', path: 'bench/', rooms: ['*'], kept: ['@orpc/*', 'ws', 'better-sqlite3'], node: true },
  { name: 'example', path: 'examples/', rooms: [], kept: ['better-sqlite3'], node: true },
  { name: 'tools', path: /^(scripts|tools|bin)\//, rooms: ['*'], node: true },
  { name: 'root', path: /^[^/]+$/, rooms: ['*'], node: true },
];

/** Packages that decide what a room can run in or speaks to; nobody has them who is not named above. */
const KEPT_PACKAGES = [
  'electron',
  'electron-updater',
  'better-sqlite3',
  'pg',
  'mysql2',
  'ws',
  '@orpc/*',
  '@stripe/cli',
];

const ALIASES = readAliases();

const imports = {
  meta: {
    type: 'problem',
    docs: { description: 'Rooms import only what the architecture lets them.' },
    schema: [],
  },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    const room = roomOf(file);
    if (room === null) {
      // A new folder in src/ needs a place in the table before it needs code.
      if (!file.startsWith('src/')) return {};
      return {
        Program: (node) =>
          context.report({ node, message: `${file} is in no room of tools/oxlint-rooms.js.` }),
      };
    }
    const check = (source, isTypeOnly) => {
      if (typeof source?.value !== 'string') return;
      const complaint = complaintAbout(room, file, source.value, isTypeOnly);
      if (complaint !== null) context.report({ node: source, message: complaint });
    };
    return {
      ImportDeclaration: (node) => check(node.source, carriesTypesOnly(node, node.importKind)),
      ExportNamedDeclaration: (node) => check(node.source, carriesTypesOnly(node, node.exportKind)),
      ExportAllDeclaration: (node) => check(node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node.source, false),
      TSImportType: (node) => check(node.source ?? node.argument?.literal ?? node.argument, true),
      TSImportEqualsDeclaration: (node) =>
        check(node.moduleReference?.expression, node.importKind === 'type'),
      CallExpression: (node) => {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require')
          check(node.arguments[0], false);
      },
    };
  },
};

export default { meta: { name: 'rooms' }, rules: { imports } };

/** `import type { A }` and `import { type A, type B }` alike. */
function carriesTypesOnly(node, kind) {
  const specifiers = node.specifiers ?? [];
  return (
    kind === 'type' ||
    (specifiers.length > 0 &&
      specifiers.every((one) => one.importKind === 'type' || one.exportKind === 'type'))
  );
}

/** Why `room` may not import `specifier`, or null. */
function complaintAbout(room, file, specifier, typeOnly) {
  const target = targetFile(file, specifier);
  if (target === null) return complaintAboutPackage(room, specifier);
  const there = roomOf(target);
  if (there === null)
    return target.startsWith('src/') ? `${target} is in no room of tools/oxlint-rooms.js.` : null;
  if (there.id === room.id || allows(room.rooms, there.name)) return null;
  if (allows(room.types ?? [], there.name)) {
    return typeOnly
      ? null
      : `${room.id} may import types from ${there.id}, but no values: have them handed in.`;
  }
  return `${room.id} must not import from ${there.id}${typeOnly ? ', not even a type' : ''}.`;
}

function complaintAboutPackage(room, specifier) {
  if (isBuiltin(specifier))
    return room.node ? null : `${room.id} must not import Node’s modules (${specifier}).`;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (room.packages) {
    if (allows(room.packages, name)) return null;
    return `${room.id} imports ${room.packages.join(' and ')} only, so not ${name}.`;
  }
  if (!allows(KEPT_PACKAGES, name) || allows(room.kept ?? [], name)) return null;
  return `${room.id} must not import ${name}.`;
}

/** The imported file from the project's root, or null for a package. */
function targetFile(file, specifier) {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  const alias = ALIASES.find(([prefix]) => specifier.startsWith(prefix));
  return alias ? posix.join(alias[1], specifier.slice(alias[0].length)) : null;
}

/** Its `id` is what it is told apart and spoken of by. */
function roomOf(file) {
  const room = ROOMS.find(({ path }) => (typeof path === 'string' ? file.startsWith(path) : path.test(file)));
  if (!room) return null;
  const folder = room.oneRoomPerFolder ? file.slice(room.path.length).split('/')[0] : null;
  return { ...room, id: folder === null ? room.name : `engine/${folder}` };
}

function allows(patterns, name) {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}

/** package.json "imports", such as `#shared/*` → `./src/shared/*`. */
function readAliases() {
  const { imports: table } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return Object.entries(table).map(([from, to]) => [from.replace('*', ''), to.replace('*', '')]);
}
