// How the endpoints answer: what is looked at, a card for each endpoint, and the types that stand out.
import { useTranslation } from 'react-i18next';
import { INSIGHT_RANGES } from '#shared/domain/insight-range.ts';
import { Button } from '../../components/button.tsx';
import { FilterSelect } from '../../components/filter-select.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useFormat } from '../../i18n/format.ts';
import { lookAt, useInsight } from '../../stores/insight-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { EndpointCard } from './endpoint-card.tsx';
import { FailingTypes, SlowTypes } from './type-tables.tsx';
import { NeverOk, Untaken } from './type-gaps.tsx';

/** A moment behind is as it should be; more is worth a word. */
const MANY_UNCOUNTED = 200;

export function FiguresTab() {
  const { t } = useTranslation();
  const format = useFormat();
  const insight = useInsight((state) => state.insight);
  const endpoints = useStatus((state) => state.status?.endpoints) ?? [];
  if (insight === null) return <p className="m-auto text-text-2">{t('insight.loading')}</p>;
  const within = t(`insight.within.${insight.range}`);
  const answering = insight.endpoints.filter(({ total }) => total.attempts > 0);
  return (
    <>
      <Looking />
      {insight.uncounted > MANY_UNCOUNTED && (
        <p role="status" className="text-text-2">
          {t('insight.counting', { count: insight.uncounted, n: format.number(insight.uncounted) })}
        </p>
      )}
      {answering.length === 0 ? (
        <div className="rounded-card border border-line px-4 py-8 text-center">
          <p className="text-text-2">{t('insight.quietAll', { within })}</p>
          {insight.range !== 'all' && (
            <Button className="mt-3" data-testid="insight-show-all" onClick={() => lookAt({ range: 'all' })}>
              {t('insight.showAll')}
            </Button>
          )}
        </div>
      ) : (
        insight.endpoints.map((one) => {
          const endpoint = endpoints.find(({ id }) => id === one.endpointId);
          return endpoint === undefined ? null : (
            <EndpointCard key={endpoint.id} endpoint={endpoint} insight={insight} figures={one} />
          );
        })
      )}
      <div className="grid grid-cols-2 gap-x-8 gap-y-6 max-panes:grid-cols-1">
        <FailingTypes types={insight.types} within={within} />
        <SlowTypes types={insight.types} />
        <NeverOk types={insight.neverOk} />
        <Untaken types={insight.untaken} />
      </div>
      <p className="mt-auto max-w-[90ch] pt-2 text-[12px] text-text-2">{t('insight.whatCounts')}</p>
    </>
  );
}

/** The range, and which endpoint and type of several. */
function Looking() {
  const { t } = useTranslation();
  const { range, endpoint, type } = useInsight();
  const types = useInsight((state) => state.insight?.types) ?? [];
  const endpoints = useStatus((state) => state.status?.endpoints) ?? [];
  const names = types.map((one) => one.type);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Segmented
        label={t('insight.range')}
        labelHidden
        value={range}
        options={INSIGHT_RANGES.map((value) => ({
          value,
          label: t(`insight.rangeOf.${value}`),
          testId: `insight-range-${value}`,
        }))}
        onChange={(next) => lookAt({ range: next })}
      />
      <div className="ml-auto flex min-w-0 flex-wrap gap-2">
        {endpoints.length > 1 && (
          <FilterSelect
            className="h-[30px] max-w-[280px] px-2 text-[12.5px]"
            label={t('insight.endpoint')}
            any={t('insight.allEndpoints')}
            value={endpoint}
            options={endpoints.map(({ id, name }) => ({ value: id, label: name }))}
            testId="insight-endpoint"
            onChange={(next) => lookAt({ endpoint: next })}
          />
        )}
        <FilterSelect
          className="h-[30px] max-w-[280px] px-2 text-[12.5px]"
          label={t('insight.type')}
          any={t('insight.allTypes')}
          value={type}
          options={(type === '' || names.includes(type) ? names : [type, ...names]).map((value) => ({
            value,
            label: value,
          }))}
          testId="insight-type"
          onChange={(next) => lookAt({ type: next })}
        />
      </div>
    </div>
  );
}
