// In the views: why Stripe could not be asked, and that the line was dead although it looked alive.
import { useTranslation } from 'react-i18next';
import type { StripeProblemCode } from '#shared/domain/catch-up.ts';
import { runCommand } from '../../commands/commands.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useCatchUp } from '../../stores/catch-up-store.ts';
import { openEventById } from '../../stores/find-event.ts';
import { openConnection } from '../../stores/view-store.ts';

export function SilentNote() {
  const { t } = useTranslation();
  const format = useFormat();
  const line = useCatchUp((state) => state.status?.silentLine ?? null);
  if (line === null) return null;
  return (
    <Callout
      tone="warn"
      role="alert"
      testId="silent-note"
      title={t('catchUp.silent.title')}
      action={
        <Button small onClick={() => void openEventById(line.eventId)}>
          {t('catchUp.silent.show')}
        </Button>
      }
    >
      <p>
        <Prose
          text={t('catchUp.silent.cause', {
            type: line.type,
            time: format.clockSeconds(line.createdAt),
          })}
        />
      </p>
      <p className="text-text-2">{t('catchUp.silent.next')}</p>
    </Callout>
  );
}

export function LookProblem() {
  const { t } = useTranslation();
  const problem = useCatchUp((state) => state.status?.problem ?? null);
  if (problem === null) return null;
  const { code, detail } = problem;
  return (
    <Callout
      tone="warn"
      role="status"
      testId="look-problem"
      title={t(`catchUp.problem.${code}.title`)}
      action={<ProblemAction code={code} />}
    >
      <p>{t(`catchUp.problem.${code}.text`)}</p>
      {detail !== null && (
        <p className="text-text-2">
          {t('catchUp.said')} <code>{detail}</code>
        </p>
      )}
    </Callout>
  );
}

/** The next step where there is one besides waiting: sign in, or see what the CLI said. */
export function ProblemAction({ code }: { code: StripeProblemCode }) {
  const { t } = useTranslation();
  switch (code) {
    case 'rate_limited':
    case 'offline':
    case 'not_stripe':
      return null;
    case 'not_allowed':
    case 'no_credentials':
      return (
        <Button small data-testid="problem-sign-in" onClick={() => runCommand('signIn')}>
          {t('action.signIn')}
        </Button>
      );
    case 'other':
      return (
        <Button small onClick={() => openConnection('connection-log')}>
          {t('catchUp.toLog')}
        </Button>
      );
  }
}
