// One scenario: its name, what happens and what that tests, and the button that plays it.
import { LoaderCircle, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { useScenarios, versionWithout } from '../../stores/scenarios-store.ts';
import { playErrorText, scenarioName } from './playing-words.ts';
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
        {suggested && <p className="text-synthetic">{t('play.beginHere')}</p>}
        {known !== null && (
          <p className="max-w-[72ch] text-text-2">
            <Prose text={t(`scenario.${known}.text`)} />
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
