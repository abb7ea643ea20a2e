// Signing in to Stripe: with the browser or with a key, and whose histories are kept here.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { History } from '#shared/contract/account.ts';
import { Callout } from '../../components/callout.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Prose } from '../../components/prose.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { cancelSignIn, clearVerdict, useAccount } from '../../stores/account-store.ts';
import type { SignInWay } from '../../stores/dialog-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { BrowserWay } from './browser-way.tsx';
import { KeyWay } from './key-way.tsx';

export function SignInDialog({ way: first, onClose }: { way: SignInWay; onClose(): void }) {
  const { t } = useTranslation();
  const account = useStatus((state) => state.status?.account ?? null);
  const error = useAccount((state) => state.error);
  const [way, setWay] = useState(first);
  useEffect(clearVerdict, []);
  if (account === null) return null;
  const { signIn, key, histories } = account;
  return (
    <DialogFrame
      title={t('signIn.title')}
      intro={t('signIn.intro')}
      closeLabel={t('action.close')}
      testId="sign-in-dialog"
      onClose={() => {
        // Seen: the next time it begins anew. While somebody waits it goes on without the dialog.
        if (signIn.phase === 'done' || signIn.phase === 'failed') void cancelSignIn();
        onClose();
      }}
    >
      <Segmented
        label={t('signIn.title')}
        labelHidden
        value={way}
        options={[
          { value: 'browser', label: t('signIn.browser'), testId: 'sign-in-way-browser' },
          { value: 'key', label: t('signIn.key'), testId: 'sign-in-way-key' },
        ]}
        onChange={(next) => setWay(next)}
      />
      {key.source === 'environment' && (
        <Callout
          tone="warn"
          testId="sign-in-environment"
          title={<Prose text={t('signIn.environment', { masked: key.masked ?? '' })} />}
        />
      )}
      {way === 'browser' ? (
        <BrowserWay signIn={signIn} keptMasked={key.keptMasked} />
      ) : (
        <KeyWay inUse={key} />
      )}
      {error !== null && (
        <p role="alert" className="text-bad">
          {t(error === 'NOT_CONNECTED' ? 'signIn.notConnected' : 'signIn.lost')}
        </p>
      )}
      {histories.length > 1 && <Histories histories={histories} />}
    </DialogFrame>
  );
}

/** Each account has one of its own; the account of the session is the one on screen. */
function Histories({ histories }: { histories: readonly History[] }) {
  const { t } = useTranslation();
  return (
    <section data-testid="histories" className="border-t border-line-soft pt-3">
      <h3 className="font-medium">{t('account.histories')}</h3>
      <ul className="mt-1 space-y-1">
        {histories.map(({ accountId, accountName, livemode, open }) => (
          <li key={`${accountId} ${livemode}`} className="flex flex-wrap items-center gap-x-2">
            {accountName !== null && <span>{accountName}</span>}
            <code>{accountId}</code>
            <span className={livemode ? 'font-bold text-bad' : 'text-text-2'}>
              {t(livemode ? 'account.live' : 'account.test')}
            </span>
            {open && <span className="font-medium text-accent">{t('account.opened')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
