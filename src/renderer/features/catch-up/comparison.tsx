// What the last comparison found: three figures side by side, and below them what differs.
import { LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Reconciliation } from '#shared/contract/catch-up.ts';
import { classNames } from '../../components/class-names.ts';
import { Callout } from '../../components/callout.tsx';
import { useNow } from '../../components/use-now.ts';
import { useFormat } from '../../i18n/format.ts';
import { useReconcile } from '../../stores/reconcile-store.ts';
import { Differences } from './differences.tsx';
import { errorWords } from './gap-words.ts';
import { UncoveredLists } from './uncovered-lists.tsx';

const TICK_MS = 60_000;

export function Comparison() {
  const { t } = useTranslation();
  const last = useReconcile((state) => state.last);
  const error = useReconcile((state) => state.error);
  return (
    <div className="mt-4 flex flex-col gap-3">
      {error !== null && (
        <p role="alert" className="text-bad" data-testid="reconcile-error">
          {errorWords(t, error)}
        </p>
      )}
      {last === null ? (
        <p className="text-text-2">{t('reconcile.none')}</p>
      ) : (
        <>
          <Standing last={last} />
          <Figures last={last} />
          {last.beyondRetention && <p className="text-warn">{t('reconcile.beyond')}</p>}
          <UncoveredLists lists={last.uncovered} />
          {last.state !== 'running' && <Differences last={last} />}
        </>
      )}
    </div>
  );
}

function Standing({ last }: { last: Reconciliation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(TICK_MS);
  if (last.state === 'running') {
    return (
      <div className="flex items-center gap-2.5 text-text-2" data-testid="reconcile-running">
        <LoaderCircle size={14} className="spin shrink-0" aria-hidden />
        <p className="tabular-nums">{t('reconcile.running', { n: format.number(last.stripeHas) })}</p>
      </div>
    );
  }
  return (
    <>
      <p className="text-text-2" role="status">
        {t('reconcile.of', {
          span: format.span(last.from, last.until, now),
          time: format.dateTime(last.endedAt ?? last.startedAt),
        })}
      </p>
      {last.state === 'cancelled' && <p className="text-warn">{t('reconcile.cancelled')}</p>}
      {last.state === 'failed' && (
        <Callout tone="bad" role="alert" testId="reconcile-failed" title={t('reconcile.failed')}>
          {last.problem !== null && (
            <>
              <p>{t(`catchUp.problem.${last.problem.code}.title`)}</p>
              <p>{t(`catchUp.problem.${last.problem.code}.text`)}</p>
              {last.problem.detail !== null && (
                <p className="text-text-2">
                  {t('catchUp.said')} <code>{last.problem.detail}</code>
                </p>
              )}
            </>
          )}
        </Callout>
      )}
    </>
  );
}

function Figures({ last }: { last: Reconciliation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { stripeHas, hooklineHas, delivered, state } = last;
  const over = state === 'done';
  const missing = stripeHas - hooklineHas;
  const undelivered = hooklineHas - delivered;
  const figures = [
    { key: 'stripeHas', value: stripeHas, note: '', bad: false },
    {
      key: 'hooklineHas',
      value: hooklineHas,
      note:
        missing === 0
          ? t('reconcile.complete')
          : t('reconcile.missingHere', { count: missing, n: format.number(missing) }),
      bad: missing > 0,
    },
    {
      key: 'delivered',
      value: delivered,
      note:
        undelivered === 0
          ? t('reconcile.complete')
          : t('reconcile.undeliveredHere', { count: undelivered, n: format.number(undelivered) }),
      bad: undelivered > 0,
    },
  ] as const;
  return (
    <dl className="grid grid-cols-3 gap-3 max-panes:gap-2" data-testid="reconcile-figures">
      {figures.map(({ key, value, note, bad }) => (
        <div key={key} className="rounded-[8px] border border-line px-3 py-2.5">
          <dt className="text-text-2">{t(`reconcile.${key}`)}</dt>
          <dd className="text-[20px] font-[620] tabular-nums" data-testid={`figure-${key}`}>
            {format.number(value)}
          </dd>
          <dd className={classNames('min-h-[1.3em] text-[12px]', bad ? 'text-warn' : 'text-ok')}>
            {over && stripeHas > 0 && note}
          </dd>
        </div>
      ))}
    </dl>
  );
}
