// One row of the list: who, on which plan, and whether the app agrees.
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerSummary } from '#shared/contract/plans.ts';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../i18n/format.ts';
import { headlineWords } from '../../i18n/plan-words.ts';
import { openCustomer } from '../../stores/customers-store.ts';
import { DriftChip } from './drift-chip.tsx';
import { standingLook } from './standing.ts';

export const ROW_PX = 50;

export function customerRowId(id: number): string {
  return `customer-row-${id}`;
}

interface CustomerRowProps {
  customer: CustomerSummary;
  /** Place from the top, counted from 1. */
  place: number;
  total: number;
  selected: boolean;
}

export const CustomerRow = memo(function CustomerRow({ customer, place, total, selected }: CustomerRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, name, email, customerId, headline, drift, deletedAt } = customer;
  const { icon: Glyph, color } = standingLook(headline);
  const words = headlineWords(t, format, headline);
  const who = name ?? email ?? customerId ?? t('customers.guest');
  return (
    <div
      role="option"
      id={customerRowId(id)}
      aria-selected={selected}
      aria-posinset={place}
      aria-setsize={total}
      data-testid="customer-row"
      data-customer-id={customerId ?? ''}
      data-email={email ?? ''}
      data-plan={headline.expected ?? ''}
      data-drift={drift?.state ?? ''}
      onClick={() => openCustomer(id)}
      style={{ height: ROW_PX }}
      className={classNames(
        'flex items-center gap-2.5 border-b border-line-soft px-3 [contain:strict]',
        'group-focus-visible/rows:aria-selected:outline-2 group-focus-visible/rows:aria-selected:-outline-offset-2 group-focus-visible/rows:aria-selected:outline-focus',
        selected ? 'bg-select shadow-[inset_2px_0_0_var(--accent)]' : 'hover:bg-sunken',
      )}
    >
      <Glyph size={15} strokeWidth={1.75} className={classNames('shrink-0', color)} aria-hidden />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="truncate font-[560]">{who}</span>
          {email !== null && email !== who && (
            <span className="min-w-0 flex-1 shrink-[3] truncate text-[12px] text-text-2">{email}</span>
          )}
        </span>
        <span className="block truncate text-[12px] text-text-2" title={words}>
          {deletedAt !== null && `${t('customers.deleted')} · `}
          {words}
        </span>
      </span>
      {drift !== null && <DriftChip state={drift.state} quiet />}
    </div>
  );
});
