// In Insight: the API versions events came in, which endpoint took which, and what each endpoint's code is written for.
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endpoint } from '#shared/contract/endpoints.ts';
import type { Versions } from '#shared/contract/versions.ts';
import { withCondition } from '#shared/domain/filter/edit-filter.ts';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { Section } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { openEndpoint } from '../../stores/endpoints-view-store.ts';
import { setFilter } from '../../stores/event-list-store.ts';
import { rereadVersions, showOtherVersions, useInsight } from '../../stores/insight-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { openView } from '../../stores/view-store.ts';
import { pinSentence } from './pin-words.ts';

const NONE: readonly Endpoint[] = [];

export function VersionsTab() {
  const { t } = useTranslation();
  const versions = useInsight((state) => state.versions);
  const endpoints = useStatus(({ status }) => status?.endpoints) ?? NONE;
  if (versions === null) return <p className="m-auto text-text-2">{t('insight.loading')}</p>;
  return (
    <div data-testid="versions-tab" className="flex flex-col gap-6">
      <p className="max-w-[78ch] text-text-2">
        <Prose text={t('versions.tab.lead')} />
      </p>
      <Section
        title={t('versions.tab.seen')}
        actions={
          <Button small data-testid="versions-differing" onClick={showOtherVersions}>
            {t('versions.tab.differing')}
          </Button>
        }
      >
        <SeenTable versions={versions} endpoints={endpoints} />
      </Section>
      <Section title={t('versions.tab.expected')} actions={<Reread />}>
        <Expected versions={versions} endpoints={endpoints} />
      </Section>
    </div>
  );
}

interface PartProps {
  versions: Versions;
  endpoints: readonly Endpoint[];
}

const HEAD = 'py-1 pr-4 text-[12px] font-normal text-text-2';
const CELL = 'py-1.5 pr-4 align-top';

function SeenTable({ versions, endpoints }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (versions.seen.length === 0) return <p className="text-text-2">{t('versions.tab.none')}</p>;
  return (
    <div className="overflow-x-auto" role="region" aria-label={t('versions.tab.seen')} tabIndex={0}>
      <table data-testid="versions-seen" className="w-full min-w-[520px]">
        <thead>
          <tr className="text-left">
            <th scope="col" className={HEAD}>
              {t('versions.tab.version')}
            </th>
            <th scope="col" className={`${HEAD} text-right`}>
              {t('versions.tab.events')}
            </th>
            <th scope="col" className={HEAD}>
              {t('versions.tab.last')}
            </th>
            {endpoints.map(({ id, name }) => (
              <th key={id} scope="col" className={HEAD}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {versions.seen.map(({ apiVersion, events, lastAt }) => (
            <tr key={apiVersion} data-version={apiVersion} className="border-t border-line-soft">
              <th scope="row" className={`${CELL} text-left font-normal`}>
                <button
                  type="button"
                  title={t('versions.tab.show')}
                  className="font-mono text-[12px] hover:underline"
                  onClick={() => {
                    openView('events');
                    setFilter({ filter: withCondition('', 'api', apiVersion) });
                  }}
                >
                  {apiVersion}
                </button>{' '}
                {versions.account === apiVersion && (
                  <span className="rounded-chip bg-sunken px-1.5 py-px text-[11px] whitespace-nowrap text-text-2">
                    {t('versions.tab.default')}
                  </span>
                )}
              </th>
              <td className={`${CELL} text-right`}>{format.number(events)}</td>
              <td className={`${CELL} whitespace-nowrap text-text-2`}>
                {lastAt === null ? '–' : format.dateTime(lastAt)}
              </td>
              {endpoints.map(({ id }) => (
                <td key={id} className={CELL}>
                  <Taken versions={versions} endpointId={id} apiVersion={apiVersion} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TakenProps {
  versions: Versions;
  endpointId: string;
  apiVersion: string;
}

function Taken({ versions, endpointId, apiVersion }: TakenProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const seen = versions.endpoints
    .find((one) => one.endpointId === endpointId)
    ?.seen.find((one) => one.apiVersion === apiVersion);
  if (seen === undefined) return <span className="text-text-2">{t('versions.tab.neverSent')}</span>;
  return (
    <span title={format.dateTime(seen.lastAt)}>
      {seen.taken > 0 && (
        <span className="text-ok">{t('versions.tab.taken', { n: format.number(seen.taken) })}</span>
      )}
      {seen.taken > 0 && seen.failed > 0 && ' · '}
      {seen.failed > 0 && (
        <span className="text-bad">{t('versions.tab.failed', { n: format.number(seen.failed) })}</span>
      )}
    </span>
  );
}

function Expected({ versions, endpoints }: PartProps) {
  const { t } = useTranslation();
  return (
    <ul data-testid="versions-expected" className="flex flex-col">
      <li className="flex flex-wrap items-center gap-x-3 border-t border-line-soft py-1.5">
        <span className="min-w-[160px] font-medium">{t('versions.tab.account')}</span>
        <span className={versions.account === null ? 'text-text-2' : 'font-mono text-[12px]'}>
          {versions.account ?? t('versions.tab.accountUnknown')}
        </span>
      </li>
      {endpoints.map(({ id, name }) => {
        const pin = versions.endpoints.find(({ endpointId }) => endpointId === id)?.pin ?? null;
        return (
          <li
            key={id}
            data-endpoint-id={id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line-soft py-1.5"
          >
            <span className="min-w-[160px] font-medium">{name}</span>
            <span className={pin === null || pin.problem !== null ? 'flex-1 text-text-2' : 'flex-1'}>
              {pin === null ? t('versions.tab.unasked') : pinSentence(t, pin)}
            </span>
            <Button small onClick={() => openEndpoint(id)}>
              {t(pin === null ? 'versions.tab.say' : 'versions.tab.change')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function Reread() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  return (
    <Button
      small
      data-testid="versions-reread"
      disabled={busy}
      icon={<RefreshCw size={13} aria-hidden />}
      onClick={() => {
        setBusy(true);
        void rereadVersions().finally(() => setBusy(false));
      }}
    >
      {t('versions.tab.reread')}
    </Button>
  );
}
