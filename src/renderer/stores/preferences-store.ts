// What the user likes to see: language and theme. Kept in this browser, not in the engine.
import { create } from 'zustand';
import { STORY_KINDS, type StoryKind } from '#shared/domain/story/story-key.ts';
import { LANGUAGES, type Language } from './languages.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

interface Preferences {
  language: Language;
  theme: Theme;
  /** The system says a word when drift is found. */
  notifyDrift: boolean;
  /** How the event list is grouped. */
  groupBy: StoryKind | 'none';
}

const STORAGE_KEY = 'hookline.preferences';

function read(): Preferences {
  const preferences: Preferences = {
    language: navigator.language.toLowerCase().startsWith('zh') ? 'zh-TW' : 'en',
    theme: 'system',
    notifyDrift: false,
    groupBy: 'none',
  };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return preferences;
    const { language, theme, notifyDrift, groupBy } = stored as Record<string, unknown>;
    preferences.language = LANGUAGES.find((known) => known === language) ?? preferences.language;
    preferences.theme = THEMES.find((known) => known === theme) ?? preferences.theme;
    preferences.groupBy = STORY_KINDS.find((known) => known === groupBy) ?? 'none';
    preferences.notifyDrift = notifyDrift === true;
  } catch {
    // Unreadable or forbidden storage: the defaults do.
  }
  return preferences;
}

export const usePreferences = create<Preferences>(read);

export function setPreferences(change: Partial<Preferences>): void {
  usePreferences.setState(change);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(usePreferences.getState()));
  } catch {
    // Not remembered, but obeyed.
  }
}

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

function showTheme(): void {
  const { theme } = usePreferences.getState();
  const dark = theme === 'dark' || (theme === 'system' && systemDark.matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

export function followTheme(): void {
  showTheme();
  usePreferences.subscribe(showTheme);
  systemDark.addEventListener('change', showTheme);
}
