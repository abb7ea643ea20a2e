// Sets the languages up and follows the user's choice at run time.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../stores/languages.ts';
import { usePreferences } from '../stores/preferences-store.ts';
import type { Catalogue } from './catalogue.ts';
import { insteadEn } from './en-desktop.ts';
import { en } from './en.ts';
import { insteadZhTW } from './zh-tw-desktop.ts';
import { zhTW } from './zh-tw.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Catalogue };
  }
}

function show(language: Language): void {
  document.documentElement.lang = language === 'zh-TW' ? 'zh-Hant-TW' : 'en';
  if (i18next.language !== language) void i18next.changeLanguage(language);
}

/** @param inDesktop what speaks of a browser is said otherwise */
export async function startLanguages(inDesktop: boolean): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: usePreferences.getState().language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-TW': { translation: zhTW } },
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  if (inDesktop) {
    i18next.addResourceBundle('en', 'translation', insteadEn, true, true);
    i18next.addResourceBundle('zh-TW', 'translation', insteadZhTW, true, true);
  }
  show(usePreferences.getState().language);
  usePreferences.subscribe(({ language }) => show(language));
}
