// The events view: list and inspector side by side, or as two steps where there is no room for both.
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../../components/boundary.tsx';
import { useMedia } from '../../components/use-media.ts';
import { isFiltered, useEventList } from '../../stores/event-list-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { useView } from '../../stores/view-store.ts';
import { FirstRun } from '../first-run/first-run.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { EventListPane } from './event-list-pane.tsx';

export function EventsView() {
  const status = useStatus((state) => state.status);
  const filtered = useEventList((state) => isFiltered(state.filter));
  if (status !== null && status.counts.all === 0 && !filtered) return <FirstRun status={status} />;
  return <Panes />;
}

function Panes() {
  const { t } = useTranslation();
  const roomForBoth = useMedia('(width >= 820px)');
  const step = useView((state) => state.step);
  const layout = useDefaultLayout({ id: 'hookline.panes', storage: localStorage });

  return (
    <>
      <h1 className="sr-only">{t('list.title')}</h1>
      {roomForBoth ? (
        <Group {...layout} className="h-full" orientation="horizontal">
          <Panel id="list-pane" defaultSize="55.5%" minSize="340px">
            <Boundary part="list">
              <EventListPane />
            </Boundary>
          </Panel>
          <Separator className="relative w-px bg-line transition-colors data-[separator=active]:bg-accent data-[separator=hover]:bg-text-3" />
          <Panel id="inspector-pane" minSize="320px">
            <Inspector />
          </Panel>
        </Group>
      ) : step === 'list' ? (
        <Boundary part="list">
          <EventListPane />
        </Boundary>
      ) : (
        <Inspector />
      )}
    </>
  );
}
