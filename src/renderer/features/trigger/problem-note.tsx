// Why a command of the Stripe CLI failed: what happened, what it said, and what to do next.
import { useTranslation } from 'react-i18next';
import type { TriggerProblem } from '#shared/contract/triggers.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { openDialog } from '../../stores/dialog-store.ts';

const SIGN_IN_HELPS: readonly TriggerProblem['code'][] = ['not_logged_in', 'key_refused', 'key_expired'];

/** Marks of the texts' own. */
const plain = (text: string): string => text.replaceAll('`', '’');

export function ProblemNote({ problem, live = false }: { problem: TriggerProblem; live?: boolean }) {
  const { t } = useTranslation();
  const { code, detail, param, requestId } = problem;
  return (
    <Callout
      tone="bad"
      testId="trigger-problem"
      title={t(`trigger.problem.${code}.title`)}
      action={
        SIGN_IN_HELPS.includes(code) && (
          <Button small onClick={() => openDialog({ kind: 'signIn', way: 'browser' })}>
            {t('trigger.signIn')}
          </Button>
        )
      }
      {...(live && { role: 'alert' as const })}
    >
      {detail !== null && (
        <p className="break-words">
          <Prose text={t('trigger.said', { detail: plain(detail) })} />
        </p>
      )}
      {param !== null && (
        <p>
          <Prose text={t('trigger.param', { param: plain(param) })} />
        </p>
      )}
      {requestId !== null && (
        <p>
          <Prose text={t('trigger.request', { id: requestId })} />
        </p>
      )}
      <p>
        <Prose text={t(`trigger.problem.${code}.next`)} />
      </p>
    </Callout>
  );
}
