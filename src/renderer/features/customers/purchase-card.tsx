// One one-time purchase: whether it counts, what it cost, and what of that was given back or is disputed.
import { Ban, Check, Clock, Undo2, X, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomerDetail, CustomerStep } from '#shared/contract/plans.ts';
import { Chip, type ChipLook } from '../../components/chip.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { useFormat } from '../../i18n/format.ts';
import { CopyText } from './copy-text.tsx';

type Purchase = CustomerDetail['purchases'][number];

const LOOKS: Record<Purchase['state'], [ChipLook, LucideIcon]> = {
  pending: ['warn', Clock],
  granted: ['ok', Check],
  failed: ['bad', X],
  expired: ['unverified', Ban],
  revoked: ['unverified', Undo2],
};
const DISPUTE_COLORS = { open: 'text-warn', won: 'text-ok', lost: 'text-bad' };

export function PurchaseCard({ purchase, steps }: { purchase: Purchase; steps: readonly CustomerStep[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, state, at, amountMinor, currency, planKey, refundedMinor, dispute } = purchase;
  const [look, icon] = LOOKS[state];
  const money = (amount: number): string => (currency === null ? '–' : format.money(amount, currency));
  return (
    <article
      data-testid="purchase-card"
      data-state={state}
      data-id={id}
      className="rounded-card border border-line px-3.5 py-2.5"
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
        <h3 className="font-[600]">{nameOf(purchase, steps) ?? planKey ?? t('customers.purchase')}</h3>
        <Chip look={look} icon={icon} text={t(`customers.purchaseState.${state}`)} />
        <CopyText text={id} what={t('customers.buy.id')} className="ml-auto max-w-[50%]" />
      </div>
      <Facts className="mt-1 items-baseline !gap-y-0.5">
        {amountMinor !== null && <Fact name={t('customers.buy.amount')}>{money(amountMinor)}</Fact>}
        <Fact name={t('customers.buy.at')}>{format.dateTime(at * 1000)}</Fact>
        {refundedMinor > 0 && (
          <Fact name={t('customers.buy.refunded')}>
            {amountMinor !== null && refundedMinor >= amountMinor
              ? t('customers.buy.refundedAll', { money: money(refundedMinor) })
              : t('customers.buy.refundedOf', {
                  money: money(refundedMinor),
                  total: amountMinor === null ? '–' : money(amountMinor),
                })}
          </Fact>
        )}
        {dispute !== null && (
          <Fact name={t('customers.buy.dispute')}>
            <span className={DISPUTE_COLORS[dispute]}>{t(`customers.dispute.${dispute}`)}</span>
          </Fact>
        )}
      </Facts>
    </article>
  );
}

/** The purchase knows its plan by key only; what people call it stands in the step that bought it. */
function nameOf({ id, planKey }: Purchase, steps: readonly CustomerStep[]): string | null {
  if (planKey === null) return null;
  for (const { changes } of steps) {
    const bought = changes.find(({ objectId, to }) => objectId === id && to !== null);
    if (bought?.to) return bought.to.name;
  }
  return null;
}
