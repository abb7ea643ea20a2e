// Long work under way and just ended: progress for everyone, cancel for whoever asks.
import { randomUUID } from 'node:crypto';
import type { Job } from '#shared/contract/jobs.ts';
import type { Clock } from '../ports.ts';

/** How long an ended job is still shown in the status. */
const SHOWN_AFTER_END_MS = 60_000;
/** How many ended jobs can still be asked for by id. */
const KEPT_ENDED_JOBS = 50;

export interface RunningJob {
  readonly signal: AbortSignal;
  /** So many pieces of work have ended like this. @param done what they are of the total */
  advance(outcome: 'delivered' | 'failed', word: string, count?: number, done?: number): void;
  /** So much of the total is done, without an outcome of its own. */
  proceed(done: number): void;
}

export interface JobBook {
  find(id: string): Job | null;
  /** @param kinds left out = any */
  running(kinds?: readonly Job['kind'][]): Job | null;
  /** Running jobs and those ended within the last minute. */
  recent(): Job[];
  /** Starts `work` and returns at once. */
  start(kind: Job['kind'], total: number, work: (job: RunningJob) => Promise<void>): Job;
  cancel(id: string): Job | null;
  /** Resolves when the job is over, however it ended; at once when it is unknown. */
  ended(id: string): Promise<void>;
  /** Cancels everything and waits for it. */
  dispose(): Promise<void>;
}

interface Entry {
  job: Job;
  controller: AbortController;
  ended: Promise<void>;
}

export function createJobBook(
  clock: Clock,
  onChange: () => void,
  onError: (error: unknown) => void,
): JobBook {
  const entries = new Map<string, Entry>();

  function forgetOld(): void {
    const ended = [...entries.values()].filter(({ job }) => job.endedAt !== null);
    for (const { job } of ended.slice(0, Math.max(0, ended.length - KEPT_ENDED_JOBS))) entries.delete(job.id);
  }

  return {
    find: (id) => entries.get(id)?.job ?? null,
    running: (kinds) =>
      [...entries.values()].find(
        ({ job }) => job.state === 'running' && (kinds === undefined || kinds.includes(job.kind)),
      )?.job ?? null,
    recent: () =>
      [...entries.values()]
        .map(({ job }) => job)
        .filter(({ endedAt }) => endedAt === null || clock.now() - endedAt < SHOWN_AFTER_END_MS),
    start(kind, total, work) {
      const controller = new AbortController();
      const id = randomUUID();
      const change = (patch: Partial<Job>): void => {
        const entry = entries.get(id);
        if (entry !== undefined) entry.job = { ...entry.job, ...patch };
        onChange();
      };
      const advance: RunningJob['advance'] = (outcome, word, count = 1, done = count) => {
        const job = entries.get(id)?.job;
        if (job === undefined) return;
        const outcomes = { ...job.outcomes, [word]: (job.outcomes[word] ?? 0) + count };
        change({ done: job.done + done, [outcome]: job[outcome] + count, outcomes });
      };
      const proceed = (done: number): void => change({ done: (entries.get(id)?.job.done ?? 0) + done });
      const job: Job = {
        id,
        kind,
        state: 'running',
        total,
        done: 0,
        delivered: 0,
        failed: 0,
        outcomes: {},
        startedAt: clock.now(),
        endedAt: null,
      };
      const entry: Entry = { job, controller, ended: Promise.resolve() };
      entries.set(id, entry);
      entry.ended = work({ signal: controller.signal, advance, proceed })
        .then(() => change({ state: controller.signal.aborted ? 'cancelled' : 'done', endedAt: clock.now() }))
        .catch((error: unknown) => {
          change({ state: 'failed', endedAt: clock.now() });
          onError(error);
        })
        .finally(forgetOld);
      onChange();
      return job;
    },
    cancel(id) {
      entries.get(id)?.controller.abort();
      return entries.get(id)?.job ?? null;
    },
    async ended(id) {
      await entries.get(id)?.ended;
    },
    async dispose() {
      for (const { controller } of entries.values()) controller.abort();
      await Promise.all([...entries.values()].map(({ ended }) => ended));
    },
  };
}
