// Names the lists of Stripe that could not be read: whose events, since when, why, and what to do.
import { useTranslation } from 'react-i18next';
import type { Uncovered } from '#shared/contract/catch-up.ts';
import { Callout } from '../../components/callout.tsx';
import { useNow } from '../../components/use-now.ts';
import { useFormat } from '../../i18n/format.ts';
import { FEW_ACCOUNTS, uncoveredWords } from './gap-words.ts';

const TICK_MS = 60_000;

export function UncoveredLists({ lists }: { lists: readonly Uncovered[] }) {
  if (lists.length === 0) return null;
  return (
    <div className="flex flex-col gap-2" data-testid="uncovered">
      {lists.map((one) => (
        <UncoveredList key={`${one.list} ${one.problem?.code ?? ''} ${one.until ?? ''}`} one={one} />
      ))}
    </div>
  );
}

function UncoveredList({ one }: { one: Uncovered }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(TICK_MS);
  const { list, accounts, problem } = one;
  // Without Connect, there may be no accounts to list at all.
  const isQuiet = list === 'accounts' && problem?.code === 'not_allowed';
  return (
    <Callout
      tone={isQuiet ? 'idle' : 'warn'}
      testId={`uncovered-${list}`}
      title={uncoveredWords(t, format, one, now)}
    >
      {problem !== null && list !== 'accounts' && <p>{t(`catchUp.problem.${problem.code}.text`)}</p>}
      {problem?.detail != null && (
        <p className="text-text-2">
          {t('catchUp.said')} <code>{problem.detail}</code>
        </p>
      )}
      {accounts.length > FEW_ACCOUNTS && (
        <details>
          <summary className="cursor-pointer">
            {t('catchUp.uncovered.names', { n: format.number(accounts.length) })}
          </summary>
          <p className="break-words" data-testid="uncovered-names">
            <code>{accounts.join(', ')}</code>
          </p>
        </details>
      )}
    </Callout>
  );
}
