// From the edit dialog to what is sent: only what differs from the original.
import type { Edit } from '#shared/contract/events.ts';
import type { EditDraft } from '../../stores/edit-drafts-store.ts';
import { readHeaders, readWholeNumber } from '../endpoints/field-text.ts';

const LONGEST_STALE_MINUTES = 100_000;

/** What the original was, as far as it is known. */
export interface Original {
  /** As shown for editing; leaving it as it is sends the exact bytes. */
  shown: string;
  /** t of its signature, Unix seconds. */
  timestamp: number | null;
}

export type EditField = 'headers' | 'staleMinutes';

/** @returns the edit, or the field that cannot be right */
export function editOf(draft: EditDraft, original: Original, nowMs: number): Edit | { wrong: EditField } {
  const headers = readHeaders(draft.headers);
  if (headers === null || headers.length > 100) return { wrong: 'headers' };
  const minutes = readWholeNumber(draft.staleMinutes);
  if (draft.timestamp === 'stale' && !(minutes >= 1 && minutes <= LONGEST_STALE_MINUTES)) {
    return { wrong: 'staleMinutes' };
  }
  const timestamp = {
    now: undefined,
    original: original.timestamp ?? undefined,
    stale: Math.floor(nowMs / 1000) - minutes * 60,
  }[draft.timestamp];
  return {
    signature: draft.signature,
    eventId: draft.eventId,
    ...(draft.body !== original.shown && { body: draft.body }),
    ...(headers.length > 0 && { headers }),
    ...(timestamp !== undefined && { timestamp }),
  };
}

/** @returns what is wrong with it as JSON, or null */
export function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
