// Why a command of the Stripe CLI failed: what happened, what it said, and what to do next.
import { useTranslation } from 'react-i18next';
import type { TriggerProblem } from '#shared/contract/triggers.ts';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';

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
