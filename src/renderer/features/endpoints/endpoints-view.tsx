// The endpoints: where events go, and how each answered last.
import { useTranslation } from 'react-i18next';
import type { Endpoint, EndpointHealth } from '#shared/contract/endpoints.ts';
import { Prose } from '../../components/prose.tsx';
import { useNow } from '../../components/use-now.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useStatus } from '../../stores/status-store.ts';
import { EndpointForm } from './endpoint-form.tsx';

export function EndpointsView() {
  const { t } = useTranslation();
  const endpoints = useStatus((state) => state.status?.endpoints);
  const health = useStatus((state) => state.status?.health);
  return (
    <ViewFrame title={t('endpoint.title')} intro={<Prose text={t('endpoint.intro')} />}>
      {endpoints?.length === 0 && <p>{t('endpoint.none')}</p>}
      {endpoints?.map((endpoint) => (
        <article
          key={endpoint.id}
          aria-label={endpoint.name}
          data-testid="endpoint"
          className="rounded-card border border-line"
        >
          <div className="border-b border-line-soft px-4 py-2.5">
            <Health endpoint={endpoint} health={health?.find((one) => one.endpointId === endpoint.id)} />
          </div>
          <EndpointForm endpoint={endpoint} />
        </article>
      ))}
    </ViewFrame>
  );
}

const COLOURS = { unknown: 'bg-text-3', up: 'bg-ok', failing: 'bg-warn', down: 'bg-bad' } as const;

function Health({ endpoint, health }: { endpoint: Endpoint; health: EndpointHealth | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(10_000);
  const state = health?.state ?? 'unknown';
  const values = {
    status: health?.lastStatus ?? 0,
    duration: format.duration(health?.lastDurationMs ?? 0),
    time: health?.lastAt == null ? '' : format.ago(health.lastAt, now),
    reason: health?.lastErrorClass == null ? '' : t(`errorWord.${health.lastErrorClass}`),
  };
  const words = {
    unknown: t('endpoint.healthUnknown'),
    up: t('endpoint.healthUp', values),
    failing: t('endpoint.healthFailing', values),
    down: t('endpoint.healthDown', values),
  }[state];
  return (
    <div className="flex items-center gap-2">
      <h2 className="font-[600]">{endpoint.name}</h2>
      <span className="flex-1" />
      <span aria-hidden className={`size-2 rounded-[9px] ${COLOURS[state]}`} />
      <span className="text-text-2">{words}</span>
    </div>
  );
}
