// “Have Stripe send it again”: to the CLI, or to a webhook endpoint that is registered at Stripe.
import { LoaderCircle, Send } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stripeIdOf } from '#shared/domain/event-id.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import type { TriggerProblem, WebhookEndpoint } from '#shared/contract/triggers.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { ChoiceList } from '../../components/choice-list.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Prose } from '../../components/prose.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { errorCode } from '../../api/errors.ts';
import { engine } from '../../stores/engine.ts';
import { ProblemNote } from './problem-note.tsx';
import { triggerErrorText } from './trigger-words.ts';

interface StripeResendDialogProps {
  event: EventSummary;
  onClose(): void;
}

type Outcome =
  | { kind: 'done'; endpoint: string | null }
  | { kind: 'problem'; problem: TriggerProblem }
  | { kind: 'error'; code: string };

interface Listed {
  endpoints: readonly WebhookEndpoint[];
  problem: TriggerProblem | null;
}

export function StripeResendDialog({ event, onClose }: StripeResendDialogProps) {
  const { t } = useTranslation();
  const [to, setTo] = useState<'cli' | 'endpoint'>('cli');
  const [chosen, setChosen] = useState('');
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const listed = useEndpoints(to === 'endpoint');
  const endpoint = typed.trim() || chosen;
  const isBad = to === 'endpoint' && !/^we_\w+$/.test(endpoint);

  const send = async () => {
    setTried(true);
    if (isBad || busy) return;
    setBusy(true);
    setOutcome(null);
    const wanted = to === 'endpoint' ? endpoint : null;
    try {
      const { problem } = await engine.call((api) =>
        api.triggers.resendAtStripe({
          id: event.id,
          ...(wanted !== null && { webhookEndpoint: wanted }),
          ...(event.account !== null && { account: event.account }),
        }),
      );
      setOutcome(problem === null ? { kind: 'done', endpoint: wanted } : { kind: 'problem', problem });
    } catch (error) {
      setOutcome({ kind: 'error', code: errorCode(error) });
    }
    setBusy(false);
  };

  return (
    <DialogFrame
      title={t('stripeResend.title')}
      intro={
        <>
          <code>{stripeIdOf(event.id)}</code> {t('stripeResend.intro')}
        </>
      }
      closeLabel={t('action.close')}
      testId="stripe-resend-dialog"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(outcome?.kind === 'done' ? 'action.close' : 'action.cancel')}</Button>
          <Button
            look="primary"
            data-testid="stripe-resend-send"
            aria-disabled={busy}
            icon={
              busy ? <LoaderCircle size={14} className="spin" aria-hidden /> : <Send size={14} aria-hidden />
            }
            onClick={() => void send()}
          >
            {t('stripeResend.send')}
          </Button>
        </>
      }
    >
      <ChoiceList<'cli' | 'endpoint'>
        label={t('stripeResend.to')}
        testId="stripe-resend-to"
        value={to}
        options={[
          {
            value: 'cli',
            label: t('stripeResend.toCli'),
            hint: <Prose text={t('stripeResend.toCliHint')} />,
          },
          { value: 'endpoint', label: t('stripeResend.toEndpoint'), hint: t('stripeResend.toEndpointHint') },
        ]}
        onChange={setTo}
      />
      {to === 'endpoint' && (
        <EndpointFields
          listed={listed}
          chosen={chosen}
          typed={typed}
          error={tried && isBad ? t('stripeResend.badEndpoint') : null}
          onChoose={setChosen}
          onType={setTyped}
        />
      )}
      <p className="text-text-2">{t('stripeResend.limits')}</p>
      {outcome?.kind === 'done' && (
        <Callout
          tone="ok"
          role="status"
          testId="stripe-resend-done"
          title={t('stripeResend.done', { id: event.id })}
        >
          <p>
            {outcome.endpoint === null
              ? t('stripeResend.doneCli')
              : t('stripeResend.doneEndpoint', { endpoint: outcome.endpoint })}
          </p>
        </Callout>
      )}
      {outcome?.kind === 'problem' && <ProblemNote problem={outcome.problem} live />}
      {outcome?.kind === 'error' && (
        <p role="alert" className="text-bad">
          {triggerErrorText(t, outcome.code)}
        </p>
      )}
    </DialogFrame>
  );
}

function EndpointFields({
  listed,
  chosen,
  typed,
  error,
  onChoose,
  onType,
}: {
  listed: Listed | null;
  chosen: string;
  typed: string;
  error: string | null;
  onChoose(id: string): void;
  onType(id: string): void;
}) {
  const { t } = useTranslation();
  if (listed === null) return <p role="status">{t('stripeResend.loading')}</p>;
  const { endpoints, problem } = listed;
  return (
    <div className="flex flex-col gap-3">
      {endpoints.length > 0 && (
        <SelectField
          label={t('stripeResend.endpoint')}
          data-testid="stripe-endpoint"
          value={chosen}
          options={[
            { value: '', label: t('stripeResend.choose') },
            ...endpoints.map(({ id, url, enabled }) => ({
              value: id,
              label: enabled ? url : t('stripeResend.disabled', { url }),
            })),
          ]}
          onChange={onChoose}
        />
      )}
      {problem !== null && <p className="text-text-2">{t('stripeResend.notListed')}</p>}
      {problem === null && endpoints.length === 0 && (
        <p className="text-text-2">{t('stripeResend.noneListed')}</p>
      )}
      <TextField
        label={t('stripeResend.typed')}
        mono
        data-testid="stripe-endpoint-id"
        value={typed}
        placeholder="we_…"
        error={error}
        onChange={onType}
      />
    </div>
  );
}

async function listEndpoints(): Promise<Listed> {
  try {
    return await engine.query((api) => api.triggers.webhookEndpoints());
  } catch {
    // To those who want to type an id it makes no difference why.
    return { endpoints: [], problem: { code: 'network', detail: null, param: null, requestId: null } };
  }
}

/** Asked of Stripe once it is wanted. */
function useEndpoints(wanted: boolean): Listed | null {
  const [listed, setListed] = useState<Listed | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    const ask = async () => {
      const found = await listEndpoints();
      if (!gone) setListed(found);
    };
    void ask();
    return () => {
      gone = true;
    };
  }, [wanted]);
  return listed;
}
