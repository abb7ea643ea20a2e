// Names a key press the way commands name their keys.
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

type Press = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'getModifierState'>;

/** @returns null when it can be no command's: a modifier alone, or one that belongs to the system or the browser */
export function keyOf(press: Press, isMac = IS_MAC): string | null {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = press;
  if (key === 'Shift') return null;
  // `[` and `]` are typed with AltGr on many keyboards, which Windows reports as Ctrl with Alt.
  const isTyped = key.length === 1 && press.getModifierState('AltGraph');
  if (!isTyped && (ctrlKey || metaKey || altKey)) {
    const isMod = isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
    return isMod && !altKey && !shiftKey ? `Mod+${key.toLowerCase()}` : null;
  }
  // Letters and signs carry Shift in themselves; arrows and their like do not.
  return shiftKey && key.length > 1 ? `Shift+${key}` : key;
}
