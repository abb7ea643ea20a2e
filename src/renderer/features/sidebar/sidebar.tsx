// The sidebar: where to go, in three groups, and how many there are of what needs looking at.
import { Cable, ChartSpline, FlaskConical, Inbox, Settings, ShieldOff, Users, Waypoints } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatchUp, waitingIn } from '../../stores/catch-up-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { openView, useView } from '../../stores/view-store.ts';
import { AccountFoot } from '../sign-in/account-foot.tsx';
import { EventViews, INVALID_REQUESTS, showEvents, useCurrentFilter } from './event-views.tsx';
import { Item } from './item.tsx';

export function Sidebar() {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t('nav.label')}
      className="flex w-[200px] shrink-0 flex-col gap-3 overflow-y-auto border-r border-line bg-bg px-2 py-2.5 max-wide:w-[52px]"
    >
      <Group>
        <Watching />
      </Group>
      <Group>
        <TestEvents />
      </Group>
      <Group>
        <SetUp />
      </Group>
      <div className="flex-1" />
      <AccountFoot />
    </nav>
  );
}

function Group({ children }: { children: ReactNode }) {
  return <div className="flex shrink-0 flex-col gap-px">{children}</div>;
}

function Watching() {
  const { t } = useTranslation();
  const view = useView((state) => state.view);
  const all = useStatus((state) => state.status?.counts.all);
  const drifting = useStatus((state) => state.status?.plans.drifting);
  const current = useCurrentFilter();
  return (
    <>
      <Item
        label={t('nav.events')}
        icon={Inbox}
        on={current === ''}
        count={all}
        command="goEvents"
        testId="nav-events"
        go={() => showEvents('')}
      />
      <EventViews />
      <Item
        label={t('nav.customers')}
        icon={Users}
        on={view === 'customers'}
        count={drifting}
        tone="bad"
        command="goCustomers"
        testId="nav-customers"
        go={() => openView('customers')}
      />
      <Item
        label={t('nav.insight')}
        icon={ChartSpline}
        on={view === 'insight'}
        command="goInsight"
        testId="nav-insight"
        go={() => openView('insight')}
      />
    </>
  );
}

function TestEvents() {
  const { t } = useTranslation();
  const on = useView((state) => state.view === 'send');
  const running = useStatus(
    (state) => state.status?.runs.filter((run) => run.state === 'running' || run.state === 'waiting').length,
  );
  return (
    <Item
      label={t('nav.send')}
      icon={FlaskConical}
      on={on}
      count={running}
      command="goSend"
      testId="nav-send"
      go={() => openView('send')}
    />
  );
}

function SetUp() {
  const { t } = useTranslation();
  const view = useView((state) => state.view);
  const invalid = useStatus((state) => state.status?.counts.rejected ?? 0);
  const missed = useCatchUp((state) => waitingIn(state.status));
  const current = useCurrentFilter();
  return (
    <>
      <Item
        label={t('nav.endpoints')}
        icon={Waypoints}
        on={view === 'endpoints'}
        command="goEndpoints"
        testId="nav-endpoints"
        go={() => openView('endpoints')}
      />
      <Item
        label={t('nav.connection')}
        icon={Cable}
        on={view === 'connection'}
        count={missed}
        countTestId="missed-count"
        tone="warn"
        command="goConnection"
        testId="nav-connection"
        go={() => openView('connection')}
      />
      {(invalid > 0 || current === INVALID_REQUESTS) && (
        <Item
          sub
          label={t('nav.rejected')}
          icon={ShieldOff}
          on={current === INVALID_REQUESTS}
          count={invalid}
          testId="nav-rejected"
          go={() => showEvents(INVALID_REQUESTS)}
        />
      )}
      <Item
        label={t('nav.settings')}
        icon={Settings}
        on={view === 'settings'}
        command="goSettings"
        testId="nav-settings"
        go={() => openView('settings')}
      />
    </>
  );
}
