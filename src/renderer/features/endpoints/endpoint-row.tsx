// One endpoint of the list: how it stands, its switches, and, opened, its settings.
import { ChevronRight, Pause, Play } from 'lucide-react';
import { Switch } from '@base-ui/react/switch';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Prose } from '../../components/prose.tsx';
import { useNow } from '../../components/use-now.ts';
import { useFormat } from '../../i18n/format.ts';
import { switchEndpoint, useEndpointActions } from '../../stores/endpoint-actions.ts';
import { answerWords, conditionSentence } from './condition-words.ts';
import { draftOf } from './endpoint-draft.ts';
import { EndpointForm } from './endpoint-form.tsx';
import { CONDITION_TONES, type Standing } from './endpoint-state.ts';
import { COLOUR_DOTS } from './what-groups.tsx';

const TONE_TEXTS = { ok: 'text-ok', warn: 'text-warn', bad: 'text-bad', idle: 'text-text-2' } as const;

interface EndpointRowProps {
  standing: Standing;
  open: boolean;
  onToggle(): void;
}

export function EndpointRow({ standing, open, onToggle }: EndpointRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { endpoint, condition } = standing;
  const busy = useEndpointActions((state) => state.busy === endpoint.id);
  const sentence = conditionSentence(t, format, standing);
  const notable =
    condition === 'asking' || condition === 'holding' || condition === 'draining' || condition === 'paused';
  return (
    <article
      aria-label={endpoint.name}
      data-testid="endpoint-row"
      data-endpoint-id={endpoint.id}
      data-state={condition}
      className="rounded-card border border-line"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2 pr-3">
        <h2 className="min-w-0 flex-1 basis-64">
          <button
            type="button"
            aria-expanded={open}
            data-testid="endpoint-open"
            onClick={onToggle}
            className="flex w-full min-w-0 items-center gap-2.5 rounded-m py-1 pl-3 text-left"
          >
            <ChevronRight
              size={14}
              aria-hidden
              className={classNames(
                'shrink-0 text-text-3 transition-transform duration-100',
                open && 'rotate-90',
              )}
            />
            <span aria-hidden className={`size-2.5 shrink-0 rounded-[9px] ${COLOUR_DOTS[endpoint.colour]}`} />
            <span className="min-w-0">
              <span className="block truncate font-[600]">{endpoint.name}</span>
              <span className="block truncate font-mono text-[11px] font-normal text-text-2">
                {endpoint.url}
              </span>
            </span>
          </button>
        </h2>
        <Counts standing={standing} />
        <div className="flex items-center gap-3 max-panes:pl-9">
          <Button
            small
            data-testid="endpoint-pause"
            aria-pressed={endpoint.paused}
            disabled={busy || !endpoint.enabled}
            title={t(endpoint.paused ? 'endpoint.resumeHint' : 'endpoint.pauseHint')}
            icon={endpoint.paused ? <Play size={13} aria-hidden /> : <Pause size={13} aria-hidden />}
            onClick={() => void switchEndpoint({ id: endpoint.id, paused: !endpoint.paused })}
          >
            {t(endpoint.paused ? 'endpoint.resume' : 'endpoint.pause')}
          </Button>
          <Switch.Root
            checked={endpoint.enabled}
            disabled={busy}
            data-testid="endpoint-enabled"
            aria-label={t('endpoint.enabled')}
            title={t('endpoint.enabledHint')}
            onCheckedChange={(enabled) => void switchEndpoint({ id: endpoint.id, enabled })}
            className="flex h-[18px] w-8 shrink-0 items-center rounded-[9px] border border-text-3 bg-sunken p-px transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
          >
            <Switch.Thumb className="size-3.5 rounded-[9px] bg-text-3 transition-transform data-checked:translate-x-3.5 data-checked:bg-on-accent" />
          </Switch.Root>
        </div>
      </div>
      {notable && sentence !== '' && (
        <p className={classNames('px-4 pb-2 pl-10', TONE_TEXTS[CONDITION_TONES[condition]])}>
          <Prose text={sentence} />
        </p>
      )}
      {open && (
        <div className="border-t border-line-soft">
          <EndpointForm endpoint={endpoint} initial={draftOf(endpoint)} />
        </div>
      )}
    </article>
  );
}

const LAMPS = { unknown: 'bg-text-3', up: 'bg-ok', failing: 'bg-warn', down: 'bg-bad' } as const;

function Counts({ standing: { health } }: { standing: Standing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(10_000);
  const state = health?.state ?? 'unknown';
  const values = {
    status: health?.lastStatus ?? 0,
    duration: format.duration(health?.lastDurationMs ?? 0),
    time: health?.lastAt == null ? '' : format.ago(health.lastAt, now),
    reason: answerWords(t, health) ?? '',
  };
  const words = {
    unknown: t('endpoint.healthUnknown'),
    up: t('endpoint.healthUp', values),
    failing: t('endpoint.healthFailing', values),
    down: t('endpoint.healthDown', values),
  }[state];
  const counts = [
    ['held', health?.held ?? 0],
    ['retrying', health?.retrying ?? 0],
    ['inFlight', health?.inFlight ?? 0],
  ] as const;
  return (
    <div className="flex flex-wrap items-center gap-x-3 text-[12px] text-text-2 max-panes:pl-9">
      <span className="flex items-center gap-1.5">
        <span aria-hidden className={`size-2 shrink-0 rounded-[9px] ${LAMPS[state]}`} />
        {words}
      </span>
      {counts
        .filter(([, count]) => count > 0)
        .map(([name, count]) => (
          <span
            key={name}
            data-testid={`endpoint-${name}`}
            className={classNames('font-mono text-[11px]', name !== 'inFlight' && 'text-warn')}
          >
            {t(`condition.${name}`, { n: format.number(count) })}
          </span>
        ))}
    </div>
  );
}
