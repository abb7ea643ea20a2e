// Says in words what went wrong with a delivery, why it probably did, and what to do next.
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { failureKind, hostOf } from './failure.ts';

export function FailureNote({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kind = failureKind(attempt.status, attempt.errorClass);
  if (kind === null) return null;
  const location = attempt.responseHeaders.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '';
  const values = {
    host: hostOf(attempt.url),
    status: attempt.status ?? 0,
    duration: format.duration(attempt.timings.totalMs ?? 0),
    location,
  };
  return (
    <Callout tone="bad" title={t(`failure.${kind}.title`, values)} testId="failure">
      <p>
        <span className="text-text-2">{t('failure.probably')}</span>{' '}
        <Prose text={t(`failure.${kind}.cause`, values)} />
      </p>
      <p>
        <span className="text-text-2">{t('failure.next')}</span>{' '}
        <Prose text={t(`failure.${kind}.step`, values)} />
      </p>
      {attempt.errorMessage !== null && (
        <p className="text-[12px] text-text-2">
          <Prose text={t('failure.systemSaid', { message: attempt.errorMessage.replaceAll('`', "'") })} />
        </p>
      )}
    </Callout>
  );
}
