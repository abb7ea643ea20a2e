// What an event did to a customer's plan: before and after it.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventPlan } from '#shared/contract/plans.ts';
import { useFormat } from '../../i18n/format.ts';
import { findPlanOfEvent, openCustomer } from '../../stores/customers-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { changeSentence, headlineWords } from '../../i18n/plan-words.ts';
import { Button } from '../../components/button.tsx';

export function PlanTab({ eventId }: { eventId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const version = useStatus((state) => state.status?.plans.version);
  const [found, setFound] = useState<{ id: string; plan: EventPlan | null } | null>(null);
  useEffect(() => {
    let current = true;
    void findPlanOfEvent(eventId).then((plan) => current && setFound({ id: eventId, plan }));
    return () => {
      current = false;
    };
  }, [eventId, version]);
  if (found?.id !== eventId) return null;
  const { plan } = found;
  if (plan === null) return <p className="p-4 text-text-2">{t('customers.saysNothing')}</p>;
  const { customer, before, after, changes, late, uncertain } = plan;
  return (
    <div className="flex flex-col gap-4 p-4" data-testid="event-plan">
      <Button small className="self-start" onClick={() => openCustomer(customer.id)}>
        {customer.name ?? customer.email ?? customer.customerId ?? t('customers.guest')}
      </Button>
      <dl className="grid grid-cols-2 gap-4 rounded-card border border-line p-3.5">
        <div>
          <dt className="text-[12px] text-text-2">{t('customers.before')}</dt>
          <dd data-testid="event-plan-before">{headlineWords(t, format, before)}</dd>
        </div>
        <div>
          <dt className="text-[12px] text-text-2">{t('customers.after')}</dt>
          <dd data-testid="event-plan-after" className="font-semibold">
            {headlineWords(t, format, after)}
          </dd>
        </div>
      </dl>
      {changes.map((change) => (
        <p key={change.code} className="font-semibold">
          {changeSentence(t, format, change)}
        </p>
      ))}
      {late && <p className="text-text-2">{t('customers.late')}</p>}
      {uncertain && <p className="text-text-2">{t('customers.uncertain')}</p>}
    </div>
  );
}
