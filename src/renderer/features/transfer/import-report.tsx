// What came of an import: how many events came in, how many were here already, and each kind of problem once.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '#shared/contract/transfer.ts';
import { readOtherJson, type ImportProblem } from '#shared/domain/import/import-problem.ts';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import type { Format } from '../../i18n/create-format.ts';
import { useFormat } from '../../i18n/format.ts';

export function ImportReportView({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { job, imported, known, bad, problems } = report;
  const state = job.state === 'running' ? 'failed' : job.state;
  const whole = state === 'done' && bad === 0 && imported + known > 0;
  const title = state === 'done' && bad > 0 ? 'donePartly' : state;
  return (
    <div data-testid="import-report" data-imported={imported} data-known={known} data-bad={bad}>
      <Callout tone={whole ? 'ok' : 'warn'} role="status" title={t(`importing.${title}`)}>
        <p>
          {imported === 0
            ? t('importing.importedNone')
            : t('importing.imported', { count: imported, n: format.number(imported) })}
        </p>
        {known > 0 && <p>{t('importing.known', { count: known, n: format.number(known) })}</p>}
      </Callout>
      {bad > 0 && (
        <section className="mt-3">
          <h3 className="font-medium">{t('importing.problems')}</h3>
          <ol
            data-scrolls
            tabIndex={0}
            aria-label={t('importing.problems')}
            data-testid="import-problems"
            className="mt-1.5 max-h-52 divide-y divide-line-soft overflow-y-auto rounded-[8px] bg-sunken px-3 py-1"
          >
            {problems.map((problem) => (
              <li key={`${problem.code} ${problem.detail}`} className="flex gap-3 py-1.5">
                {problem.line > 0 && (
                  <span className="w-28 shrink-0 font-mono text-[12px] text-text-2">
                    {t('importing.line', { line: format.number(problem.line) })}
                    {problem.count > 1 && (
                      <span className="block">
                        {t('importing.times', { n: format.number(problem.count) })}
                      </span>
                    )}
                  </span>
                )}
                <span className="min-w-0 break-words">
                  <Prose text={problemText(t, format, problem)} />
                </span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function problemText(t: TFunction, format: Format, problem: ImportProblem): string {
  const { code, detail, count, line } = problem;
  const n = format.number(count);
  if (code === 'not_an_event') {
    const { kind, object } = readOtherJson(detail);
    return t(`importing.notAnEvent.${kind}`, { object });
  }
  if (code === 'broken_json') {
    const [atLine = '', column = ''] = detail.split(':');
    const key = atLine === String(line) ? 'inLine' : 'later';
    return t(`importing.brokenJson.${key}`, { line: atLine, column });
  }
  if (code === 'not_text' && detail === 'binary') return t('importing.problem.not_text_binary');
  return t(`importing.problem.${code}`, { count, n, detail });
}
