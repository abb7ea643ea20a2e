// Stands in place of a part of the dashboard that failed: what failed, the way back, and the details for a report.
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import type { FallbackProps, Part } from '../../components/boundary.tsx';
import { Callout } from '../../components/callout.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { PartNotLoadedError } from '../../components/lazy-part.tsx';
import { faultDetails } from '../../stores/fault-report.ts';
import { CopyButton } from '../copying/copy-button.tsx';

/** Where it cannot fill the part's own place. */
const PLACES: Partial<Record<Part, string>> = {
  app: 'mx-auto max-w-[560px] p-8',
  messages: 'fixed bottom-4 left-4 z-40 max-w-[420px] shadow-pop',
  sidebar: 'w-[200px] shrink-0 overflow-auto border-r border-line p-2',
};

export function FaultPanel({ fault, tryAgain, onClose }: FallbackProps) {
  const { t } = useTranslation();
  const { part, error } = fault;
  const notLoaded = error instanceof PartNotLoadedError;
  const title = t(notLoaded ? 'fault.notLoaded' : `fault.title.${part}`);
  const panel = (
    <div data-testid="fault" data-part={part} className={PLACES[part] ?? 'overflow-auto p-3'}>
      <Callout tone="bad" role="alert" title={title}>
        <p>{t(notLoaded ? 'fault.notLoadedText' : 'fault.text')}</p>
        <div className="flex flex-wrap gap-2 pt-1.5">
          <Button small data-testid="fault-again" onClick={tryAgain}>
            {t('fault.tryAgain')}
          </Button>
          {(notLoaded || part === 'app') && (
            <Button small data-testid="fault-reload" onClick={() => window.location.reload()}>
              {t('fault.reload')}
            </Button>
          )}
          <CopyButton small text={faultDetails(fault)}>
            {t('fault.copy')}
          </CopyButton>
        </div>
      </Callout>
    </div>
  );
  if (onClose === undefined) return panel;
  return (
    <DialogFrame title={title} closeLabel={t('action.close')} testId="fault-dialog" onClose={onClose}>
      {panel}
    </DialogFrame>
  );
}
