// The types that stand out within the range: those that fail most, and the slowest.
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TypeFigures } from '#shared/contract/insight.ts';
import { Section } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useInsightWords } from './insight-words.ts';
import { mostFailing, slowest } from './rankings.ts';
import { TypeLink } from './type-link.tsx';

export function FailingTypes({ types, within }: { types: readonly TypeFigures[]; within: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useInsightWords();
  return (
    <Ranking
      title={t('insight.failing')}
      testId="insight-failing"
      columns={[t('insight.notDelivered'), t('insight.delivered')]}
      none={t('insight.failingNone', { within })}
      rows={mostFailing(types).map(({ type, attempts, ok }) => ({
        type,
        cells: [
          <Fragment key="failed">
            <b className="font-semibold text-bad">{format.number(attempts - ok)}</b>{' '}
            <span className="text-text-2">{t('insight.ofAttempts', { n: format.number(attempts) })}</span>
          </Fragment>,
          words.share(ok, attempts),
        ],
      }))}
    />
  );
}

export function SlowTypes({ types }: { types: readonly TypeFigures[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Ranking
      title={t('insight.slowest')}
      testId="insight-slowest"
      columns={[t('insight.p95'), t('insight.p50')]}
      none={t('insight.slowestNone')}
      rows={slowest(types).map(({ type, p50Ms, p95Ms }) => ({
        type,
        cells: [
          <b key="p95" className="font-semibold">
            {format.duration(p95Ms ?? 0)}
          </b>,
          <span key="p50" className="text-text-2">
            {format.duration(p50Ms ?? 0)}
          </span>,
        ],
      }))}
    />
  );
}

interface RankingProps {
  title: string;
  testId: string;
  columns: readonly string[];
  none: string;
  rows: readonly { type: string; cells: readonly ReactNode[] }[];
}

function Ranking({ title, testId, columns, none, rows }: RankingProps) {
  const { t } = useTranslation();
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <p className="text-text-2">{none}</p>
      ) : (
        <table data-testid={testId} className="w-full table-fixed">
          <colgroup>
            <col />
            <col className="w-[112px]" />
            <col className="w-[72px]" />
          </colgroup>
          <thead>
            <tr className="text-[12px] text-text-2">
              <th scope="col" className="pb-1 text-left font-normal">
                {t('insight.type')}
              </th>
              {columns.map((name) => (
                <th key={name} scope="col" className="pb-1 text-right font-normal whitespace-nowrap">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ type, cells }) => (
              <tr key={type} data-type={type} className="border-t border-line-soft">
                <td className="py-1 pr-3">
                  <TypeLink type={type} />
                </td>
                {cells.map((cell, index) => (
                  <td key={columns[index]} className="py-1 text-right whitespace-nowrap">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
