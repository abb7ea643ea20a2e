// One endpoint over time: how many attempts, how many of them succeeded, and how long they took. Each in words, too.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EndpointInsight, Insight, InsightPoint } from '#shared/contract/insight.ts';
import { Chart } from '../../components/lazy-chart.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useInsightWords } from './insight-words.ts';

interface EndpointChartsProps {
  insight: Insight;
  figures: EndpointInsight;
  at: number | null;
  onLook(at: number | null): void;
}

export function EndpointCharts({ insight, figures, at, onLook }: EndpointChartsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useInsightWords();
  const { from, to, stepMs } = insight;
  const { points, total } = figures;
  const columns = useMemo(
    () => ({
      times: points.map((point) => (point.at + stepMs / 2) / 1000),
      attempts: points.map(({ attempts }) => attempts),
      failed: points.map(({ attempts, ok }) => attempts - ok),
      success: points.map(({ attempts, ok }) => (attempts === 0 ? null : ok / attempts)),
      p50: points.map(({ p50Ms }) => p50Ms),
      p95: points.map(({ p95Ms }) => p95Ms),
    }),
    [points, stepMs],
  );

  const within = t(`insight.within.${insight.range}`);
  const when = (point: InsightPoint | undefined): string =>
    point === undefined ? '' : words.span(point.at, point.at + stepMs);
  const sent = points.filter(({ attempts }) => attempts > 0);
  const busiest = sent.toSorted((a, b) => b.attempts - a.attempts)[0];
  const worst = sent.toSorted((a, b) => a.ok / a.attempts - b.ok / b.attempts)[0];
  const slowest = sent.toSorted((a, b) => (b.p95Ms ?? 0) - (a.p95Ms ?? 0))[0];
  const frame = {
    times: columns.times,
    span: [from / 1000, to / 1000],
    timeLabel: words.tick,
    at,
    onLook,
  } as const;

  return (
    <div className="grid grid-cols-3 gap-x-6 gap-y-3 max-panes:grid-cols-1">
      <Chart
        {...frame}
        title={t('insight.attemptsTitle')}
        summary={t('insight.chart.attempts', {
          n: format.number(total.attempts),
          failed: format.number(total.attempts - total.ok),
          within,
          most: format.number(busiest?.attempts ?? 0),
          when: when(busiest),
        })}
        series={[
          { name: t('insight.delivered'), kind: 'bars', colour: '--ok', values: columns.attempts },
          { name: t('insight.notDelivered'), kind: 'bars', colour: '--bad', values: columns.failed },
        ]}
        wholeNumbers
        valueLabel={format.number}
      />
      <Chart
        {...frame}
        title={t('insight.success')}
        summary={t('insight.chart.success', {
          share: words.share(total.ok, total.attempts),
          within,
          lowest: words.share(worst?.ok ?? 0, worst?.attempts ?? 0),
          when: when(worst),
        })}
        series={[{ name: t('insight.success'), kind: 'line', colour: '--ok', values: columns.success }]}
        top={1.06}
        ticks={SHARES}
        valueLabel={(value) => words.share(value, 1)}
      />
      <Chart
        {...frame}
        title={t('insight.latency')}
        summary={
          total.p50Ms === null || total.p95Ms === null
            ? t('insight.chart.noLatency', { within })
            : t('insight.chart.latency', {
                p50: format.duration(total.p50Ms),
                p95: format.duration(total.p95Ms),
                within,
                slowest: format.duration(slowest?.p95Ms ?? 0),
                when: when(slowest),
              })
        }
        series={[
          { name: t('insight.p50'), kind: 'line', colour: '--accent', values: columns.p50 },
          { name: t('insight.p95'), kind: 'line', colour: '--warn', dashed: true, values: columns.p95 },
        ]}
        logarithmic
        valueLabel={words.magnitude}
      />
    </div>
  );
}

const SHARES = [0, 0.5, 1];
