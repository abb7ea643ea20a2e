// Where the keyboard's focus is sent: list, filter, inspector, and the same of the customers.

export const FOCUS_IDS = {
  list: 'event-list',
  filter: 'event-filter',
  inspector: 'event-inspector',
  customerList: 'customer-list',
  customerSearch: 'customer-search',
  customerPane: 'customer-pane',
} as const;

/** Grows with every key and press of the user. */
let acts = 0;

export function countUserActs(): void {
  const count = (): void => void (acts += 1);
  for (const type of ['keydown', 'pointerdown']) window.addEventListener(type, count, { capture: true });
}

/**
 * After the next paint once more, because the target may only be shown by what goes with the focus, and a menu that closes gives
 * the focus back to its button; but never when the user has gone on meanwhile. Where there is none, as with a list that is empty,
 * at least the field is left: the next key is a command, no letter.
 */
function focusSoon(id: string): void {
  // What is there already gets the very next letter.
  document.getElementById(id)?.focus({ preventScroll: true });
  const before = acts;
  requestAnimationFrame(() => {
    if (acts !== before) return;
    const target = document.getElementById(id);
    if (target !== null) target.focus({ preventScroll: true });
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
}

export const focusList = () => focusSoon(FOCUS_IDS.list);
export const focusFilter = () => focusSoon(FOCUS_IDS.filter);
export const focusInspector = () => focusSoon(FOCUS_IDS.inspector);
export const focusCustomerList = () => focusSoon(FOCUS_IDS.customerList);
export const focusCustomerSearch = () => focusSoon(FOCUS_IDS.customerSearch);
export const focusCustomerPane = () => focusSoon(FOCUS_IDS.customerPane);
