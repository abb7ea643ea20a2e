// Signing in with the browser: a code, a page to confirm it on, and how it went.
import { ExternalLink, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SignIn } from '#shared/contract/account.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { useNow } from '../../components/use-now.ts';
import { beginSignIn, cancelSignIn, useAccount } from '../../stores/account-store.ts';
import { CopyButton } from '../copying/copy-button.tsx';

export function BrowserWay({ signIn, keptMasked }: { signIn: SignIn; keptMasked: string | null }) {
  const { t } = useTranslation();
  const busy = useAccount((state) => state.busy !== null);
  switch (signIn.phase) {
    case 'asking':
      return (
        <p role="status" className="flex items-center gap-2 text-text-2">
          <LoaderCircle size={14} className="spin" aria-hidden />
          {t('signIn.asking')}
        </p>
      );
    case 'waiting':
      return <Waiting signIn={signIn} />;
    case 'done':
      return <Done signIn={signIn} />;
    case 'idle':
    case 'failed':
      return (
        <>
          {signIn.problem !== null && <Failed signIn={signIn} />}
          <p className="text-text-2">{t('signIn.browserText')}</p>
          {keptMasked !== null && (
            <p className="text-text-2">
              <Prose text={t('signIn.replacesKey', { masked: keptMasked })} />
            </p>
          )}
          <div>
            <Button
              look="primary"
              data-testid="sign-in-begin"
              data-first-focus
              disabled={busy}
              onClick={() => void beginSignIn()}
            >
              {t(signIn.phase === 'failed' ? 'signIn.again' : 'signIn.begin')}
            </Button>
          </div>
        </>
      );
  }
}

function Waiting({ signIn: { way, code, browserUrl, since } }: { signIn: SignIn }) {
  const { t } = useTranslation();
  const busy = useAccount((state) => state.busy !== null);
  const now = useNow(1000, true);
  return (
    <>
      <p>{t(code === null ? 'signIn.noCode' : way === 'device' ? 'signIn.device' : 'signIn.pairing')}</p>
      {code !== null && (
        <div className="flex items-center gap-3 rounded-card border border-accent bg-accent-soft px-4 py-3">
          <output
            data-testid="sign-in-code"
            aria-label={t('signIn.code')}
            className="min-w-0 flex-1 font-mono text-[22px] leading-tight font-semibold break-words text-text select-all"
          >
            {code}
          </output>
          <CopyButton text={code} />
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {browserUrl !== null && (
          <a
            data-testid="sign-in-open"
            data-first-focus
            href={browserUrl}
            target="_blank"
            rel="noreferrer"
            className="inline-flex h-[30px] items-center gap-1.5 rounded-m border border-accent bg-accent px-2.5 text-[12.5px] font-medium text-on-accent hover:brightness-110"
          >
            <ExternalLink size={14} aria-hidden />
            {t('signIn.open')}
          </a>
        )}
        <Button data-testid="sign-in-cancel" disabled={busy} onClick={() => void cancelSignIn()}>
          {t('signIn.cancel')}
        </Button>
      </div>
      <p role="status" className="flex items-center gap-2 text-text-2">
        <LoaderCircle size={14} className="spin" aria-hidden />
        {t('signIn.waiting')}{' '}
        <span aria-hidden>
          {t('signIn.waited', { seconds: Math.max(0, Math.floor((now - since) / 1000)) })}
        </span>
      </p>
    </>
  );
}

function Done({ signIn: { accountId, accountName, unencryptedAt } }: { signIn: SignIn }) {
  const { t } = useTranslation();
  const busy = useAccount((state) => state.busy !== null);
  const title =
    accountName !== null
      ? t('signIn.doneNamed', { name: accountName })
      : accountId !== null
        ? t('signIn.doneId', { id: accountId })
        : t('signIn.done');
  return (
    <>
      <Callout tone="ok" role="status" testId="sign-in-done" title={<Prose text={title} />}>
        <p>
          {t('signIn.doneText')} {accountName !== null && accountId !== null && <code>{accountId}</code>}
        </p>
      </Callout>
      <div>
        <Button data-testid="sign-in-again" disabled={busy} onClick={() => void beginSignIn()}>
          {t('signIn.other')}
        </Button>
      </div>
      {unencryptedAt !== null && (
        <Callout tone="warn" title={<Prose text={t('signIn.unencrypted', { path: unencryptedAt })} />} />
      )}
    </>
  );
}

function Failed({ signIn: { problem, detail } }: { signIn: SignIn }) {
  const { t } = useTranslation();
  if (problem === null) return null;
  return (
    <Callout
      tone="bad"
      role="alert"
      testId="sign-in-failed"
      title={<Prose text={t(`signIn.problem.${problem}`)} />}
    >
      {detail !== null && (
        <p className="text-text-2">
          {t('signIn.said')}: <code>{detail}</code>
        </p>
      )}
    </Callout>
  );
}
