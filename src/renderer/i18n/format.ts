// Dates, numbers and money in the chosen language.
import { usePreferences } from '../stores/preferences-store.ts';
import { createFormat, type Format } from './create-format.ts';
import type { Language } from '../stores/languages.ts';

const formats: Partial<Record<Language, Format>> = {};

export function formatFor(language: Language): Format {
  return (formats[language] ??= createFormat(language));
}

export function useFormat(): Format {
  return formatFor(usePreferences((preferences) => preferences.language));
}
