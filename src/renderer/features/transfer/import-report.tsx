// What came of an import: how many came in, what was here already, and each bad line with its sentence.
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '#shared/contract/transfer.ts';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';

export function ImportReportView({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { job, imported, known, bad, remarks, problems } = report;
  const state = job.state === 'running' ? 'failed' : job.state;
  const whole = state === 'done' && bad === 0 && imported + known > 0;
  const title = state === 'done' && bad > 0 ? 'donePartly' : state;
  const more = bad - problems.length;
  return (
    <div data-testid="import-report" data-imported={imported} data-known={known} data-bad={bad}>
      <Callout tone={whole ? 'ok' : 'warn'} role="status" title={t(`importing.${title}`)}>
        <p>
          {imported === 0
            ? t('importing.importedNone')
            : t('importing.imported', { count: imported, n: format.number(imported) })}
        </p>
        {known > 0 && <p>{t('importing.known', { count: known, n: format.number(known) })}</p>}
        {imported === 0 && known === 0 && remarks > 0 && (
          <p>
            <Prose text={t('importing.onlyRemarks')} />
          </p>
        )}
      </Callout>
      {bad > 0 && (
        <section className="mt-3">
          <h3 className="font-medium">{t('importing.bad', { count: bad, n: format.number(bad) })}</h3>
          <ol
            data-scrolls
            tabIndex={0}
            aria-label={t('importing.bad', { count: bad, n: format.number(bad) })}
            data-testid="import-problems"
            className="mt-1.5 max-h-52 divide-y divide-line-soft overflow-y-auto rounded-[8px] bg-sunken px-3 py-1"
          >
            {problems.map(({ line, code, detail }, index) => (
              <li key={index} className="flex gap-3 py-1.5">
                <span className="w-20 shrink-0 font-mono text-[12px] text-text-2">
                  {t('importing.line', { line: format.number(line) })}
                </span>
                <span className="min-w-0 break-words">
                  <Prose text={t(`importing.problem.${code}`, { detail })} />
                </span>
              </li>
            ))}
            {more > 0 && (
              <li className="py-1.5 text-text-2">
                {t('importing.more', { count: more, n: format.number(more) })}
              </li>
            )}
          </ol>
        </section>
      )}
    </div>
  );
}
