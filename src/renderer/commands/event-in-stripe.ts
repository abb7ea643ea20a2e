// The open event in Stripe's own dashboard.
import i18next from 'i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { stripeIdOf } from '#shared/domain/event-id.ts';
import { stripePage } from '#shared/domain/event-story/stripe-page.ts';
import { announce } from '../stores/announcement-store.ts';
import { copyText } from './clipboard.ts';
import { shownEvent } from './situation.ts';

/** Thin events have ids of their own kind, which `stripe events resend` does not take. */
export function isKnownToStripe(event: EventSummary | null): boolean {
  return event?.kind === 'snapshot' && event.source !== 'synthetic' && /^evt_\w+$/.test(event.id);
}

/** null = there is none: what Hookline made up, Stripe has never heard of. */
export function stripePageOf(event: EventSummary | null): string | null {
  if (event === null || event.source === 'synthetic' || event.kind === 'rejected') return null;
  return stripePage(stripeIdOf(event.id), event);
}

export async function copyStripeLink(): Promise<void> {
  const page = stripePageOf(shownEvent());
  if (page === null) return;
  const copied = await copyText(page);
  announce(i18next.t(copied ? 'did.linkCopied' : 'action.copyFailed'), copied ? 'ok' : 'bad');
}

export function openInStripe(): void {
  const page = stripePageOf(shownEvent());
  if (page !== null) window.open(page, '_blank', 'noreferrer');
}
