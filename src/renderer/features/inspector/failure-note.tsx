// Says in words what went wrong with a delivery, why it probably did, and what to do next.
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { usePreferences } from '../../stores/preferences-store.ts';
import { FindOutButton } from './find-out.tsx';
import { OtherFixes } from './other-fixes.tsx';
import { describeAttempt } from './reason-words.ts';

export function FailureNote({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation();
  const language = usePreferences((preferences) => preferences.language);
  const words = describeAttempt(t, language, attempt);
  if (words === null) return null;
  return (
    <div data-reason={attempt.reason?.code ?? ''}>
      <Callout tone="bad" title={<Prose text={words.title} />} testId="failure">
        {words.more.length > 0 && (
          <p>
            <Prose text={words.more.join(' ')} />
          </p>
        )}
        <p>
          <span className="text-text-2">{t(words.certain ? 'failure.cause' : 'failure.probably')}</span>{' '}
          <Prose text={words.cause} />
        </p>
        <p>
          <span className="text-text-2">{t('failure.next')}</span> <Prose text={words.fix} />
        </p>
        <OtherFixes fixes={words.otherFixes} />
        {attempt.errorMessage !== null && (
          <p className="text-[12px] text-text-2">
            <Prose text={t('failure.systemSaid', { message: attempt.errorMessage.replaceAll('`', "'") })} />
          </p>
        )}
        <FindOutButton attempt={attempt} />
      </Callout>
    </div>
  );
}
