// The chart, fetched when it is first shown: most glances at the dashboard need none.
import { withKnownLanguage } from './known-language.ts';
import { lazyPart } from './lazy-part.tsx';

export type { ChartSeries } from './chart.tsx';

export const Chart = lazyPart(
  () => withKnownLanguage(() => import('./chart.tsx')),
  (module) => module.Chart,
  () => <div className="h-[132px]" />,
);
