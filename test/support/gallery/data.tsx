// What shows data: JSON to read and to edit, two texts side by side, a chart.
import { useRef, useState } from 'react';
import { Button } from '../../../src/renderer/components/button.tsx';
import { formatJson } from '../../../src/renderer/components/format-json.ts';
import { Chart, type ChartSeries } from '../../../src/renderer/components/lazy-chart.tsx';
import { JsonEditor } from '../../../src/renderer/components/lazy-json-editor.tsx';
import { JsonView, type JsonViewHandle } from '../../../src/renderer/components/lazy-json-view.tsx';
import { MergeView } from '../../../src/renderer/components/lazy-merge-view.tsx';
import { Exhibit } from './exhibit.tsx';
import { useWords } from './words.ts';

const PAYLOAD =
  formatJson(
    JSON.stringify({
      id: 'evt_1',
      type: 'invoice.paid',
      data: { object: { id: 'in_1', lines: { url: `https://example.com/${'x'.repeat(300)}` }, paid: true } },
      amount: 1500,
      note: null,
    }),
  ) ?? '';

const LINES = Array.from({ length: 40 }, (_, index) => `"line${index}": ${index},`);
const BEFORE = ['{', ...LINES, '"plan": "free"', '}'].join('\n');
const AFTER = ['{', ...LINES, '"plan": "pro"', '}'].join('\n');

const HOURS = Array.from({ length: 24 }, (_, index) => index);
const FROM_S = 1_795_000_000;

export function Data() {
  return (
    <>
      <Views />
      <Editors />
      <Merges />
      <Charts />
    </>
  );
}

function Views() {
  const words = useWords();
  const view = useRef<JsonViewHandle>(null);
  return (
    <Exhibit name="json-view" layout="column">
      <div className="exhibit-row">
        <Button small onClick={() => view.current?.fold()}>
          fold
        </Button>
        <Button small onClick={() => view.current?.unfold()}>
          unfold
        </Button>
        <Button small onClick={() => view.current?.search()}>
          search
        </Button>
      </div>
      <JsonView ref={view} className="exhibit-editor" label={words.payload} text={PAYLOAD} />
      <JsonView label={words.longName} isJson={false} text={`<html>${words.longWord}</html>`} />
    </Exhibit>
  );
}

function Editors() {
  const words = useWords();
  const [text, setText] = useState(PAYLOAD);
  return (
    <Exhibit name="json-editor" layout="column">
      <JsonEditor className="exhibit-editor" label={words.payload} initial={PAYLOAD} onChange={setText} />
      <Button small>{words.send}</Button>
      <output className="sr-only" data-testid="edited">
        {text}
      </output>
    </Exhibit>
  );
}

function Merges() {
  const words = useWords();
  const both = {
    left: BEFORE,
    right: AFTER,
    leftLabel: words.before,
    rightLabel: words.after,
    isJson: true,
    unchanged: words.unchanged,
    className: 'exhibit-editor overflow-auto',
  };
  return (
    <Exhibit name="merge-view" layout="column">
      <MergeView {...both} sideBySide />
      <MergeView {...both} leftLabel={words.delivered} rightLabel={words.failed} sideBySide={false} />
    </Exhibit>
  );
}

function Charts() {
  const words = useWords();
  const [at, setAt] = useState<number | null>(null);
  const [emptyAt, setEmptyAt] = useState<number | null>(null);
  const series: ChartSeries[] = [
    { name: words.delivered, kind: 'bars', colour: '--ok', values: HOURS.map((hour) => hour + 3) },
    {
      name: words.failed,
      kind: 'line',
      colour: '--bad',
      dashed: true,
      values: HOURS.map((hour) => hour % 4),
    },
  ];
  const frame = {
    times: HOURS.map((hour) => FROM_S + hour * 3600 + 1800),
    span: [FROM_S, FROM_S + 24 * 3600] as const,
    wholeNumbers: true,
    valueLabel: String,
    timeLabel: (atS: number) => new Date(atS * 1000).toISOString().slice(11, 16),
  };
  return (
    <Exhibit name="chart" layout="column">
      <Chart
        {...frame}
        title={words.deliveries}
        summary={words.summary}
        series={series}
        at={at}
        onLook={setAt}
      />
      <output data-testid="chart-at">{at ?? 'none'}</output>
      <Chart
        {...frame}
        title={words.customer}
        summary={words.nothing}
        series={[{ name: words.delivered, kind: 'bars', colour: '--ok', values: HOURS.map(() => null) }]}
        at={emptyAt}
        onLook={setEmptyAt}
      />
    </Exhibit>
  );
}
