// What narrows the list of customers: a text, the plan, how it stands, and whether the app agrees.
import { Search, X } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DRIFT_STATES } from '#shared/domain/plans/drift.ts';
import { clearCustomerFilter } from '../../commands/clearing.ts';
import { keysOf } from '../../commands/commands.ts';
import { focusCustomerList, FOCUS_IDS } from '../../commands/focus.ts';
import { IconButton } from '../../components/button.tsx';
import { FilterSelect } from '../../components/filter-select.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { PLAN_STATUSES, statusWords } from '../../i18n/plan-words.ts';
import { findCustomers, isFiltered, loadPlans, useCustomers } from '../../stores/customers-store.ts';

export function CustomerFilters() {
  const { t } = useTranslation();
  const filter = useCustomers((state) => state.filter);
  const plans = usePlanOptions();
  const statuses = PLAN_STATUSES.filter((status) => status !== 'unknown');
  return (
    <div role="search" className="flex flex-col gap-2 border-b border-line px-2.5 py-[9px]">
      <SearchField />
      <div className="flex items-center gap-1.5">
        <FilterSelect
          label={t('customers.filter.plan')}
          testId="customer-filter-plan"
          any={t('customers.filter.anyPlan')}
          value={filter.plan}
          options={plans}
          onReach={() => void loadPlans()}
          onChange={(plan) => findCustomers({ plan })}
        />
        <FilterSelect
          label={t('customers.filter.status')}
          testId="customer-filter-status"
          any={t('customers.filter.anyStatus')}
          value={filter.status}
          options={statuses.map((value) => ({ value, label: statusWords(t, value) }))}
          onChange={(status) => findCustomers({ status })}
        />
        <FilterSelect
          label={t('customers.filter.drift')}
          testId="customer-filter-drift"
          any={t('customers.filter.anyDrift')}
          value={filter.drift}
          options={DRIFT_STATES.map((value) => ({
            value,
            label: t('customers.filter.drifting', { state: t(`customers.drift.${value}`) }),
          }))}
          onChange={(drift) => findCustomers({ drift })}
        />
        {isFiltered(filter) && (
          <IconButton
            label={t('customers.filter.clear')}
            data-testid="customer-filter-clear"
            icon={<X size={14} aria-hidden />}
            onClick={() => clearCustomerFilter()}
          />
        )}
      </div>
    </div>
  );
}

function SearchField() {
  const { t } = useTranslation();
  const text = useCustomers((state) => state.filter.text);
  return (
    <div className="flex h-[30px] min-w-0 items-center gap-[7px] rounded-m border border-line bg-sunken pr-2 pl-2.5 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus">
      <Search size={14} strokeWidth={1.75} className="shrink-0 text-text-2" aria-hidden />
      <input
        id={FOCUS_IDS.customerSearch}
        data-testid="customer-search"
        type="text"
        aria-label={t('customers.search')}
        placeholder={t('customers.search')}
        value={text}
        autoComplete="off"
        spellCheck={false}
        className="h-full min-w-8 flex-1 bg-transparent outline-none placeholder:text-text-2"
        onChange={(event) => findCustomers({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key !== 'Enter' && event.key !== 'Escape' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          focusCustomerList();
        }}
      />
      {text === '' ? (
        <span className="max-panes:hidden">
          <Kbd keys={keysOf('filter') ?? '/'} />
        </span>
      ) : (
        <button
          type="button"
          aria-label={t('customers.clearSearch')}
          className="flex size-5 shrink-0 items-center justify-center rounded-chip text-text-2 hover:text-text"
          onClick={() => {
            clearCustomerFilter({ text: '' });
            document.getElementById(FOCUS_IDS.customerSearch)?.focus();
          }}
        >
          <X size={13} aria-hidden />
        </button>
      )}
    </div>
  );
}

/** Each plan once by its key; having none comes first. */
export function usePlanOptions(): { value: string; label: string }[] {
  const { t } = useTranslation();
  const plans = useCustomers((state) => state.plans);
  return useMemo(() => {
    const sold = [...plans].filter(([key]) => key !== 'free');
    const names = sold.map(([, name]) => name);
    const options = sold.map(([value, name]) => ({
      value,
      // Two prices of one product, or two products of one name.
      label: names.filter((one) => one === name).length > 1 ? `${name} · ${value}` : name,
    }));
    return [
      { value: 'free', label: t('customers.filter.noPlan') },
      ...options.toSorted((a, b) => a.label.localeCompare(b.label)),
    ];
  }, [plans, t]);
}
