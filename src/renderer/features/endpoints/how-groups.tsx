// The form's groups about signing, about what happens while the endpoint is down, and about retries.
import { FileKey } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Endpoint } from '#shared/contract/endpoints.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceList } from '../../components/choice-list.tsx';
import { Prose } from '../../components/prose.tsx';
import { SwitchField } from '../../components/switch-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { openDialog } from '../../stores/dialog-store.ts';
import { readSecret } from '../../stores/secrets-store.ts';
import { CopyButton } from '../copying/copy-button.tsx';
import { RETRY_CHOICES } from './endpoint-draft.ts';
import type { GroupProps } from './what-groups.tsx';

export const SIGNINGS = ['received', 'stable', 'own'] as const;

/** @param endpoint null = it does not exist yet, so it has no secret to copy */
export function SigningGroup({ draft, edit, errorOf, endpoint }: GroupProps & { endpoint: Endpoint | null }) {
  const { t } = useTranslation();
  const hasSecret = endpoint?.hasSecret === true;
  // What is saved is what can be copied; another choice has to be saved first.
  const saved = endpoint !== null && endpoint.signing === draft.signing && draft.secret === '';
  return (
    <>
      <ChoiceList
        label={t('endpoint.signing')}
        testId="endpoint-signing"
        value={draft.signing}
        options={SIGNINGS.map((value) => ({
          value,
          label: t(`endpoint.signingOf.${value}`),
          hint: <Prose text={t(`endpoint.signingHint.${value}`)} />,
        }))}
        onChange={(signing) => edit({ signing })}
      />
      {(draft.signing === 'own' || hasSecret) && (
        <div className="flex flex-col gap-1">
          <TextField
            label={t('endpoint.secret')}
            data-testid="endpoint-secret"
            type="password"
            mono
            autoComplete="new-password"
            placeholder={draft.removeSecret || !hasSecret ? 'whsec_…' : '••••••••••••'}
            value={draft.secret}
            hint={
              <>
                {t(hasSecret ? 'endpoint.secretSet' : 'endpoint.secretNotSet')}{' '}
                <Prose text={t('endpoint.secretHint')} />
              </>
            }
            error={errorOf('secret')}
            onChange={(secret) => edit({ secret, removeSecret: false })}
          />
          {hasSecret && (
            <Button
              small
              className="self-start"
              disabled={draft.removeSecret}
              onClick={() => edit({ removeSecret: true, secret: '' })}
            >
              {t('endpoint.secretRemove')}
            </Button>
          )}
        </div>
      )}
      {endpoint !== null && (
        <div className="flex flex-wrap items-center gap-2">
          {saved ? (
            <>
              <CopyButton text={async () => await readSecret(endpoint.id)} small>
                {t('endpoint.copySecret')}
              </CopyButton>
              <Button
                small
                data-testid="endpoint-env"
                icon={<FileKey size={13} aria-hidden />}
                onClick={() => openDialog({ kind: 'env', endpointId: endpoint.id })}
              >
                {t('endpoint.writeEnv')}
              </Button>
            </>
          ) : (
            <p className="text-text-2">{t('endpoint.saveFirst')}</p>
          )}
        </div>
      )}
    </>
  );
}

export function HoldGroup({ draft, edit, errorOf }: GroupProps) {
  const { t } = useTranslation();
  return (
    <>
      <SwitchField
        label={t('endpoint.hold')}
        hint={t('endpoint.holdHint')}
        checked={draft.hold}
        onChange={(hold) => edit({ hold })}
      />
      <div className="grid grid-cols-2 items-start gap-4 max-panes:grid-cols-1">
        <TextField
          label={t('endpoint.askAfter')}
          data-testid="endpoint-ask-after"
          mono
          value={draft.askAfter}
          hint={<Prose text={t('endpoint.askAfterHint')} />}
          error={errorOf('askAfter')}
          onChange={(askAfter) => edit({ askAfter })}
        />
        <TextField
          label={t('endpoint.drain')}
          mono
          inputMode="numeric"
          value={draft.drainConcurrency}
          hint={t('endpoint.drainHint')}
          error={errorOf('drainConcurrency')}
          onChange={(drainConcurrency) => edit({ drainConcurrency })}
        />
      </div>
      <TextField
        label={t('endpoint.probe')}
        data-testid="endpoint-probe"
        mono
        placeholder="/health"
        value={draft.probePath}
        hint={<Prose text={t('endpoint.probeHint')} />}
        error={errorOf('probePath')}
        onChange={(probePath) => edit({ probePath })}
      />
    </>
  );
}

export function RetryGroup({ draft, edit, errorOf }: GroupProps) {
  const { t } = useTranslation();
  const field = (name: 'retryEvery' | 'retryFirst' | 'retryMax' | 'retryTimes', label: string) => (
    <TextField
      label={label}
      data-testid={`endpoint-${name}`}
      mono
      value={draft[name]}
      error={errorOf(name)}
      onChange={(text) => edit({ [name]: text })}
    />
  );
  return (
    <>
      <ChoiceList
        label={t('endpoint.retry')}
        testId="endpoint-retry"
        value={draft.retry}
        options={RETRY_CHOICES.map((value) => ({
          value,
          label: t(`endpoint.retryOf.${value}`),
          hint: t(`endpoint.retryHint.${value}`),
        }))}
        onChange={(retry) => edit({ retry })}
      />
      {(draft.retry === 'fixed' || draft.retry === 'exponential') && (
        <>
          <div className="grid grid-cols-3 items-start gap-4 max-panes:grid-cols-1">
            {draft.retry === 'fixed' && field('retryEvery', t('endpoint.retryEvery'))}
            {draft.retry === 'exponential' && field('retryFirst', t('endpoint.retryFirst'))}
            {draft.retry === 'exponential' && field('retryMax', t('endpoint.retryMax'))}
            {field('retryTimes', t('endpoint.retryTimes'))}
          </div>
          <p className="text-text-2">
            <Prose text={t('endpoint.durationHint')} />
          </p>
        </>
      )}
      <p className="max-w-[68ch] text-text-2">{t('endpoint.retryWhen')}</p>
    </>
  );
}
