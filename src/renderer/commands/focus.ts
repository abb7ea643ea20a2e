// Where the keyboard's focus is sent: list, filter, inspector, and the same of the customers.

export const FOCUS_IDS = {
  list: 'event-list',
  filter: 'event-filter',
  inspector: 'event-inspector',
  customerList: 'customer-list',
  customerSearch: 'customer-search',
  customerPane: 'customer-pane',
} as const;

/**
 * What is there already has the focus before the next key can come. What is only shown by the same command gets it after the
 * next paint, unless the user has moved the focus meanwhile. Where there is none, as with a list that is empty, at least the
 * field is left: the next key is a command, no letter.
 */
function focusSoon(id: string): void {
  const there = document.getElementById(id);
  there?.focus({ preventScroll: true });
  if (there !== null && document.activeElement === there) return;
  const before = document.activeElement;
  requestAnimationFrame(() => {
    const now = document.activeElement;
    if (now !== before && now !== document.body) return;
    const target = document.getElementById(id);
    if (target !== null) target.focus({ preventScroll: true });
    else if (now instanceof HTMLElement) now.blur();
  });
}

export const focusList = () => focusSoon(FOCUS_IDS.list);
export const focusFilter = () => focusSoon(FOCUS_IDS.filter);
export const focusInspector = () => focusSoon(FOCUS_IDS.inspector);
export const focusCustomerList = () => focusSoon(FOCUS_IDS.customerList);
export const focusCustomerSearch = () => focusSoon(FOCUS_IDS.customerSearch);
export const focusCustomerPane = () => focusSoon(FOCUS_IDS.customerPane);
