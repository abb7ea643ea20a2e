// The Send view: synthetic events in whole stories, how they are played, and what is being played; beside it Stripe's own triggers.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { Section, ViewFrame } from '../../components/view-frame.tsx';
import { loadScenarios, play, useScenarios } from '../../stores/scenarios-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { useTriggers, type SendTab } from '../../stores/triggers-store.ts';
import { TriggerTab } from '../trigger/trigger-tab.tsx';
import { hasBadEmail, PlayControls } from './play-controls.tsx';
import { RunList } from './run-list.tsx';
import { ScenarioRow } from './scenario-row.tsx';
import { groupScenarios } from './scenario-groups.ts';
import { SyntheticNote } from './synthetic-note.tsx';

const TABS: readonly SendTab[] = ['synthetic', 'trigger'];

export function SendView() {
  const { t } = useTranslation();
  const tab = useTriggers((state) => state.tab);
  return (
    <div className="h-full" data-testid="send-view">
      <ViewFrame
        title={t('play.title')}
        intro={t(tab === 'synthetic' ? 'play.intro' : 'trigger.intro')}
        actions={
          <Segmented
            label={t('trigger.tabs')}
            labelHidden
            value={tab}
            options={TABS.map((value) => ({
              value,
              label: t(`trigger.tab.${value}`),
              testId: `send-tab-${value}`,
            }))}
            onChange={(next) => useTriggers.setState({ tab: next })}
          />
        }
      >
        {tab === 'synthetic' ? <Synthetic /> : <TriggerTab />}
      </ViewFrame>
    </div>
  );
}

function Synthetic() {
  const { t } = useTranslation();
  const offer = useScenarios((state) => state.offer);
  const failed = useScenarios((state) => state.offerError !== null);
  const nothingPlayed = useStatus((state) => state.status?.runs.length === 0);
  const emailField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    void loadScenarios();
  }, []);

  const start = (scenario: string) => {
    // What is wrong with it stands beside it.
    if (hasBadEmail(useScenarios.getState().choices)) emailField.current?.focus();
    else void play(scenario);
  };
  return (
    <>
      <SyntheticNote />
      <RunList />
      <PlayControls versions={offer?.apiVersions ?? []} emailField={emailField} />
      {offer === null && !failed && <p role="status">{t('play.loading')}</p>}
      {failed && (
        <div role="alert" className="flex items-center gap-3">
          <p className="text-bad">{t('play.loadFailed')}</p>
          <Button small onClick={() => void loadScenarios()}>
            {t('action.reload')}
          </Button>
        </div>
      )}
      {groupScenarios(offer?.scenarios ?? []).map(({ group, ids }, place) => (
        <Section key={group} title={t(`play.group.${group}`)}>
          <ul className="rounded-card border border-line">
            {ids.map((id, index) => (
              <ScenarioRow
                key={id}
                id={id}
                suggested={nothingPlayed && place === 0 && index === 0}
                onPlay={start}
              />
            ))}
          </ul>
        </Section>
      ))}
    </>
  );
}
