// A real PostgreSQL for one test file: a new cluster in a temp dir, on a free loopback port, gone afterwards.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DatabaseServer {
  port: number;
  /** Password of the superuser: `postgres` in PostgreSQL, `root` in MariaDB. */
  password: string;
  stop(): Promise<void>;
}

/** Null with the reason when it cannot be had, for tests to be skipped by name. */
export type FoundServer = { server: DatabaseServer; reason: null } | { server: null; reason: string };

const INSTALLS = '/usr/lib/postgresql';

export async function startPostgres(): Promise<FoundServer> {
  const versions = existsSync(INSTALLS)
    ? readdirSync(INSTALLS).toSorted((a, b) => Number(b) - Number(a))
    : [];
  const bin = versions
    .map((version) => join(INSTALLS, version, 'bin'))
    .find((dir) => existsSync(join(dir, 'initdb')));
  if (bin === undefined) return { server: null, reason: `there is no PostgreSQL in ${INSTALLS}` };
  // PostgreSQL refuses to run as root.
  const owner = process.getuid?.() === 0 ? idsOf('postgres') : undefined;
  if (owner === null) return { server: null, reason: 'there is no user postgres for PostgreSQL to run as' };

  const dir = mkdtempSync(join(tmpdir(), 'hookline-postgres-'));
  const password = 'super-secret-superuser';
  const options = { ...owner, cwd: dir } as const;
  try {
    writeFileSync(join(dir, 'password'), password);
    if (owner) for (const path of [dir, join(dir, 'password')]) chownSync(path, owner.uid, owner.gid);
    const data = join(dir, 'data');
    execFileSync(
      join(bin, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'postgres',
        '-A',
        'scram-sha-256',
        '--pwfile',
        'password',
        '-E',
        'UTF8',
        '--locale=C',
        '-N',
      ],
      { ...options, stdio: 'pipe' },
    );
    const port = await freePort();
    const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', dir, '-c', 'fsync=off'];
    // SIGINT: at once, without waiting for those connected to leave.
    const stop = await startServer(
      join(bin, 'postgres'),
      args,
      options,
      /ready to accept connections/,
      'SIGINT',
    );
    return { server: { port, password, stop: () => stop().finally(() => remove(dir)) }, reason: null };
  } catch (error) {
    remove(dir);
    throw error;
  }
}

function idsOf(user: string): { uid: number; gid: number } | null {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, user], { stdio: 'pipe' }).toString());
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

/** Another program may take it in the meantime, which then fails loudly. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/**
 * @param ready what the server says on stderr when it can be used
 * @returns ends it and waits for that
 */
export async function startServer(
  command: string,
  args: string[],
  options: { uid?: number; gid?: number; cwd: string },
  ready: RegExp,
  signal: NodeJS.Signals,
): Promise<() => Promise<void>> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  // A test run that is cut short must not leave a database server behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    child.kill(signal);
    const late = setTimeout(kill, 5_000);
    await exited;
    clearTimeout(late);
    process.removeListener('exit', kill);
  };
  const up = new Promise<boolean>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (ready.test(said)) resolve(true);
    });
  });
  const late = AbortSignal.timeout(100_000);
  const tooLate = new Promise<boolean>((resolve) => {
    late.addEventListener('abort', () => resolve(false), { once: true });
  });
  if (await Promise.race([up, exited.then(() => false), tooLate])) return stop;
  await stop();
  throw new Error(`${command} did not start: ${said}`);
}

function remove(dir: string): void {
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
