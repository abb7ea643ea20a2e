// Removing an endpoint: asks once, and says why it cannot be.
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Endpoint } from '#shared/contract/endpoints.ts';
import { AskOnce } from '../../components/ask-once.tsx';
import { Button } from '../../components/button.tsx';
import { removeEndpoint, useEndpointActions } from '../../stores/endpoint-actions.ts';

export function RemoveEndpoint({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation();
  const busy = useEndpointActions((state) => state.busy === endpoint.id);
  const error = useEndpointActions((state) =>
    state.error?.endpointId === endpoint.id ? state.error.code : null,
  );
  return (
    <AskOnce
      question={t('endpoint.removeAsk', { name: endpoint.name })}
      yes={t('endpoint.removeYes')}
      no={t('endpoint.removeNo')}
      busy={busy}
      testId="endpoint-remove-yes"
      onYes={async () => {
        await removeEndpoint(endpoint.id);
      }}
    >
      {(ask) => (
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
            onClick={ask}
          >
            {t('endpoint.remove')}
          </Button>
        </>
      )}
    </AskOnce>
  );
}
