// Writes down which CLI is running, so that after a crash of Hookline the next start can end that one and no other.
// An orphan would keep its session at Stripe, and the new CLI would see every event beside it.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { replaceFile } from '../files/replace-file.ts';
import { endProcessGroup } from './process-group.ts';
import { identifyProcess } from './process-identity.ts';

interface RunRecord {
  pid: number;
  /** As identifyProcess() tells it. */
  startedAt: string;
  binPath: string;
}

export interface RunRegister {
  /** Notes a CLI just spawned. */
  record(pid: number, binPath: string): Promise<void>;
  forget(): Promise<void>;
  /** Ends the CLI a former run left behind. @returns its pid, null when there was none */
  sweep(): Promise<number | null>;
}

const POLITE_MS = 1_500;
const LAST_RESORT_MS = 1_000;

export function createRunRegister(dataDir: string): RunRegister {
  const file = join(dataDir, 'forwarder.json');
  return {
    async record(pid, binPath) {
      const identity = await identifyProcess(pid);
      if (identity === null) return;
      const entry: RunRecord = { pid, startedAt: identity.startedAt, binPath };
      replaceFile(file, JSON.stringify(entry));
    },
    async forget() {
      await rm(file, { force: true });
    },
    async sweep() {
      const entry = parseRecord(await readFile(file, 'utf8').catch(() => ''));
      const ended = entry !== null && (await isOurs(entry)) ? entry.pid : null;
      if (entry !== null && ended !== null) await end(entry);
      await rm(file, { force: true });
      return ended;
    },
  };
}

function parseRecord(text: string): RunRecord | null {
  try {
    const { pid, startedAt, binPath } = JSON.parse(text) as Partial<RunRecord>;
    // 0 and 1 would address our own group, or everything.
    if (!Number.isSafeInteger(pid) || pid === undefined || pid < 2) return null;
    return typeof startedAt === 'string' && typeof binPath === 'string' ? { pid, startedAt, binPath } : null;
  } catch {
    return null;
  }
}

/** The number alone proves nothing, as numbers are used again. */
async function isOurs({ pid, startedAt, binPath }: RunRecord): Promise<boolean> {
  const found = await identifyProcess(pid);
  return (
    found !== null &&
    found.leadsGroup &&
    found.startedAt === startedAt &&
    found.commandLine.includes(binPath) &&
    found.commandLine.includes(' listen ')
  );
}

async function end(entry: RunRecord): Promise<void> {
  for (const [force, patienceMs] of [
    [false, POLITE_MS],
    [true, LAST_RESORT_MS],
  ] as const) {
    endProcessGroup(entry.pid, force);
    for (let waited = 0; waited < patienceMs; waited += 50) {
      // By its start time alone: the command line of a process that is ending is empty already.
      if ((await identifyProcess(entry.pid))?.startedAt !== entry.startedAt) return;
      await delay(50);
    }
  }
}
