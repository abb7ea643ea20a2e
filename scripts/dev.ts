// `npm run dev`: the web host straight from sources, restarted when they change, and the renderer from Vite's dev server
// with hot reload in front of it. One address; options after `--` go to the host.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createServer, type ViteDevServer } from 'vite';
import { API_PREFIX, SOCKET_PATH } from '../src/shared/contract/index.ts';
import type { ReadyLine } from '../src/shared/domain/launch-options.ts';
import { rendererViteConfig } from './renderer-vite-config.ts';

const rootDir = fileURLToPath(new URL('..', import.meta.url));
const DEV_PORT = 4600;
const GRACE_MS = 5_000;

let dashboard: ViteDevServer | null = null;
let target = '';

const host = spawn(
  process.execPath,
  [
    '--watch',
    '--watch-preserve-output',
    'src/cli/hookline.ts',
    '--host',
    'web',
    '--no-open',
    '--json',
    ...process.argv.slice(2),
  ],
  { cwd: rootDir, stdio: ['ignore', 'pipe', 'pipe'] },
);
host.once('exit', (code) => void end(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0));

createInterface({ input: host.stderr }).on('line', (line) => {
  // The host's own address serves the built dashboard, not the one under work.
  if (!/^\s+Hookline\s+http/.test(line)) process.stderr.write(`${line}\n`);
});
for await (const line of createInterface({ input: host.stdout })) {
  const ready = asReadyLine(line);
  if (ready === null) continue;
  // After a restart of the host the page comes back by itself: its session outlives the token.
  if (ready.dashboardUrl !== target) {
    target = ready.dashboardUrl;
    await dashboard?.close();
    dashboard = await serveDashboard();
  }
  const address = dashboard?.resolvedUrls?.local[0] ?? '';
  process.stderr.write(`\n  Hookline (dev)   ${address}#token=${ready.token}\n\n`);
}

/**
 * The proxy keeps Host and Origin as the browser sent them: the host compares the two, and takes any loopback port.
 */
async function serveDashboard(): Promise<ViteDevServer> {
  const server = await createServer({
    ...rendererViteConfig(),
    configFile: false,
    clearScreen: false,
    logLevel: 'warn',
    server: {
      host: '127.0.0.1',
      port: DEV_PORT,
      proxy: {
        '/session': { target },
        [API_PREFIX]: { target },
        [SOCKET_PATH]: { target, ws: true },
      },
    },
  });
  return server.listen();
}

/** Everything else on stdout, such as what `--watch` says, is not for us. */
function asReadyLine(line: string): ReadyLine | null {
  if (!line.startsWith('{')) return null;
  const parsed = JSON.parse(line) as ReadyLine;
  return parsed.event === 'ready' ? parsed : null;
}

async function end(exitCode: number): Promise<void> {
  process.exitCode = exitCode;
  await dashboard?.close();
  if (host.exitCode !== null || host.signalCode !== null) return process.exit();
  // The watcher passes it on to the host, which puts the Stripe CLI away.
  host.kill('SIGTERM');
  setTimeout(() => host.kill('SIGKILL'), GRACE_MS).unref();
}
