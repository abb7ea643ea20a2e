// Tells one process from a later one with the same number: by its start time, as each platform keeps it.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

export interface ProcessIdentity {
  /** Opaque; equal for the same process only. */
  startedAt: string;
  commandLine: string;
  /** Leads a process group of its own; always true where that cannot be told. */
  leadsGroup: boolean;
}

/** @returns null when there is no such process, or none that may be looked at */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  try {
    if (process.platform === 'linux') return await fromProc(pid);
    return process.platform === 'win32' ? await fromPowerShell(pid) : await fromPs(pid);
  } catch {
    return null;
  }
}

async function fromProc(pid: number): Promise<ProcessIdentity | null> {
  const [stat, commandLine, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
    // The start time counts from boot, so it only means something together with which boot that was.
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ]);
  // The name in field 2 may contain anything, blanks and brackets too: fields are counted from its end. See proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, group, startTicks] = [fields[0], fields[2], fields[19]];
  if (startTicks === undefined || state === 'Z' || state === 'X') return null;
  return {
    startedAt: `${boot.trim()}:${startTicks}`,
    commandLine: commandLine.split('\0').join(' ').trim(),
    leadsGroup: group === String(pid),
  };
}

/** macOS and the BSDs; `lstart` is `Mon Nov 23 09:41:35 2026`, to the second. */
async function fromPs(pid: number): Promise<ProcessIdentity | null> {
  const columns = ['-o', 'pgid=', '-o', 'stat=', '-o', 'lstart=', '-o', 'command='];
  const output = await outputOf('ps', ['-ww', '-p', String(pid), ...columns]);
  const match = /^\s*(\d+)\s+(\S+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/m.exec(output);
  if (!match?.[3] || match[2]?.startsWith('Z')) return null;
  return { startedAt: match[3], commandLine: match[4] ?? '', leadsGroup: match[1] === String(pid) };
}

async function fromPowerShell(pid: number): Promise<ProcessIdentity | null> {
  const script =
    `$p = Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}'; ` +
    'if ($p) { $p.CreationDate.ToFileTimeUtc(); $p.CommandLine }';
  const output = await outputOf('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]);
  const [startedAt, ...commandLine] = output.trim().split(/\r?\n/);
  return startedAt ? { startedAt, commandLine: commandLine.join(' '), leadsGroup: true } : null;
}

function outputOf(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: 5_000, windowsHide: true, env: { ...process.env, LC_ALL: 'C' } };
    execFile(command, args, options, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}
