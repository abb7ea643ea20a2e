// Whether something answers where the events go, asked again and again while one looks. No event is sent.
import { CircleCheck, CircleX, LoaderCircle, Settings2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endpoint } from '#shared/contract/endpoints.ts';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { addEndpoint, openEndpoint } from '../../stores/endpoints-view-store.ts';
import { engine } from '../../stores/engine.ts';

const ASK_EVERY_MS = 2_000;

export function BackendStatus({ endpoints }: { endpoints: readonly Endpoint[] }) {
  const { t } = useTranslation();
  if (endpoints.length === 0) {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <p className="text-text-2">{t('pipeline.endpointNone')}</p>
        <Button small onClick={addEndpoint}>
          {t('endpoint.add')}
        </Button>
      </div>
    );
  }
  return (
    <ul className="flex flex-col gap-2">
      {endpoints.map((endpoint) => (
        <Backend key={endpoint.id} endpoint={endpoint} />
      ))}
    </ul>
  );
}

function Backend({ endpoint: { id, url } }: { endpoint: Endpoint }) {
  const { t } = useTranslation();
  const reachable = useReachable(id, url);
  const state = reachable === null ? 'asking' : reachable ? 'up' : 'down';
  const [Icon, look] = (
    {
      asking: [LoaderCircle, 'spin text-text-3'],
      up: [CircleCheck, 'text-ok'],
      down: [CircleX, 'text-bad'],
    } as const
  )[state];
  return (
    <li
      data-testid="backend-status"
      data-state={state}
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-card border border-line px-3.5 py-2.5"
    >
      <Icon size={16} strokeWidth={1.75} className={`shrink-0 ${look}`} aria-hidden />
      <p className="min-w-0 flex-[1_1_260px]" role="status">
        <Prose text={t(`first.backendState.${state}`, { url })} />
      </p>
      <Button small icon={<Settings2 size={13} aria-hidden />} onClick={() => openEndpoint(id)}>
        {t('first.changeUrl')}
      </Button>
    </li>
  );
}

/** @returns null until it is known */
function useReachable(id: string, url: string): boolean | null {
  const [reachable, setReachable] = useState<boolean | null>(null);
  useEffect(() => {
    const own = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    setReachable(null);
    const ask = async (): Promise<void> => {
      if (document.visibilityState === 'visible') {
        const answer = await engine.query((api) => api.endpoints.reach({ id }), own.signal).catch(() => null);
        if (own.signal.aborted) return;
        if (answer !== null) setReachable(answer.reachable);
      }
      timer = setTimeout(() => void ask(), ASK_EVERY_MS);
    };
    void ask();
    return () => {
      own.abort();
      clearTimeout(timer);
    };
  }, [id, url]);
  return reachable;
}
