// The `hookline` command: reads its options, then chooses a host and runs it, or asks the one that runs; ends with its exit code.
import { locateRoot } from '../main/locate-root.ts';
import { EXIT, type LaunchOptions } from '#shared/domain/launch-options.ts';
import { chooseHost } from './choose-host.ts';
import { runDesktop } from './desktop.ts';
import { fetchElectronBinary, findElectronBinary } from './electron-binary.ts';
import { launchWeb } from './launch.ts';
import { readCommand } from './options.ts';

const LINGER_MS = 2_000;

const { rootDir, version } = locateRoot();

async function main(argv: readonly string[]): Promise<number> {
  const command = readCommand(argv, { env: process.env, cwd: process.cwd() });
  switch (command.kind) {
    case 'help':
      process.stdout.write(command.text);
      return EXIT.ok;
    case 'version':
      process.stdout.write(`${version}\n`);
      return EXIT.ok;
    case 'invalid':
      say(command.message);
      return EXIT.usage;
    case 'events': {
      // Loaded only when wanted: starting needs none of it.
      const { runEvents } = await import('./client/events.ts');
      return runEvents(command.options);
    }
    case 'run':
      return run(command.options);
  }
}

async function run(options: LaunchOptions): Promise<number> {
  const choice = await chooseHost(options.host, {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    findBinary: () => findElectronBinary(rootDir),
    fetchBinary: () => fetchElectronBinary({ rootDir, terminal: process.stderr }),
  });
  if (choice.host === 'none') return desktopUnavailable(choice.why);
  if (choice.host === 'desktop') {
    const end = await runDesktop(choice.binary, rootDir, options);
    if (end.started) return end.exitCode;
    if (options.host === 'desktop') return desktopUnavailable(end.reason);
    sayInstead(end.reason);
  } else if (choice.why !== null) {
    sayInstead(choice.why);
  }
  return launchWeb(options);
}

function desktopUnavailable(why: string): number {
  say(`The desktop app cannot run: ${why}. Use --host web for the dashboard in the browser.`);
  return EXIT.desktopUnavailable;
}

function sayInstead(why: string): void {
  say(`No desktop app, as ${why}; serving the dashboard to the browser instead.`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function finish(exitCode: number): void {
  process.exitCode = exitCode;
  // Output still on its way gets out by itself; a handle somebody forgot must not keep the terminal waiting.
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

try {
  finish(await main(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(
    `Hookline ended unexpectedly: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  finish(EXIT.unexpected);
}
