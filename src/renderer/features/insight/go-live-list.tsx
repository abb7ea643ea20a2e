// The event types with their boxes: the handled well ones first and ticked, the others with why not.
import { Checkbox } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { GoLiveType } from '#shared/contract/insight.ts';
import { Button } from '../../components/button.tsx';
import { FilterSelect } from '../../components/filter-select.tsx';
import { Prose } from '../../components/prose.tsx';
import { Section } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { choose, lookAt, unchoose, useInsight } from '../../stores/insight-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { isChosen } from './go-live-plan.ts';
import { TypeLink } from './type-link.tsx';

export function GoLiveList({ types }: { types: readonly GoLiveType[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { chosen, endpoint } = useInsight();
  const endpoints = useStatus((state) => state.status?.endpoints) ?? [];
  const ready = types.filter(({ verdict }) => verdict === 'ready');
  const others = types.filter(({ verdict }) => verdict !== 'ready');
  const ticked = types.filter((one) => isChosen(one, chosen));
  return (
    <Section
      title={t('goLive.list')}
      actions={
        <>
          {Object.keys(chosen).length > 0 && (
            <Button small data-testid="go-live-reset" onClick={unchoose}>
              {t('goLive.reset')}
            </Button>
          )}
          <span role="status" data-testid="go-live-count" className="text-[12px] text-text-2">
            {t('goLive.chosen', { n: format.number(ticked.length), total: format.number(types.length) })}
          </span>
        </>
      }
    >
      {endpoints.length > 1 && (
        <p className="mb-2 flex items-center gap-2 text-text-2">
          {t('goLive.as')}
          <FilterSelect
            className="h-[30px] max-w-[280px] px-2 text-[12.5px]"
            label={t('goLive.as')}
            any={t('goLive.any')}
            value={endpoint}
            options={endpoints.map(({ id, name }) => ({ value: id, label: name }))}
            testId="go-live-endpoint"
            onChange={(next) => lookAt({ endpoint: next })}
          />
        </p>
      )}
      <div className="rounded-card border border-line">
        <Rows title={t('goLive.ready')} none={t('goLive.readyNone')} types={ready} />
        {others.length > 0 && <Rows title={t('goLive.notYet')} types={others} />}
      </div>
    </Section>
  );
}

function Rows({ title, none, types }: { title: string; none?: string; types: readonly GoLiveType[] }) {
  const { chosen } = useInsight();
  return (
    <section className="border-t border-line px-3.5 py-2 first:border-t-0">
      <h3 className="text-[12px] font-semibold text-text-2">{title}</h3>
      {types.length === 0 && <p className="py-1 text-text-2">{none}</p>}
      <ul>
        {types.map((one) => (
          <Row key={one.type} of={one} on={isChosen(one, chosen)} />
        ))}
      </ul>
    </section>
  );
}

function Row({ of, on }: { of: GoLiveType; on: boolean }) {
  const { t } = useTranslation();
  const { type, verdict, events, connected, synthetic } = of;
  return (
    <li data-testid="go-live-type" data-type={type} data-verdict={verdict} className="flex gap-2.5 py-1.5">
      <Checkbox.Root
        checked={on}
        disabled={verdict === 'thin'}
        aria-label={type}
        onCheckedChange={(next) => choose(type, next)}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-chip border border-text-3 bg-sunken data-checked:border-accent data-checked:bg-accent data-disabled:opacity-40"
      >
        <Checkbox.Indicator>
          <Check size={12} strokeWidth={2.5} className="text-on-accent" aria-hidden />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <TypeLink type={type} />
          {synthetic === events && (
            <Mark look="bg-synthetic-soft text-synthetic" hint={t('goLive.syntheticHint')}>
              {t('goLive.synthetic')}
            </Mark>
          )}
          {connected > 0 && (
            <Mark look="bg-unverified-soft text-text-2" hint={t('goLive.connectedHint')}>
              {t('goLive.connected')}
            </Mark>
          )}
        </div>
        <Evidence of={of} />
      </div>
    </li>
  );
}

function Mark({ look, hint, children }: { look: string; hint: string; children: string }) {
  return (
    <span
      title={hint}
      className={`shrink-0 rounded-chip px-1.5 text-[11px] leading-[18px] font-medium ${look}`}
    >
      {children}
    </span>
  );
}

/** Why it is handled well, or why not. */
function Evidence({ of: { verdict, ok, failed } }: { of: GoLiveType }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = {
    ready: () => t('goLive.evidence', { count: ok, n: format.number(ok) }),
    failing: () =>
      t('goLive.why.failing', { count: failed, n: format.number(failed), total: format.number(ok + failed) }),
    never_ok: () => t('goLive.why.never_ok', { count: failed, n: format.number(failed) }),
    not_sent: () => t('goLive.why.not_sent'),
    thin: () => t('goLive.why.thin'),
  }[verdict]();
  const bad = verdict === 'failing' || verdict === 'never_ok';
  return (
    <p className={`text-[12px] ${bad ? 'text-bad' : 'text-text-2'}`}>
      <Prose text={words} />
    </p>
  );
}
