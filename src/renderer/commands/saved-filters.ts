// Saved filters are removed without a question, and come back where they stood.
import i18next from 'i18next';
import { changeSettings, useSettings } from '../stores/settings-store.ts';
import { offerUndo } from '../stores/undo-store.ts';

/** The view of pinned events; it is there without being saved. */
export const PINNED_FILTER = 'is:pinned';

async function keep(change: (saved: readonly SavedFilter[]) => SavedFilter[]): Promise<boolean> {
  const { settings } = useSettings.getState();
  if (settings === null) return false;
  await changeSettings({ savedFilters: change(settings.savedFilters) });
  return useSettings.getState().error === null;
}

interface SavedFilter {
  name: string;
  filter: string;
}

export async function removeSavedFilter(filter: string): Promise<void> {
  const saved = useSettings.getState().settings?.savedFilters ?? [];
  const at = saved.findIndex((one) => one.filter === filter);
  const removed = saved[at];
  if (removed === undefined) return;
  if (!(await keep((all) => all.filter((one) => one.filter !== filter)))) return;
  offerUndo(i18next.t('did.savedFilterRemoved', { name: removed.name }), () =>
    keep((all) => all.filter((one) => one.name !== removed.name).toSpliced(at, 0, removed)),
  );
}

/** @returns false when it could not be kept; one of the same name is replaced, and that can be taken back */
export async function saveFilter(name: string, filter: string): Promise<boolean> {
  const before = useSettings.getState().settings?.savedFilters ?? [];
  const replaced = before.some((one) => one.name === name);
  if (!(await keep((all) => [...all.filter((one) => one.name !== name), { name, filter }]))) return false;
  if (replaced) offerUndo(i18next.t('did.savedFilterReplaced', { name }), () => keep(() => [...before]));
  return true;
}
