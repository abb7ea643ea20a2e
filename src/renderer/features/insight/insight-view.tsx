// Insight: how the endpoints answer, and the list of what is ready for production. Read again while it is on screen.
import { Tabs } from '@base-ui/react/tabs';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Callout } from '../../components/callout.tsx';
import { TitleBar, ViewBody } from '../../components/view-frame.tsx';
import {
  INSIGHT_TABS,
  loadInsight,
  lookAt,
  useInsight,
  type InsightTab,
} from '../../stores/insight-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { EmptyInsight } from './empty-insight.tsx';
import { FiguresTab } from './figures-tab.tsx';
import { GoLiveTab } from './go-live-tab.tsx';
import { VersionsTab } from '../versions/versions-tab.tsx';

const REFRESH_MS = 2_000;

export function InsightView() {
  const { t } = useTranslation();
  const tab = useInsight((state) => state.tab);
  const error = useInsight((state) => state.error);
  const empty = useStatus((state) => (state.status?.counts.all ?? 0) === 0);
  useRefresh();
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next: InsightTab) => lookAt({ tab: next })}
      data-testid="insight-view"
      className="flex h-full min-w-0 flex-col bg-surface"
    >
      <TitleBar
        title={t('insight.title')}
        tabs={
          <Tabs.List aria-label={t('insight.tabs')} className="flex gap-[18px] self-end">
            {INSIGHT_TABS.map((one) => (
              <Tabs.Tab
                key={one}
                value={one}
                data-testid={`insight-tab-${one}`}
                className="-mb-[9px] border-b-2 border-transparent pb-2.5 font-medium text-text-2 hover:text-text data-active:border-accent data-active:text-text"
              >
                {t(`insight.tab.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        }
      />
      {INSIGHT_TABS.map((one) => (
        <Tabs.Panel key={one} value={one} className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]">
          <ViewBody width="wide">
            {error !== null && (
              <Callout tone="bad" title={t('insight.failed')} role="alert">
                {t('insight.failedText', { code: error })}
              </Callout>
            )}
            {empty && one !== 'versions' ? <EmptyInsight /> : <Content tab={one} />}
          </ViewBody>
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

function Content({ tab }: { tab: InsightTab }) {
  if (tab === 'figures') return <FiguresTab />;
  return tab === 'goLive' ? <GoLiveTab /> : <VersionsTab />;
}

/** Time goes on also when nothing happens, so it is not enough to read when something does. */
function useRefresh(): void {
  useEffect(() => {
    const read = (): void => {
      if (document.visibilityState === 'visible') void loadInsight();
    };
    read();
    const timer = setInterval(read, REFRESH_MS);
    document.addEventListener('visibilitychange', read);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', read);
    };
  }, []);
}
