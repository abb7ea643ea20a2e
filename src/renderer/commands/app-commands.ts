// Commands about Hookline itself: palette, shortcuts, undo, looks and language.
import type { Language } from '../stores/languages.ts';
import { setPreferences, usePreferences, type Theme } from '../stores/preferences-store.ts';
import { undoLast, useUndo } from '../stores/undo-store.ts';
import { useView } from '../stores/view-store.ts';
import type { Command, CommandId } from './command.ts';

const theme = (id: CommandId, to: Theme): Command => ({
  id,
  group: 'app',
  keys: [],
  available: () => usePreferences.getState().theme !== to,
  run: () => setPreferences({ theme: to }),
});

const language = (id: CommandId, to: Language): Command => ({
  id,
  group: 'app',
  keys: [],
  available: () => usePreferences.getState().language !== to,
  run: () => setPreferences({ language: to }),
});

export const appCommands: readonly Command[] = [
  {
    id: 'palette',
    group: 'app',
    keys: ['Mod+k', ':'],
    whileTyping: true,
    run: () => useView.setState({ paletteOpen: true }),
  },
  { id: 'help', group: 'app', keys: ['?'], run: () => useView.setState({ shortcutsOpen: true }) },
  {
    id: 'undo',
    group: 'app',
    // While somebody types, these are the field's own.
    keys: ['Mod+z'],
    available: () => useUndo.getState().offer !== null,
    run: () => void undoLast(),
  },
  theme('themeSystem', 'system'),
  theme('themeLight', 'light'),
  theme('themeDark', 'dark'),
  language('languageEnglish', 'en'),
  language('languageChinese', 'zh-TW'),
];
