// Commands that lead to the views. Every view has one.
import { setFilter } from '../stores/event-list-store.ts';
import { openTriggers } from '../stores/triggers-store.ts';
import { openConnection, openView, type View } from '../stores/view-store.ts';
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
  go('goInsight', 'g i', 'insight'),
  go('goSend', 'g s', 'send'),
  { id: 'goTriggers', group: 'go', keys: ['g t'], run: openTriggers },
  go('goEndpoints', 'g n', 'endpoints'),
  go('goConnection', 'g f', 'connection'),
  { id: 'goMissed', group: 'go', keys: ['g r'], run: () => openConnection('connection-missed') },
  {
    id: 'goInvalid',
    group: 'go',
    keys: [],
    run() {
      openView('events');
      setFilter({ filter: 'status:rejected' });
    },
  },
  go('goSettings', 'g ,', 'settings'),
];
