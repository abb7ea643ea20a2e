// Settings that hold for the whole engine, kept in the store.
import { DEFAULT_SETTINGS, SettingsSchema, type Settings } from '#shared/contract/settings.ts';
import type { Store } from '../store/store.ts';

const KEY = 'settings';

export interface SettingsService {
  get(): Settings;
  update(change: Partial<Settings>): Promise<Settings>;
}

export function createSettings(store: Pick<Store, 'meta' | 'write'>): SettingsService {
  const stored = SettingsSchema.partial().safeParse(JSON.parse(store.meta.findMeta(KEY) ?? '{}'));
  let settings: Settings = { ...DEFAULT_SETTINGS, ...(stored.success ? stored.data : {}) };
  return {
    get: () => settings,
    async update(change) {
      const next = { ...settings, ...change };
      await store.write.upsertMeta({ [KEY]: JSON.stringify(next) });
      settings = next;
      return settings;
    },
  };
}
