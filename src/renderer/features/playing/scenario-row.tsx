// One scenario: its name, what happens and what that tests, and the button that plays it.
import { LoaderCircle, Play, SkipForward } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { sendNext, useScenarios, versionWithout } from '../../stores/scenarios-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { playErrorText, scenarioName } from './playing-words.ts';
import { progressWords, RunChip } from './run-outcome.tsx';
import { knownScenario } from './scenario-groups.ts';

interface ScenarioRowProps {
  id: string;
  /** Nothing was played yet, and this is what to begin with. */
  suggested: boolean;
  onPlay(id: string): void;
}

export function ScenarioRow({ id, suggested, onPlay }: ScenarioRowProps) {
  const { t } = useTranslation();
  const known = knownScenario(id);
  const name = scenarioName(t, id);
  const busy = useScenarios((state) => state.busy.includes(id));
  const format = useFormat();
  const run = useStatus((state) => state.status?.runs.find((one) => one.scenario === id));
  const missingIn = useScenarios(({ offer, choices }) => versionWithout(offer, choices.apiVersion, id));
  const error = useScenarios((state) => (state.error?.about === id ? state.error.code : null));
  return (
    <li
      data-testid="scenario"
      data-scenario={id}
      className="flex items-center gap-4 border-t border-line-soft px-3.5 py-2 first:border-t-0"
    >
      <div className="min-w-0 flex-1">
        {known === null ? <code className="text-text">{id}</code> : <h3 className="font-[600]">{name}</h3>}
        {suggested && <p className="font-medium">{t('play.beginHere')}</p>}
        {known !== null && (
          <p className="max-w-[72ch] text-text-2">
            <Prose text={t(`scenario.${known}.text`)} />
          </p>
        )}
        {run !== undefined && (
          <p
            role="status"
            data-testid="scenario-run"
            data-state={run.state}
            className="mt-1 flex flex-wrap items-center gap-x-2"
          >
            <RunChip run={run} />
            <span className="text-text-2">{progressWords(t, format, run)}</span>
          </p>
        )}
        {missingIn !== null && (
          <p data-testid="scenario-not-in-version" className="text-text-2">
            {t('play.notInVersion', { version: missingIn })}
          </p>
        )}
        {error !== null && (
          <p role="alert" className="text-bad">
            {playErrorText(t, error)}
          </p>
        )}
      </div>
      {run?.state === 'waiting' && (
        <Button
          small
          look="primary"
          data-testid="scenario-step"
          icon={<SkipForward size={13} aria-hidden />}
          onClick={() => void sendNext(run.id)}
        >
          {t('play.step')}
        </Button>
      )}
      <Button
        small
        {...(suggested && { look: 'primary' as const })}
        data-testid="scenario-play"
        aria-label={t('play.startNamed', { name })}
        aria-disabled={busy || missingIn !== null}
        icon={busy ? <LoaderCircle size={13} className="spin" aria-hidden /> : <Play size={13} aria-hidden />}
        onClick={() => {
          if (missingIn === null) onPlay(id);
        }}
      >
        {t('play.start')}
      </Button>
    </li>
  );
}
