// Above the events on hold: for each endpoint that they wait for, why, and what lets them go.
import { Play, Power } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hasCondition } from '#shared/domain/filter/edit-filter.ts';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { switchEndpoint, useEndpointActions } from '../../stores/endpoint-actions.ts';
import { useEventList } from '../../stores/event-list-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { conditionSentence } from '../endpoints/condition-words.ts';
import { standingsOf, type Standing } from '../endpoints/endpoint-state.ts';
import { ReleaseButtons } from '../endpoints/release-buttons.tsx';

export function HeldStrip() {
  const { t } = useTranslation();
  const heldOnly = useEventList((state) => hasCondition(state.filter.filter ?? '', 'status', 'held'));
  const status = useStatus((state) => state.status);
  if (!heldOnly || status === null) return null;
  const holding = standingsOf(status.endpoints, status.health).filter(
    ({ health }) => (health?.held ?? 0) > 0,
  );
  if (holding.length === 0) return null;
  return (
    <ul aria-label={t('held.title')} className="border-b border-line-soft bg-surface">
      {holding.map((standing) => (
        <Hold key={standing.endpoint.id} standing={standing} />
      ))}
    </ul>
  );
}

function Hold({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { endpoint, health, condition } = standing;
  const busy = useEndpointActions((state) => state.busy === endpoint.id);
  const failed = useEndpointActions((state) => state.error?.endpointId === endpoint.id);
  const count = health?.held ?? 0;
  const why =
    condition === 'off'
      ? t('held.off', { count, n: format.number(count) })
      : conditionSentence(t, format, standing);
  return (
    <li
      data-testid="held-endpoint"
      data-condition={condition}
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2 not-first:border-t not-first:border-line-soft"
    >
      <p className="min-w-0 flex-1 basis-56">
        <strong className="font-semibold">{endpoint.name}:</strong> <Prose text={why} />
        {condition === 'holding' && (
          <span className="block text-text-2">
            <Prose text={t('condition.holdingNext')} />
          </span>
        )}
        {failed && (
          <span role="alert" className="block text-bad">
            {t('held.failed')}
          </span>
        )}
      </p>
      {condition === 'asking' && <ReleaseButtons endpointId={endpoint.id} />}
      {condition === 'paused' && (
        <Button
          small
          look="primary"
          disabled={busy}
          data-testid="held-resume"
          icon={<Play size={13} aria-hidden />}
          onClick={() => void switchEndpoint({ id: endpoint.id, paused: false })}
        >
          {t('held.resume')}
        </Button>
      )}
      {condition === 'off' && (
        <Button
          small
          look="primary"
          disabled={busy}
          data-testid="held-switch-on"
          icon={<Power size={13} aria-hidden />}
          onClick={() => void switchEndpoint({ id: endpoint.id, enabled: true })}
        >
          {t('held.switchOn')}
        </Button>
      )}
    </li>
  );
}
