// An attempt's time as a bar, cut into what it was spent on.
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { isDelivered } from '#shared/domain/delivery.ts';
import { useFormat } from '../../i18n/format.ts';
import { stretches, type Phase } from './timings.ts';

const OPACITY: Record<Phase, string> = {
  dns: 'opacity-35',
  connect: 'opacity-55',
  tls: 'opacity-70',
  wait: 'opacity-100',
  read: 'opacity-70',
};

/** @param scaleMs the time that a full bar stands for */
export function AttemptBar({ attempt, scaleMs }: { attempt: Attempt; scaleMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ok = attempt.errorClass === null && isDelivered(attempt.status);
  const colour = !ok ? 'bg-bad' : attempt.number > 1 ? 'bg-replay' : 'bg-ok';
  const parts = stretches(attempt.timings);
  const words = t('attempt.timingsText', {
    parts: parts
      .map(({ phase, fromMs, toMs }) => `${t(`attempt.${phase}`)} ${format.duration(toMs - fromMs)}`)
      .join(', '),
    total: format.duration(attempt.timings.totalMs ?? 0),
  });
  return (
    <div
      className="flex h-1.5 overflow-hidden rounded-[3px] bg-sunken"
      role="img"
      aria-label={words}
      title={words}
    >
      {parts.map(({ phase, fromMs, toMs }) => (
        <span
          key={phase}
          className={`${colour} ${OPACITY[phase]} h-full min-w-px`}
          style={{ width: `${((toMs - fromMs) / Math.max(scaleMs, 1)) * 100}%` }}
        />
      ))}
    </div>
  );
}
