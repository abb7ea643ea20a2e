// What came of sending an event again, in words.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ownEntry } from '#shared/domain/own-entry.ts';
import { useFormat } from '../../i18n/format.ts';
import { useInspected } from '../../stores/inspected-store.ts';
import { useResend } from '../../stores/resend-store.ts';

import { attemptBefore } from './attempt-difference.ts';
import { SinceBefore } from './since-before.tsx';

/** What came of the last resend, until another event is opened or it is resent again. */
export function ResendOutcome({ eventId }: { eventId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const outcome = useResend((state) => ownEntry(state.byEvent, eventId));
  const attempts = useInspected((state) => state.attempts);
  const answered = outcome?.kind === 'answered' ? outcome.attempt : null;
  let text = '';
  let bad = false;
  if (outcome?.kind === 'answered') {
    const { status, errorClass, timings } = outcome.attempt;
    text =
      errorClass !== null
        ? t('inspector.resentFailed', { reason: t(`errorWord.${errorClass}`) })
        : t('inspector.resent', { status: status ?? 0, duration: format.duration(timings.totalMs ?? 0) });
    bad = errorClass !== null || status === null || status < 200 || status > 299;
  } else if (outcome?.kind === 'error') {
    text = resendErrorText(t, outcome.code);
    bad = true;
  }
  return (
    <div className="mt-2 space-y-1">
      <p
        role="status"
        data-testid="resend-outcome"
        className={`text-[12px] empty:hidden ${bad ? 'text-bad' : 'text-text-2'}`}
      >
        {text}
      </p>
      {answered !== null && (
        <SinceBefore eventId={eventId} attempt={answered} before={attemptBefore(attempts ?? [], answered)} />
      )}
    </div>
  );
}

const RESEND_ERRORS = [
  'NOT_FOUND',
  'NO_ENDPOINT',
  'ENDPOINT_CLOSED',
  'NOT_SENT',
  'NO_BODY',
  'BAD_URL',
  'NOT_CONNECTED',
  'CONNECTION_LOST',
] as const;

export function resendErrorText(t: TFunction, code: string): string {
  const known = RESEND_ERRORS.find((one) => one === code);
  return t(known === undefined ? 'resendError.UNKNOWN' : `resendError.${known}`);
}
