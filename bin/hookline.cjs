#!/usr/bin/env node
// The `hookline` command as installed: finds a Node that is new enough, sees to the build in a checkout, and starts.
// Written for Node 18 and newer, because the Node that opens this file is the user's own.
'use strict';

const { spawn } = require('node:child_process');
const { existsSync, statSync } = require('node:fs');
const { constants } = require('node:os');
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');

// better-sqlite3 crashes on Node 20, and sources run by type stripping from 24 on.
const NEEDED_MAJOR = 24;
const PARENT_CHECK_MS = 1_000;
const RELAUNCHED = 'HOOKLINE_RELAUNCHED';
/** They ask the Hookline that runs, and want no dashboard built for that. */
const TERMINAL_COMMANDS = ['events'];
const rootDir = dirname(__dirname);
const BUILT = join('out', 'main', 'hookline.js');
const SOURCE = join('src', 'cli', 'hookline.ts');

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  if (process.env[RELAUNCHED] || process.env.npm_lifecycle_event) endWithParent();
  delete process.env[RELAUNCHED];
  start().catch((error) => fail(error.message));
} else {
  relaunch();
}

async function start() {
  // Compiled code is kept between starts; not there before Node 22.1.
  require('node:module').enableCompileCache?.();
  const entry = isSourceCheckout() ? await freshEntry() : BUILT;
  await import(pathToFileURL(join(rootDir, entry)).href);
}

/** What to run in a checkout: the build, made now unless it is fresh, or for commands in the terminal the sources as they are. */
async function freshEntry() {
  const { ensureBuild, staleness } = await import(
    pathToFileURL(join(rootDir, 'scripts', 'ensure-build.ts')).href
  );
  if (TERMINAL_COMMANDS.includes(process.argv[2])) {
    return staleness(rootDir) === null ? BUILT : SOURCE;
  }
  await ensureBuild({
    rootDir,
    onBuild: (reason) =>
      say(
        reason === 'first'
          ? 'Building Hookline (first start only)…'
          : 'Building Hookline (sources have changed)…',
      ),
  });
  return BUILT;
}

/**
 * A signal to `npm start` ends npm and the shell between it and us, and does not get here; a relaunching parent may have
 * been killed outright. Either way nobody would be left who could end this process.
 */
function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS);
  timer.unref();
}

function isSourceCheckout() {
  return existsSync(join(rootDir, 'src')) && existsSync(join(rootDir, 'electron.vite.config.ts'));
}

/** Runs this file again on the Node that came with the dependencies, and ends the way that one ends. */
function relaunch() {
  const node = process.env[RELAUNCHED] ? null : findBundledNode();
  if (node === null) {
    fail(
      `Hookline needs Node ${NEEDED_MAJOR} or newer, and this is ${process.versions.node}. ` +
        'Run `npm ci` in its folder, which brings that Node along, or install it from https://nodejs.org.',
    );
    return;
  }
  const child = spawn(node, [...process.execArgv, __filename, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, [RELAUNCHED]: '1' },
  });
  const forwarders = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
    const forward = () => {
      // Ctrl-C in a terminal reaches the whole process group, so the child has it already; a second one would read
      // as “quit at once”.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    process.on(signal, forward);
    return [signal, forward];
  });
  child.on('error', (error) =>
    fail(`Node ${NEEDED_MAJOR} at ${node} could not be started: ${error.message}.`),
  );
  child.on('exit', (code, signal) => {
    for (const [name, forward] of forwarders) process.off(name, forward);
    if (signal === null) process.exit(code ?? 1);
    process.kill(process.pid, signal);
    // On Windows, and for signals that cannot be raised, the shell's convention.
    process.exitCode = 128 + (constants.signals[signal] ?? 0);
  });
}

/** The npm package `node` carries the binary; it may be hoisted above this package. */
function findBundledNode() {
  const dirs = [join(rootDir, 'node_modules', 'node')];
  try {
    dirs.push(dirname(require.resolve('node/package.json')));
  } catch {
    // Not installed next to us; the first guess decides.
  }
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  // When the package's install script did not run there is no file, or only a stub of some bytes.
  return (
    dirs.map((dir) => join(dir, 'bin', name)).find((file) => existsSync(file) && statSync(file).size > 1e6) ??
    null
  );
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(message) {
  say(message);
  process.exitCode = 1;
}
