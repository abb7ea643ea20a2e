// Everything both hosts start with: data directory, instance lock, engine, loopback server. Each failure is a sentence and an exit code.
import { EXIT, type LaunchOptions, type ReadyLine } from '#shared/domain/launch-options.ts';
import { API_PREFIX } from '#shared/contract/index.ts';
import type { Desktop } from '#engine/api/host.ts';
import { createRouter, type Router } from '#engine/api/router.ts';
import { createEngine, type Engine } from '#engine/engine.ts';
import { systemClock, type ForkProgram, type Logger } from '#engine/ports.ts';
import { DatabaseTooNewError } from '#engine/store/open-database.ts';
import { createAccess } from '../api-server/access.ts';
import { startApiServer, type ApiServer } from '../api-server/api-server.ts';
import type { ProductRoot } from '../locate-root.ts';
import { defaultDataDir, prepareDataDir } from './data-dir.ts';
import { playDemo, startDemoBackend, type DemoBackend } from './demo.ts';
import { createFileSecretStore, type SecretCodec } from './file-secret-store.ts';
import { acquireInstanceLock, type InstanceAddress } from './instance-lock.ts';
import { LaunchError } from './launch-error.ts';

export interface App {
  engine: Engine;
  router: Router;
  ready: ReadyLine;
  /** The dashboard's address with the token in its fragment, which browsers never send anywhere. */
  openUrl: string;
  close(): Promise<void>;
}

export type OpenResult = { running: false; app: App } | { running: true; other: InstanceAddress | null };

export type AppFiles = Pick<
  ProductRoot,
  'rendererDir' | 'storeWorkers' | 'exportWorkerUrl' | 'sqliteWorkerUrl' | 'demoBackend' | 'version'
>;

export interface AppHost {
  /** How the system keeps secrets; without it they lie in a file only the user can read. */
  codec?: SecretCodec;
  /** How a program of ours is run, where the executable is not Node. */
  forkProgram?: ForkProgram;
  /** Makes the desktop around the page, once the engine is there. */
  desktop?: (engine: Engine) => Desktop;
}

/** @throws LaunchError; nothing is left open then */
export async function openApp(
  options: LaunchOptions,
  files: AppFiles,
  logger: Logger,
  { codec, forkProgram, desktop }: AppHost = {},
): Promise<OpenResult> {
  const env = process.env;
  const demo = options.demo ? await demoOrThrow(files.demoBackend) : null;
  const dataDir = prepareDataDir(demo?.dataDir ?? options.dataDir ?? defaultDataDir(process.platform, env));
  const locked = lockOrThrow(dataDir);
  if (!locked.held) return { running: true, other: locked.other };
  const { lock } = locked;

  let engine: Engine | null = null;
  let server: ApiServer;
  let router: Router;
  const access = createAccess(dataDir);
  try {
    engine = await createEngine(
      {
        version: files.version,
        dataDir,
        receiverPort: options.receiverPort,
        forwardTo: demo?.webhookUrl ?? options.forwardTo,
        forwarder: {
          listen: options.listen && demo === null,
          binPath: options.stripeBin,
          apiBase: options.stripeApiBase,
          events: options.events,
          apiKey: env['STRIPE_API_KEY'] ?? null,
        },
        storeWorkers: files.storeWorkers,
        exportWorkerUrl: files.exportWorkerUrl,
        sqliteWorkerUrl: files.sqliteWorkerUrl,
        demo: options.demo,
      },
      { clock: systemClock, logger, secretStore: createFileSecretStore(dataDir, codec), forkProgram },
    );
    router = createRouter(engine, desktop?.(engine) ?? null);
    const { rendererDir, version } = files;
    server = await startApiServer({ port: options.port, router, access, rendererDir, version, logger });
  } catch (error) {
    await engine?.dispose();
    lock.release();
    await demo?.close();
    throw asLaunchError(
      error,
      dataDir,
      engine === null ? options.receiverPort : options.port,
      engine === null,
    );
  }

  const opened = engine;
  const playing = demo === null ? null : await playDemo(opened, demo, logger);
  const openUrl = `${server.url}/#token=${access.token}`;
  lock.announce({ pid: process.pid, dashboardUrl: server.url, openUrl });
  return {
    running: false,
    app: {
      engine: opened,
      router,
      openUrl,
      ready: {
        event: 'ready',
        dashboardUrl: server.url,
        receiverUrl: opened.receiverUrl,
        apiUrl: `${server.url}${API_PREFIX}`,
        token: access.token,
        dataDir,
        pid: process.pid,
      },
      async close() {
        playing?.stop();
        await server.dispose();
        await opened.dispose();
        lock.release();
        await demo?.close();
      },
    },
  };
}

async function demoOrThrow(script: string): Promise<DemoBackend> {
  try {
    return await startDemoBackend(script);
  } catch (error) {
    throw new LaunchError(EXIT.unexpected, error instanceof Error ? error.message : String(error));
  }
}

function lockOrThrow(dataDir: string): ReturnType<typeof acquireInstanceLock> {
  try {
    return acquireInstanceLock(dataDir);
  } catch (error) {
    throw asLaunchError(error, dataDir, 0, true);
  }
}

function asLaunchError(error: unknown, dataDir: string, port: number, isReceiver: boolean): LaunchError {
  if (error instanceof LaunchError) return error;
  if (error instanceof DatabaseTooNewError) return new LaunchError(EXIT.databaseTooNew, error.message);
  const { code = '' } = error as { code?: string };
  const words = error instanceof Error ? error.message : String(error);
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    const [what, option] = isReceiver ? ['receiver', '--receiver-port'] : ['dashboard', '--port'];
    const why = code === 'EACCES' ? 'may not be used by this user' : 'is in use by another program';
    return new LaunchError(
      EXIT.portInUse,
      `Port ${port} for the ${what} ${why}. End that program, or choose another port with ${option} (0 = any free one).`,
    );
  }
  if (code.startsWith('SQLITE_')) {
    return new LaunchError(
      EXIT.dataDirUnusable,
      `The database in ${dataDir} cannot be used (${words}). Check that the directory is writable and the disk is not full.`,
    );
  }
  return new LaunchError(EXIT.unexpected, `Hookline could not start: ${words}`);
}
