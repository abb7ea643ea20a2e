// Where the event stands with one endpoint: its state, why it was not sent, since when it waits, and how to stop waiting.
import { Check, CircleDashed, Clock, Minus, Pause, Square, X, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EndpointDeliveryState } from '#shared/domain/delivery.ts';
import { skipWordsOf } from '#shared/domain/skip-sentence.ts';
import { AskOnce } from '../../components/ask-once.tsx';
import { Button } from '../../components/button.tsx';
import { Chip, type ChipLook } from '../../components/chip.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { stopRetry } from '../../stores/inspected-store.ts';
import { Countdown } from '../event-list/countdown.tsx';
import type { DeliveryGroup } from './delivery-groups.ts';

const CHIPS: Record<EndpointDeliveryState, [ChipLook, LucideIcon]> = {
  pending: ['unverified', CircleDashed],
  held: ['warn', Pause],
  retrying: ['warn', Clock],
  delivered: ['ok', Check],
  failed: ['bad', X],
  skipped: ['unverified', Minus],
};

export function DeliveryHeader({ eventId, group }: { eventId: string; group: DeliveryGroup }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { delivery, name, url } = group;
  if (delivery === null) {
    return (
      <h3 className="flex min-h-[26px] items-baseline gap-2 font-[600]">
        {url === null ? (
          name
        ) : (
          <>
            <span className="shrink-0 font-normal text-text-2">{t('delivery.oneOff')}</span>
            <code className="min-w-0 break-all text-text">{url}</code>
          </>
        )}
      </h3>
    );
  }
  const { state, heldSince, nextAttemptAt, retries, waitingFor } = delivery;
  const [look, icon] = CHIPS[state];
  const skip = state === 'skipped' ? skipWordsOf(delivery) : null;
  return (
    <div>
      <div className="flex min-h-[26px] flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className="font-[600]">{name}</h3>
        <Chip look={look} icon={icon} text={t(`delivery.state.${state}`)} />
        <span className="text-text-2">
          {state === 'held' &&
            heldSince !== null &&
            t('delivery.heldSince', { time: format.dateTime(heldSince) })}
          {state === 'retrying' && nextAttemptAt !== null && (
            <>
              {t('delivery.retryIn')}{' '}
              <span className="font-mono text-[12px] text-warn">
                <Countdown at={nextAttemptAt} />
              </span>
            </>
          )}
          {state === 'retrying' &&
            retries > 0 &&
            ` · ${t('delivery.retries', { count: retries, n: format.number(retries) })}`}
          {waitingFor !== null && waitingFor !== 'retry' && (
            <span data-testid="waiting-for">
              {state === 'pending' ? '' : ' · '}
              {t(`delivery.waitingFor.${waitingFor}`)}
            </span>
          )}
        </span>
        {(state === 'pending' || state === 'held' || state === 'retrying') && (
          <StopButton eventId={eventId} endpointId={delivery.endpointId} />
        )}
      </div>
      {skip !== null && (
        <p className="text-text-2" data-testid="skip-reason">
          <Prose text={t(`delivery.skip.${skip.sentence}`, skip.places)} />
        </p>
      )}
    </div>
  );
}

function StopButton({ eventId, endpointId }: { eventId: string; endpointId: string }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const stop = async () => {
    setBusy(true);
    setFailed((await stopRetry(eventId, endpointId)) !== null);
    setBusy(false);
  };
  return (
    <>
      <AskOnce
        question={t('delivery.stopAsk')}
        yes={t('delivery.stopYes')}
        no={t('delivery.stopNo')}
        busy={busy}
        testId="stop-retry-yes"
        onYes={stop}
      >
        {(ask) => (
          <Button
            small
            data-testid="stop-retry"
            title={t('delivery.stopHint')}
            icon={<Square size={11} aria-hidden />}
            onClick={ask}
          >
            {t('delivery.stop')}
          </Button>
        )}
      </AskOnce>
      {failed && (
        <span role="alert" className="text-bad">
          {t('delivery.stopFailed')}
        </span>
      )}
    </>
  );
}
