// Why a backend refuses a signature: the button that finds out, and what was found out.
import { LoaderCircle, SearchCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { isDelivered } from '#shared/domain/delivery.ts';
import { canFindOut, isUndecided, SERIALISER_NAMES } from '#shared/domain/find-out.ts';
import { describeFailure } from '#shared/domain/failure-texts/describe-failure.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { deliveryKey, findOut, useFindOut } from '../../stores/find-out-store.ts';
import { useInspected } from '../../stores/inspected-store.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { resendErrorText } from './resend-outcome.tsx';

/** Nothing where the cause is known, and once the endpoint accepted the event. */
export function FindOutButton({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation();
  const eventId = useInspected(({ event }) => event?.id ?? '');
  const acceptedLater = useInspected(({ attempts }) =>
    (attempts ?? []).some(
      ({ id, endpointId, editId, status, errorClass }) =>
        id > attempt.id &&
        endpointId === attempt.endpointId &&
        editId === null &&
        errorClass === null &&
        isDelivered(status),
    ),
  );
  const state = useFindOut(({ byDelivery }) => byDelivery[deliveryKey(eventId, attempt.endpointId)]);
  if (acceptedLater || !canFindOut(attempt)) return null;
  const busy = state?.kind === 'busy';
  return (
    <div className="flex flex-col items-start gap-1 pt-1.5">
      <Tooltip text={t('findOut.hint', { endpoint: attempt.endpointName })}>
        <Button
          small
          data-testid="find-out"
          aria-busy={busy}
          disabled={busy}
          icon={
            busy ? (
              <LoaderCircle size={13} className="spin" aria-hidden />
            ) : (
              <SearchCheck size={13} aria-hidden />
            )
          }
          onClick={() => void findOut(eventId, attempt)}
        >
          {t(busy ? 'findOut.busy' : isUndecided(attempt.reason) ? 'findOut.open' : 'findOut.again')}
        </Button>
      </Tooltip>
      <p role="status" data-testid="find-out-state" className="text-[12px] text-text-2 empty:hidden">
        {state?.kind === 'unclear' && t('findOut.unclear')}
        {state?.kind === 'error' &&
          (state.code === 'NOTHING_TO_FIND_OUT'
            ? t('findOut.NOTHING_TO_FIND_OUT')
            : resendErrorText(t, state.code))}
      </p>
    </div>
  );
}

/** What this attempt showed, when it was sent to find out. */
export function FindingNote({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation();
  const language = usePreferences((preferences) => preferences.language);
  const { finding, url, status, timings } = attempt;
  if (finding === null) return null;
  const { verdict, serialisers, framework } = finding;
  const how = serialisers.map((one) => SERIALISER_NAMES[one]).join(', ');
  const fix =
    verdict === 'body_reserialised'
      ? describeFailure(language, {
          reason: {
            code: 'signature_body_parsed',
            certain: true,
            facts: framework === null ? {} : { framework },
          },
          url,
          status,
          durationMs: timings.totalMs,
        }).fix
      : verdict === 'other_secret'
        ? t('findOut.fix.other_secret')
        : null;
  return (
    <div data-verdict={verdict}>
      <Callout
        tone={verdict === 'accepted_now' ? 'ok' : 'warn'}
        title={t(`findOut.title.${verdict}`)}
        testId="finding"
      >
        <p>
          <Prose
            text={
              verdict === 'body_reserialised'
                ? t('findOut.shown.body_reserialised', { count: serialisers.length, how })
                : t(`findOut.shown.${verdict}`, { how })
            }
          />
        </p>
        {fix !== null && (
          <p>
            <span className="text-text-2">{t('failure.next')}</span> <Prose text={fix} />
          </p>
        )}
      </Callout>
    </div>
  );
}
