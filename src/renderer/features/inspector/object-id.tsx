// An id of Stripe's: shows the events of what it names, opens in Stripe's own dashboard where that has a page for it, and can be copied.
import { Copy, ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { isStripeId, stripePage } from '#shared/domain/event-story/stripe-page.ts';
import { withCondition } from '#shared/domain/filter/edit-filter.ts';
import type { FilterField } from '#shared/domain/filter/filter.ts';
import { copyText } from '../../commands/clipboard.ts';
import { IconButton } from '../../components/button.tsx';
import { announce } from '../../stores/announcement-store.ts';
import { setFilter } from '../../stores/event-list-store.ts';
import { openView } from '../../stores/view-store.ts';

/** Whose page it is; what Hookline made up, Stripe has never heard of. */
type Origin = Pick<EventSummary, 'source' | 'livemode' | 'account'>;

export function ObjectId({ id, event }: { id: string; event: Origin }) {
  const { t } = useTranslation();
  const page = event.source === 'synthetic' ? null : stripePage(id, event);
  const field = fieldOfId(id);
  return (
    <>
      {field === null ? (
        <code className="break-all">{id}</code>
      ) : (
        <button
          type="button"
          data-testid="show-events-of"
          title={t('eventLink.showEvents', { id })}
          className="rounded-[3px] text-left underline decoration-text-3 decoration-dotted underline-offset-[3px] hover:decoration-current hover:decoration-solid"
          onClick={() => showEventsWith(field, id)}
        >
          <code className="break-all">{id}</code>
        </button>
      )}
      {page !== null && (
        <a
          href={page}
          target="_blank"
          rel="noreferrer"
          aria-label={t('eventLink.inStripe', { id })}
          title={t('eventLink.inStripe', { id })}
          className="inline-flex size-[24px] items-center justify-center rounded-[3px] align-middle text-text-3 hover:text-text"
        >
          <ExternalLink size={11} strokeWidth={1.75} aria-hidden />
        </a>
      )}
    </>
  );
}

/** By which an object's events are found; null for what has no events, such as a request. */
function fieldOfId(id: string): 'customer' | 'account' | 'object' | null {
  if (!isStripeId(id) || /^(?:req|evt)_/.test(id)) return null;
  if (id.startsWith('cus_')) return 'customer';
  return id.startsWith('acct_') ? 'account' : 'object';
}

function showEventsWith(field: FilterField, id: string): void {
  openView('events');
  setFilter({ filter: withCondition('', field, id) });
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
        className="size-[24px]"
        onClick={() => void copy()}
      />
    </span>
  );
}
