// Sending events again: which are under way, and what came of the last try. Never repeated by itself.
import { create } from 'zustand';
import type { Attempt } from '#shared/contract/attempts.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { Edit } from '#shared/contract/events.ts';
import { ownEntry } from '#shared/domain/own-entry.ts';
import { engine } from './engine.ts';
import { errorCode } from '../api/errors.ts';
import { reloadInspected } from './inspected-store.ts';
import { useStatus } from './status-store.ts';

export type ResendOutcome =
  | { kind: 'busy' }
  | { kind: 'answered'; attempt: Attempt }
  | { kind: 'error'; code: string };

interface ResendState {
  byEvent: Readonly<Record<string, ResendOutcome>>;
  /** The job that was just begun, until the status tells of it. */
  begun: Job | null;
  jobError: string | null;
  jobBusy: boolean;
}

export const useResend = create<ResendState>(() => ({
  byEvent: {},
  begun: null,
  jobError: null,
  jobBusy: false,
}));

function note(id: string, outcome: ResendOutcome): void {
  useResend.setState(({ byEvent }) => ({ byEvent: { ...byEvent, [id]: outcome } }));
}

/** Where to and how; nothing = as it is, to the first enabled endpoint. */
export interface ResendHow {
  endpointId?: string;
  url?: string;
  edit?: Edit;
}

/** @returns what came of it, unless the same event was under way already */
export async function resend(id: string, how: ResendHow = {}): Promise<ResendOutcome> {
  const before = ownEntry(useResend.getState().byEvent, id);
  if (before?.kind === 'busy') return before;
  note(id, { kind: 'busy' });
  let outcome: ResendOutcome;
  try {
    const attempt = await engine.call((api) => api.events.resend({ id, ...how }));
    outcome = { kind: 'answered', attempt };
  } catch (error) {
    outcome = { kind: 'error', code: errorCode(error) };
  }
  note(id, outcome);
  reloadInspected();
  return outcome;
}

export interface BulkOrder {
  ids?: string[];
  /** In the filter language; empty = every event. */
  filter?: string;
  endpointId?: string;
  ratePerSecond?: number;
}

/** What would go out, in which order. */
export async function dryRun(
  order: BulkOrder,
): Promise<{ total: number; leftOut: number; sample: string[] }> {
  return await engine.call((api) => api.events.resendMany({ ...order, dryRun: true }));
}

/** @returns the code of what went wrong, or null */
export async function resendMany(order: BulkOrder): Promise<string | null> {
  try {
    const { job } = await engine.call((api) => api.events.resendMany({ ...order, dryRun: false }));
    useResend.setState({ begun: job, jobError: null });
    forgetBegun();
    return null;
  } catch (error) {
    return errorCode(error);
  }
}

export async function resendFailed(): Promise<void> {
  if (useResend.getState().jobBusy) return;
  useResend.setState({ jobBusy: true, jobError: null });
  try {
    useResend.setState({ begun: await engine.call((api) => api.events.resendFailed({})) });
    forgetBegun();
  } catch (error) {
    const code = errorCode(error);
    // Somebody else began it: the status shows its progress.
    if (code !== 'JOB_RUNNING') useResend.setState({ jobError: code });
  }
  useResend.setState({ jobBusy: false });
}

export async function cancelJob(id: string): Promise<void> {
  try {
    await engine.call((api) => api.jobs.cancel({ id }));
  } catch (error) {
    useResend.setState({ jobError: errorCode(error) });
  }
}

/** The status knows better as soon as it knows the job, or when the engine that ran it is gone. */
function forgetBegun(): void {
  const { begun } = useResend.getState();
  const { status } = useStatus.getState();
  if (begun === null || status === null) return;
  if (status.startedAt > begun.startedAt || status.jobs.some(({ id }) => id === begun.id)) {
    useResend.setState({ begun: null });
  }
}

useStatus.subscribe(forgetBegun);
