// Commands about the event that is open, about those that were picked, and about the customer that is open.
import { askNow, healCustomer } from '../stores/customers-store.ts';
import { openDialog } from '../stores/dialog-store.ts';
import { causeOf, resendCause as sendCause } from '../stores/failure-causes-store.ts';
import { isFiltered, useEventList } from '../stores/event-list-store.ts';
import { resend, resendFailed } from '../stores/resend-store.ts';
import { useStatus } from '../stores/status-store.ts';
import { useView, type InspectorTab } from '../stores/view-store.ts';
import type { Command, CommandId } from './command.ts';
import { copyCurl, copyEventId } from './copy-event.ts';
import { copyStripeLink, isKnownToStripe, openInStripe, stripePageOf } from './event-in-stripe.ts';
import { openCustomerOfEvent } from './open-customer.ts';
import { togglePin } from './pin-event.ts';
import {
  marks,
  onCustomer,
  onEvent,
  onEvents,
  onGroup,
  onSendable,
  shownEvent,
  shownReceiptId,
} from './situation.ts';

const tab = (id: CommandId, key: string, to: InspectorTab): Command => ({
  id,
  group: 'event',
  keys: [key],
  available: onEvent,
  run: () => useView.setState({ tab: to, step: 'inspector' }),
});

export const eventCommands: readonly Command[] = [
  {
    id: 'resend',
    group: 'event',
    keys: ['r'],
    available: onSendable,
    run() {
      const event = shownEvent();
      if (event !== null) void resend(event.id);
    },
  },
  {
    id: 'resendTo',
    group: 'event',
    keys: ['R'],
    available: () => onEvents() && (marks().size > 0 || onSendable()),
    run() {
      const event = shownEvent();
      if (marks().size > 0) openDialog({ kind: 'bulk', ids: [...marks()] });
      else if (event !== null) openDialog({ kind: 'resendTo', event });
    },
  },
  {
    id: 'resendAtStripe',
    group: 'event',
    keys: [],
    available: () => isKnownToStripe(shownEvent()),
    run() {
      const event = shownEvent();
      if (event !== null) openDialog({ kind: 'stripeResend', event });
    },
  },
  {
    id: 'edit',
    group: 'event',
    keys: ['e'],
    available: onSendable,
    run() {
      const event = shownEvent();
      if (event !== null) openDialog({ kind: 'edit', event, receiptId: shownReceiptId() });
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
    id: 'resendCause',
    group: 'event',
    keys: ['C'],
    available: () => onEvents() && causeOf(shownEvent()?.id) !== undefined,
    run() {
      const cause = causeOf(shownEvent()?.id);
      if (cause !== undefined) void sendCause(cause);
    },
  },
  {
    id: 'resendFiltered',
    group: 'event',
    keys: [],
    available: () => onEvents() && isFiltered(useEventList.getState().filter),
    run: () => openDialog({ kind: 'bulk', filter: useEventList.getState().filter }),
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
    id: 'pin',
    group: 'event',
    keys: ['p'],
    available: onEvent,
    run() {
      const event = shownEvent();
      if (event !== null) void togglePin(event);
    },
  },
  {
    id: 'openCustomer',
    group: 'event',
    keys: ['o'],
    available: onEvent,
    run() {
      const event = shownEvent();
      if (event !== null) void openCustomerOfEvent(event);
    },
  },
  { id: 'copyCurl', group: 'event', keys: ['c'], available: onEvent, run: () => void copyCurl() },
  { id: 'copyId', group: 'event', keys: ['i'], available: onEvent, run: () => void copyEventId() },
  {
    id: 'copyLink',
    group: 'event',
    keys: ['l'],
    available: () => stripePageOf(shownEvent()) !== null,
    run: () => void copyStripeLink(),
  },
  {
    id: 'openInStripe',
    group: 'event',
    keys: ['L'],
    available: () => stripePageOf(shownEvent()) !== null,
    run: openInStripe,
  },
  tab('tabOverview', '1', 'overview'),
  tab('tabPayload', '2', 'payload'),
  tab('tabDeliveries', '3', 'deliveries'),
  tab('tabPlan', '4', 'plan'),
  tab('tabRaw', '5', 'raw'),
  {
    id: 'tabStory',
    group: 'event',
    keys: ['t', '6'],
    available: () => onEvent() || onGroup(),
    run: () => useView.setState({ tab: 'story', step: 'inspector' }),
  },
  { id: 'heal', group: 'customer', keys: ['u'], available: onCustomer, run: () => void healCustomer() },
  { id: 'askNow', group: 'customer', keys: ['a'], available: onCustomer, run: () => void askNow() },
];
