// Finds a Chromium for the tests: one named by the environment, one installed on the system, Playwright's own, or the one
// inside the npm package @sparticuz/chromium (Linux x64), which needs nothing but `npm ci`.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface FoundBrowser {
  executablePath: string;
  args: string[];
  /** The whole environment for it. */
  env: Record<string, string>;
  /** For the log: where it comes from. */
  source: string;
}

/** Path of a browser to use, before any other. */
export const BROWSER_ENV = 'HOOKLINE_BROWSER';
/** The search done once, for the worker processes that read the Playwright configuration again. */
const FOUND_ENV = 'HOOKLINE_BROWSER_FOUND';

const rootDir = fileURLToPath(new URL('../..', import.meta.url));

export async function findBrowser(): Promise<FoundBrowser | { missing: string }> {
  const known = process.env[FOUND_ENV];
  if (known !== undefined) return withEnv(JSON.parse(known) as Candidate);
  const candidate = fromEnvironment() ?? fromSystem() ?? (await fromPlaywright()) ?? fromNpmPackage();
  if (candidate === null) {
    return {
      missing: `No Chromium was found. Install Chrome or Chromium, run "npx playwright install chromium", or set ${BROWSER_ENV} to the path of one.`,
    };
  }
  process.env[FOUND_ENV] = JSON.stringify(candidate);
  return withEnv(candidate);
}

interface Candidate {
  executablePath: string;
  args: string[];
  extraEnv: Record<string, string>;
  source: string;
}

function plain(executablePath: string, source: string): Candidate {
  return { executablePath, args: [], extraEnv: {}, source };
}

function withEnv({ executablePath, args, extraEnv, source }: Candidate): FoundBrowser {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { executablePath, args, env: { ...Object.fromEntries(inherited), ...extraEnv }, source };
}

/** Somebody who names a browser wants that one: if it is not there, the tests fail on it instead of taking another. */
function fromEnvironment(): Candidate | null {
  const path = process.env[BROWSER_ENV];
  return path ? plain(path, BROWSER_ENV) : null;
}

const INSTALLED: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    .map((name) => process.env[name] ?? '')
    .flatMap((dir) => [
      join(dir, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(dir, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]),
};

function fromSystem(): Candidate | null {
  const paths = (INSTALLED[process.platform] ?? []).map((name) => onPath(name) ?? name);
  const found = paths.find((path) => existsSync(path) && answers(path));
  return found === undefined ? null : plain(found, 'the system');
}

function onPath(name: string): string | null {
  const dirs = (process.env['PATH'] ?? '').split(delimiter);
  return dirs.map((dir) => join(dir, name)).find((path) => existsSync(path)) ?? null;
}

/** Ubuntu's `chromium-browser` may be a script that only says to install a snap. On Windows --version opens a window. */
function answers(path: string): boolean {
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { timeout: 10_000, stdio: 'ignore' }).status === 0;
}

async function fromPlaywright(): Promise<Candidate | null> {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? plain(path, 'Playwright') : null;
}

/**
 * Unpacks the package's browser once into node_modules/.cache. The package itself unpacks to fixed names in the temp
 * folder, where a half-written file of another process counts as done; hence the folder of its own, and the rename.
 */
function fromNpmPackage(): Candidate | null {
  const packageDir = join(rootDir, 'node_modules', '@sparticuz', 'chromium');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(packageDir)) return null;
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  const cacheDir = join(rootDir, 'node_modules', '.cache', 'hookline');
  const dir = join(cacheDir, `chromium-${version}`);
  if (!existsSync(dir)) {
    mkdirSync(cacheDir, { recursive: true });
    const unpackDir = mkdtempSync(join(cacheDir, 'unpacking-'));
    unpack(unpackDir);
    try {
      renameSync(unpackDir, dir);
    } catch {
      // Another process was first.
      rmSync(unpackDir, { recursive: true, force: true });
    }
  }
  const executablePath = join(dir, 'chromium');
  return {
    executablePath,
    args: NPM_PACKAGE_ARGS,
    extraEnv: environmentFor(executablePath, dir),
    source: '@sparticuz/chromium',
  };
}

/** In a process of its own, because the package writes to the temp folder, wherever that is. */
function unpack(dir: string): void {
  const program = `
    import chromium, { inflate } from '@sparticuz/chromium';
    await chromium.executablePath();
    await inflate('node_modules/@sparticuz/chromium/bin/al2023.tar.br');
  `;
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: rootDir,
    env: { ...process.env, TMPDIR: dir },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Not the package's own list: that switches off the same-origin policy, which is what some tests are about. */
const NPM_PACKAGE_ARGS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];

/** The package brings libraries and a font for machines that have none. */
function environmentFor(executablePath: string, dir: string): Record<string, string> {
  const fontConfig = join(dir, 'fonts-here.conf');
  // Its own configuration names /tmp/fonts; a page without any font has no height, and nothing on it can be clicked.
  writeFileSync(
    fontConfig,
    `<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>${join(dir, 'fonts')}</dir>` +
      `<cachedir>${join(dir, 'fonts-cache')}</cachedir></fontconfig>\n`,
  );
  const extra: Record<string, string> = { FONTCONFIG_FILE: fontConfig };
  const libraries = spawnSync('ldd', [executablePath], { encoding: 'utf8' });
  if (libraries.error || libraries.stdout.includes('not found')) {
    extra['LD_LIBRARY_PATH'] = [join(dir, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']]
      .filter(Boolean)
      .join(':');
  }
  return extra;
}
