// Carries out what the desktop app asks of its page: from the tray, a notification, a link or the menu.
import i18next from 'i18next';
import type { DesktopRequest } from '#shared/contract/desktop.ts';
import { printTerm } from '#shared/domain/filter/filter.ts';
import { parseFilter } from '#shared/domain/filter/parse-filter.ts';
import { errorCode } from '../../api/errors.ts';
import { commands, runCommand } from '../../commands/commands.ts';
import { openCustomerOrEvents } from '../../commands/open-customer.ts';
import { announce } from '../../stores/announcement-store.ts';
import { engine } from '../../stores/engine.ts';
import { setFilter } from '../../stores/event-list-store.ts';
import { open } from '../../stores/selection.ts';
import { openView, useView } from '../../stores/view-store.ts';
import { isOffered } from './menu-sync.ts';

export async function carryOut(request: DesktopRequest): Promise<void> {
  switch (request.what) {
    case 'open_event':
      await openEvent(request.id);
      break;
    case 'open_customer':
      closeOverlays();
      await openCustomerOrEvents(request.id);
      break;
    case 'open_view':
      closeOverlays();
      openView(request.view);
      if (request.view === 'events' && request.filter !== null)
        setFilter({ filter: readable(request.filter) });
      break;
    case 'run_command': {
      const command = commands.find(({ id }) => id === request.command);
      if (command === undefined || !isOffered(command)) return;
      closeOverlays();
      runCommand(command.id);
      break;
    }
  }
}

/** What only helps to find something gives way to what was found. A dialog stays: somebody may be writing in it. */
function closeOverlays(): void {
  useView.setState({ paletteOpen: false, shortcutsOpen: false });
}

async function openEvent(id: string): Promise<void> {
  try {
    const event = await engine.query((api) => api.events.get({ id }));
    closeOverlays();
    openView('events');
    open(event);
  } catch (error) {
    const gone = errorCode(error) === 'NOT_FOUND';
    announce(i18next.t(gone ? 'desktop.eventGone' : 'desktop.eventFailed', { id }), 'bad');
  }
}

/** A link may say anything: what is no filter is looked for as it stands. */
function readable(filter: string): string {
  return parseFilter(filter).ok ? filter : printTerm({ what: 'text', text: filter, negated: false });
}
