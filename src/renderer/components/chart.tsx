// A small chart over time, drawn by uPlot in the colours of the theme. What it shows is said in words, too. See lazy-chart.tsx.
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export interface ChartSeries {
  name: string;
  kind: 'bars' | 'line';
  /** A token, such as `--ok`. */
  colour: string;
  dashed?: boolean;
  /** One for each point in time; null = nothing is known. */
  values: readonly (number | null)[];
}

interface ChartProps {
  title: string;
  /** The gist, for those who do not see it. */
  summary: string;
  /** Unix seconds; the middle of each point. */
  times: readonly number[];
  /** Unix seconds; where the first point begins and the last one ends. */
  span: readonly [from: number, to: number];
  /** Bars stand before each other, so the larger ones come first. */
  series: readonly ChartSeries[];
  /** Where the scale ends; left out = above the highest value. */
  top?: number;
  /** Where the scale has lines; left out = where it is round. */
  ticks?: readonly number[];
  wholeNumbers?: boolean;
  /** Each step up the scale is ten times the one before: for values of every magnitude. */
  logarithmic?: boolean;
  valueLabel(value: number): string;
  timeLabel(atS: number, everyS: number): string;
  /** The point that is looked at, by its place. */
  at: number | null;
  onLook(at: number | null): void;
}

const HEIGHT_PX = 132;
const AXIS_PX = 46;
/** More points than this would run into each other. */
const MOST_DOTS = 48;
const WHOLE_STEPS = Array.from({ length: 9 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat();

export function Chart(props: ChartProps) {
  const { title, summary, series, times, at } = props;
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const theme = useTheme();
  /** What cannot be changed on a chart that is drawn. */
  const shape = JSON.stringify([
    series.map(({ name, kind, colour, dashed }) => [name, kind, colour, dashed]),
    theme,
  ]);

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const made = new uPlot(optionsOf(latest, element), dataOf(latest.current), element);
    chart.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: HEIGHT_PX }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [shape]);

  useEffect(() => {
    chart.current?.setData(dataOf(latest.current));
  }, [times, series, shape, props.valueLabel]);

  useEffect(() => {
    const drawn = chart.current;
    const time = at === null ? undefined : times[at];
    // What the mouse points at stays as it is.
    if (drawn === null || (drawn.cursor.idx ?? null) === at) return;
    drawn.setCursor({ left: time === undefined ? -10 : drawn.valToPos(time, 'x'), top: -10 });
  }, [at, times, shape]);

  return (
    <figure aria-labelledby={`${id}-title`} aria-describedby={`${id}-summary`} className="min-w-0">
      <figcaption className="flex flex-wrap items-center gap-x-3 text-[12px] text-text-2">
        <span id={`${id}-title`} className="font-semibold">
          {title}
        </span>
        {series.length > 1 &&
          series.map(({ name, colour, kind, dashed }) => (
            <span key={name} className="inline-flex items-center gap-1.5">
              <span
                aria-hidden
                className={
                  kind === 'bars'
                    ? 'size-2 rounded-[2px] bg-current'
                    : `w-4 border-t-2 border-current ${dashed === true ? 'border-dashed' : ''}`
                }
                style={{ color: `var(${colour})` }}
              />
              {name}
            </span>
          ))}
      </figcaption>
      <p id={`${id}-summary`} className="sr-only">
        {summary}
      </p>
      <div ref={host} aria-hidden className="mt-1 w-full overflow-hidden" style={{ height: HEIGHT_PX }} />
    </figure>
  );
}

function dataOf({ times, series }: ChartProps): uPlot.AlignedData {
  return [[...times], ...series.map(({ values }) => [...values])];
}

function optionsOf(latest: { current: ChartProps }, element: HTMLElement): uPlot.Options {
  const token = (name: string): string => getComputedStyle(element).getPropertyValue(name).trim();
  const axis = {
    stroke: token('--text-2'),
    font: `11px ${token('--font')}`,
    grid: { stroke: token('--line-soft'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    // On the right, half of a time that stands below the very end.
    padding: [6, 20, 0, 0],
    legend: { show: false },
    cursor: {
      x: true,
      y: false,
      points: { size: 6 },
      drag: { x: false, y: false },
    },
    scales: {
      x: { time: true, range: () => [...latest.current.span] },
      y:
        latest.current.logarithmic === true
          ? { distr: 3, range: (_chart, min, max) => decadesAround(min, max) }
          : { range: (_chart, _min, max) => [0, latest.current.top ?? (max > 0 ? max * 1.08 : 1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 22,
        gap: 4,
        space: 64,
        values: (_chart, splits, _axis, _space, everyS) =>
          splits.map((split) => latest.current.timeLabel(split, everyS)),
      },
      {
        ...axis,
        size: AXIS_PX,
        gap: 6,
        space: 34,
        ...(latest.current.wholeNumbers === true && { incrs: WHOLE_STEPS }),
        ...(latest.current.ticks !== undefined && { splits: [...latest.current.ticks] }),
        ...(latest.current.logarithmic === true && {
          splits: (_chart, _axis, min, max) => roundBetween(min, max),
          filter: (_chart, splits) => splits,
        }),
        values: (_chart, splits) => splits.map((split) => latest.current.valueLabel(split)),
      },
    ],
    series: [
      {},
      ...latest.current.series.map(({ name, kind, colour, dashed }): uPlot.Series => {
        const ink = token(colour);
        // Bars are large, and the theme's colours made for text.
        const tint = /^#\w{6}$/.test(ink) ? `${ink}d0` : ink;
        if (kind === 'bars') {
          const paths = uPlot.paths.bars?.({ size: [0.82, 24, 2] });
          return { label: name, fill: tint, width: 0, points: { show: false }, ...(paths && { paths }) };
        }
        return {
          label: name,
          stroke: ink,
          width: 1.75,
          // Where nothing was sent, nothing changed.
          spanGaps: true,
          ...(dashed === true && { dash: [5, 3] }),
          points: {
            size: 4,
            width: 0,
            fill: ink,
            show: (chart, place) => known(chart.data[place]) <= MOST_DOTS,
          },
        };
      }),
    ],
    hooks: {
      setCursor: [
        ({ cursor: { left = -1, idx } }) => {
          const at = left < 0 ? null : (idx ?? null);
          if (at !== latest.current.at) latest.current.onLook(at);
        },
      ],
    },
  };
}

/** Whole powers of ten, at least two. */
function decadesAround(min: number | null, max: number | null): [number, number] {
  const low = Math.floor(Math.log10(min ?? 1));
  return [10 ** low, 10 ** Math.max(low + 1, Math.ceil(Math.log10(max ?? 10)))];
}

function roundBetween(min: number, max: number): number[] {
  const decades = Math.round(Math.log10(max / min));
  const digits = decades > 1 ? [1] : [1, 2, 5];
  return Array.from({ length: decades }, (_, power) => digits.map((digit) => min * digit * 10 ** power))
    .flat()
    .concat(max);
}

const known = (values: ArrayLike<unknown> | undefined): number =>
  Array.from(values ?? []).filter((value) => value !== null && value !== undefined).length;

/** Grows with every change of the theme: colours are read when the chart is made. */
function useTheme(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const observer = new MutationObserver(() => setVersion((before) => before + 1));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'lang'] });
    return () => observer.disconnect();
  }, []);
  return version;
}
