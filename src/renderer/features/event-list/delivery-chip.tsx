// What became of a delivery, as a glyph and the status or a word.
import { Check, CircleDashed, Clock, Minus, Pause, RotateCw, ShieldOff, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { isDelivered, type DeliveryErrorClass } from '#shared/domain/delivery.ts';
import { Chip } from '../../components/chip.tsx';
import { Countdown } from './countdown.tsx';

export function DeliveryChip({ event }: { event: EventSummary }) {
  const { t } = useTranslation();
  switch (event.deliveryState) {
    case 'delivered':
      return <Chip look="ok" icon={Check} text={String(event.lastStatus ?? t('state.delivered'))} />;
    case 'failed':
      return (
        <Chip
          look="bad"
          icon={X}
          text={
            event.lastErrorClass !== null
              ? t(`errorWord.${event.lastErrorClass}`)
              : String(event.lastStatus ?? t('state.failed'))
          }
        />
      );
    case 'held':
      return <Chip look="warn" icon={Pause} text={t('state.held')} />;
    case 'retrying':
      return (
        <Chip
          look="warn"
          icon={Clock}
          text={event.nextAttemptAt === null ? t('state.retrying') : <Countdown at={event.nextAttemptAt} />}
        />
      );
    case 'pending':
      return <Chip look="unverified" icon={CircleDashed} text={t('state.pending')} />;
    case 'rejected':
      return <Chip look="unverified" icon={ShieldOff} text={t('state.rejected')} />;
    case 'none':
      return <Chip look="unverified" icon={Minus} text={t('state.none')} />;
  }
}

interface AttemptChipProps {
  status: number | null;
  errorClass: DeliveryErrorClass | null;
  again: boolean;
}

export function AttemptChip({ status, errorClass, again }: AttemptChipProps) {
  const { t } = useTranslation();
  const ok = errorClass === null && isDelivered(status);
  return (
    <Chip
      look={ok ? 'ok' : 'bad'}
      icon={again ? RotateCw : ok ? Check : X}
      text={errorClass !== null ? t(`errorWord.${errorClass}`) : String(status ?? '–')}
    />
  );
}
