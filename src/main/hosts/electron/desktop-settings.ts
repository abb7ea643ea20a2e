// The settings of the desktop app: a JSON file beside Chromium's profile, changed in part, told to whoever acts on them.
import { join } from 'node:path';
import {
  DEFAULT_DESKTOP_SETTINGS,
  DesktopSettingsSchema,
  type DesktopSettings,
} from '#shared/contract/desktop.ts';
import { createKeptJson } from './kept-json.ts';

export const DESKTOP_SETTINGS_FILE = 'desktop-settings.json';

export interface DesktopSettingsBook {
  get(): DesktopSettings;
  /** Written before anybody is told. @throws when the file cannot be written; the settings are as before then */
  update(change: Partial<DesktopSettings>): DesktopSettings;
  /** @returns the way to stop listening */
  onChange(listener: (settings: DesktopSettings, before: DesktopSettings) => void): () => void;
}

export interface DesktopSettingsDeps {
  /** Electron's userData. */
  directory: string;
  /** Told where an unreadable file lies now. */
  onSetAside: (to: string | null) => void;
}

/** What a file of an earlier version does not have yet is as it is by default. */
const FileSchema = DesktopSettingsSchema.extend({
  notify: DesktopSettingsSchema.shape.notify.partial(),
}).partial();

export function createDesktopSettings({ directory, onSetAside }: DesktopSettingsDeps): DesktopSettingsBook {
  const file = createKeptJson<DesktopSettings>({
    path: join(directory, DESKTOP_SETTINGS_FILE),
    parse(value) {
      const read = FileSchema.parse(value);
      const notify = { ...DEFAULT_DESKTOP_SETTINGS.notify, ...read.notify };
      return { ...DEFAULT_DESKTOP_SETTINGS, ...read, notify };
    },
    onSetAside,
  });
  const listeners = new Set<(settings: DesktopSettings, before: DesktopSettings) => void>();
  let settings = file.read() ?? DEFAULT_DESKTOP_SETTINGS;

  return {
    get: () => settings,
    update(change) {
      const before = settings;
      const after = { ...before, ...change };
      file.write(after);
      settings = after;
      for (const listener of listeners) listener(after, before);
      return after;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
