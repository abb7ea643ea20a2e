// What is open on screen: the view, the inspector's tab, and which of the two steps a narrow window shows.
import { create } from 'zustand';

export const VIEWS = [
  'events',
  'customers',
  'endpoints',
  'insight',
  'send',
  'reconcile',
  'forwarder',
  'settings',
] as const;
export type View = (typeof VIEWS)[number];
export const INSPECTOR_TABS = ['overview', 'payload', 'deliveries', 'plan', 'raw', 'story'] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

interface ViewState {
  view: View;
  tab: InspectorTab;
  /** Only in a narrow window: list and inspector are two steps. */
  step: 'list' | 'inspector';
  shortcutsOpen: boolean;
  paletteOpen: boolean;
}

export const useView = create<ViewState>(() => ({
  view: 'events',
  tab: 'overview',
  step: 'list',
  shortcutsOpen: false,
  paletteOpen: false,
}));

export function openView(view: View): void {
  useView.setState({ view, step: 'list' });
}
