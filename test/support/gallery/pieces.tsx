// Parts of the dashboard that have a logic of their own and need nothing around them.
import { useId, useRef, useState } from 'react';
import type { Attempt } from '#shared/contract/attempts.ts';
import type { InsightPoint } from '#shared/contract/insight.ts';
import { Button } from '../../../src/renderer/components/button.tsx';
import { TextField } from '../../../src/renderer/components/text-field.tsx';
import { CommandLine } from '../../../src/renderer/features/copying/command-line.tsx';
import { CopyButton } from '../../../src/renderer/features/copying/copy-button.tsx';
import { FormGroup } from '../../../src/renderer/features/endpoints/form-group.tsx';
import { Countdown } from '../../../src/renderer/features/event-list/countdown.tsx';
import { AttemptChip } from '../../../src/renderer/features/event-list/delivery-chip.tsx';
import { SuggestionList } from '../../../src/renderer/features/event-list/suggestion-list.tsx';
import { AttemptBar } from '../../../src/renderer/features/inspector/attempt-bar.tsx';
import { HeaderTable } from '../../../src/renderer/features/inspector/header-table.tsx';
import { PointTable } from '../../../src/renderer/features/insight/point-table.tsx';
import { AppValues } from '../../../src/renderer/features/plan-setup/app-values.tsx';
import { HeaderFields } from '../../../src/renderer/features/plan-setup/header-fields.tsx';
import { PlaceholderButtons } from '../../../src/renderer/features/plan-setup/placeholder-buttons.tsx';
import { Exhibit } from './exhibit.tsx';
import { useWords } from './words.ts';

export function Pieces() {
  return (
    <>
      <Copying />
      <Attempts />
      <Groups />
      <Suggestions />
      <Headers />
      <Placeholders />
      <Answers />
      <Points />
    </>
  );
}

function Copying() {
  const words = useWords();
  return (
    <>
      <Exhibit name="copy-button">
        <CopyButton text="evt_1" label={words.copy} />
        <CopyButton text={() => Promise.resolve(null)} small>
          {words.nothing}
        </CopyButton>
      </Exhibit>
      <Exhibit name="command-line" layout="column">
        <CommandLine command={`stripe listen --forward-to localhost:8000/${words.longWord}`} />
      </Exhibit>
    </>
  );
}

const ATTEMPT: Attempt = {
  id: 1,
  number: 1,
  endpointId: 'local',
  endpointName: 'Local',
  editId: null,
  trigger: 'live',
  startedAt: 1_795_000_000_000,
  url: 'http://localhost:8000/api/stripe/webhook',
  requestHeaders: [],
  resigned: false,
  reusedConnection: false,
  status: 200,
  responseHeaders: [],
  responseSizeBytes: 0,
  responseTruncated: false,
  errorClass: null,
  errorMessage: null,
  reason: null,
  finding: null,
  timings: { dnsMs: 1, connectMs: 3, tlsMs: null, firstByteMs: 41, totalMs: 44 },
};

const LONG_HEADERS = ['content-type', 'x-request-id'].map(
  (name, index) => [name, index === 0 ? 'application/json' : 'r'.repeat(200)] as const,
);

function Attempts() {
  const words = useWords();
  const [retryAt, setRetryAt] = useState<number | null>(null);
  return (
    <>
      <Exhibit name="attempt" layout="column">
        <AttemptBar attempt={ATTEMPT} scaleMs={60} />
        <div className="exhibit-row">
          <AttemptChip status={200} errorClass={null} again={false} />
          <AttemptChip status={200} errorClass={null} again />
          <AttemptChip status={500} errorClass={null} again={false} />
          <AttemptChip status={null} errorClass="refused" again />
        </div>
      </Exhibit>
      <Exhibit name="countdown">
        <Button onClick={() => setRetryAt(Date.now() + 1500)}>{words.again}</Button>
        <span data-testid="countdown">{retryAt !== null && <Countdown at={retryAt} />}</span>
      </Exhibit>
      <Exhibit name="header-table" layout="column">
        <HeaderTable headers={LONG_HEADERS.map(([name, value]): [string, string] => [name, value])} />
        <HeaderTable headers={[]} />
      </Exhibit>
    </>
  );
}

function Groups() {
  const words = useWords();
  const [wrong, setWrong] = useState(false);
  return (
    <Exhibit name="form-group" layout="column">
      <FormGroup id="a" title={words.choose} summary={words.longText} forceOpen={wrong}>
        <TextField label={words.customer} value="" onChange={() => undefined} />
      </FormGroup>
      <Button onClick={() => setWrong(!wrong)}>{words.wrong}</Button>
    </Exhibit>
  );
}

function Suggestions() {
  const words = useWords();
  const id = useId();
  const [taken, setTaken] = useState('');
  const suggestions = [
    { text: 'type:invoice.paid', label: null, count: 12_345 },
    { text: `customer:${words.longWord}`, label: words.longName, count: 3 },
    { text: 'status:', label: words.delivered, count: null },
  ];
  return (
    <Exhibit name="suggestion-list" layout="column">
      <div className="exhibit-view">
        <div className="relative">
          <input
            role="combobox"
            aria-label={words.choose}
            aria-expanded
            aria-controls={id}
            className="h-[30px] rounded-m border border-line bg-sunken"
          />
          <SuggestionList
            id={id}
            label={words.file}
            suggestions={suggestions}
            chosen={1}
            onTake={({ text }) => setTaken(text)}
          />
        </div>
      </div>
      <output data-testid="taken">{taken}</output>
    </Exhibit>
  );
}

function Headers() {
  const [headers, setHeaders] = useState<readonly (readonly [string, string])[] | null>(null);
  return (
    <Exhibit name="header-fields" layout="column">
      <HeaderFields
        headers={headers}
        kept={['Authorization', 'X-Tenant']}
        error={null}
        onChange={(next) => setHeaders(next)}
      />
      <output className="sr-only" data-testid="headers">
        {JSON.stringify(headers)}
      </output>
    </Exhibit>
  );
}

function Placeholders() {
  const words = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('http://localhost/users/');
  return (
    <Exhibit name="placeholder-buttons" layout="column">
      <TextField ref={field} label={words.payload} value={text} onChange={setText} />
      <PlaceholderButtons field={field} onChange={setText} />
    </Exhibit>
  );
}

function Answers() {
  const words = useWords();
  const [rows, setRows] = useState<readonly (readonly [string, string])[]>([
    ['gold', 'Pro'],
    ['gold', 'Team'],
    ['', ''],
    ['silver', ''],
  ]);
  const [wrong, setWrong] = useState(false);
  return (
    <Exhibit name="app-values" layout="column">
      <AppValues rows={rows} plans={['Pro', 'Team']} wrong={wrong} onChange={(next) => setRows(next)} />
      <Button onClick={() => setWrong(true)}>{words.send}</Button>
    </Exhibit>
  );
}

const HOUR_MS = 3_600_000;

function Points() {
  const words = useWords();
  const points: InsightPoint[] = Array.from({ length: 20 }, (_, index) => ({
    at: 1_795_000_000_000 + index * HOUR_MS,
    attempts: index % 5 === 0 ? 0 : index * 1000,
    ok: index % 5 === 0 ? 0 : index * 1000 - 1,
    resends: 0,
    resendsOk: 0,
    p50Ms: 12,
    p95Ms: index % 2 === 0 ? null : 41,
  }));
  return (
    <Exhibit name="point-table" layout="column">
      <PointTable points={points} stepMs={HOUR_MS} caption={words.deliveries} />
    </Exhibit>
  );
}
