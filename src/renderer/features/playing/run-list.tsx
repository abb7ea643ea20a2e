// What is being played, with its progress and what goes out next; beneath it what was played lately.
import { CircleX, SkipForward, Square, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ScenarioRun } from '#shared/contract/scenarios.ts';
import { Button } from '../../components/button.tsx';
import { Section } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { setFilter } from '../../stores/event-list-store.ts';
import { sendNext, stopPlaying, useScenarios } from '../../stores/scenarios-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { openView } from '../../stores/view-store.ts';
import { openPlayedCustomer } from './open-played-customer.ts';
import { playErrorText, scenarioName } from './playing-words.ts';
import { progressWords, RunChip, sentWords } from './run-outcome.tsx';

const isOn = ({ state }: ScenarioRun) => state === 'running' || state === 'waiting';

export function RunList() {
  const { t } = useTranslation();
  const runs = useStatus((state) => state.status?.runs) ?? [];
  const on = runs.filter(isOn);
  const over = runs.filter((run) => !isOn(run));
  return (
    <>
      {on.length > 0 && (
        <Section title={t('play.playing')}>
          <ul className="flex flex-col gap-2">
            {on.map((run) => (
              <Playing key={run.id} run={run} />
            ))}
          </ul>
        </Section>
      )}
      {over.length > 0 && (
        <Section title={t('play.played')}>
          <ul className="rounded-card border border-line">
            {over.map((run) => (
              <Played key={run.id} run={run} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Playing({ run }: { run: ScenarioRun }) {
  const { t } = useTranslation();
  const busy = useScenarios((state) => state.busy.includes(run.id));
  const error = useScenarios((state) => (state.error?.about === run.id ? state.error.code : null));
  const name = scenarioName(t, run.scenario);
  const format = useFormat();
  const progress = progressWords(t, format, run);
  return (
    <li
      data-testid="run"
      data-state={run.state}
      data-scenario={run.scenario}
      className="rounded-card border border-line px-3.5 py-2.5"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h3 className="font-[600]">{name}</h3>
        <span className="text-text-2">{run.customerName}</span>
        <RunChip run={run} />
        <span className="flex-1" />
        {run.state === 'waiting' && (
          <Button
            small
            look="primary"
            data-testid="run-step"
            aria-disabled={busy}
            icon={<SkipForward size={13} aria-hidden />}
            onClick={() => void sendNext(run.id)}
          >
            {t('play.step')}
          </Button>
        )}
        <Button
          small
          data-testid="run-stop"
          icon={<Square size={11} aria-hidden />}
          onClick={() => void stopPlaying(run.id)}
        >
          {t('play.stop')}
        </Button>
      </div>
      <div
        role="progressbar"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={run.total}
        aria-valuenow={run.sent}
        aria-valuetext={sentWords(t, format, run)}
        className="mt-2 h-1 overflow-hidden rounded-chip bg-sunken"
      >
        <div
          className="h-full rounded-chip bg-accent transition-[width] duration-150"
          style={{ width: `${run.total === 0 ? 0 : (run.sent / run.total) * 100}%` }}
        />
      </div>
      <p
        className="mt-1.5 flex flex-wrap gap-x-3 text-text-2"
        role={run.speed === 'step' ? 'status' : undefined}
      >
        <span>{progress}</span>
        {run.nextType !== null && (
          <span>
            {t('play.next')} <code className="text-text">{run.nextType}</code>
          </span>
        )}
      </p>
      {error !== null && (
        <p role="alert" className="text-bad">
          {playErrorText(t, error)}
        </p>
      )}
    </li>
  );
}

function showFailed(): void {
  openView('events');
  setFilter({ filter: 'status:failed' });
}

function Played({ run }: { run: ScenarioRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = progressWords(t, format, run);
  return (
    <li
      data-testid="run"
      data-state={run.state}
      data-scenario={run.scenario}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line-soft px-3.5 py-1.5 first:border-t-0"
    >
      <RunChip run={run} />
      <span className="font-medium">{scenarioName(t, run.scenario)}</span>
      <span className="min-w-40 flex-1 text-text-2">
        {run.customerName}
        {' · '}
        {progress}
        {run.detail !== null && (
          <>
            {' · '}
            <code className="break-all">{run.detail}</code>
          </>
        )}
      </span>
      {run.failed > 0 && (
        <Button small data-testid="run-failed" icon={<CircleX size={13} aria-hidden />} onClick={showFailed}>
          {t('play.showFailed')}
        </Button>
      )}
      <Button
        small
        data-testid="run-customer"
        aria-label={t('play.seeCustomerNamed', { name: run.customerName })}
        icon={<Users size={13} strokeWidth={1.75} aria-hidden />}
        onClick={() => void openPlayedCustomer(run.customerName)}
      >
        {t('play.seeCustomer')}
      </Button>
    </li>
  );
}
