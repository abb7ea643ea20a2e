// In the inspector: which API version an event has, what it differs from, why that matters, what to do, and the fields that differ.
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import type { VersionComparison, VersionDifference } from '#shared/contract/versions.ts';
import { withCondition } from '#shared/domain/filter/edit-filter.ts';
import { isSameRelease } from '#shared/domain/versions/pinned-version.ts';
import { SDK_NAMES } from '#shared/domain/versions/sdk.ts';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { setFilter } from '../../stores/event-list-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { sdkWords } from './pin-words.ts';
import { useEventVersion } from './use-event-version.ts';

/** Their function that checks a signature refuses events of another release. Source: webhook/client.go, EventUtility.cs. */
const REFUSING: readonly (string | null)[] = ['go', 'dotnet'];

export function VersionNote({ event }: { event: EventSummary }) {
  const { t } = useTranslation();
  const found = useEventVersion(event);
  if (found === null || found.apiVersion === null || found.differences.length === 0) return null;
  const { apiVersion, differences, comparisons } = found;
  const others = [...new Set(differences.map((one) => one.apiVersion))];
  const onlyAdds = others.every((other) => isSameRelease(apiVersion, other));
  const refusing = differences.find(
    (one) => REFUSING.includes(one.sdk) && one.sdk !== null && !isSameRelease(apiVersion, one.apiVersion),
  );
  return (
    <div className="flex flex-col gap-3">
      <Callout
        tone={onlyAdds ? 'idle' : 'warn'}
        title={t('versions.note.title', { version: apiVersion })}
        testId="version-note"
      >
        <ul className="list-disc pl-4">
          {differences.map((one) => (
            <li key={`${one.yardstick} ${one.endpointId ?? ''}`} data-yardstick={one.yardstick}>
              <Difference difference={one} />
            </li>
          ))}
        </ul>
        <p className="pt-1">
          <Prose text={t(onlyAdds ? 'versions.note.whySame' : 'versions.note.why')} />
        </p>
        {refusing?.sdk != null && (
          <p>
            <Prose text={t('versions.note.refuses', { sdk: SDK_NAMES[refusing.sdk] })} />
          </p>
        )}
        <p className="pt-1">
          <Prose text={t('versions.note.next', { version: wantedOf(differences) })} />
        </p>
      </Callout>
      {comparisons.map((one) => (
        <Comparison key={one.apiVersion} comparison={one} version={apiVersion} type={event.type} />
      ))}
    </div>
  );
}

/** What the code is written for counts most; what an endpoint happened to take before, least. */
function wantedOf(differences: readonly VersionDifference[]): string {
  const order = ['backend', 'account', 'endpoint'] as const;
  return (
    order
      .map((yardstick) => differences.find((one) => one.yardstick === yardstick)?.apiVersion)
      .find((version) => version !== undefined) ?? ''
  );
}

function Difference({ difference }: { difference: VersionDifference }) {
  const { t } = useTranslation();
  const { yardstick, apiVersion: version, endpointId, sdk, sdkVersion } = difference;
  const endpoints = useStatus(({ status }) => status?.endpoints);
  const name = endpoints?.find(({ id }) => id === endpointId)?.name ?? endpointId ?? '';
  if (yardstick === 'backend') {
    const by = sdkWords(sdk, sdkVersion);
    const kind = by === '' ? 'backend' : difference.atLeast === true ? 'backendAtLeast' : 'backendSdk';
    return <Prose text={t(`versions.note.${kind}`, { name, version, sdk: by })} />;
  }
  return <Prose text={t(`versions.note.${yardstick}`, { name, version })} />;
}

interface ComparisonProps {
  comparison: VersionComparison;
  version: string;
  type: string;
}

function Comparison({ comparison, version, type }: ComparisonProps) {
  const { t } = useTranslation();
  const { apiVersion: other, known, example } = comparison;
  const nothing =
    known.length === 0 && (example === null || example.onlyHere.length + example.onlyThere.length === 0);
  return (
    <section data-testid="version-fields">
      <h3 className="text-[12px] font-semibold text-text-2">{t('versions.fields.title', { other })}</h3>
      {known.length > 0 && (
        <table className="mt-1 w-full table-fixed">
          <caption className="sr-only">{t('versions.fields.title', { other })}</caption>
          <thead>
            <tr className="text-left text-[12px] text-text-2">
              <th scope="col" className="pr-3 font-normal">
                {t('versions.fields.here', { version })}
              </th>
              <th scope="col" className="font-normal">
                {t('versions.fields.there', { other })}
              </th>
            </tr>
          </thead>
          <tbody>
            {known.map(({ here, there }) => (
              <tr key={[...here, '|', ...there].join(' ')} className="border-t border-line-soft align-top">
                <td className="py-1 pr-3">
                  <Paths paths={here} />
                </td>
                <td className="py-1">
                  <Paths paths={there} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {example !== null && (
        <div className="mt-1.5">
          <p className="text-text-2">
            {t('versions.fields.compared', { type, other })}{' '}
            <button
              type="button"
              data-testid="version-example"
              title={t('versions.fields.open')}
              className="font-mono text-[12px] break-all text-accent hover:underline"
              onClick={() => setFilter({ filter: withCondition('', 'id', example.eventId) })}
            >
              {example.eventId}
            </button>
          </p>
          <OnlyIn title={t('versions.fields.onlyHere')} paths={example.onlyHere} />
          <OnlyIn title={t('versions.fields.onlyThere')} paths={example.onlyThere} />
          {example.more > 0 && (
            <p className="text-text-2">
              {t('versions.fields.more', { count: example.more, n: example.more })}
            </p>
          )}
        </div>
      )}
      {nothing && (
        <p className="mt-1 text-text-2">
          {t(example === null ? 'versions.fields.unknown' : 'versions.fields.same', { type, other })}
        </p>
      )}
    </section>
  );
}

function OnlyIn({ title, paths }: { title: string; paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <div className="mt-1">
      <h4 className="text-[12px] text-text-2">{title}</h4>
      <Paths paths={paths} />
    </div>
  );
}

function Paths({ paths }: { paths: readonly string[] }) {
  if (paths.length === 0) return <span className="text-text-2">–</span>;
  return (
    <ul>
      {paths.map((path) => (
        <li key={path} className="font-mono text-[12px] break-words">
          {path.split(/(?<=\.)/).map((step, place) => (
            <Fragment key={`${place} ${step}`}>
              {place > 0 && <wbr />}
              {step}
            </Fragment>
          ))}
        </li>
      ))}
    </ul>
  );
}
