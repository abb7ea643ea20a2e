// Customers: everybody seen, the plan Stripe's events say they are on, and whether the app agrees.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerSummary } from '#shared/contract/plans.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../i18n/format.ts';
import { findCustomers, loadCustomers, selectCustomer, useCustomers } from '../../stores/customers-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { openView } from '../../stores/view-store.ts';
import { headlineWords } from '../../i18n/plan-words.ts';
import { CustomerPane } from './customer-pane.tsx';
import { DriftChip } from './drift-chip.tsx';

/** Changes come in cascades; the list is read once for each. */
const SETTLE_MS = 150;

export function CustomersView() {
  const { t } = useTranslation();
  const version = useStatus((state) => state.status?.plans.version);
  const { items, text, driftOnly, selectedId, detail, error } = useCustomers();
  useEffect(() => {
    const timer = setTimeout(() => void loadCustomers(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [version]);
  const empty = items?.length === 0;
  return (
    <div className="flex h-full flex-col bg-surface" data-testid="customers-view">
      <header className="flex flex-wrap items-center gap-3 border-b border-line-soft px-4 py-2">
        <h1 className="text-[15px] font-[640]">{t('customers.title')}</h1>
        <input
          data-testid="customer-search"
          aria-label={t('customers.search')}
          placeholder={t('customers.search')}
          value={text}
          onChange={(event) => findCustomers({ text: event.target.value })}
          className="h-7 min-w-0 flex-1 rounded-m border border-line bg-bg px-2"
        />
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            data-testid="customer-filter-drift"
            checked={driftOnly}
            onChange={(event) => findCustomers({ driftOnly: event.target.checked })}
          />
          {t('customers.driftOnly')}
        </label>
        <Button small data-testid="setup-probe" onClick={() => openDialog({ kind: 'probe' })}>
          {t('customers.setup')}
        </Button>
        <Button small onClick={() => openDialog({ kind: 'planNames' })}>
          {t('customers.names')}
        </Button>
      </header>
      {error !== null && (
        <p role="alert" className="px-4 py-1 text-bad">
          {t('customers.failed', { code: error })}
        </p>
      )}
      {empty ? (
        <div className="p-6">
          <p className="font-semibold">
            {t(text === '' && !driftOnly ? 'customers.none' : 'customers.noneFound')}
          </p>
          <p className="mt-1 max-w-[60ch] text-text-2">{t('customers.noneText')}</p>
          <Button className="mt-3" onClick={() => openView('send')}>
            {t('customers.play')}
          </Button>
        </div>
      ) : (
        <div className="flex min-h-0 flex-1 max-panes:flex-col">
          <ul className="w-[360px] shrink-0 overflow-y-auto border-r border-line-soft max-panes:max-h-[40%] max-panes:w-full">
            {items?.map((customer) => (
              <Row key={customer.id} customer={customer} on={customer.id === selectedId} />
            ))}
          </ul>
          <div className="min-w-0 flex-1 overflow-y-auto" tabIndex={-1}>
            {detail !== null && <CustomerPane customer={detail} />}
          </div>
        </div>
      )}
    </div>
  );
}

function Row({ customer, on }: { customer: CustomerSummary; on: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, name, email, customerId, headline, drift } = customer;
  return (
    <li>
      <button
        type="button"
        data-testid="customer-row"
        data-customer-id={customerId ?? ''}
        data-email={email ?? ''}
        data-plan={headline.expected}
        data-drift={drift?.state ?? ''}
        aria-current={on}
        onClick={() => selectCustomer(id)}
        className={classNames(
          'flex w-full items-center gap-3 border-b border-line-soft px-4 py-2 text-left',
          on && 'bg-sunken',
        )}
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-[600]">
            {name ?? email ?? customerId ?? t('customers.guest')}
          </span>
          <span className="block truncate text-[12px] text-text-2">{headlineWords(t, format, headline)}</span>
        </span>
        {drift !== null && <DriftChip state={drift.state} />}
      </button>
    </li>
  );
}
