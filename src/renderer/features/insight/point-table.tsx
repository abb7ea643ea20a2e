// What the charts show, as a table: for screen readers, and for those who want the very figures.
import { useTranslation } from 'react-i18next';
import type { InsightPoint } from '#shared/contract/insight.ts';
import { useFormat } from '../../i18n/format.ts';
import { useInsightWords } from './insight-words.ts';

interface PointTableProps {
  points: readonly InsightPoint[];
  stepMs: number;
  caption: string;
}

const HEAD = 'sticky top-0 bg-surface py-1 pr-4 text-[12px] font-semibold text-text-2';
const CELL = 'py-0.5 pr-4 whitespace-nowrap';

export function PointTable({ points, stepMs, caption }: PointTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useInsightWords();
  const latency = (ms: number | null): string => (ms === null ? '–' : format.duration(ms));
  const columns = [
    t('insight.attemptsTitle'),
    t('insight.notDelivered'),
    t('insight.success'),
    t('insight.p50'),
    t('insight.p95'),
  ];
  return (
    <div
      role="region"
      aria-label={caption}
      tabIndex={0}
      className="mt-2 max-h-[260px] overflow-auto border-t border-line-soft"
    >
      <table data-testid="insight-table" className="w-full max-w-[720px]">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className={`${HEAD} text-left`}>
              {t('insight.time')}
            </th>
            {columns.map((name) => (
              <th key={name} scope="col" className={`${HEAD} text-right`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points
            .filter(({ attempts }) => attempts > 0)
            .toReversed()
            .map(({ at, attempts, ok, p50Ms, p95Ms }) => (
              <tr key={at} className="border-t border-line-soft">
                <th scope="row" className={`${CELL} text-left font-normal text-text-2`}>
                  {words.span(at, at + stepMs)}
                </th>
                <td className={`${CELL} text-right`}>{format.number(attempts)}</td>
                <td className={`${CELL} text-right ${ok < attempts ? 'text-bad' : ''}`}>
                  {format.number(attempts - ok)}
                </td>
                <td className={`${CELL} text-right`}>{words.share(ok, attempts)}</td>
                <td className={`${CELL} text-right`}>{latency(p50Ms)}</td>
                <td className={`${CELL} text-right`}>{latency(p95Ms)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
