// One subscription as it stands now: what it is, what it costs, what comes next, and how the money is doing.
import { useTranslation } from 'react-i18next';
import type { CustomerDetail, NamedPlanRef } from '#shared/contract/plans.ts';
import { Callout } from '../../components/callout.tsx';
import { Chip } from '../../components/chip.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { useFormat } from '../../i18n/format.ts';
import { priceWords, statusWords } from '../../i18n/plan-words.ts';
import { CopyText } from './copy-text.tsx';
import { MetadataList } from './customer-facts.tsx';
import { statusLook } from './standing.ts';

type Subscription = CustomerDetail['subscriptions'][number];

const PAUSE_REASONS = [
  'final_payment_failure',
  'first_payment_failure',
  'pause_requested',
  'system',
  'trial_end_without_payment_method',
] as const;
const PAUSES = ['keep_as_draft', 'mark_uncollectible', 'void'] as const;

export function SubscriptionCard({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation();
  const { id, status, items, metadata, uncertain } = subscription;
  const { look, icon } = statusLook(status);
  const [main, ...others] = items;
  return (
    <article
      data-testid="subscription-card"
      data-status={status}
      data-id={id}
      className="rounded-card border border-line px-3.5 py-2.5"
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
        <h3 className="font-[600]">{main?.name ?? t('customers.subscription')}</h3>
        <Chip look={look} icon={icon} text={statusWords(t, status)} />
        <CopyText text={id} what={t('customers.sub.id')} className="ml-auto" />
      </div>
      {status === 'unknown' && <p className="text-text-2">{t('customers.sub.unknownText')}</p>}
      <Facts className="mt-1 items-baseline !gap-y-0.5">
        {main !== undefined && (
          <Fact name={t('customers.sub.price')}>
            <Price plan={main} renewsAt={null} />
          </Fact>
        )}
        {others.map((plan, index) => (
          <Fact key={`${plan.priceId ?? plan.key} ${index}`} name={plan.name}>
            <Price plan={plan} renewsAt={plan.periodEnd === subscription.periodEnd ? null : plan.periodEnd} />
          </Fact>
        ))}
        <Dates subscription={subscription} />
        <Payment subscription={subscription} />
        {Object.keys(metadata).length > 0 && (
          <Fact name={t('customers.metadata')}>
            <span className="text-[12px]">
              <MetadataList metadata={metadata} />
            </span>
          </Fact>
        )}
      </Facts>
      {uncertain && (
        <div className="mt-2">
          <Callout tone="warn" testId="subscription-uncertain" title={t('customers.subUncertain')}>
            <p>{t('customers.subUncertainText')}</p>
          </Callout>
        </div>
      )}
    </article>
  );
}

/** @param renewsAt Unix seconds, where the item's period is not the plan's */
function Price({ plan, renewsAt }: { plan: NamedPlanRef; renewsAt: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { unitAmount, currency, quantity, lookupKey, priceId, trialEnd } = plan;
  const several = unitAmount !== null && currency !== null && quantity !== null && quantity > 1;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2.5">
      <span>{priceWords(t, format, plan) ?? t('customers.priceVaries')}</span>
      {several && (
        <span className="text-text-2">
          {t('customers.sub.together', { money: format.money(unitAmount * quantity, currency) })}
        </span>
      )}
      {renewsAt !== null && (
        <span className="text-text-2">
          {t('customers.sub.itemRenews', { date: format.date(renewsAt * 1000) })}
        </span>
      )}
      {trialEnd !== null && (
        <span className="text-text-2">
          {t('customers.sub.itemTrial', { date: format.date(trialEnd * 1000) })}
        </span>
      )}
      <code className="min-w-0 truncate text-text-3">{lookupKey ?? priceId}</code>
    </span>
  );
}

/** Only what is still to come, and for one that is over, when that was. */
function Dates({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { status, periodEnd, trialEnd, cancelScheduled, endsAt, endedAt, nextChange, nextPause, paused } =
    subscription;
  const reason = PAUSE_REASONS.find((one) => one === paused?.reason);
  const over = endedAt !== null || status === 'canceled' || status === 'incomplete_expired';
  const date = (at: number): string => format.date(at * 1000);
  if (over) {
    const at = endedAt ?? endsAt;
    return at === null ? null : <Fact name={t('customers.sub.endedOn')}>{date(at)}</Fact>;
  }
  const ending = cancelScheduled && endsAt !== null;
  return (
    <>
      {status === 'trialing' && trialEnd !== null && (
        <Fact name={t('customers.sub.trialEnd')}>{date(trialEnd)}</Fact>
      )}
      {ending ? (
        <Fact name={t('customers.sub.endsOn')}>
          {date(endsAt)} <span className="text-text-2">{t('customers.sub.endsHint')}</span>
        </Fact>
      ) : (
        periodEnd !== null &&
        !(status === 'trialing' && periodEnd === trialEnd) && (
          <Fact name={t(status === 'active' ? 'customers.sub.renewsOn' : 'customers.sub.periodEnd')}>
            {date(periodEnd)}
          </Fact>
        )
      )}
      {paused !== null && paused.at !== null && (
        <Fact name={t('customers.sub.pausedSince')}>
          {date(paused.at)}
          {reason !== undefined && (
            <span className="text-text-2"> · {t(`customers.sub.pauseReason.${reason}`)}</span>
          )}
        </Fact>
      )}
      {nextPause !== null && (
        <Fact name={t('customers.sub.nextPause')}>
          {nextPause.resumesAt === null
            ? t('customers.sub.nextPauseAt', { date: date(nextPause.at) })
            : t('customers.sub.nextPauseUntil', {
                date: date(nextPause.at),
                until: date(nextPause.resumesAt),
              })}
        </Fact>
      )}
      {nextChange !== null && (
        <Fact name={t('customers.sub.nextChange')}>
          {t('customers.sub.nextChangeTo', { plans: nextChange.plans.join(', '), date: date(nextChange.at) })}
        </Fact>
      )}
    </>
  );
}

function Payment({
  subscription: { status, payment, pauseCollection, pendingUpdate },
}: {
  subscription: Subscription;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const given = ['canceled', 'unpaid', 'incomplete_expired'].includes(status);
  return (
    <>
      {payment !== null && (
        <Fact name={t('customers.sub.payment')}>
          <span className="flex flex-wrap items-center gap-x-2.5">
            <span
              data-testid="subscription-payment"
              data-state={payment.state}
              className={
                payment.state === 'failed'
                  ? 'text-bad'
                  : payment.state === 'action_required'
                    ? 'text-warn'
                    : ''
              }
            >
              {t(`customers.payment.${payment.state}`, {
                money:
                  payment.amountMinor === null || payment.currency === null
                    ? t('customers.sub.invoiceWord')
                    : format.money(payment.amountMinor, payment.currency),
              })}
            </span>
            {payment.state === 'failed' && (
              <span className="text-text-2">
                {payment.nextAttemptAt === null
                  ? t(given ? 'customers.sub.givenUp' : 'customers.sub.noAttempt')
                  : t('customers.sub.nextAttempt', { date: format.date(payment.nextAttemptAt * 1000) })}
              </span>
            )}
            {payment.invoiceId !== null && (
              <CopyText text={payment.invoiceId} what={t('customers.sub.invoice')} />
            )}
          </span>
        </Fact>
      )}
      {pauseCollection !== null && (
        <Fact name={t('customers.sub.collection')}>
          <span className="text-warn">
            {t(`customers.pause.${PAUSES.find((one) => one === pauseCollection.behavior) ?? 'other'}`)}
          </span>{' '}
          {pauseCollection.resumesAt !== null &&
            t('customers.sub.resumes', { date: format.date(pauseCollection.resumesAt * 1000) })}
        </Fact>
      )}
      {pendingUpdate && (
        <Fact name={t('customers.sub.pendingUpdate')}>{t('customers.sub.pendingUpdateText')}</Fact>
      )}
    </>
  );
}
