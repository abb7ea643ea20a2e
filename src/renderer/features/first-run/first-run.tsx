// The first screen: what Hookline is for, the two ways to begin, whether the backend can be reached, and the secret it verifies with.
import { useTranslation } from 'react-i18next';
import type { Status } from '#shared/contract/status.ts';
import { Section, TitleBar, ViewBody } from '../../components/view-frame.tsx';
import { SecretCards } from '../secret/secret-cards.tsx';
import { BackendStatus } from './backend-status.tsx';
import { ConnectWay } from './connect-way.tsx';
import { TryWay } from './try-way.tsx';

export function FirstRun({ status }: { status: Status }) {
  const { t } = useTranslation();
  return (
    <div className="flex h-full flex-col bg-surface" data-testid="first-run">
      <TitleBar title={t('nav.events')} />
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        <ViewBody>
          <p className="mt-2 max-w-[52ch] text-[17px] leading-[1.4] font-[560] tracking-[-0.01em]">
            {t('first.goal')}
          </p>
          <div data-testid="ways-on" className="grid grid-cols-2 gap-3 max-panes:grid-cols-1">
            <ConnectWay forwarder={status.forwarder} />
            <TryWay hasEndpoint={status.endpoints.some(({ enabled }) => enabled)} />
          </div>
          <Section title={t('first.backend')}>
            <BackendStatus endpoints={status.endpoints} />
          </Section>
          <Section title={t('secret.title')}>
            <SecretCards />
          </Section>
        </ViewBody>
      </div>
    </div>
  );
}
