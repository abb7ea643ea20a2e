// Starts the dashboard: languages and theme, the feed, the keyboard, then the screen.
import './styles/app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isDesktop } from './api/port-link.ts';
import { App } from './app.tsx';
import { Boundary, BoundaryProvider } from './components/boundary.tsx';
import { FaultPanel } from './features/faults/fault-panel.tsx';
import { listenToKeys } from './commands/listen-to-keys.ts';
import { startLanguages } from './i18n/index.ts';
import { startEventFeed } from './stores/event-feed.ts';
import { reportFault } from './stores/fault-report.ts';
import { openFirstEvent } from './stores/first-event.ts';
import { followTheme } from './stores/preferences-store.ts';

followTheme();
startEventFeed();
openFirstEvent();
listenToKeys();
await startLanguages(isDesktop());

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <BoundaryProvider plan={{ Fallback: FaultPanel, onFault: reportFault }}>
      <Boundary part="app">
        <App />
      </Boundary>
    </BoundaryProvider>
  </StrictMode>,
);
