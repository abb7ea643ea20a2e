// The plans that were seen: what Stripe calls them and what they cost, and what the developer calls them.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { NamedPlanRef } from '#shared/contract/plans.ts';
import { CellField } from '../../components/cell-field.tsx';
import type { Format } from '../../i18n/create-format.ts';
import { useFormat } from '../../i18n/format.ts';
import { NO_NAME, readRank, type PlanNamesDraft, type PlanRow } from './plan-names-draft.ts';

interface PlanTableProps {
  rows: readonly PlanRow[];
  names: PlanNamesDraft['names'];
  wrong: boolean;
  onChange(names: PlanNamesDraft['names']): void;
}

const HEAD = 'pb-1 pr-3 text-left text-[12px] font-semibold text-text-2';

export function PlanTable({ rows, names, wrong, onChange }: PlanTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const put = (key: string, change: Partial<{ name: string; rank: string }>) =>
    onChange({ ...names, [key]: { ...NO_NAME, ...names[key], ...change } });
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr>
          <th scope="col" className={HEAD}>
            {t('planNames.stripe')}
          </th>
          <th scope="col" className={HEAD}>
            {t('planNames.yours')}
          </th>
          <th scope="col" className={`${HEAD} w-24 pr-0`}>
            {t('planNames.rank')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const { name, rank } = names[row.key] ?? NO_NAME;
          const price = priceWords(t, format, row.plan);
          const full = price === null ? row.stripeName : `${row.stripeName}, ${price}`;
          return (
            <tr
              key={`${row.key} ${row.plan.priceId ?? index}`}
              data-testid="plan-name-row"
              data-plan={row.plan.key}
              className="border-t border-line-soft"
            >
              <td className="py-1.5 pr-3">
                <span className="block truncate font-medium" title={row.plan.priceId ?? row.plan.key}>
                  {row.stripeName}
                </span>
                <span className="block truncate text-text-2">{price ?? row.plan.key}</span>
              </td>
              <td className="py-1.5 pr-3">
                <CellField
                  label={t('planNames.yoursOf', { plan: full })}
                  data-testid="plan-name"
                  value={name}
                  maxLength={100}
                  placeholder={row.stripeName}
                  wrong={wrong && name.trim() === '' && rank.trim() !== ''}
                  onChange={(next) => put(row.key, { name: next })}
                />
              </td>
              <td className="py-1.5">
                <CellField
                  label={t('planNames.rankOf', { plan: full })}
                  data-testid="plan-rank"
                  mono
                  inputMode="numeric"
                  value={rank}
                  wrong={wrong && Number.isNaN(readRank(rank))}
                  onChange={(next) => put(row.key, { rank: next })}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function priceWords(t: TFunction, format: Format, plan: NamedPlanRef): string | null {
  const { unitAmount, currency, interval, intervalCount } = plan;
  if (unitAmount === null || currency === null) return null;
  const amount = format.money(unitAmount, currency);
  if (interval === null) return t('planNames.per.once', { amount });
  if (intervalCount === 1) return t(`planNames.per.${interval}`, { amount });
  return t('planNames.per.every', {
    amount,
    n: format.number(intervalCount),
    interval: t(`planNames.interval.${interval}`),
  });
}
