// A key, or keys pressed one after the other, as drawn on the keyboard.
import { classNames } from './class-names.ts';

const SIGNS: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Backspace: 'Bksp',
  ArrowUp: '↑',
  Escape: 'Esc',
  ' ': 'Space',
  Enter: '↵',
};

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export function keyLabel(keys: string, isMac = IS_MAC): string {
  if (keys === ' ') return 'Space';
  const [, withMod] = /^Mod\+(.+)$/.exec(keys) ?? [];
  if (withMod !== undefined) return `${isMac ? '⌘' : 'Ctrl '}${withMod.toUpperCase()}`;
  return keys
    .split(' ')
    .map((key) => {
      if (/^[A-Z]$/.test(key)) return `⇧${key}`;
      const plain = key.replace(/^Shift\+/, '');
      return `${plain === key ? '' : '⇧'}${SIGNS[plain] ?? plain}`;
    })
    .join(' ');
}

export function Kbd({ keys, onAccent = false }: { keys: string; onAccent?: boolean }) {
  return (
    <kbd
      className={classNames(
        'rounded-chip border px-[5px] py-px font-mono text-[10.5px] leading-[1.4]',
        onAccent
          ? 'border-transparent bg-[rgb(255_255_255/0.1)] text-current'
          : 'border-line bg-sunken text-text-2',
      )}
    >
      {keyLabel(keys)}
    </kbd>
  );
}
