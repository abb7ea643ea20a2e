// How it came to this: the scrubber, which shows the plan at any moment, and the steps beneath it.
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerDetail } from '#shared/contract/plans.ts';
import { useFormat } from '../../i18n/format.ts';
import { useCustomers } from '../../stores/customers-store.ts';
import { Scrubber } from './scrubber.tsx';
import { Timeline } from './timeline.tsx';

export function Story({ customer: { steps, eventCount } }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const momentSeq = useCustomers((state) => state.momentSeq);
  const list = useRef<HTMLOListElement>(null);
  if (steps.length === 0) return null;
  const found = steps.findIndex(({ seq }) => seq === momentSeq);
  const place = found === -1 ? steps.length - 1 : found;
  /** With the keyboard the scrubber stays where it is, so its step may be brought in sight. */
  const showStep = (): void => {
    requestAnimationFrame(() =>
      list.current?.querySelector('[aria-current="step"]')?.scrollIntoView({ block: 'nearest' }),
    );
  };
  return (
    <section aria-label={t('customers.timeline')}>
      <h2 className="mb-2 text-[12px] font-semibold text-text-2">{t('customers.timeline')}</h2>
      <Scrubber steps={steps} place={place} past={found !== -1} onKeyMove={showStep} />
      <Timeline ref={list} steps={steps} momentSeq={found === -1 ? null : momentSeq} />
      {eventCount > steps.length && (
        <p className="mt-2 text-[12px] text-text-2">
          {t('customers.shortened', { n: format.number(steps.length), total: format.number(eventCount) })}
        </p>
      )}
    </section>
  );
}
