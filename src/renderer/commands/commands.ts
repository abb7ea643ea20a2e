// The one list of commands. Key handling, tooltips and the `?` sheet are made from it.
import type { DeliveryState } from '#shared/domain/delivery.ts';
import { hasCondition, withCondition } from '#shared/domain/filter/edit-filter.ts';
import { copyCurl, copyEventId } from './copy-event.ts';
import { togglePin } from './pin-event.ts';
import {
  focusCustomerList,
  focusCustomerPane,
  focusCustomerSearch,
  focusFilter,
  focusInspector,
  focusList,
} from './focus.ts';
import { catchUp, setFilter, setFollowing, useEventList } from '../stores/event-list-store.ts';
import { openDialog } from '../stores/dialog-store.ts';
import { useInspected } from '../stores/inspected-store.ts';
import { clearMarks, markAndMove, toggleMark, useMarks } from '../stores/marks-store.ts';
import { askNow, healCustomer, moveCustomer, useCustomers } from '../stores/customers-store.ts';
import { resend, resendFailed } from '../stores/resend-store.ts';
import { moveSelection, selectIndex } from '../stores/selection.ts';
import { useStatus } from '../stores/status-store.ts';
import { openView, useView, type InspectorTab } from '../stores/view-store.ts';

export const COMMAND_GROUPS = ['list', 'event', 'go', 'app'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface Command {
  /** Also the key of its name under `shortcut`. */
  id: CommandId;
  group: CommandGroup;
  keys: readonly string[];
  /** When this says no, the keys do nothing. */
  available?(): boolean;
  run(): void;
}

export type CommandId =
  | 'next'
  | 'previous'
  | 'newest'
  | 'open'
  | 'back'
  | 'failedOnly'
  | 'heldOnly'
  | 'filter'
  | 'follow'
  | 'resend'
  | 'resendTo'
  | 'edit'
  | 'resendFailed'
  | 'mark'
  | 'markDown'
  | 'markUp'
  | 'compare'
  | 'pin'
  | 'copyCurl'
  | 'copyId'
  | 'tabOverview'
  | 'tabPayload'
  | 'tabDeliveries'
  | 'tabPlan'
  | 'tabRaw'
  | 'goEvents'
  | 'goForwarder'
  | 'goEndpoints'
  | 'goSend'
  | 'goCustomers'
  | 'goInsight'
  | 'heal'
  | 'askNow'
  | 'goSettings'
  | 'help';

const onCustomers = () => useView.getState().view === 'customers';
const onEvents = () => useView.getState().view === 'events';
const onList = () => onEvents() || onCustomers();
const move = (by: 1 | -1): void => {
  if (onCustomers()) void moveCustomer(by);
  else moveSelection(by);
};
const onCustomer = () => onCustomers() && useCustomers.getState().selectedId !== null;
const onEvent = () => onEvents() && useInspected.getState().event !== null;
const marks = () => useMarks.getState().ids;
const sendable = () => onEvent() && useInspected.getState().event?.kind !== 'rejected';

function toggleStatus(status: DeliveryState): void {
  const filter = useEventList.getState().filter.filter ?? '';
  const on = onEvents() && hasCondition(filter, 'status', status);
  openView('events');
  setFilter({ filter: withCondition(filter, 'status', on ? null : status) });
}

function openTab(tab: InspectorTab): void {
  useView.setState({ tab });
}

export const commands: readonly Command[] = [
  { id: 'next', group: 'list', keys: ['j', 'ArrowDown'], available: onList, run: () => move(1) },
  {
    id: 'previous',
    group: 'list',
    keys: ['k', 'ArrowUp'],
    available: onList,
    run: () => move(-1),
  },
  {
    id: 'mark',
    group: 'list',
    keys: ['x'],
    available: onEvent,
    run() {
      const { event } = useInspected.getState();
      if (event !== null) toggleMark(event);
    },
  },
  {
    id: 'markDown',
    group: 'list',
    keys: ['Shift+ArrowDown'],
    available: onEvents,
    run: () => markAndMove(1),
  },
  { id: 'markUp', group: 'list', keys: ['Shift+ArrowUp'], available: onEvents, run: () => markAndMove(-1) },
  {
    id: 'newest',
    group: 'list',
    keys: ['Home'],
    available: onEvents,
    run() {
      catchUp();
      selectIndex(0);
    },
  },
  {
    id: 'open',
    group: 'list',
    keys: ['Enter'],
    available: () => onEvent() || onCustomer(),
    run() {
      useView.setState({ step: 'inspector' });
      if (onCustomers()) focusCustomerPane();
      else focusInspector();
    },
  },
  {
    id: 'back',
    group: 'list',
    keys: ['Escape'],
    available: onList,
    run() {
      useView.setState({ step: 'list' });
      if (onCustomers()) {
        focusCustomerList();
        return;
      }
      if (marks().size > 0) clearMarks();
      focusList();
    },
  },
  {
    id: 'failedOnly',
    group: 'list',
    keys: ['f'],
    run: () => toggleStatus('failed'),
  },
  { id: 'heldOnly', group: 'list', keys: ['h'], run: () => toggleStatus('held') },
  {
    id: 'filter',
    group: 'list',
    keys: ['/'],
    run() {
      if (onCustomers()) {
        useView.setState({ step: 'list' });
        focusCustomerSearch();
        return;
      }
      openView('events');
      focusFilter();
    },
  },
  {
    id: 'follow',
    group: 'list',
    keys: [' '],
    available: onEvents,
    run() {
      if (useEventList.getState().following) setFollowing(false);
      else catchUp();
    },
  },
  {
    id: 'resend',
    group: 'event',
    keys: ['r'],
    available: sendable,
    run() {
      const { event } = useInspected.getState();
      if (event !== null) void resend(event.id);
    },
  },
  {
    id: 'resendTo',
    group: 'event',
    keys: ['R'],
    available: () => onEvents() && (marks().size > 0 || sendable()),
    run() {
      const { event } = useInspected.getState();
      if (marks().size > 0) openDialog({ kind: 'bulk', ids: [...marks()] });
      else if (event !== null) openDialog({ kind: 'resendTo', event });
    },
  },
  {
    id: 'edit',
    group: 'event',
    keys: ['e'],
    available: sendable,
    run() {
      const { event } = useInspected.getState();
      if (event !== null) openDialog({ kind: 'edit', event });
    },
  },
  {
    id: 'compare',
    group: 'event',
    keys: ['d'],
    available: () => onEvents() && marks().size === 2,
    run() {
      const [first, second] = marks();
      if (first !== undefined && second !== undefined) {
        openDialog({ kind: 'compareEvents', ids: [first, second] });
      }
    },
  },
  {
    id: 'resendFailed',
    group: 'event',
    keys: ['F'],
    available: () => (useStatus.getState().status?.counts.failed ?? 0) > 0,
    run: () => void resendFailed(),
  },
  {
    id: 'pin',
    group: 'event',
    keys: ['p'],
    available: onEvent,
    run() {
      const { event } = useInspected.getState();
      if (event !== null) void togglePin(event);
    },
  },
  { id: 'copyCurl', group: 'event', keys: ['c'], available: onEvent, run: () => void copyCurl() },
  { id: 'copyId', group: 'event', keys: ['i'], available: onEvent, run: () => void copyEventId() },
  { id: 'tabOverview', group: 'event', keys: ['1'], available: onEvent, run: () => openTab('overview') },
  { id: 'tabPayload', group: 'event', keys: ['2'], available: onEvent, run: () => openTab('payload') },
  { id: 'tabDeliveries', group: 'event', keys: ['3'], available: onEvent, run: () => openTab('deliveries') },
  { id: 'tabPlan', group: 'event', keys: ['4'], available: onEvent, run: () => openTab('plan') },
  { id: 'tabRaw', group: 'event', keys: ['5'], available: onEvent, run: () => openTab('raw') },
  { id: 'goEvents', group: 'go', keys: ['g e'], run: () => openView('events') },
  { id: 'goEndpoints', group: 'go', keys: ['g n'], run: () => openView('endpoints') },
  { id: 'goForwarder', group: 'go', keys: ['g f'], run: () => openView('forwarder') },
  { id: 'goCustomers', group: 'go', keys: ['g c'], run: () => openView('customers') },
  { id: 'goInsight', group: 'go', keys: ['g i'], run: () => openView('insight') },
  { id: 'heal', group: 'event', keys: ['u'], available: onCustomer, run: () => void healCustomer() },
  { id: 'askNow', group: 'event', keys: ['a'], available: onCustomer, run: () => void askNow() },
  { id: 'goSend', group: 'go', keys: ['g s'], run: () => openView('send') },
  { id: 'goSettings', group: 'go', keys: ['g ,'], run: () => openView('settings') },
  { id: 'help', group: 'app', keys: ['?'], run: () => useView.setState({ shortcutsOpen: true }) },
];

/** The first key of a command, for its tooltip. */
export function keysOf(id: CommandId): string | undefined {
  return commands.find((command) => command.id === id)?.keys[0];
}

export function runCommand(id: CommandId): void {
  const command = commands.find((one) => one.id === id);
  if (command !== undefined && (command.available?.() ?? true)) command.run();
}
