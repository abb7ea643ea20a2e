// Hands key presses to commands, but never while somebody types or uses a control with the same key.
import { useView } from '../stores/view-store.ts';
import { commands } from './commands.ts';
import { createKeyMatcher } from './key-matcher.ts';

/** Controls that use these keys for themselves. */
const PRESSABLE = 'button, a[href], summary, [role="switch"], [role="radio"], [role="tab"], [role="button"]';
const TYPED_INTO = 'input, textarea, select, [contenteditable="true"]';
const ARROWED = '[role="tablist"], [role="radiogroup"], [role="separator"], .cm-editor, [data-scrolls]';

export function listenToKeys(): void {
  const matcher = createKeyMatcher(commands);
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Shift' || useView.getState().shortcutsOpen || isTaken(event)) return;
    const command = matcher.press(event.key, event.timeStamp);
    if (command === null || command === 'pending' || !(command.available?.() ?? true)) return;
    // Only moving is worth repeating while a key is held down.
    if (event.repeat && command.id !== 'next' && command.id !== 'previous') return;
    event.preventDefault();
    command.run();
  });
}

function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(TYPED_INTO) !== null) return true;
  if ((key === 'Enter' || key === ' ') && target.closest(PRESSABLE) !== null) return true;
  return /^(Arrow|Home|End|Page)/.test(key) && target.closest(ARROWED) !== null;
}
