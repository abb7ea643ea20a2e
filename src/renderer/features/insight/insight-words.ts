// Shares, moments and stretches of time in the chosen language.
import type { Language } from '../../stores/languages.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { createInsightWords, type InsightWords } from './create-insight-words.ts';

const made: Partial<Record<Language, InsightWords>> = {};

export function useInsightWords(): InsightWords {
  const language = usePreferences((preferences) => preferences.language);
  return (made[language] ??= createInsightWords(language));
}
