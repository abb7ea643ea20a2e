// Where the keyboard's focus is sent: list, filter, inspector.

export const FOCUS_IDS = {
  list: 'event-list',
  filter: 'event-filter',
  inspector: 'event-inspector',
} as const;

/** After the next paint, because the target may only be shown by what goes with the focus. */
function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus({ preventScroll: true }));
}

export const focusList = () => focusSoon(FOCUS_IDS.list);
export const focusFilter = () => focusSoon(FOCUS_IDS.filter);
export const focusInspector = () => focusSoon(FOCUS_IDS.inspector);
