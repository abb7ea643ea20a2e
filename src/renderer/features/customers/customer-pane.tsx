// One customer: what Stripe says, what the app says, and how it came to this, event by event.
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerDetail } from '#shared/contract/plans.ts';
import { isAccess } from '#shared/domain/plans/headline.ts';
import { keysOf, runCommand } from '../../commands/commands.ts';
import { FOCUS_IDS } from '../../commands/focus.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { classNames } from '../../components/class-names.ts';
import { Kbd } from '../../components/kbd.tsx';
import { Section } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { headlineWords } from '../../i18n/plan-words.ts';
import { reloadCustomer, showEventsOf, useCustomers } from '../../stores/customers-store.ts';
import { Belief } from './belief.tsx';
import { CustomerFacts } from './customer-facts.tsx';
import { PurchaseCard } from './purchase-card.tsx';
import { standingLook } from './standing.ts';
import { Story } from './story.tsx';
import { SubscriptionCard } from './subscription-card.tsx';

export function CustomerPane() {
  const { t } = useTranslation();
  const selectedId = useCustomers((state) => state.selectedId);
  const detail = useCustomers((state) => state.detail);
  const error = useCustomers((state) => state.detailError);
  // The one before stays until the next is read: a blink of nothing with every key is worse.
  const late = detail !== null && detail.id !== selectedId;
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    pane.current?.scrollTo({ top: 0 });
  }, [detail?.id]);
  return (
    <section
      ref={pane}
      id={FOCUS_IDS.customerPane}
      data-testid="customer-pane"
      data-scrolls
      aria-label={t('customers.detailLabel')}
      aria-busy={late}
      tabIndex={-1}
      className="h-full min-w-0 overflow-y-auto bg-surface -outline-offset-2"
    >
      {error !== null ? (
        <Unreadable gone={error === 'NOT_FOUND'} code={error} />
      ) : detail !== null ? (
        <div className={late ? 'opacity-50 transition-opacity delay-200' : ''}>
          <Contents key={detail.id} customer={detail} />
        </div>
      ) : selectedId === null ? (
        <Nobody />
      ) : (
        <p role="status" className="p-6 text-center text-text-2">
          {t('customers.loading')}
        </p>
      )}
    </section>
  );
}

function BackButton() {
  const { t } = useTranslation();
  return (
    <span className="-ml-1.5 hidden max-panes:inline-flex">
      <IconButton
        label={t('customers.back')}
        data-testid="customer-back"
        keys={keysOf('back')}
        icon={<ArrowLeft size={15} aria-hidden />}
        onClick={() => runCommand('back')}
      />
    </span>
  );
}

function Nobody() {
  const { t } = useTranslation();
  return (
    <div className="mx-auto max-w-[40ch] p-6 pt-16 text-center text-text-2">
      <BackButton />
      <p className="font-medium text-text">{t('customers.choose')}</p>
      <p className="mt-0.5">{t('customers.chooseText')}</p>
      <p className="mt-3 flex items-center justify-center gap-1.5">
        {(['next', 'previous', 'help'] as const).map((id) => (
          <Kbd key={id} keys={keysOf(id) ?? ''} />
        ))}
      </p>
    </div>
  );
}

function Unreadable({ gone, code }: { gone: boolean; code: string }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-2 p-5">
      <BackButton />
      <Callout
        tone={gone ? 'idle' : 'bad'}
        role="alert"
        title={t(gone ? 'customers.detailGone' : 'customers.detailFailed')}
        action={
          gone ? undefined : (
            <Button small onClick={reloadCustomer}>
              {t('action.tryAgain')}
            </Button>
          )
        }
      >
        <p>{gone ? t('customers.detailGoneText') : t('customers.loadFailedText', { code })}</p>
      </Callout>
    </div>
  );
}

function Contents({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const { customerId, subscriptions, purchases, steps } = customer;
  return (
    <div
      className="mx-auto flex max-w-[920px] flex-col gap-4 px-5 pt-3.5 pb-8 max-panes:px-4"
      data-testid="customer-detail"
      data-customer-id={customerId ?? ''}
    >
      <Heading customer={customer} />
      <Belief customer={customer} />
      <Cards title={t('customers.subscriptions')} shown={subscriptions.length > 0}>
        {subscriptions.toSorted(grantingFirst).map((subscription) => (
          <SubscriptionCard key={subscription.id} subscription={subscription} />
        ))}
      </Cards>
      <Cards title={t('customers.purchases')} shown={purchases.length > 0}>
        {purchases.map((purchase) => (
          <PurchaseCard key={purchase.id} purchase={purchase} steps={steps} />
        ))}
      </Cards>
      {subscriptions.length === 0 && purchases.length === 0 && (
        <p className="text-text-2">{t('customers.boughtNothing')}</p>
      )}
      <Story customer={customer} />
    </div>
  );
}

function grantingFirst(
  a: CustomerDetail['subscriptions'][number],
  b: CustomerDetail['subscriptions'][number],
): number {
  return Number(isAccess(b.status)) - Number(isAccess(a.status));
}

function Cards({ title, shown, children }: { title: string; shown: boolean; children: ReactNode }) {
  if (!shown) return null;
  return (
    <Section title={title}>
      <div className="flex flex-col gap-2">{children}</div>
    </Section>
  );
}

function Heading({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, email, customerId, headline, deletedAt, livemode } = customer;
  const { icon: Glyph, color } = standingLook(headline);
  return (
    <header>
      <div className="flex items-center gap-2">
        <BackButton />
        <h2 className="min-w-0 truncate text-[15px] font-[640] tracking-[-0.01em]">
          {name ?? email ?? customerId ?? t('customers.guest')}
        </h2>
        {livemode && (
          <span className="rounded-chip border border-bad px-1 text-[10px] leading-[14px] font-bold text-bad">
            {t('customers.live')}
          </span>
        )}
        {deletedAt !== null && (
          <span className="rounded-chip bg-unverified-soft px-1.5 text-[11px] leading-[18px] font-medium text-text-2">
            {t('customers.deleted')}
          </span>
        )}
        {(customerId !== null || email !== null) && (
          <span className="ml-auto shrink-0">
            <Button small data-testid="customer-events" onClick={() => showEventsOf(customer)}>
              {t('customers.showEvents')}
            </Button>
          </span>
        )}
      </div>
      <p className="mt-1 flex items-center gap-1.5 text-[14px]">
        <Glyph size={15} strokeWidth={1.75} className={classNames('shrink-0', color)} aria-hidden />
        <span data-testid="customer-headline" className="font-[560]">
          {headlineWords(t, format, headline)}
        </span>
      </p>
      <CustomerFacts customer={customer} />
    </header>
  );
}
