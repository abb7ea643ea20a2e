// The left pane: what narrows the list, and the list or the reason why there is none.
import { useTranslation } from 'react-i18next';
import { clearCustomerFilter } from '../../commands/clearing.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { statusWords } from '../../i18n/plan-words.ts';
import { isFiltered, reloadCustomers, useCustomers } from '../../stores/customers-store.ts';
import { openView } from '../../stores/view-store.ts';
import { CustomerFilters, usePlanOptions } from './customer-filters.tsx';
import { CustomerList } from './customer-list.tsx';

export function CustomerListPane() {
  return (
    <div className="flex h-full min-w-0 flex-col bg-surface">
      <CustomerFilters />
      <Body />
    </div>
  );
}

function Body() {
  const { t } = useTranslation();
  const phase = useCustomers((state) => state.phase);
  const error = useCustomers((state) => state.error);
  const filtered = useCustomers((state) => isFiltered(state.filter));
  const empty = useCustomers((state) => state.rows.length === 0);
  if (phase === 'loading' && empty) {
    return (
      <p role="status" className="p-6 text-center text-text-2">
        {t('customers.loading')}
      </p>
    );
  }
  return (
    <>
      {error !== null && (
        <div className="p-2.5">
          <Callout
            tone="bad"
            role="alert"
            testId="customers-error"
            title={t('customers.loadFailed')}
            action={
              <Button small onClick={reloadCustomers}>
                {t('action.tryAgain')}
              </Button>
            }
          >
            <p>{t('customers.loadFailedText', { code: error })}</p>
          </Callout>
        </div>
      )}
      {!empty && <CustomerList />}
      {empty && filtered && error === null && <NobodyFits />}
    </>
  );
}

function NobodyFits() {
  const { t } = useTranslation();
  const { text, plan, status, drift } = useCustomers((state) => state.filter);
  const plans = usePlanOptions();
  const conditions = [
    text.trim() === '' ? null : t('customers.quoted', { text: text.trim() }),
    plans.find(({ value }) => value === plan)?.label ?? null,
    status === '' ? null : statusWords(t, status),
    drift === '' ? null : t('customers.filter.drifting', { state: t(`customers.drift.${drift}`) }),
  ].filter((one) => one !== null);
  return (
    <div
      role="status"
      className="flex min-h-0 flex-1 flex-col items-center justify-center gap-1 p-6 text-center"
    >
      <p className="font-medium">{t('customers.noneFound')}</p>
      <p className="text-text-2">{t('customers.noneFoundText')}</p>
      <p className="max-w-full break-words">{conditions.join(' · ')}</p>
      <Button small className="mt-2" data-testid="customers-clear" onClick={() => clearCustomerFilter()}>
        {t('customers.filter.clear')}
      </Button>
    </div>
  );
}

export function NobodyYet() {
  const { t } = useTranslation();
  return (
    <div className="flex h-full flex-col items-center justify-center gap-1.5 p-8 text-center" role="status">
      <p className="font-medium">{t('customers.none')}</p>
      <p className="max-w-[52ch] text-text-2">{t('customers.noneText')}</p>
      <Button look="primary" className="mt-2" onClick={() => openView('send')}>
        {t('customers.play')}
      </Button>
    </div>
  );
}
