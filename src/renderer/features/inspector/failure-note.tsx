// A failed delivery: what went wrong, the fix as code for the backend's framework, why it probably happened, and the response.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { usePreferences } from '../../stores/preferences-store.ts';
import { FindOutButton } from './find-out.tsx';
import { FixCodeBlock, OtherFixes } from './fix-code-block.tsx';
import { describeAttempt } from './reason-words.ts';
import { ResponseBody } from './response-body.tsx';
import { SourcePlace } from './source-place.tsx';

interface FailureNoteProps {
  attempt: Attempt;
  /** false where the response is shown anyway. */
  withResponse?: boolean;
}

export function FailureNote({ attempt, withResponse = true }: FailureNoteProps) {
  const { t } = useTranslation();
  const language = usePreferences((preferences) => preferences.language);
  const place = attempt.reason?.code === 'exception' ? attempt.reason.facts['location'] : undefined;
  const words = describeAttempt(t, language, place === undefined ? attempt : withoutPlace(attempt));
  if (words === null) return null;
  const [own, ...otherWays] = words.ownFixes;
  // What was thrown belongs to the headline; anything else explains the cause.
  const more = words.more.length > 0 && (
    <p>
      <Prose text={words.more.join(' ')} />
    </p>
  );
  return (
    <div data-reason={attempt.reason?.code ?? ''}>
      <Callout tone="bad" title={<Prose text={words.title} />} testId="failure">
        {place !== undefined && more}
        {place !== undefined && <SourcePlace attempt={attempt} places={[place]} />}
        <p data-testid="fix">
          <b className="font-semibold">{t('failure.fix')}</b> <Prose text={words.step} />
        </p>
        {own !== undefined && <FixCodeBlock fix={own} />}
        <OtherFixes fixes={[...otherWays, ...words.otherFixes]} known={own !== undefined} />
        <p>
          <span className="text-text-2">{t(words.certain ? 'failure.cause' : 'failure.probably')}</span>{' '}
          <Prose text={words.cause} />
        </p>
        {place === undefined && more}
        {attempt.errorMessage !== null && (
          <p className="text-[12px] text-text-2">
            <Prose text={t('failure.systemSaid', { message: attempt.errorMessage.replaceAll('`', "'") })} />
          </p>
        )}
        {withResponse && attempt.status !== null && <Response key={attempt.id} attempt={attempt} />}
        <FindOutButton attempt={attempt} />
      </Callout>
    </div>
  );
}

/** The place stands on a line of its own, to be opened. */
function withoutPlace(attempt: Attempt): Attempt {
  if (attempt.reason === null) return attempt;
  const { location: _place, ...facts } = attempt.reason.facts;
  return { ...attempt, reason: { ...attempt.reason, facts } };
}

/** Fetched when it is opened. */
function Response({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <details
      data-testid="failure-response"
      className="pt-0.5 text-[12px]"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer text-text-2">{t('failure.response')}</summary>
      {open && (
        <div className="mt-1">
          <ResponseBody attempt={attempt} />
        </div>
      )}
    </details>
  );
}
