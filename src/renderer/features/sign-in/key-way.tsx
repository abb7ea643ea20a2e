// Giving a key instead of a login: tried with Stripe first, and what it lacks is named. Live keys only on purpose.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyInUse, KeyVerdict } from '#shared/contract/account.ts';
import { livemodeOfKey } from '#shared/domain/stripe-key.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { SwitchField } from '../../components/switch-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { forgetKey, giveKey, useAccount } from '../../stores/account-store.ts';

export const KEYS_PAGE = 'https://dashboard.stripe.com/test/apikeys';

export function KeyWay({ inUse }: { inUse: KeyInUse }) {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const [allowLive, setAllowLive] = useState(false);
  const busy = useAccount((state) => state.busy);
  const verdict = useAccount((state) => state.verdict);
  const live = livemodeOfKey(key.trim()) === true;
  const give = async () => {
    await giveKey(key, live && allowLive);
    // A key that is kept has no business on the screen.
    if (useAccount.getState().verdict?.accepted === true) setKey('');
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void give();
      }}
    >
      <p className="text-text-2">
        <Prose text={t('signIn.keyText')} />{' '}
        <a
          href={KEYS_PAGE}
          target="_blank"
          rel="noreferrer"
          className="text-accent underline underline-offset-2"
        >
          {t('signIn.keyPage')}
        </a>
      </p>
      <TextField
        type="password"
        mono
        label={t('signIn.keyField')}
        data-testid="key-field"
        data-first-focus
        value={key}
        placeholder="rk_test_…"
        onChange={(next) => {
          setKey(next);
          setAllowLive(false);
        }}
      />
      {live && (
        <SwitchField
          testId="key-allow-live"
          label={t('signIn.allowLive')}
          hint={t('signIn.allowLiveHint')}
          checked={allowLive}
          onChange={setAllowLive}
        />
      )}
      {verdict !== null && <Verdict verdict={verdict} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" look="primary" data-testid="key-use" disabled={busy !== null}>
          {t('signIn.useKey')}
        </Button>
        {busy === 'key' && (
          <span role="status" className="text-text-2">
            {t('signIn.trying')}
          </span>
        )}
      </div>
      {inUse.keptMasked !== null && (
        <p className="flex flex-wrap items-center gap-2 border-t border-line-soft pt-3">
          {t('signIn.kept', { masked: inUse.keptMasked })}
          <Button
            small
            look="danger"
            data-testid="key-forget"
            disabled={busy !== null}
            onClick={() => void forgetKey()}
          >
            {t('signIn.forget')}
          </Button>
        </p>
      )}
    </form>
  );
}

function Verdict({ verdict: { accepted, problem, missing, accountName, detail } }: { verdict: KeyVerdict }) {
  const { t } = useTranslation();
  if (!accepted)
    return (
      <Callout
        tone="bad"
        role="alert"
        testId="key-verdict"
        title={<Prose text={t(`signIn.keyProblem.${problem ?? 'failed'}`)} />}
      >
        {detail !== null && (
          <p className="text-text-2">
            {t('signIn.said')}: <code>{detail}</code>
          </p>
        )}
      </Callout>
    );
  const lacksEvents = missing.includes('events');
  return (
    <Callout
      tone={lacksEvents ? 'warn' : 'ok'}
      role="status"
      testId="key-verdict"
      title={accountName === null ? t('signIn.accepted') : t('signIn.acceptedNamed', { name: accountName })}
    >
      {lacksEvents && <p>{t('signIn.lacksEvents')}</p>}
    </Callout>
  );
}
