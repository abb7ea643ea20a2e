// Pressed keys as Electron's accelerators, on each system and keyboard, and accelerators as they stand on the keys.
import { describe, expect, test } from 'vitest';
import {
  acceleratorLabel,
  acceleratorOf,
  type Platform,
  type Press,
} from '../../../src/renderer/features/desktop/accelerator.ts';

type Held = 'Shift' | 'Control' | 'Meta' | 'Alt' | 'AltGraph';

function press(held: readonly Held[], key: string, code = ''): Press {
  return {
    key,
    code,
    shiftKey: held.includes('Shift'),
    ctrlKey: held.includes('Control'),
    metaKey: held.includes('Meta'),
    altKey: held.includes('Alt'),
    getModifierState: (name) => held.some((one) => one === name),
  };
}

const on = (platform: Platform, held: readonly Held[], key: string, code?: string): string => {
  const pressed = acceleratorOf(press(held, key, code), platform);
  return pressed.what === 'accelerator' ? pressed.accelerator : pressed.what;
};

describe('from keys to an accelerator', () => {
  test.each([
    ['linux', ['Control', 'Alt'], 'r', 'KeyR', 'CommandOrControl+Alt+R'],
    ['win32', ['Control', 'Shift'], 'R', 'KeyR', 'CommandOrControl+Shift+R'],
    ['linux', ['Meta'], 'r', 'KeyR', 'Super+R'],
    ['darwin', ['Meta', 'Shift'], 'r', 'KeyR', 'CommandOrControl+Shift+R'],
    ['darwin', ['Control', 'Meta'], 'r', 'KeyR', 'CommandOrControl+Control+R'],
    // Option makes a sign of a letter.
    ['darwin', ['Meta', 'Alt'], '®', 'KeyR', 'CommandOrControl+Alt+R'],
    // The letter of the layout, not the place on the keyboard.
    ['linux', ['Control'], 'a', 'KeyQ', 'CommandOrControl+A'],
    ['linux', ['Control'], 'ㄐ', 'KeyR', 'CommandOrControl+R'],
    ['linux', ['Control', 'Shift'], '!', 'Digit1', 'CommandOrControl+Shift+1'],
    ['linux', ['Alt'], 'F12', 'F12', 'Alt+F12'],
    ['linux', ['Alt'], 'ArrowUp', 'ArrowUp', 'Alt+Up'],
    ['linux', ['Control'], '+', 'BracketRight', 'CommandOrControl+Plus'],
    ['linux', ['Control'], '7', 'Numpad7', 'CommandOrControl+num7'],
    ['linux', ['Control'], ' ', 'Space', 'CommandOrControl+Space'],
    ['linux', ['Control'], 'Backspace', 'Backspace', 'CommandOrControl+Backspace'],
  ] as const)('%s %j %s', (platform, held, key, code, accelerator) => {
    expect(on(platform, held, key, code)).toBe(accelerator);
  });

  test('a key alone or with Shift would be lost to everything else', () => {
    expect(on('linux', [], 'r', 'KeyR')).toBe('needs_modifier');
    expect(on('linux', ['Shift'], 'R', 'KeyR')).toBe('needs_modifier');
    expect(on('darwin', [], 'F5', 'F5')).toBe('needs_modifier');
  });

  test('modifiers are only a beginning', () => {
    for (const key of ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph']) {
      expect(on('linux', ['Control'], key)).toBe('begun');
    }
  });

  test('what AltGr types stays typed, and keys Electron has no name for are refused', () => {
    expect(on('win32', ['Control', 'Alt', 'AltGraph'], '@', 'KeyQ')).toBe('unusable');
    expect(on('linux', ['Control'], 'ß', 'Minus')).toBe('unusable');
    expect(on('linux', ['Control'], 'MediaTrackNext', 'MediaTrackNext')).toBe('unusable');
  });
});

describe('as they stand on the keys', () => {
  test.each([
    ['CommandOrControl+Alt+R', 'linux', 'Ctrl+Alt+R'],
    ['CommandOrControl+Alt+R', 'darwin', '⌥⌘R'],
    ['CommandOrControl+Control+Alt+Shift+R', 'darwin', '⌃⌥⇧⌘R'],
    ['Super+Shift+1', 'win32', 'Win+Shift+1'],
    ['Super+Shift+1', 'linux', 'Super+Shift+1'],
    ['Alt+Up', 'linux', 'Alt+↑'],
    ['CommandOrControl+Plus', 'linux', 'Ctrl++'],
    ['CommandOrControl+num7', 'win32', 'Ctrl+Num 7'],
  ] as const)('%s on %s', (accelerator, platform, label) => {
    expect(acceleratorLabel(accelerator, platform)).toBe(label);
  });
});
