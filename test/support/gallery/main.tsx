// The gallery: every shared component in its states, for test/e2e/components.spec.ts and for whoever changes one.
// `?language=zh-TW&theme=dark` says how it is shown.
import './gallery.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { TooltipProvider } from '../../../src/renderer/components/tooltip.tsx';
import { startLanguages } from '../../../src/renderer/i18n/index.ts';
import { LANGUAGES } from '../../../src/renderer/stores/languages.ts';
import { followTheme, THEMES, usePreferences } from '../../../src/renderer/stores/preferences-store.ts';
import { Choices } from './choices.tsx';
import { Data } from './data.tsx';
import { Fields } from './fields.tsx';
import { Foundations } from './foundations.tsx';
import { Overlays } from './overlays.tsx';
import { Pieces } from './pieces.tsx';

const asked = new URLSearchParams(location.search);
usePreferences.setState({
  language: LANGUAGES.find((one) => one === asked.get('language')) ?? 'en',
  theme: THEMES.find((one) => one === asked.get('theme')) ?? 'light',
});
followTheme();
await startLanguages(false);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <TooltipProvider>
      <main className="gallery" tabIndex={-1}>
        <h1>Hookline: components</h1>
        <Foundations />
        <Fields />
        <Choices />
        <Overlays />
        <Data />
        <Pieces />
      </main>
    </TooltipProvider>
  </StrictMode>,
);
