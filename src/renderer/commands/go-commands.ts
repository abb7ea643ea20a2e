// Commands that lead to the views. Every view has one.
import { openTriggers } from '../stores/triggers-store.ts';
import { openView, type View } from '../stores/view-store.ts';
import type { Command, CommandId } from './command.ts';

const go = (id: CommandId, keys: string, view: View): Command => ({
  id,
  group: 'go',
  keys: [keys],
  run: () => openView(view),
});

export const goCommands: readonly Command[] = [
  go('goEvents', 'g e', 'events'),
  go('goCustomers', 'g c', 'customers'),
  go('goEndpoints', 'g n', 'endpoints'),
  go('goInsight', 'g i', 'insight'),
  go('goSend', 'g s', 'send'),
  { id: 'goTriggers', group: 'go', keys: ['g t'], run: openTriggers },
  go('goReconcile', 'g r', 'reconcile'),
  go('goForwarder', 'g f', 'forwarder'),
  go('goSettings', 'g ,', 'settings'),
];
