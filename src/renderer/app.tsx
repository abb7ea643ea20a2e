// The frame of the dashboard: pipeline above, sidebar beside, the chosen view in the middle.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from './components/boundary.tsx';
import { classNames } from './components/class-names.ts';
import { TooltipProvider } from './components/tooltip.tsx';
import { AccessScreen } from './features/access/access-screen.tsx';
import { ConnectionView } from './features/connection/connection-view.tsx';
import { CustomersView } from './features/customers/customers-view.tsx';
import { useDesktopApp } from './features/desktop/use-desktop-app.ts';
import { EndpointsView } from './features/endpoints/endpoints-view.tsx';
import { EventsView } from './features/event-list/events-view.tsx';
import { InsightView } from './features/insight/insight-view.tsx';
import { Palette } from './features/palette/palette.tsx';
import { Notices } from './features/pipeline/notices.tsx';
import { Pipeline } from './features/pipeline/pipeline.tsx';
import { SendView } from './features/playing/send-view.tsx';
import { Dialogs } from './features/sending/dialogs.tsx';
import { SettingsView } from './features/settings/settings-view.tsx';
import { Announcer } from './features/shortcuts/announcer.tsx';
import { ShortcutSheet } from './features/shortcuts/shortcut-sheet.tsx';
import { Sidebar } from './features/sidebar/sidebar.tsx';
import { DropFiles } from './features/transfer/drop-files.tsx';
import { useFormat } from './i18n/format.ts';
import { useConnection } from './stores/connection-store.ts';
import { closeDialog, useDialog } from './stores/dialog-store.ts';
import { useStatus } from './stores/status-store.ts';
import { useView, type View } from './stores/view-store.ts';

const VIEWS: Record<View, () => React.JSX.Element> = {
  events: EventsView,
  customers: CustomersView,
  endpoints: EndpointsView,
  insight: InsightView,
  send: SendView,
  connection: ConnectionView,
  settings: SettingsView,
};

export function App() {
  const denied = useConnection((state) => state.phase === 'denied');
  useTitle();
  useDesktopApp();
  return (
    <TooltipProvider>
      {denied ? <AccessScreen /> : <Dashboard />}
      {!denied && <Overlays />}
      <Boundary part="shortcuts" onClose={() => useView.setState({ shortcutsOpen: false })}>
        <ShortcutSheet />
      </Boundary>
      <Boundary part="messages">
        <Announcer />
      </Boundary>
    </TooltipProvider>
  );
}

/** What opens above the page. */
function Overlays() {
  const dialog = useDialog((state) => state.open);
  return (
    <>
      <Boundary key={dialog?.kind} part="dialog" onClose={closeDialog}>
        <Dialogs />
      </Boundary>
      <Boundary part="messages">
        <DropFiles />
      </Boundary>
      <Boundary part="palette" onClose={() => useView.setState({ paletteOpen: false })}>
        <Palette />
      </Boundary>
    </>
  );
}

function Dashboard() {
  const view = useView((state) => state.view);
  const live = useStatus((state) => state.status?.forwarder.livemode === true);
  const known = useStatus((state) => state.status !== null);
  const View = VIEWS[view];
  return (
    <div className={classNames('flex h-full flex-col', live && 'live-frame')}>
      <header className="shrink-0">
        <Boundary part="status">
          <Pipeline />
          <Notices />
        </Boundary>
      </header>
      <div className="flex min-h-0 flex-1">
        <Boundary part="sidebar">
          <Sidebar />
        </Boundary>
        <main className="min-w-0 flex-1">
          <Boundary key={view} part="view">
            {known ? <View /> : <Connecting />}
          </Boundary>
        </main>
      </div>
    </div>
  );
}

function Connecting() {
  const { t } = useTranslation();
  return (
    <p role="status" className="flex h-full items-center justify-center bg-surface text-text-2">
      {t('connection.connecting')}
    </p>
  );
}

/** The number of failed events stands in the window's title, to be seen when the window is not. */
function useTitle() {
  const { t } = useTranslation();
  const format = useFormat();
  const failed = useStatus((state) => state.status?.counts.failed ?? 0);
  useEffect(() => {
    document.title = failed > 0 ? t('app.titleFailed', { failed: format.number(failed) }) : t('app.name');
  }, [failed, format, t]);
}
