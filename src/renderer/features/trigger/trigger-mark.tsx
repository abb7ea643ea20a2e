// The trigger that an event came of, with the ways to it and to the others that came of it.
import { Zap } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import type { TriggerRun } from '#shared/contract/triggers.ts';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { engine } from '../../stores/engine.ts';
import { openTriggers, showRun } from '../../stores/triggers-store.ts';
import { showEventsOf } from './run-detail.tsx';

export function TriggerMark({ event }: { event: EventSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const run = useTriggerOf(event);
  if (run === null) return null;
  return (
    <div data-testid="trigger-mark" className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <Zap size={14} strokeWidth={1.75} className="shrink-0 text-text-2" aria-hidden />
      <p className="min-w-40 flex-1">
        <span className="text-text-2">{t('trigger.madeBy')}</span>{' '}
        <Prose
          text={t('trigger.madeByText', { name: run.order.event, time: format.dateTime(run.startedAt) })}
        />
      </p>
      <Button
        small
        onClick={() => {
          showRun(run.id);
          openTriggers();
        }}
      >
        {t('trigger.showTrigger')}
      </Button>
      <Button small onClick={() => showEventsOf(run.id)}>
        {t('trigger.showOthers')}
      </Button>
    </div>
  );
}

/** Asked again when the event changes: its trigger is found a moment after it came. */
function useTriggerOf({ id, source, changeSeq }: EventSummary): TriggerRun | null {
  const [found, setFound] = useState<{ id: string; run: TriggerRun | null } | null>(null);
  useEffect(() => {
    if (source === 'synthetic') return;
    let gone = false;
    const ask = async () => {
      try {
        const { run } = await engine.query((api) => api.triggers.ofEvent({ id }));
        if (!gone) setFound({ id, run });
      } catch {
        // That it is not known is no reason to say so.
      }
    };
    void ask();
    return () => {
      gone = true;
    };
  }, [id, source, changeSeq]);
  return found?.id === id ? found.run : null;
}
