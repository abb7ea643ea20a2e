// What the four kinds of probe have in common: how each hands back what it got, and how it says that it got nothing.
import type { AppProbe, ProbeFailureCode } from '#shared/domain/probe/app-probe.ts';
import type { Placeholder } from '#shared/domain/probe/placeholders.ts';

export class ProbeFailure extends Error {
  readonly code: ProbeFailureCode;
  readonly shown: string | null;
  /**
   * @param detail one sentence
   * @param shown what was answered all the same; secrets are masked in both by whoever hands them on
   */
  constructor(code: ProbeFailureCode, detail: string, shown: string | null = null) {
    super(detail);
    this.code = code;
    this.shown = shown;
  }
}

export interface Question<Kind extends AppProbe['kind']> {
  probe: Extract<AppProbe, { kind: Kind }>;
  valueOf: (placeholder: Placeholder) => string;
  /** Aborts at the timeout, when the asker has lost interest and when Hookline ends: whatever is open must be dropped then. */
  stop: AbortSignal;
}

export interface RawAnswer {
  /** As the driver or JSON.parse gave it. */
  value: unknown;
  found: boolean;
  /** Neither masked nor cut yet. */
  shown: string;
}

/** A query is ended by the server a little after the asker has given up, so that it is always the asker who says why. */
export const SERVER_GRACE_MS = 250;

const SYSTEM_CODES =
  /^(ECONN\w+|E(HOST|NET)UNREACH|ENOTFOUND|EAI_\w+|ETIMEDOUT|EPIPE|ENOENT|EACCES|EADDRNOTAVAIL|EPROTO)$/;

/** `localhost` is tried on both address families; the error then holds one error for each. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(wordsOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** Whether the system, rather than the one asked, is the one that complains. */
export function isSystemError(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && SYSTEM_CODES.test(code);
}
