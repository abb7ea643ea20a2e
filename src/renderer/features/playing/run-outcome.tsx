// How a run stands: what it is doing, how many of its events were sent, and how many of them the endpoints accepted.
import { Check, CircleStop, LoaderCircle, Pause, X, type LucideIcon } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ScenarioRun } from '#shared/contract/scenarios.ts';
import { Chip, type ChipLook } from '../../components/chip.tsx';
import type { Format } from '../../i18n/create-format.ts';
import { useFormat } from '../../i18n/format.ts';

const CHIPS: Record<ScenarioRun['state'], [ChipLook, LucideIcon]> = {
  running: ['unverified', LoaderCircle],
  waiting: ['unverified', Pause],
  done: ['unverified', Check],
  stopped: ['unverified', CircleStop],
  failed: ['bad', X],
};

/** Green only when everything was accepted: that all were sent says nothing about the backend. */
function outcomeOf({ state, sent, delivered, failed }: ScenarioRun): [ChipLook, LucideIcon] {
  if (failed > 0) return ['bad', X];
  if (state === 'done' && delivered === sent) return ['ok', Check];
  return CHIPS[state];
}

export function RunChip({ run }: { run: ScenarioRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [look, icon] = outcomeOf(run);
  const isOver = run.state !== 'running' && run.state !== 'waiting';
  const text =
    run.failed > 0 && isOver
      ? t('play.failedCount', { n: format.number(run.failed) })
      : look === 'ok'
        ? t('play.allDelivered')
        : t(`play.state.${run.state}`);
  return <Chip look={look} icon={icon} text={text} />;
}

export function sentWords(t: TFunction, format: Format, { sent, total }: ScenarioRun): string {
  return t('play.progress', { sent: format.number(sent), total: format.number(total) });
}

/** `17 of 17 sent · 3 delivered · 14 failed` */
export function progressWords(t: TFunction, format: Format, run: ScenarioRun): string {
  const { delivered, failed } = run;
  return [
    sentWords(t, format, run),
    ...(delivered > 0 ? [t('play.deliveredCount', { n: format.number(delivered) })] : []),
    ...(failed > 0 ? [t('play.failedCount', { n: format.number(failed) })] : []),
  ].join(' · ');
}
