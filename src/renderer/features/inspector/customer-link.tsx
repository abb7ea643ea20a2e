// The name of an event's customer; leads to that customer and their plan.
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { keysOf } from '../../commands/commands.ts';
import { openCustomerOfEvent } from '../../commands/open-customer.ts';
import { Tooltip } from '../../components/tooltip.tsx';

export function CustomerLink({ event, name }: { event: EventSummary; name: string }) {
  const { t } = useTranslation();
  return (
    <Tooltip text={t('eventLink.openCustomer')} keys={keysOf('openCustomer')}>
      <button
        type="button"
        data-testid="customer-link"
        className="rounded-[3px] text-left underline decoration-text-3 decoration-dotted underline-offset-[3px] hover:decoration-current hover:decoration-solid"
        onClick={() => void openCustomerOfEvent(event)}
      >
        {name}
      </button>
    </Tooltip>
  );
}
