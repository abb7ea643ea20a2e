// The chart, fetched when it is first shown: most glances at the dashboard need none, and a browser that tells a language
// nobody knows (`en-US@posix`) makes uPlot fail as it is loaded, which must not take the list with it.
import { lazy, Suspense, type ComponentProps } from 'react';

const Loaded = lazy(async () => ({ default: (await import('./chart.tsx')).Chart }));

export type { ChartSeries } from './chart.tsx';

export function Chart(props: ComponentProps<typeof Loaded>) {
  return (
    <Suspense fallback={<div className="h-[132px]" />}>
      <Loaded {...props} />
    </Suspense>
  );
}
