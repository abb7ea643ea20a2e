// A failure of the dashboard in words for a report: where, what, and the stacks, without secrets and personal data.
import { MAX_FAULT_DETAILS, MAX_FAULT_MESSAGE, withoutPrivateParts } from '#shared/domain/dashboard-fault.ts';
import { engine } from './engine.ts';

export interface PageFault {
  part: string;
  error: unknown;
  componentStack: string;
}

/** What is copied, and what goes into the log. */
export function faultDetails({ part, error, componentStack }: PageFault): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = [`Hookline dashboard, ${part}`, navigator.userAgent, stack, componentStack.trim()].join('\n');
  return withoutPrivateParts(text, MAX_FAULT_DETAILS);
}

/** Tells the engine, whose log is where one looks; without a connection nobody can be told. */
export function reportFault(fault: PageFault): void {
  const words = fault.error instanceof Error ? fault.error.message : String(fault.error);
  const message = withoutPrivateParts(words, MAX_FAULT_MESSAGE);
  engine
    .call((api) => api.faults.report({ part: fault.part, message, details: faultDetails(fault) }))
    .catch(() => undefined);
}
