// Commands about the lists: moving, picking, filtering, following.
import type { DeliveryState } from '#shared/domain/delivery.ts';
import { hasCondition, withCondition } from '#shared/domain/filter/edit-filter.ts';
import { openDialog } from '../stores/dialog-store.ts';
import { moveCustomer } from '../stores/customers-store.ts';
import { catchUp, dispatch, isFiltered, setFilter, useEventList } from '../stores/event-list-store.ts';
import { cycleGrouping } from '../stores/list/grouping.ts';
import { markAndMove, toggleGroupMarks, toggleMark } from '../stores/marks-store.ts';
import { moveSelection, selectIndex } from '../stores/selection.ts';
import { useSettings } from '../stores/settings-store.ts';
import { showOtherVersions } from '../stores/insight-store.ts';
import { openView, useView } from '../stores/view-store.ts';
import { clearFilter, clearMarks } from './clearing.ts';
import type { Command } from './command.ts';
import { moveToFailed } from './find-failed.ts';
import {
  focusCustomerList,
  focusCustomerPane,
  focusCustomerSearch,
  focusFilter,
  focusInspector,
  focusList,
} from './focus.ts';
import { rowsInSight } from './rows-in-sight.ts';
import {
  marks,
  onCustomer,
  onCustomers,
  onEvent,
  onEvents,
  onGroup,
  onList,
  shownEvent,
  shownGroup,
} from './situation.ts';
import { goIntoGroup, isInGroup, leaveGroup, toggleGroup } from './walk-groups.ts';

const move = (by: number): void => {
  if (onCustomers()) void moveCustomer(by);
  else moveSelection(by);
};

function toggleStatus(status: DeliveryState): void {
  const filter = useEventList.getState().filter.filter ?? '';
  const on = onEvents() && hasCondition(filter, 'status', status);
  openView('events');
  setFilter({ filter: withCondition(filter, 'status', on ? null : status) });
}

const filterText = () => useEventList.getState().filter.filter ?? '';
const isSaved = (filter: string) =>
  useSettings.getState().settings?.savedFilters.some((one) => one.filter === filter) === true;

export const listCommands: readonly Command[] = [
  { id: 'next', group: 'list', keys: ['j', 'ArrowDown'], available: onList, run: () => move(1) },
  { id: 'previous', group: 'list', keys: ['k', 'ArrowUp'], available: onList, run: () => move(-1) },
  { id: 'nextFailed', group: 'list', keys: [']'], available: onEvents, run: () => void moveToFailed(1) },
  { id: 'previousFailed', group: 'list', keys: ['['], available: onEvents, run: () => void moveToFailed(-1) },
  {
    id: 'first',
    group: 'list',
    keys: ['Home'],
    available: onList,
    run() {
      if (onCustomers()) {
        move(-Infinity);
        return;
      }
      catchUp();
      selectIndex(0);
    },
  },
  { id: 'last', group: 'list', keys: ['End'], available: onList, run: () => move(Infinity) },
  { id: 'pageDown', group: 'list', keys: ['PageDown'], available: onList, run: () => move(rowsInSight()) },
  { id: 'pageUp', group: 'list', keys: ['PageUp'], available: onList, run: () => move(-rowsInSight()) },
  {
    id: 'open',
    group: 'list',
    keys: ['Enter'],
    available: () => onEvent() || onGroup() || onCustomer(),
    run() {
      if (onGroup()) {
        toggleGroup();
        return;
      }
      useView.setState({ step: 'inspector' });
      if (onCustomers()) focusCustomerPane();
      else focusInspector();
    },
  },
  { id: 'groupBy', group: 'list', keys: ['G'], available: onEvents, run: cycleGrouping },
  { id: 'expand', group: 'list', keys: ['ArrowRight'], available: onGroup, run: goIntoGroup },
  { id: 'collapse', group: 'list', keys: ['ArrowLeft'], available: isInGroup, run: leaveGroup },
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
      clearMarks();
      focusList();
    },
  },
  {
    id: 'mark',
    group: 'list',
    keys: ['x'],
    available: () => onEvent() || onGroup(),
    run() {
      const event = shownEvent();
      const group = shownGroup();
      if (group !== null) toggleGroupMarks(group);
      else if (event !== null) toggleMark(event);
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
  { id: 'clearMarks', group: 'list', keys: [], available: () => marks().size > 0, run: clearMarks },
  { id: 'failedOnly', group: 'list', keys: ['f'], run: () => toggleStatus('failed') },
  { id: 'heldOnly', group: 'list', keys: ['h'], run: () => toggleStatus('held') },
  { id: 'otherVersions', group: 'list', keys: [], run: showOtherVersions },
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
    id: 'clearFilter',
    group: 'list',
    keys: ['Backspace'],
    available: () => onEvents() && isFiltered(useEventList.getState().filter),
    run: clearFilter,
  },
  {
    id: 'saveFilter',
    group: 'list',
    keys: ['s'],
    available: () => onEvents() && filterText() !== '' && !isSaved(filterText()),
    run: () => openDialog({ kind: 'saveFilter', filter: filterText() }),
  },
  { id: 'filterHelp', group: 'list', keys: [], run: () => openDialog({ kind: 'filterHelp' }) },
  {
    id: 'follow',
    group: 'list',
    keys: [' '],
    available: onEvents,
    run() {
      // While a row is being read, new ones wait: the first press shows them.
      const { following, reading } = useEventList.getState();
      if (following && !reading) dispatch({ kind: 'follow', on: false });
      else catchUp();
    },
  },
  {
    id: 'exportList',
    group: 'list',
    keys: [],
    run: () => openDialog({ kind: 'export', what: { filter: useEventList.getState().filter } }),
  },
  { id: 'importEvents', group: 'list', keys: [], run: () => openDialog({ kind: 'import', file: null }) },
];
