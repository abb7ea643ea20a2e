// One endpoint: its figures, which follow the point that is looked at, and how they came about over time.
import { Table2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endpoint } from '#shared/contract/endpoints.ts';
import type { EndpointInsight, Insight, InsightPoint } from '#shared/contract/insight.ts';
import { IconButton } from '../../components/button.tsx';
import { useFormat } from '../../i18n/format.ts';
import { COLOUR_DOTS } from '../endpoints/what-groups.tsx';
import { EndpointCharts } from './endpoint-charts.tsx';
import { FigureTiles } from './figure-tiles.tsx';
import { useInsightWords } from './insight-words.ts';
import { PointTable } from './point-table.tsx';

interface EndpointCardProps {
  endpoint: Endpoint;
  insight: Insight;
  figures: EndpointInsight;
}

export function EndpointCard({ endpoint, insight, figures }: EndpointCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useInsightWords();
  const [at, setAt] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const { points, total } = figures;
  const within = t(`insight.within.${insight.range}`);
  const point = at === null ? undefined : points[at];

  const pointWords = ({ at: begins, attempts, ok, p50Ms, p95Ms }: InsightPoint): string =>
    t('insight.point', {
      when: words.span(begins, begins + insight.stepMs),
      n: format.number(attempts),
      failed: format.number(attempts - ok),
      p50: p50Ms === null ? '–' : format.duration(p50Ms),
      p95: p95Ms === null ? '–' : format.duration(p95Ms),
    });

  return (
    <article
      aria-label={endpoint.name}
      data-testid="insight-endpoint-card"
      data-endpoint-id={endpoint.id}
      className="rounded-card border border-line px-4 pt-3 pb-2"
    >
      <div className="flex items-center gap-2.5">
        <span aria-hidden className={`size-2.5 shrink-0 rounded-[9px] ${COLOUR_DOTS[endpoint.colour]}`} />
        <h2 className="min-w-0 truncate font-[600]">{endpoint.name}</h2>
        {/* Where there is little room, the name is what tells one from the other. */}
        <span className="min-w-0 shrink-[20] truncate font-mono text-[11px] text-text-2">{endpoint.url}</span>
        <p data-testid="insight-when" className="ml-auto shrink-0 text-[12px] text-text-2">
          {point === undefined ? within : words.span(point.at, point.at + insight.stepMs)}
        </p>
        <IconButton
          label={t(asTable ? 'insight.hideTable' : 'insight.showTable')}
          aria-expanded={asTable}
          data-testid="insight-table-button"
          icon={<Table2 size={15} strokeWidth={1.75} aria-hidden />}
          onClick={() => setAsTable(!asTable)}
        />
      </div>
      {total.attempts === 0 ? (
        <p className="pt-1 pb-2 text-text-2">{t('insight.quiet', { within })}</p>
      ) : (
        <>
          <FigureTiles figures={point ?? total} />
          <div className="-mx-2 mt-3 rounded-m px-2 pb-1 has-focus-visible:outline-2 has-focus-visible:outline-focus">
            <input
              type="range"
              className="sr-only"
              data-testid="insight-slider"
              aria-label={t('insight.overTime', { endpoint: endpoint.name })}
              aria-valuetext={point === undefined ? within : pointWords(point)}
              min={0}
              max={points.length - 1}
              value={at ?? points.length - 1}
              onChange={(event) => setAt(event.target.valueAsNumber)}
              onBlur={() => setAt(null)}
            />
            <EndpointCharts insight={insight} figures={figures} at={at} onLook={setAt} />
          </div>
          {asTable && <PointTable points={points} stepMs={insight.stepMs} caption={endpoint.name} />}
        </>
      )}
    </article>
  );
}
