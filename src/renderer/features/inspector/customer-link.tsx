// The name of an event's customer; leads to that customer and their plan.
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { announce } from '../../stores/announcement-store.ts';
import { openCustomerOf } from '../../stores/find-customer.ts';

export function CustomerLink({ event, name }: { event: EventSummary; name: string }) {
  const { t } = useTranslation();
  const open = async () => {
    if (!(await openCustomerOf(event))) announce(t('eventLink.customerUnknown'), 'bad');
  };
  return (
    <button
      type="button"
      title={t('eventLink.openCustomer')}
      data-testid="customer-link"
      className="rounded-[3px] text-left underline decoration-text-3 decoration-dotted underline-offset-[3px] hover:decoration-current hover:decoration-solid"
      onClick={() => void open()}
    >
      {name}
    </button>
  );
}
