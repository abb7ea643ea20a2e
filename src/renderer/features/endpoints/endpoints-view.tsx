// The endpoints: where events go, how each stands, and how it is set.
import { Plus, SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { ViewFrame } from '../../components/view-frame.tsx';
import { useEndpointActions } from '../../stores/endpoint-actions.ts';
import {
  addEndpoint,
  stopAdding,
  toggleEndpoint,
  useEndpointsView,
} from '../../stores/endpoints-view-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { emptyDraft } from './endpoint-draft.ts';
import { EndpointForm } from './endpoint-form.tsx';
import { EndpointRow } from './endpoint-row.tsx';
import { standingsOf } from './endpoint-state.ts';
import { ImportDialog } from './import-dialog.tsx';

export function EndpointsView() {
  const { t } = useTranslation();
  const status = useStatus((state) => state.status);
  const failed = useEndpointActions((state) => state.error !== null && state.error.code !== 'LAST');
  const standings = standingsOf(status?.endpoints ?? [], status?.health ?? []);
  // The only one stands open; of several the one that was chosen.
  const { opened, adding, condition } = useEndpointsView();
  const [importing, setImporting] = useState(false);
  const isOpen = (id: string) => opened[id] ?? (standings.length === 1 && !adding);

  return (
    <ViewFrame
      title={t('endpoint.title')}
      intro={<Prose text={t('endpoint.intro')} />}
      actions={
        <div className="flex flex-wrap gap-2">
          <Button
            data-testid="endpoint-add"
            disabled={adding}
            icon={<Plus size={14} aria-hidden />}
            onClick={addEndpoint}
          >
            {t('endpoint.add')}
          </Button>
          <Button
            data-testid="endpoint-import"
            icon={<SquareTerminal size={14} strokeWidth={1.75} aria-hidden />}
            onClick={() => setImporting(true)}
          >
            {t('endpoint.import')}
          </Button>
        </div>
      }
    >
      {failed && (
        <p role="alert" className="text-bad">
          {t('endpoint.actionFailed')}
        </p>
      )}
      {adding && (
        <article
          aria-label={t('endpoint.add')}
          data-testid="endpoint-new"
          className="rounded-card border border-accent"
        >
          <h2 className="px-4 pt-3 pb-1 font-[600]">{t('endpoint.add')}</h2>
          <EndpointForm
            key={condition}
            endpoint={null}
            initial={{ ...emptyDraft(), condition }}
            onCancel={stopAdding}
            onCreated={stopAdding}
          />
        </article>
      )}
      {standings.length === 0 && !adding && (
        <div className="flex flex-col items-center gap-2 p-8 text-center" role="status">
          <p className="max-w-[52ch]">
            <Prose text={t('endpoint.none')} />
          </p>
          <Button look="primary" onClick={addEndpoint}>
            {t('endpoint.add')}
          </Button>
        </div>
      )}
      <div className="flex flex-col gap-3">
        {standings.map((standing) => {
          const { id } = standing.endpoint;
          return (
            <EndpointRow
              key={id}
              standing={standing}
              open={isOpen(id)}
              onToggle={() => toggleEndpoint(id, !isOpen(id))}
            />
          );
        })}
      </div>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </ViewFrame>
  );
}
