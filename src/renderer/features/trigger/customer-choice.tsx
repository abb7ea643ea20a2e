// Which existing customer a trigger is about: one that Hookline has seen, or any id.
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { findFilterValues, type FilterValue } from '../../stores/filter-values-store.ts';

const MOST_SHOWN = 6;

export function CustomerChoice({ onChoose }: { onChoose(id: string): void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const [known, setKnown] = useState<readonly FilterValue[]>([]);
  const list = useId();
  useEffect(() => {
    let gone = false;
    const look = async () => {
      const found = await findFilterValues('customer', typed.trim());
      if (!gone) setKnown(found.filter(({ value }) => value.startsWith('cus_')).slice(0, MOST_SHOWN));
    };
    void look();
    return () => {
      gone = true;
    };
  }, [typed]);
  const isId = /^cus_\w+$/.test(typed.trim());
  return (
    <div className="rounded-card border border-line p-3" data-testid="customer-choice">
      <div className="flex flex-wrap items-start gap-2">
        <TextField
          label={t('trigger.form.customer')}
          className="min-w-60 flex-1"
          data-testid="customer-field"
          value={typed}
          placeholder="cus_…"
          hint={t('trigger.form.customerHint')}
          error={tried && !isId ? t('trigger.form.badCustomer') : null}
          onChange={setTyped}
        />
        <Button
          className="mt-[22px]"
          data-testid="customer-use"
          onClick={() => {
            setTried(true);
            if (isId) onChoose(typed.trim());
          }}
        >
          {t('trigger.form.useCustomer')}
        </Button>
      </div>
      {known.length > 0 && (
        <ul id={list} className="mt-1">
          {known.map(({ value, label }) => (
            <li key={value}>
              <button
                type="button"
                data-testid="known-customer"
                className="flex min-h-7 w-full flex-wrap items-center gap-x-3 rounded-m px-1.5 text-left hover:bg-sunken"
                onClick={() => onChoose(value)}
              >
                <span className="min-w-32 flex-1">{label ?? value}</span>
                {label !== null && <code className="text-text-2">{value}</code>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
