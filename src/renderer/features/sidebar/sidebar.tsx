// The sidebar: where to go, and how many there are of each.
import {
  ChartSpline,
  CirclePause,
  CircleX,
  Clock,
  History,
  Inbox,
  Send,
  Settings,
  ShieldOff,
  Terminal,
  Users,
  Waypoints,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DeliveryState } from '#shared/domain/delivery.ts';
import { hasCondition } from '#shared/domain/filter/edit-filter.ts';
import { keysOf, type CommandId } from '../../commands/commands.ts';
import { classNames } from '../../components/class-names.ts';
import { Tooltip } from '../../components/tooltip.tsx';
import { useFormat } from '../../i18n/format.ts';
import { AccountFoot } from '../sign-in/account-foot.tsx';
import { SavedFilters } from '../event-list/saved-filters.tsx';
import { useCatchUp, waitingIn } from '../../stores/catch-up-store.ts';
import { setFilter, useEventList } from '../../stores/event-list-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { openView, useView, type View } from '../../stores/view-store.ts';

interface Entry {
  label: string;
  icon: LucideIcon;
  on: boolean;
  count?: number | undefined;
  sub?: boolean;
  tone?: 'bad' | 'warn';
  countTestId?: string;
  command?: CommandId;
  testId: string;
  go(): void;
}

/** What has an entry of its own beneath the events. */
const SUB_ENTRIES: readonly DeliveryState[] = ['failed', 'held', 'retrying', 'rejected'];

export function Sidebar() {
  const { t } = useTranslation();
  const view = useView((state) => state.view);
  const counts = useStatus((state) => state.status?.counts);
  const customers = useStatus((state) => state.status?.plans.customers);
  const drifting = useStatus((state) => state.status?.plans.drifting ?? 0);
  const endpoints = useStatus((state) => state.status?.endpoints.length);
  const playing = useStatus(
    (state) =>
      state.status?.runs.filter((run) => run.state === 'running' || run.state === 'waiting').length ?? 0,
  );
  const missed = useCatchUp((state) => waitingIn(state.status));
  const filter = useEventList((state) => state.filter.filter ?? '');
  const status = SUB_ENTRIES.find((one) => hasCondition(filter, 'status', one));

  const showEvents = (wanted: DeliveryState | undefined) => {
    openView('events');
    setFilter(wanted === undefined ? {} : { filter: `status:${wanted}` });
  };
  const go = (to: View) => () => openView(to);
  const onEvents = view === 'events';

  return (
    <nav
      aria-label={t('nav.label')}
      className="flex w-[200px] shrink-0 flex-col gap-px overflow-y-auto border-r border-line bg-bg px-2 py-2.5 max-wide:w-[52px]"
    >
      <Item
        label={t('nav.events')}
        icon={Inbox}
        on={onEvents && status === undefined}
        count={counts?.all}
        command="goEvents"
        testId="nav-events"
        go={() => showEvents(undefined)}
      />
      <Item
        label={t('nav.failed')}
        icon={CircleX}
        sub
        {...((counts?.failed ?? 0) > 0 && { tone: 'bad' })}
        on={onEvents && status === 'failed'}
        count={counts?.failed}
        command="failedOnly"
        testId="nav-failed"
        go={() => showEvents('failed')}
      />
      <Item
        label={t('nav.held')}
        icon={CirclePause}
        sub
        {...((counts?.held ?? 0) > 0 && { tone: 'warn' })}
        on={onEvents && status === 'held'}
        count={counts?.held}
        countTestId="held-count"
        command="heldOnly"
        testId="nav-held"
        go={() => showEvents('held')}
      />
      {((counts?.retrying ?? 0) > 0 || (onEvents && status === 'retrying')) && (
        <Item
          label={t('nav.retrying')}
          icon={Clock}
          sub
          {...((counts?.retrying ?? 0) > 0 && { tone: 'warn' })}
          on={onEvents && status === 'retrying'}
          count={counts?.retrying}
          testId="nav-retrying"
          go={() => showEvents('retrying')}
        />
      )}
      <Item
        label={t('nav.rejected')}
        icon={ShieldOff}
        sub
        on={onEvents && status === 'rejected'}
        count={counts?.rejected}
        testId="nav-rejected"
        go={() => showEvents('rejected')}
      />
      <SavedFilters />
      <Item
        label={t('nav.customers')}
        icon={Users}
        on={view === 'customers'}
        count={drifting > 0 ? drifting : customers}
        {...(drifting > 0 && { tone: 'bad' })}
        command="goCustomers"
        testId="nav-customers"
        go={go('customers')}
      />
      <Item
        label={t('nav.endpoints')}
        icon={Waypoints}
        on={view === 'endpoints'}
        count={endpoints}
        command="goEndpoints"
        testId="nav-endpoints"
        go={go('endpoints')}
      />
      <Item
        label={t('nav.insight')}
        icon={ChartSpline}
        on={view === 'insight'}
        command="goInsight"
        testId="nav-insight"
        go={go('insight')}
      />
      <Item
        label={t('nav.send')}
        icon={Send}
        on={view === 'send'}
        count={playing === 0 ? undefined : playing}
        command="goSend"
        testId="nav-send"
        go={go('send')}
      />
      <Item
        label={t('nav.reconcile')}
        icon={History}
        on={view === 'reconcile'}
        count={missed === 0 ? undefined : missed}
        {...(missed > 0 && { tone: 'warn' })}
        command="goReconcile"
        testId="nav-reconcile"
        go={go('reconcile')}
      />
      <Item
        label={t('nav.forwarder')}
        icon={Terminal}
        on={view === 'forwarder'}
        command="goForwarder"
        testId="nav-forwarder"
        go={go('forwarder')}
      />
      <div className="flex-1" />
      <Item
        label={t('nav.settings')}
        icon={Settings}
        on={view === 'settings'}
        command="goSettings"
        testId="nav-settings"
        go={go('settings')}
      />
      <AccountFoot />
    </nav>
  );
}

function Item({ label, icon: Icon, on, count, sub = false, tone, countTestId, command, testId, go }: Entry) {
  const format = useFormat();
  const shown = count === undefined ? null : format.number(count);
  return (
    <Tooltip text={label} keys={command === undefined ? undefined : keysOf(command)} side="right">
      <button
        type="button"
        data-testid={testId}
        aria-current={on ? 'page' : undefined}
        onClick={go}
        className={classNames(
          'relative flex shrink-0 items-center gap-[9px] rounded-m px-2.5 text-left max-wide:h-[34px] max-wide:justify-center max-wide:px-0',
          sub ? 'h-[27px] pl-7 text-[12.5px] font-[420]' : 'h-[30px] font-medium',
          on ? 'bg-accent-soft text-accent' : 'text-text-2 hover:bg-sunken hover:text-text',
        )}
      >
        <Icon size={15} strokeWidth={1.75} className="shrink-0" aria-hidden />
        <span className="flex-1 truncate max-wide:sr-only">{label}</span>{' '}
        {shown !== null && (
          <b
            data-testid={countTestId}
            className={classNames(
              'font-mono text-[11.5px] font-medium max-wide:absolute max-wide:top-0.5 max-wide:right-0.5 max-wide:text-[10px] max-wide:leading-3',
              tone === undefined ? 'text-current max-wide:hidden' : tone === 'bad' ? 'text-bad' : 'text-warn',
            )}
          >
            {shown}
          </b>
        )}
      </button>
    </Tooltip>
  );
}
