// One run in full: why it failed, what the CLI printed, the calls it made, and the events that came of it.
import { SlidersHorizontal, Waypoints } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import type { TriggerRun } from '#shared/contract/triggers.ts';
import { triggerCommandLine } from '#shared/domain/triggers/trigger-command.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { setFilter } from '../../stores/event-list-store.ts';
import { open } from '../../stores/selection.ts';
import { useTriggers } from '../../stores/triggers-store.ts';
import { openView, useView } from '../../stores/view-store.ts';
import { CommandLine } from '../copying/command-line.tsx';
import { DeliveryChip } from '../event-list/delivery-chip.tsx';
import { FamilyIcon } from '../event-list/family-icon.tsx';
import { ProblemNote } from './problem-note.tsx';

const NO_EVENTS: readonly EventSummary[] = [];

export function showEventsOf(id: string): void {
  openView('events');
  setFilter({ filter: `trigger:${id}` });
}

export function RunDetail({ run }: { run: TriggerRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  const detail = useTriggers((state) => state.details[run.id]);
  const events = detail?.events ?? NO_EVENTS;

  const look = (event: EventSummary, tab: 'overview' | 'story') => {
    showEventsOf(run.id);
    useView.setState({ tab });
    open(event);
  };
  // The story of what came last tells of the others best: it belongs to all their objects.
  const last = events.at(-1);
  return (
    <div className="flex flex-col gap-3 px-3.5 pt-0.5 pb-3" data-testid="trigger-detail">
      {run.problem !== null && <ProblemNote problem={run.problem} />}
      {run.state === 'cancelled' && <p className="text-text-2">{t('trigger.cancelledText')}</p>}
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1 basis-80">
          <CommandLine command={triggerCommandLine(run.order)} />
        </div>
        <Button
          small
          data-testid="trigger-change-again"
          aria-label={t('trigger.changeNamed', { name: run.order.event })}
          icon={<SlidersHorizontal size={13} strokeWidth={1.75} aria-hidden />}
          onClick={() => openDialog({ kind: 'trigger', order: run.order })}
        >
          {t('trigger.change')}
        </Button>
      </div>
      <section>
        <div className="mb-1 flex flex-wrap items-center gap-2">
          <h3 className="flex-1 text-[12px] font-semibold text-text-2">{t('trigger.eventsTitle')}</h3>
          {last !== undefined && (
            <>
              <Button small data-testid="trigger-story" onClick={() => look(last, 'story')}>
                {t('trigger.showStory')}
              </Button>
              <Button
                small
                data-testid="trigger-events"
                icon={<Waypoints size={13} strokeWidth={1.75} aria-hidden />}
                onClick={() => showEventsOf(run.id)}
              >
                {t('trigger.showEvents')}
              </Button>
            </>
          )}
        </div>
        {run.matched === 'time' && run.state !== 'running' && events.length > 0 && (
          <p className="mb-1 text-text-2">{t('trigger.byTime')}</p>
        )}
        {events.length === 0 ? (
          <p className="text-text-2">
            <Prose text={t('trigger.noEvents')} />
          </p>
        ) : (
          <ul>
            {events.map((event) => (
              <li key={event.seq}>
                <button
                  type="button"
                  data-testid="trigger-event"
                  className="flex min-h-7 w-full flex-wrap items-center gap-x-2 rounded-m px-1 text-left hover:bg-sunken"
                  onClick={() => look(event, 'overview')}
                >
                  <FamilyIcon type={event.type} rejected={false} />
                  <span className="min-w-48 flex-1 break-all">{event.type}</span>
                  <code className="text-text-2">{event.objectId}</code>
                  <DeliveryChip event={event} />
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section>
        <h3 className="mb-1 text-[12px] font-semibold text-text-2">{t('trigger.output')}</h3>
        <div
          role="log"
          aria-label={t('trigger.output')}
          aria-live="off"
          tabIndex={0}
          data-scrolls
          data-testid="trigger-output"
          className="max-h-48 overflow-y-auto rounded-[8px] bg-sunken px-3 py-2 font-mono text-[12px] leading-[1.55]"
        >
          {detail?.output.length === 0 && <p className="text-text-2">{t('trigger.noOutput')}</p>}
          {detail?.output.map(({ number, stream, text }) => (
            <div
              key={number}
              className={classNames('break-words whitespace-pre-wrap', stream === 'stderr' && 'text-bad')}
            >
              {text}
            </div>
          ))}
        </div>
      </section>
      {run.calls.length > 0 && (
        <section>
          <h3 className="mb-1 text-[12px] font-semibold text-text-2">{t('trigger.calls')}</h3>
          <ol className="font-mono text-[12px]" data-testid="trigger-calls">
            {run.calls.map((call, index) => (
              <li
                // oxlint-disable-next-line react/no-array-index-key -- calls are only ever added
                key={index}
                className="flex flex-wrap gap-x-2.5"
              >
                <span className={call.status >= 400 ? 'text-bad' : 'text-ok'}>
                  {format.number(call.status)}
                </span>
                <span className="min-w-0 flex-1 basis-56 break-all">
                  {call.method} {call.path}
                </span>
                <span className="break-all text-text-2">{call.objectId}</span>
                <span className="break-all text-text-2">{call.requestId}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}
