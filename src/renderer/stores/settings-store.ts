// The engine's settings, as last heard, and changing them.
import { create } from 'zustand';
import type { Settings } from '#shared/contract/settings.ts';
import { engine } from './engine.ts';
import { errorCode } from '../api/errors.ts';

interface SettingsState {
  settings: Settings | null;
  busy: boolean;
  error: string | null;
}

export const useSettings = create<SettingsState>(() => ({ settings: null, busy: false, error: null }));

export async function loadSettings(): Promise<void> {
  try {
    useSettings.setState({ settings: await engine.query((api) => api.settings.get()), error: null });
  } catch (error) {
    useSettings.setState({ error: errorCode(error) });
  }
}

export async function changeSettings(change: Partial<Settings>): Promise<void> {
  useSettings.setState({ busy: true, error: null });
  try {
    useSettings.setState({ settings: await engine.call((api) => api.settings.update(change)) });
  } catch (error) {
    useSettings.setState({ error: errorCode(error) });
  }
  useSettings.setState({ busy: false });
}
