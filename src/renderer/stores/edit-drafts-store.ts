// Edits that were begun and not yet sent, one for each arrival of an event: leaving the editor loses nothing.
import { create } from 'zustand';

export const TIMESTAMPS = ['now', 'original', 'stale'] as const;
export const SIGNATURES = ['valid', 'wrong', 'none'] as const;
export const EVENT_IDS = ['keep', 'new'] as const;

export interface EditDraft {
  body: string;
  headers: string;
  timestamp: (typeof TIMESTAMPS)[number];
  staleMinutes: string;
  signature: (typeof SIGNATURES)[number];
  eventId: (typeof EVENT_IDS)[number];
}

/** With where it was to go. */
export interface KeptDraft extends EditDraft {
  target: { kind: 'endpoint' | 'url'; endpointId: string; url: string };
}

export const NO_EDIT: Omit<EditDraft, 'body'> = {
  headers: '',
  timestamp: 'now',
  staleMinutes: '10',
  signature: 'valid',
  eventId: 'keep',
};

/** What an edit was begun of: one arrival of an event, whose bytes may differ from another arrival's. */
export interface Edited {
  eventId: string;
  receiptId: number;
}

interface EditDraftsState {
  /** In this window, for as long as it is open: what stands in a payload is nothing to leave in a browser's storage. The last one kept comes last. */
  drafts: readonly (Edited & { draft: KeptDraft })[];
}

export const useEditDrafts = create<EditDraftsState>(() => ({ drafts: [] }));

const isOf =
  ({ eventId, receiptId }: Edited) =>
  (kept: Edited): boolean =>
    kept.eventId === eventId && kept.receiptId === receiptId;

export const draftOf = (edited: Edited): KeptDraft | null =>
  useEditDrafts.getState().drafts.find(isOf(edited))?.draft ?? null;

/** Which of an event's arrivals was edited last; null when no edit of it was begun. */
export const lastEdited = (eventId: string): number | null =>
  useEditDrafts.getState().drafts.findLast((kept) => kept.eventId === eventId)?.receiptId ?? null;

export const isBegun =
  (eventId: string) =>
  ({ drafts }: EditDraftsState): boolean =>
    drafts.some((kept) => kept.eventId === eventId);

/** @param shown the body as it was offered for editing */
export function isTouched({ target, ...draft }: KeptDraft, shown: string): boolean {
  const same = { ...NO_EDIT, body: shown };
  const keys = Object.keys(same) as (keyof EditDraft)[];
  return keys.some((key) => draft[key] !== same[key]) || (target.kind === 'url' && target.url.trim() !== '');
}

export function keepDraft(edited: Edited, draft: KeptDraft): void {
  dropDraft(edited);
  useEditDrafts.setState(({ drafts }) => ({ drafts: [...drafts, { ...edited, draft }] }));
}

export function dropDraft(edited: Edited): void {
  const { drafts } = useEditDrafts.getState();
  if (drafts.some(isOf(edited)))
    useEditDrafts.setState({ drafts: drafts.filter((kept) => !isOf(edited)(kept)) });
}
