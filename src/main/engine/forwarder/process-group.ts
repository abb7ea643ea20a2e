// Signals to a child and everything it has started.
import { execFile } from 'node:child_process';

/**
 * @param pid leader of its own process group (spawned detached) on POSIX
 * @param force ends it at once, without a chance to clean up
 */
export function endProcessGroup(pid: number, force: boolean): void {
  if (process.platform === 'win32') {
    // There are no signals on Windows; a console program without a window can only be ended by force.
    execFile('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, () => {
      // It may be gone already; whether it is, the caller learns from the process itself.
    });
    return;
  }
  try {
    process.kill(-pid, force ? 'SIGKILL' : 'SIGTERM');
  } catch {
    // ESRCH: gone already.
  }
}
