// Removing an endpoint: asks once, and says why it cannot be.
import { Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endpoint } from '#shared/contract/endpoints.ts';
import { Button } from '../../components/button.tsx';
import { removeEndpoint, useEndpointActions } from '../../stores/endpoint-actions.ts';

export function RemoveEndpoint({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const busy = useEndpointActions((state) => state.busy === endpoint.id);
  const error = useEndpointActions((state) =>
    state.error?.endpointId === endpoint.id ? state.error.code : null,
  );

  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asking) yes.current?.focus();
  }, [asking]);

  const remove = async () => {
    await removeEndpoint(endpoint.id);
    setAsking(false);
  };

  if (!asking) {
    return (
      <>
        {error !== null && (
          <p role="alert" className="text-bad">
            {t(error === 'LAST' ? 'endpoint.removeLast' : 'endpoint.actionFailed')}
          </p>
        )}
        <Button
          look="danger"
          small
          data-testid="endpoint-remove"
          icon={<Trash2 size={13} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t('endpoint.remove')}
        </Button>
      </>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span>{t('endpoint.removeAsk', { name: endpoint.name })}</span>
      <Button
        look="danger"
        small
        ref={yes}
        data-testid="endpoint-remove-yes"
        disabled={busy}
        onClick={() => void remove()}
      >
        {t('endpoint.removeYes')}
      </Button>
      <Button small onClick={() => setAsking(false)}>
        {t('endpoint.removeNo')}
      </Button>
    </span>
  );
}
