// Hands key presses to commands, but never while somebody types or uses a control with the same key.
import { useView } from '../stores/view-store.ts';
import { commands, type CommandId } from './commands.ts';
import { createKeyMatcher } from './key-matcher.ts';

/** Controls that use these keys for themselves. */
const PRESSABLE = 'button, a[href], summary, [role="switch"], [role="radio"], [role="tab"], [role="button"]';
const TYPED_INTO = 'input, textarea, select, [contenteditable="true"]';
const ARROWED = '[role="tablist"], [role="radiogroup"], [role="separator"], .cm-editor, [data-scrolls]';

const REPEATED: readonly CommandId[] = ['next', 'previous', 'markDown', 'markUp'];

export function listenToKeys(): void {
  const matcher = createKeyMatcher(commands);
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Shift' || useView.getState().shortcutsOpen || isModal() || isTaken(event)) return;
    const command = matcher.press(keyOf(event), event.timeStamp);
    if (command === null || command === 'pending' || !(command.available?.() ?? true)) return;
    // Only moving is worth repeating while a key is held down.
    if (event.repeat && !REPEATED.includes(command.id)) return;
    event.preventDefault();
    command.run();
  });
}

/** Letters and signs carry Shift in themselves; arrows and their like do not. */
function keyOf({ key, shiftKey }: KeyboardEvent): string {
  return shiftKey && key.length > 1 ? `Shift+${key}` : key;
}

function isModal(): boolean {
  return document.querySelector('[data-modal]') !== null;
}

function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(TYPED_INTO) !== null) return true;
  if ((key === 'Enter' || key === ' ') && target.closest(PRESSABLE) !== null) return true;
  return /^(Arrow|Home|End|Page)/.test(key) && target.closest(ARROWED) !== null;
}
