// Reads which Stripe SDK a project has from what its package manager wrote down. Pure: text in, the release out.
import { asArray, asObject, isObject, text, type Json } from '../json-read.ts';
import type { Sdk } from './sdk.ts';

export interface LockedSdk {
  sdk: Sdk;
  version: string;
  /** Further releases in the same file, where it does not say which of them the project itself uses. */
  others?: string[];
}

/** @returns one release, or each that it may be */
type Reader = (content: string) => string | readonly string[] | null;

interface LockFile {
  sdk: Sdk;
  read: Reader;
}

/** In this order: what was installed says more than what was asked for. */
export const LOCK_FILES: Readonly<Record<string, LockFile>> = {
  'package-lock.json': { sdk: 'node', read: readPackageLock },
  'pnpm-lock.yaml': { sdk: 'node', read: readPnpmLock },
  'yarn.lock': {
    sdk: 'node',
    read: eachOf(/^"?stripe@[^\n]*:\r?\n\s+version:? "?([^"\s]+)"?/gm),
  },
  'bun.lock': { sdk: 'node', read: firstOf(/^\s*"stripe": \["stripe@([^"]+)"/m) },
  'uv.lock': { sdk: 'python', read: readTomlLock },
  'poetry.lock': { sdk: 'python', read: readTomlLock },
  'Pipfile.lock': {
    sdk: 'python',
    read: ofJson((lock) =>
      text(asObject(asObject(lock['default'])['stripe'])['version'])?.replace(/^==/, ''),
    ),
  },
  'requirements.txt': {
    sdk: 'python',
    // A range says what may be installed, not what is.
    read: firstOf(/^\s*stripe(?:\[[^\]]*\])?\s*===?\s*([\w.+-]+)/im),
  },
  'Gemfile.lock': { sdk: 'ruby', read: firstOf(/^ {4}stripe \(([^)\s]+)\)/m) },
  'composer.lock': {
    sdk: 'php',
    read: ofJson((lock) => {
      const all = [...asArray(lock['packages']), ...asArray(lock['packages-dev'])].map(asObject);
      return text(all.find((one) => one['name'] === 'stripe/stripe-php')?.['version']);
    }),
  },
  'go.mod': { sdk: 'go', read: readGo },
  'go.sum': { sdk: 'go', read: readGo },
  'packages.lock.json': {
    sdk: 'dotnet',
    read: ofJson((lock) => {
      const frameworks = Object.values(asObject(lock['dependencies'])).map(asObject);
      return frameworks.flatMap((one) => text(asObject(one['Stripe.net'])['resolved']) ?? []);
    }),
  },
  'pom.xml': { sdk: 'java', read: readPom },
  'build.gradle': { sdk: 'java', read: firstOf(/com\.stripe:stripe-java:([\w.+-]+)/) },
  'build.gradle.kts': { sdk: 'java', read: firstOf(/com\.stripe:stripe-java:([\w.+-]+)/) },
};

const PROJECT_FILE: LockFile = { sdk: 'dotnet', read: readProjectFile };

/** @returns null for a file that is none of these */
function lockFileOf(name: string): LockFile | null {
  if (name.endsWith('.csproj')) return PROJECT_FILE;
  return Object.hasOwn(LOCK_FILES, name) ? (LOCK_FILES[name] ?? null) : null;
}

/** The files of a folder that may say it, the most telling first. */
export function lockFilesAmong(names: readonly string[]): string[] {
  const known = Object.keys(LOCK_FILES).filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => name.endsWith('.csproj')).toSorted()];
}

/** @returns null when the file names no Stripe SDK, or not which release: one from git, a file or a workspace is none */
export function readLock(name: string, content: string): LockedSdk | null {
  const file = lockFileOf(name);
  if (file === null) return null;
  const read = file.read(content) ?? [];
  const all = new Set(typeof read === 'string' ? [read] : read);
  const [version, ...others] = [...all].filter((one) => /^v?\d/.test(one) && one !== YARN_WORKSPACE);
  if (version === undefined) return null;
  return { sdk: file.sdk, version, ...(others.length > 0 && { others }) };
}

/** What Yarn writes down for a package of the project's own. Source: @yarnpkg/core, LocatorHash of workspaces. */
const YARN_WORKSPACE = '0.0.0-use.local';

function firstOf(pattern: RegExp): Reader {
  return (content) => pattern.exec(content)?.[1] ?? null;
}

/** @param pattern global */
function eachOf(pattern: RegExp): Reader {
  return (content) => [...content.matchAll(pattern)].map(([, version = '']) => version);
}

function ofJson(find: (lock: Json) => ReturnType<Reader> | undefined): Reader {
  return (content) => {
    try {
      const lock: unknown = JSON.parse(content.replace(/^\uFEFF/, ''));
      return isObject(lock) ? (find(lock) ?? null) : null;
    } catch {
      return null;
    }
  };
}

/** npm 7 and later; before that there were no `packages`. What another package brings along for itself does not count. */
function readPackageLock(content: string): ReturnType<Reader> {
  return ofJson((lock) => {
    const packages = asObject(lock['packages']);
    const installed = (place: string): string[] => {
      const entry = asObject(packages[place]);
      const name =
        text(entry['name']) ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return name === 'stripe' ? [text(entry['version']) ?? ''] : [];
    };
    const [own] = installed('node_modules/stripe');
    if (own !== undefined && own !== '') return own;
    const before = text(asObject(asObject(lock['dependencies'])['stripe'])['version']);
    if (before !== null) return before;
    // Under another name, or in the workspaces of a monorepo.
    return Object.keys(packages)
      .filter((place) => place.includes('node_modules/') && !/node_modules\/.*node_modules\//.test(place))
      .flatMap(installed);
  })(content);
}

/** What the project itself asks for, else what its workspaces do, else any. The version may be followed by its peers in brackets. */
function readPnpmLock(content: string): ReturnType<Reader> {
  const asked = (part: string): string[] =>
    [...part.matchAll(/^ +stripe:\r?\n +specifier:[^\n]*\n +version: ['"]?([^\s('"_]+)/gm)].map(
      ([, version = '']) => version,
    );
  const root = /^ {2}\.:\r?\n([\s\S]*?)(?=^ {0,2}\S|$(?![\s\S]))/m.exec(content)?.[1] ?? '';
  for (const found of [asked(root), asked(content)]) if (found.length > 0) return found;
  return (
    (/^ {2}stripe: ['"]?(\d[^\s('"_]*)/m.exec(content) ??
      /^ {2}['"]?\/?stripe[@/](\d[^\s('":_]*)/m.exec(content))?.[1] ?? null
  );
}

function readTomlLock(content: string): string[] {
  return content
    .split(/^\[\[package\]\]\s*$/m)
    .filter((one) => /^\s*name = "stripe"\s*$/m.test(one.split(/^\[/m)[0] ?? ''))
    .flatMap((block) => /^version = "([^"]+)"/m.exec(block)?.[1] ?? []);
}

/** go.sum also lists releases that were only considered: the newest one is used. */
function readGo(content: string): string | null {
  const versions = [
    ...content.matchAll(
      /github\.com\/stripe\/stripe-go(?:\/v\d+)? (v\d+\.\d+\.\d+[\w.+-]*?)(?:\/go\.mod)?(?=\s|$)/g,
    ),
  ]
    .map(([, version = '']) => version)
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return versions.at(-1)?.replace('+incompatible', '') ?? null;
}

function readPom(content: string): string | null {
  const plain = content.replaceAll(/<!--[\s\S]*?-->/g, '');
  const dependency = [...plain.matchAll(/<dependency>([\s\S]*?)<\/dependency>/g)]
    .map(([, inside = '']) => inside)
    .find(
      (inside) =>
        /<groupId>\s*com\.stripe\s*<\/groupId>/.test(inside) &&
        /<artifactId>\s*stripe-java\s*<\/artifactId>/.test(inside),
    );
  const version = /<version>\s*([^<\s]+)\s*<\/version>/.exec(dependency ?? '')?.[1] ?? null;
  const property = /^\$\{([\w.-]+)\}$/.exec(version ?? '')?.[1];
  if (property === undefined) return version;
  const name = property.replaceAll('.', String.raw`\.`);
  return new RegExp(`<${name}>\\s*([^<\\s]+)\\s*</${name}>`).exec(plain)?.[1] ?? null;
}

function readProjectFile(content: string): string | null {
  const plain = content.replaceAll(/<!--[\s\S]*?-->/g, '');
  const reference =
    /<PackageReference\b[^>]*\bInclude="Stripe\.net"[^>]*?(?:\/>|>[\s\S]*?<\/PackageReference>)/i.exec(
      plain,
    )?.[0];
  if (reference === undefined) return null;
  return (
    /\bVersion="\[?([^"\],]+)\]?"/i.exec(reference)?.[1] ??
    /<Version>\s*([^<\s]+)\s*<\/Version>/i.exec(reference)?.[1] ??
    null
  );
}
