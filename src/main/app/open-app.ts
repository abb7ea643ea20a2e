// Everything both hosts start with: data directory, instance lock, engine, loopback server. Each failure is a sentence and an exit code.
import { EXIT, type LaunchOptions, type ReadyLine } from '#shared/domain/launch-options.ts';
import { API_PREFIX } from '#shared/contract/index.ts';
import type { Desktop } from '#engine/api/host.ts';
import { createRouter, type Router } from '#engine/api/router.ts';
import { EndpointError } from '#engine/delivery/endpoints.ts';
import { createEngine, type Carried, type Engine } from '#engine/engine.ts';
import { createSerialQueue } from '#engine/forwarder/serial-queue.ts';
import { systemClock, type ForkProgram, type Logger } from '#engine/ports.ts';
import { DatabaseTooNewError } from '#engine/store/open-database.ts';
import { kindOf, type StoreErrorKind } from '#engine/store/store-error.ts';
import { createAccess } from '../api-server/access.ts';
import { startApiServer, type ApiServer } from '../api-server/api-server.ts';
import type { ProductRoot } from '../locate-root.ts';
import { defaultDataDir, prepareDataDir } from './data-dir.ts';
import { playDemo, startDemoBackend, type DemoBackend } from './demo.ts';
import { createFileSecretStore, type SecretCodec } from './file-secret-store.ts';
import { createHistoryFiles } from './history-files.ts';
import { acquireInstanceLock, type InstanceAddress } from './instance-lock.ts';
import { LaunchError } from './launch-error.ts';

export interface App {
  /** Another one after a change of account. */
  readonly engine: Engine;
  readonly router: Router;
  ready: ReadyLine;
  /** The dashboard's address with the token in its fragment, which browsers never send anywhere. */
  openUrl: string;
  close(): Promise<void>;
}

export type OpenResult = { running: false; app: App } | { running: true; other: InstanceAddress | null };

export type AppFiles = Pick<
  ProductRoot,
  | 'rendererDir'
  | 'storeWorkers'
  | 'exportWorkerUrl'
  | 'editorWorkerUrl'
  | 'sqliteWorkerUrl'
  | 'demoBackend'
  | 'version'
>;

export interface AppHost {
  /** How the system keeps secrets; without it they lie in a file only the user can read. */
  codec?: SecretCodec;
  /** How a program of ours is run, where the executable is not Node. */
  forkProgram?: ForkProgram;
  /** Makes the desktop around the page, once the engine is there; anew for each engine. */
  desktop?: (engine: Engine) => Desktop;
  /** The engine is about to make room for one on another account's history. */
  closing?: () => Promise<void>;
  /** Nothing can be recorded any more: says why, and ends with the error's code. */
  fatal?: (error: LaunchError) => void;
  /** `app.engine` and `app.router` are others now. */
  reopened?: (app: App) => void;
}

/** @throws LaunchError; nothing is left open then */
export async function openApp(
  options: LaunchOptions,
  files: AppFiles,
  logger: Logger,
  { codec, forkProgram, desktop, closing, reopened, fatal }: AppHost = {},
): Promise<OpenResult> {
  const env = process.env;
  const demo = options.demo ? await demoOrThrow(files.demoBackend) : null;
  const dataDir = prepareDataDir(demo?.dataDir ?? options.dataDir ?? defaultDataDir(process.platform, env));
  const locked = lockOrThrow(dataDir);
  if (!locked.held) return { running: true, other: locked.other };
  const { lock } = locked;

  const access = createAccess(dataDir);
  const secretStore = createFileSecretStore(dataDir, codec);
  const histories = createHistoryFiles(dataDir, () => void inTurn(changeHistory));
  let isClosed = false;
  const inTurn = createSerialQueue((error) => {
    logger.error('The other account’s history could not be opened; Hookline ends. Start it again.', error);
    // As if the user had ended it: each host knows how to go.
    process.kill(process.pid, 'SIGTERM');
  });

  const open = async (ports: Ports, carried?: Carried): Promise<Opened> => {
    let engine: Engine | null = null;
    try {
      engine = await createEngine(
        {
          version: files.version,
          dataDir,
          receiverPort: ports.receiver,
          dashboardPort: ports.dashboard,
          forwardTo: demo?.webhookUrl ?? (carried === undefined ? options.forwardTo : null),
          forwarder: {
            // Another account was heard of, so somebody wanted the line.
            listen: (options.listen || carried !== undefined) && demo === null,
            binPath: options.stripeBin,
            apiBase: options.stripeApiBase,
            events: options.events,
            apiKey: env['STRIPE_API_KEY'] ?? null,
          },
          databaseFile: histories.current(),
          histories,
          carried,
          storeWorkers: files.storeWorkers,
          exportWorkerUrl: files.exportWorkerUrl,
          editorWorkerUrl: files.editorWorkerUrl,
          sqliteWorkerUrl: files.sqliteWorkerUrl,
          demo: options.demo,
        },
        {
          clock: systemClock,
          logger,
          secretStore,
          forkProgram,
          onFatal: (message) => fatal?.(new LaunchError(EXIT.dataDirUnusable, message)),
        },
      );
      const router = createRouter(engine, desktop?.(engine) ?? null);
      const { rendererDir, version } = files;
      const server = await startApiServer({
        port: ports.dashboard,
        router,
        access,
        rendererDir,
        version,
        logger,
      });
      return { engine, router, server };
    } catch (error) {
      const isReceiver = engine === null;
      await engine?.dispose();
      throw asLaunchError(error, dataDir, isReceiver ? ports.receiver : ports.dashboard, isReceiver);
    }
  };

  let opened: Opened;
  try {
    opened = await open({ receiver: options.receiverPort, dashboard: options.port });
  } catch (error) {
    lock.release();
    await demo?.close();
    throw error;
  }
  const { url } = opened.server;
  const { receiverUrl } = opened.engine;

  /** The same ports and the same page, another database. */
  async function changeHistory(): Promise<void> {
    if (isClosed) return;
    await closing?.();
    const { engine, server } = opened;
    const carried: Carried = {
      endpoints: engine.store.endpoints.listEndpoints(),
      settings: engine.settings.get(),
      signIn: engine.account.get().signIn,
    };
    await server.dispose();
    await engine.dispose();
    logger.info(`Going on with ${histories.current()}: the session is another account’s.`);
    opened = await open({ receiver: portOf(receiverUrl), dashboard: portOf(url) }, carried);
    reopened?.(app);
  }

  const playing = demo === null ? null : await playDemo(opened.engine, demo, logger);
  const openUrl = `${url}/#token=${access.token}`;
  lock.announce({ pid: process.pid, dashboardUrl: url, openUrl });
  const app: App = {
    get engine() {
      return opened.engine;
    },
    get router() {
      return opened.router;
    },
    openUrl,
    ready: {
      event: 'ready',
      dashboardUrl: url,
      receiverUrl,
      apiUrl: `${url}${API_PREFIX}`,
      token: access.token,
      dataDir,
      pid: process.pid,
    },
    async close() {
      playing?.stop();
      isClosed = true;
      // A change of history that is under way ends first.
      await inTurn(() => Promise.resolve());
      await opened.server.dispose();
      await opened.engine.dispose();
      lock.release();
      await demo?.close();
    },
  };
  return { running: false, app };
}

interface Ports {
  receiver: number;
  dashboard: number;
}

interface Opened {
  engine: Engine;
  router: Router;
  server: ApiServer;
}

const portOf = (url: string): number => Number(new URL(url).port);

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

const DATABASE_ADVICE: Readonly<Record<StoreErrorKind, string>> = {
  retry:
    'Another program has it locked. End that program’s transaction or close it, and start Hookline again.',
  full: 'The disk is full. Make room, or choose another directory with --data-dir.',
  read_only:
    'This user may not write it. Make the directory and the database in it writable, or choose another with --data-dir.',
  damaged:
    'It is damaged, and it could not be moved aside. Move the file away yourself, or choose another directory with --data-dir.',
  io: 'The disk could not be read or written. Check that it is connected and healthy, or choose another directory with --data-dir.',
  thread:
    'Start Hookline again; if that does not help, choose another directory with --data-dir and report this.',
  closed: 'It was closed while Hookline started. Start Hookline again.',
  bug: 'Hookline does not know why. Start it with another --data-dir, and report this.',
};

function asLaunchError(error: unknown, dataDir: string, port: number, isReceiver: boolean): LaunchError {
  if (error instanceof LaunchError) return error;
  if (error instanceof EndpointError)
    return new LaunchError(EXIT.usage, `--forward-to cannot be used: ${error.message}`);
  if (error instanceof DatabaseTooNewError) return new LaunchError(EXIT.databaseTooNew, error.message);
  const { code = '', syscall } = error as { code?: string; syscall?: string };
  const words = error instanceof Error ? error.message : String(error);
  if (code === 'EADDRINUSE' || (code === 'EACCES' && syscall === 'listen')) {
    const [what, option] = isReceiver ? ['receiver', '--receiver-port'] : ['dashboard', '--port'];
    const why = code === 'EACCES' ? 'may not be used by this user' : 'is in use by another program';
    return new LaunchError(
      EXIT.portInUse,
      `Port ${port} for the ${what} ${why}. End that program, or choose another port with ${option} (0 = any free one).`,
    );
  }
  const kind = kindOf(error);
  if (kind !== 'bug' || code.startsWith('SQLITE_')) {
    return new LaunchError(
      EXIT.dataDirUnusable,
      `The database in ${dataDir} cannot be used (${words}). ${DATABASE_ADVICE[kind]}`,
    );
  }
  return new LaunchError(EXIT.unexpected, `Hookline could not start: ${words}`);
}
