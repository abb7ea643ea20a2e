// Which dialog is open, and what about. One at a time.
import { create } from 'zustand';
import type { Attempt } from '#shared/contract/attempts.ts';
import type { Gap } from '#shared/contract/catch-up.ts';
import type { EventFilter, EventSummary } from '#shared/contract/events.ts';
import type { TriggerOrder } from '#shared/contract/triggers.ts';
import type { ExportWhat } from './export-store.ts';

export type SignInWay = 'browser' | 'key';

export type OpenDialog =
  | { kind: 'signIn'; way: SignInWay }
  | { kind: 'resendTo'; event: EventSummary }
  /** @param receiptId the arrival to edit; null = the one an edit was begun of, else the one stored with the event */
  | { kind: 'edit'; event: EventSummary; receiptId: number | null }
  | { kind: 'bulk'; ids: readonly string[] }
  | { kind: 'bulk'; filter: EventFilter }
  | { kind: 'compareAttempts'; eventId: string; attempts: readonly [Attempt, Attempt] }
  | { kind: 'compareEvents'; ids: readonly [string, string] }
  | { kind: 'trigger'; order: TriggerOrder }
  | { kind: 'stripeResend'; event: EventSummary }
  | { kind: 'probe' }
  | { kind: 'env'; endpointId: string }
  | { kind: 'planNames' }
  | { kind: 'export'; what: ExportWhat }
  | { kind: 'import'; file: File | null }
  | { kind: 'saveFilter'; filter: string }
  | { kind: 'filterHelp' }
  | { kind: 'chooseMissed'; gap: Gap };

export const useDialog = create<{ open: OpenDialog | null }>(() => ({ open: null }));

export function openDialog(open: OpenDialog): void {
  useDialog.setState({ open });
}

export function closeDialog(): void {
  useDialog.setState({ open: null });
}
