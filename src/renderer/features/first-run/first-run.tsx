// The empty screen that teaches: what a webhook is, why localhost needs a forwarder, how the line stands, and the ways on.
import { useTranslation } from 'react-i18next';
import type { Status } from '#shared/contract/status.ts';
import { Prose } from '../../components/prose.tsx';
import { Section, ViewFrame } from '../../components/view-frame.tsx';
import { CommandLine } from '../copying/command-line.tsx';
import { LinePicture } from './line-picture.tsx';
import { WaysOn } from './ways-on.tsx';

export function FirstRun({ status }: { status: Status }) {
  const { t } = useTranslation();
  return (
    <div className="h-full" data-testid="first-run">
      <ViewFrame title={t('first.title')} intro={<Prose text={t('first.lead')} />}>
        <LinePicture status={status} />
        <WaysOn status={status} />
        <Section title={t('first.remember')}>
          <ol className="grid grid-cols-3 gap-x-4 gap-y-2 max-panes:grid-cols-1">
            {([1, 2, 3] as const).map((number) => (
              <li key={number} className="text-text-2 [&_strong]:text-text">
                <Prose text={t(`first.remember${number}`)} />
              </li>
            ))}
          </ol>
        </Section>
        <BackendCheck status={status} />
      </ViewFrame>
    </div>
  );
}

function BackendCheck({ status }: { status: Status }) {
  const { t } = useTranslation();
  const endpoint = status.endpoints[0];
  if (endpoint === undefined) return null;
  return (
    <Section title={t('first.backendCheck')}>
      <CommandLine command={`curl -i -X POST ${endpoint.url}`} />
      <p className="mt-1.5 text-text-2">{t('first.backendCheckHint')}</p>
    </Section>
  );
}
