// Resend to…: the same bytes to another endpoint, or to an address given for this once.
import { LoaderCircle, Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stripeIdOf } from '#shared/domain/event-id.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import { parseForwardTarget } from '#shared/domain/forward-target.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { resend, type ResendOutcome } from '../../stores/resend-store.ts';
import { resendErrorText } from '../inspector/resend-outcome.tsx';
import { firstTarget, TargetField, targetOf } from './target-field.tsx';

interface ResendToDialogProps {
  event: EventSummary;
  onClose(): void;
}

export function ResendToDialog({ event, onClose }: ResendToDialogProps) {
  const { t } = useTranslation();
  const [target, setTarget] = useState(firstTarget);
  const [badUrl, setBadUrl] = useState(false);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<ResendOutcome | null>(null);

  const send = async () => {
    if (target.kind === 'url' && !parseForwardTarget(target.url).ok) {
      setBadUrl(true);
      return;
    }
    setBusy(true);
    const result = await resend(event.id, targetOf(target));
    setBusy(false);
    // What came of it stands in the inspector; an error is mended here.
    if (result.kind === 'answered') onClose();
    else setOutcome(result);
  };

  return (
    <DialogFrame
      title={t('resendTo.title')}
      intro={
        <>
          <code>{stripeIdOf(event.id)}</code> {t('resendTo.intro')}
        </>
      }
      closeLabel={t('action.close')}
      testId="resend-to-dialog"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            data-testid="resend-to-send"
            disabled={
              busy || (target.kind === 'endpoint' ? target.endpointId === '' : target.url.trim() === '')
            }
            icon={
              busy ? <LoaderCircle size={14} className="spin" aria-hidden /> : <Send size={14} aria-hidden />
            }
            onClick={() => void send()}
          >
            {t('resendTo.send')}
          </Button>
        </>
      }
    >
      <TargetField
        target={target}
        error={badUrl ? t('resendTo.badUrl') : null}
        onChange={(next) => {
          setTarget(next);
          setBadUrl(false);
        }}
      />
      {outcome?.kind === 'error' && (
        <p role="alert" className="text-bad">
          {resendErrorText(t, outcome.code)}
        </p>
      )}
    </DialogFrame>
  );
}
