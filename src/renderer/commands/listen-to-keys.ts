// Hands key presses to commands, but never while somebody types or uses a control with the same key.
import { useView } from '../stores/view-store.ts';
import { commands, isAvailable, type CommandId } from './commands.ts';
import { countUserActs } from './focus.ts';
import { createKeyMatcher } from './key-matcher.ts';
import { keyOf } from './key-of.ts';

/** Controls that use these keys for themselves. */
const PRESSABLE = 'button, a[href], summary, [role="switch"], [role="radio"], [role="tab"], [role="button"]';
const TYPED_INTO = 'input, textarea, select, [contenteditable="true"]';
const ARROWED = '[role="tablist"], [role="radiogroup"], [role="separator"], .cm-editor, [data-scrolls]';

const REPEATED: readonly CommandId[] = ['next', 'previous', 'pageDown', 'pageUp', 'markDown', 'markUp'];

export function listenToKeys(): void {
  countUserActs();
  const matcher = createKeyMatcher(commands);
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = keyOf(event);
    if (key === null || useView.getState().shortcutsOpen || isModal()) return;
    const taken = isTaken(event);
    // In a field a letter is a letter; only what is pressed with Ctrl or ⌘ may mean a command there.
    if (taken && !key.startsWith('Mod+')) return;
    const command = matcher.press(key, event.timeStamp);
    if (command === null || command === 'pending' || !isAvailable(command)) return;
    if (taken && command.whileTyping !== true) return;
    // Only moving is worth repeating while a key is held down.
    if (event.repeat && !REPEATED.includes(command.id)) return;
    event.preventDefault();
    command.run();
  });
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
