// The web host: the engine in plain Node, the dashboard in any browser on this machine.
import { spawn } from 'node:child_process';
import { EXIT, type ExitCode, type LaunchOptions } from '#shared/domain/launch-options.ts';
import { createConsoleLogger } from '../../app/console-logger.ts';
import { handOver, sayHandedOver } from '../../app/hand-over.ts';
import { ownLastErrors } from '../../app/last-resort.ts';
import { LaunchError } from '../../app/launch-error.ts';
import { openApp, type App } from '../../app/open-app.ts';
import { locateRoot } from '../../locate-root.ts';

/** Runs until a signal ends it; resolves with the code to exit with. */
export async function runWebHost(options: LaunchOptions): Promise<ExitCode> {
  const say = (line: string): void => void process.stderr.write(line);
  const root = locateRoot();
  // Listened for from the first moment, so that a child started meanwhile is never left behind.
  const ended = signalled();
  const logger = createConsoleLogger(say);
  let app: App | null = null;
  let exitCode: ExitCode = EXIT.ok;
  ownLastErrors(logger, () => {
    exitCode = EXIT.unexpected;
    if (app === null) process.exit(exitCode);
    ended.now();
  });
  try {
    const opened = await openApp(options, root, logger, {
      fatal(error) {
        say(`${error.message}\n`);
        exitCode = error.exitCode;
        ended.now();
      },
    });
    if (opened.running) {
      const { other } = opened;
      if (options.json)
        process.stdout.write(
          `${JSON.stringify({ event: 'already-running', dashboardUrl: other?.dashboardUrl ?? null, pid: other?.pid ?? null })}\n`,
        );
      const handed =
        other === null ? null : await handOver(other, { forwardTo: options.forwardTo, show: options.open });
      say(sayHandedOver(other, handed));
      if (options.open && other !== null && handed?.shown !== true) openBrowser(other.openUrl);
      return EXIT.ok;
    }
    app = opened.app;
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    say(`${error.message}\n`);
    return error.exitCode;
  }

  if (options.json) process.stdout.write(`${JSON.stringify(app.ready)}\n`);
  say(welcome(app));
  if (options.open) openBrowser(app.openUrl);

  await ended.first;
  // A second wish, or three seconds, end it at once: what is under way is in the store and is taken up again.
  ended.again(() => process.exit(exitCode));
  const hurry = setTimeout(() => process.exit(exitCode), 3_000);
  await app.close();
  clearTimeout(hurry);
  return exitCode;
}

function welcome({ ready, openUrl, engine }: App): string {
  const target = engine.endpoints.list()[0]?.url ?? '';
  return [
    '',
    `  Hookline   ${openUrl}`,
    `  Receiver   ${ready.receiverUrl}  →  ${target}`,
    `  API        ${ready.apiUrl}  (Authorization: Bearer ${ready.token})`,
    `  Data       ${ready.dataDir}`,
    '',
    '  Ctrl+C to quit.',
    '',
    '',
  ].join('\n');
}

/** One Ctrl+C may arrive twice: from the terminal, which tells the whole process group, and from npm, which passes it on. */
const SAME_WISH_MS = 500;

interface Signalled {
  /** Resolves at the first signal to end. */
  first: Promise<void>;
  /** As if there had been a signal. */
  now(): void;
  /** Calls back at a later one that is not the echo of the first. */
  again(callback: () => void): void;
}

function signalled(): Signalled {
  let firstAt: number | null = null;
  let onAgain = (): void => {};
  let now = (): void => {};
  const first = new Promise<void>((resolve) => {
    now = resolve;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (firstAt !== null && performance.now() - firstAt > SAME_WISH_MS) onAgain();
        firstAt ??= performance.now();
        resolve();
      });
    }
  });
  return {
    first,
    now,
    again(callback) {
      onAgain = callback;
    },
  };
}

/** Best effort: the address is printed as well. */
function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  const child = spawn(command ?? 'xdg-open', args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
