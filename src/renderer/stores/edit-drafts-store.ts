// Edits that were begun and not yet sent, one for each event: leaving the editor loses nothing.
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

interface EditDraftsState {
  /** In this window, for as long as it is open: what stands in a payload is nothing to leave in a browser's storage. */
  byEvent: Readonly<Record<string, KeptDraft>>;
}

export const useEditDrafts = create<EditDraftsState>(() => ({ byEvent: {} }));

export const draftOf = (eventId: string): KeptDraft | null =>
  useEditDrafts.getState().byEvent[eventId] ?? null;

/** @param shown the body as it was offered for editing */
export function isTouched({ target, ...draft }: KeptDraft, shown: string): boolean {
  const same = { ...NO_EDIT, body: shown };
  const keys = Object.keys(same) as (keyof EditDraft)[];
  return keys.some((key) => draft[key] !== same[key]) || (target.kind === 'url' && target.url.trim() !== '');
}

export function keepDraft(eventId: string, draft: KeptDraft): void {
  useEditDrafts.setState(({ byEvent }) => ({ byEvent: { ...byEvent, [eventId]: draft } }));
}

export function dropDraft(eventId: string): void {
  const { byEvent } = useEditDrafts.getState();
  if (byEvent[eventId] === undefined) return;
  useEditDrafts.setState({
    byEvent: Object.fromEntries(Object.entries(byEvent).filter(([id]) => id !== eventId)),
  });
}
