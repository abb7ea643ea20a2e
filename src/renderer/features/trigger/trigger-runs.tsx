// What was triggered, newest first: how it stands, again or cancel, and all about those that are opened.
import {
  Ban,
  Check,
  ChevronDown,
  ChevronRight,
  LoaderCircle,
  RotateCw,
  Square,
  X,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TriggerRun } from '#shared/contract/triggers.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Chip, type ChipLook } from '../../components/chip.tsx';
import { Section } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useStatus } from '../../stores/status-store.ts';
import {
  cancelTrigger,
  hideRun,
  loadRuns,
  showRun,
  triggerAgain,
  useTriggers,
} from '../../stores/triggers-store.ts';
import { RunDetail } from './run-detail.tsx';
import { triggerErrorText } from './trigger-words.ts';

const CHIPS: Record<TriggerRun['state'], [ChipLook, LucideIcon]> = {
  running: ['replay', LoaderCircle],
  done: ['ok', Check],
  failed: ['bad', X],
  cancelled: ['unverified', Ban],
};

/** Those before are shown when asked for: the list of what there is to trigger stands beneath. */
const FIRST_RUNS = 5;

export function TriggerRuns() {
  const { t } = useTranslation();
  const runs = useTriggers((state) => state.runs);
  const version = useStatus((state) => state.status?.triggers.version);
  const [all, setAll] = useState(false);
  useEffect(() => {
    void loadRuns();
  }, [version]);
  if (runs === null || runs.length === 0) return null;
  const shown = all ? runs : runs.slice(0, FIRST_RUNS);
  return (
    <Section title={t('trigger.runs')}>
      <ul data-testid="trigger-runs" className="rounded-card border border-line">
        {shown.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </ul>
      {runs.length > shown.length && (
        <Button small className="mt-2" data-testid="trigger-older" onClick={() => setAll(true)}>
          {t('trigger.older', { count: runs.length - shown.length, n: runs.length - shown.length })}
        </Button>
      )}
    </Section>
  );
}

function RunRow({ run }: { run: TriggerRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  const opened = useTriggers((state) => state.opened.includes(run.id));
  const busy = useTriggers((state) => state.busy.includes(run.id));
  const error = useTriggers((state) => (state.error?.about === run.id ? state.error.code : null));
  const [look, icon] = CHIPS[run.state];
  const name = run.order.event;
  const Chevron = opened ? ChevronDown : ChevronRight;
  return (
    <li
      data-testid="trigger-run-row"
      data-state={run.state}
      data-trigger={name}
      data-id={run.id}
      className="border-t border-line-soft first:border-t-0"
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 px-2.5 py-1.5">
        <IconButton
          label={t(opened ? 'trigger.close' : 'trigger.open', { name })}
          aria-expanded={opened}
          data-testid="trigger-open"
          icon={<Chevron size={14} aria-hidden />}
          onClick={() => (opened ? hideRun(run.id) : showRun(run.id))}
        />
        <Chip look={look} icon={icon} text={t(`trigger.state.${run.state}`)} />
        <span className="font-mono text-[12px] font-medium break-all">{name}</span>
        <span className="min-w-32 flex-1 text-text-2">
          {format.clockSeconds(run.startedAt)}
          {run.order.edits.length > 0 &&
            ` · ${t('trigger.changed', { count: run.order.edits.length, n: format.number(run.order.edits.length) })}`}
          {' · '}
          {t('trigger.events', { count: run.eventCount, n: format.number(run.eventCount) })}
        </span>
        {run.state === 'running' ? (
          <Button
            small
            data-testid="trigger-cancel"
            aria-label={t('trigger.cancelNamed', { name })}
            icon={<Square size={11} aria-hidden />}
            onClick={() => void cancelTrigger(run.id)}
          >
            {t('trigger.cancel')}
          </Button>
        ) : (
          <Button
            small
            data-testid="trigger-again"
            aria-label={t('trigger.againNamed', { name })}
            aria-disabled={busy}
            icon={<RotateCw size={12} aria-hidden />}
            onClick={() => void triggerAgain(run.id)}
          >
            {t('trigger.again')}
          </Button>
        )}
      </div>
      {error !== null && (
        <p role="alert" className="px-3.5 pb-1.5 text-bad">
          {triggerErrorText(t, error)}
        </p>
      )}
      {opened && <RunDetail run={run} />}
    </li>
  );
}
