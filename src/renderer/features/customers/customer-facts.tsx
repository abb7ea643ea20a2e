// By which names a customer goes: Stripe's, the app's, and whatever was written into the metadata.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerDetail } from '#shared/contract/plans.ts';
import { useFormat } from '../../i18n/format.ts';
import { CopyText } from './copy-text.tsx';

export function CustomerFacts({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, email, customerId, account, appRef, metadata, lastEventAt } = customer;
  return (
    <dl className="mt-1.5 flex flex-wrap gap-x-5 text-[12px]">
      {email !== null && name !== null && (
        <Fact name={t('customers.email')}>
          <CopyText text={email} what={t('customers.email')} />
        </Fact>
      )}
      <Fact name={t('customers.stripeId')}>
        {customerId === null ? (
          <span className="text-text-2">{t('customers.guestText')}</span>
        ) : (
          <CopyText text={customerId} what={t('customers.stripeId')} />
        )}
      </Fact>
      {appRef !== null && (
        <Fact name={t('customers.appRef')}>
          <span className="flex min-w-0 items-center gap-1.5" title={t('customers.appRefHint')}>
            <CopyText text={appRef} what={t('customers.appRef')} />
            <code className="min-w-0 truncate text-text-3">client_reference_id</code>
          </span>
        </Fact>
      )}
      {account !== null && (
        <Fact name={t('customers.connected')}>
          <CopyText text={account} what={t('customers.connected')} />
        </Fact>
      )}
      {Object.keys(metadata).length > 0 && (
        <Fact name={t('customers.metadata')}>
          <MetadataList metadata={metadata} />
        </Fact>
      )}
      {lastEventAt !== null && (
        <Fact name={t('customers.lastEvent')}>
          <time className="text-text-2">{format.dateTime(lastEventAt * 1000)}</time>
        </Fact>
      )}
    </dl>
  );
}

/** Names and values side by side, as many as fit. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex max-w-full min-w-0 items-center gap-1.5 leading-[24px]">
      <dt className="shrink-0 text-text-3">{name}</dt>
      <dd className="flex min-w-0 items-center">{children}</dd>
    </div>
  );
}

export function MetadataList({ metadata }: { metadata: Readonly<Record<string, string>> }) {
  return (
    <span className="flex min-w-0 flex-wrap gap-x-3">
      {Object.entries(metadata).map(([key, value]) => (
        <span key={key} className="inline-flex max-w-full min-w-0 items-center gap-1">
          <code className="shrink-0 text-text-3">{key}</code>
          <CopyText text={value} what={key} />
        </span>
      ))}
    </span>
  );
}
