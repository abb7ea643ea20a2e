// An id of Stripe's: opens in Stripe's own dashboard where that has a page for it, and can be copied.
import { Copy, ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { stripePage } from '#shared/domain/event-story/stripe-page.ts';
import { copyText } from '../../commands/clipboard.ts';
import { IconButton } from '../../components/button.tsx';
import { announce } from '../../stores/announcement-store.ts';

/** Whose page it is; what Hookline made up, Stripe has never heard of. */
type Origin = Pick<EventSummary, 'source' | 'livemode' | 'account'>;

export function ObjectId({ id, event }: { id: string; event: Origin }) {
  const { t } = useTranslation();
  const page = event.source === 'synthetic' ? null : stripePage(id, event);
  if (page === null) return <code className="break-all">{id}</code>;
  return (
    <a
      href={page}
      target="_blank"
      rel="noreferrer"
      title={t('eventLink.inStripe', { id })}
      className="group/id rounded-[3px] decoration-text-3 underline-offset-2 hover:underline"
    >
      <code className="break-all">{id}</code>
      <ExternalLink
        size={11}
        strokeWidth={1.75}
        className="ml-[3px] inline align-[-1px] text-text-3 group-hover/id:text-text"
        aria-hidden
      />
    </a>
  );
}

export function CopyableId({ id, event }: { id: string; event: Origin }) {
  const { t } = useTranslation();
  const copy = async () => {
    const copied = await copyText(id);
    announce(t(copied ? 'action.copied' : 'action.copyFailed'), copied ? 'ok' : 'bad');
  };
  return (
    <span className="inline-flex min-w-0 items-center gap-0.5">
      <span className="min-w-0">
        <ObjectId id={id} event={event} />
      </span>
      <IconButton
        label={t('eventLink.copyId', { id })}
        icon={<Copy size={12} strokeWidth={1.75} aria-hidden />}
        className="size-[22px]"
        onClick={() => void copy()}
      />
    </span>
  );
}
