// What is open on screen: the view, the inspector's tab, and which of the two steps a narrow window shows.
import { create } from 'zustand';

/** In the order of the sidebar. */
export const VIEWS = [
  'events',
  'customers',
  'insight',
  'send',
  'endpoints',
  'connection',
  'settings',
] as const;
export type View = (typeof VIEWS)[number];
export const INSPECTOR_TABS = ['overview', 'payload', 'deliveries', 'plan', 'raw', 'story'] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];
/** Sections of the connection view that something else leads to; each is the id of its element. */
export type ConnectionSection = 'connection-secret' | 'connection-missed' | 'connection-log';

interface ViewState {
  view: View;
  /** The section of the view to scroll to; null = there is none, or it has been scrolled to. */
  section: ConnectionSection | null;
  tab: InspectorTab;
  /** Only in a narrow window: list and inspector are two steps. */
  step: 'list' | 'inspector';
  shortcutsOpen: boolean;
  paletteOpen: boolean;
}

export const useView = create<ViewState>(() => ({
  view: 'events',
  section: null,
  tab: 'overview',
  step: 'list',
  shortcutsOpen: false,
  paletteOpen: false,
}));

export function openView(view: View): void {
  useView.setState({ view, section: null, step: 'list' });
}

export function openConnection(section: ConnectionSection): void {
  useView.setState({ view: 'connection', section, step: 'list' });
}
