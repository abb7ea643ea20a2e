// Starts and ends the backend: its database, its HTTP server, and where it has the signing secret from.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp, WEBHOOK_PATH } from './app.ts';
import { DEFAULT_SLOW_SECONDS, type ExampleBug } from './bugs.ts';
import { openDatabase } from './database.ts';

export interface ExampleBackendOptions {
  /** Default: any free one. */
  port?: number;
  /** The SQLite file; it is made when there is none. */
  database: string;
  /** whsec_…; without one every event is refused until POST /api/secret. */
  secret?: string;
  /** A file with the secret in it, such as a .env file. Read for each event, so that a new one counts at once. */
  secretFile?: string;
  bugs?: Iterable<ExampleBug>;
  slowSeconds?: number;
}

export interface ExampleBackend {
  url: string;
  webhookUrl: string;
  usersUrl: string;
  close(): Promise<void>;
}

/** Listens on loopback only. Rejects when the port is taken or the database cannot be opened. */
export async function startExampleBackend(options: ExampleBackendOptions): Promise<ExampleBackend> {
  const database = openDatabase(options.database);
  let secret = options.secret ?? '';
  const app = createApp({
    database,
    bugs: new Set(options.bugs),
    slowSeconds: options.slowSeconds ?? DEFAULT_SLOW_SECONDS,
    secret: () => secret || readSecret(options.secretFile),
    setSecret: (next) => (secret = next),
  });
  const server = createServer(app);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
  } catch (error) {
    database.close();
    throw error;
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    webhookUrl: `${url}${WEBHOOK_PATH}`,
    usersUrl: `${url}/api/users`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      database.close();
    },
  };
}

/** The last one in the file, which is the one that counts in a .env file. */
function readSecret(file: string | undefined): string {
  if (file === undefined) return '';
  try {
    return /.*(whsec_\w+)/s.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  } catch {
    // Not there yet: until it is, events are refused with Stripe's word that there is no secret.
    return '';
  }
}
