// From pressed keys to an accelerator as Electron writes it (`CommandOrControl+Alt+R`), and from there to what is on the keys.
// https://www.electronjs.org/docs/latest/tutorial/keyboard-shortcuts#accelerators
export type Platform = 'linux' | 'darwin' | 'win32';

export type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'getModifierState'
>;

export type Pressed =
  | { what: 'accelerator'; accelerator: string }
  /** Only modifiers so far. */
  | { what: 'begun' }
  /** From anywhere, a key alone or with Shift would be one that nobody can type any more. */
  | { what: 'needs_modifier' }
  | { what: 'unusable' };

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'OS', 'CapsLock', 'Fn', 'NumLock']);

const NAMED: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ' ': 'Space',
  '+': 'Plus',
  Enter: 'Return',
  Tab: 'Tab',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
};
const SIGNS = new Set(",./;'[]\\-=`");

export function acceleratorOf(press: Press, platform: Platform): Pressed {
  const isMac = platform === 'darwin';
  if (MODIFIERS.has(press.key)) return { what: 'begun' };
  // AltGr types; on Windows it comes as Ctrl with Alt, and a shortcut of it would take a sign from the keyboard.
  if (!isMac && press.getModifierState('AltGraph')) return { what: 'unusable' };
  const key = keyName(press);
  if (key === null) return { what: 'unusable' };
  const held = [
    (isMac ? press.metaKey : press.ctrlKey) && 'CommandOrControl',
    isMac ? press.ctrlKey && 'Control' : press.metaKey && 'Super',
    press.altKey && 'Alt',
  ].filter((one) => one !== false);
  if (held.length === 0) return { what: 'needs_modifier' };
  return {
    what: 'accelerator',
    accelerator: [...held, ...(press.shiftKey ? ['Shift'] : []), key].join('+'),
  };
}

function keyName({ key, code }: Press): string | null {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  // With Shift a digit is a sign, and on a Mac Option makes one of a letter; other scripts have letters of their own.
  const [, digit] = /^Digit(\d)$/.exec(code) ?? [];
  if (digit !== undefined) return digit;
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter !== undefined) return letter;
  const [, pad] = /^Numpad(\d)$/.exec(code) ?? [];
  if (pad !== undefined) return `num${pad}`;
  if (/^F([1-9]|1\d|2[0-4])$/.test(key)) return key;
  return NAMED[key] ?? (SIGNS.has(key) ? key : null);
}

const ON_MAC: Readonly<Record<string, string>> = {
  CommandOrControl: '⌘',
  CmdOrCtrl: '⌘',
  Command: '⌘',
  Control: '⌃',
  Ctrl: '⌃',
  Alt: '⌥',
  Option: '⌥',
  Shift: '⇧',
};
const MAC_ORDER = '⌃⌥⇧⌘';
const ELSEWHERE: Readonly<Record<string, string>> = {
  CommandOrControl: 'Ctrl',
  CmdOrCtrl: 'Ctrl',
  Control: 'Ctrl',
};
const ON_KEYS: Readonly<Record<string, string>> = {
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  Plus: '+',
  Return: 'Enter',
};

/** `Ctrl+Alt+R`; on a Mac `⌥⌘R`. */
export function acceleratorLabel(accelerator: string, platform: Platform): string {
  const parts = accelerator.split('+');
  const last = parts.pop() ?? '';
  const key = ON_KEYS[last] ?? last.replace(/^num(\d)$/, 'Num $1');
  if (platform === 'darwin') {
    const signs = parts
      .map((part) => ON_MAC[part] ?? part)
      .toSorted((one, other) => MAC_ORDER.indexOf(one) - MAC_ORDER.indexOf(other));
    return signs.join('') + key;
  }
  const superKey = platform === 'win32' ? 'Win' : 'Super';
  return [...parts.map((part) => (part === 'Super' ? superKey : (ELSEWHERE[part] ?? part))), key].join('+');
}

/** The modifiers one of which must be held. */
export const MODIFIER_NAMES: Readonly<Record<Platform, string>> = {
  darwin: '⌘, ⌃, ⌥',
  win32: 'Ctrl, Alt, Win',
  linux: 'Ctrl, Alt, Super',
};
