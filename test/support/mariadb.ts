// A real MariaDB for one test file: new data in a temp dir, on a free loopback port, gone afterwards.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startServer, type FoundServer } from './postgres.ts';

const SERVER = '/usr/sbin/mariadbd';
const INSTALLER = '/usr/bin/mariadb-install-db';

export async function startMariadb(): Promise<FoundServer> {
  const missing = [SERVER, INSTALLER].find((path) => !existsSync(path));
  if (missing !== undefined) return { server: null, reason: `there is no MariaDB: ${missing} is missing` };
  const dir = mkdtempSync(join(tmpdir(), 'hookline-mariadb-'));
  const remove = (): void => rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  try {
    // Its scripts and settings of the machine are left alone; as root it wants to be told so.
    const common = ['--no-defaults', `--datadir=${join(dir, 'data')}`];
    if (process.getuid?.() === 0) common.push('--user=root');
    execFileSync(INSTALLER, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], {
      cwd: dir,
      stdio: 'pipe',
    });
    const port = await freePort();
    const args = [
      ...common,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(dir, 'socket')}`,
      `--pid-file=${join(dir, 'pid')}`,
      // Writes INTO OUTFILE where a test can look for it.
      `--secure-file-priv=${dir}`,
      '--innodb-flush-log-at-trx-commit=0',
    ];
    const stop = await startServer(SERVER, args, { cwd: dir }, /ready for connections/, 'SIGTERM');
    return { server: { port, password: '', stop: () => stop().finally(remove) }, reason: null };
  } catch (error) {
    remove();
    throw error;
  }
}
