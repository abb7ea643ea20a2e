// The palette: everything that can be done or gone to, found by its name.
import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { keyOf } from '../../commands/key-of.ts';
import { Kbd } from '../../components/kbd.tsx';
import { useView } from '../../stores/view-store.ts';
import type { PaletteEntry, PaletteGroup } from './palette-entry.ts';
import { noteChosen } from './recent-entries.ts';
import { EntryIcon } from './entry-icon.tsx';
import { usePaletteEntries } from './use-palette-entries.ts';

export function Palette() {
  const open = useView((state) => state.paletteOpen);
  return open && <PaletteDialog />;
}

/**
 * Gives the focus back to just what had it, and only then does what was chosen: that may want to move the focus, or open
 * a dialog that gives it back later. All of it before the next key can come.
 */
function leave(cameFrom: Element | null, chosen?: PaletteEntry): void {
  flushSync(() => useView.setState({ paletteOpen: false }));
  if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
  if (chosen === undefined) return;
  noteChosen(chosen);
  chosen.run();
}

function PaletteDialog() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  /** Chosen by arrow or pointer; null = the first, whatever it turns out to be. */
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const [cameFrom] = useState(() => document.activeElement);
  const groups = usePaletteEntries(typed);
  const entries = groups.flatMap((one) => one.entries);
  const value = entries.find(({ id }) => id === chosen)?.id ?? entries[0]?.id ?? '';

  // cmdk tells of what it selects by itself, too: that is no choice, and what comes later may be a better first.
  const userMoves = useRef(false);
  const moves = () => void (userMoves.current = true);
  const moved = () => void (userMoves.current = false);

  const onKeyDown = (event: KeyboardEvent) => {
    moved();
    if (keyOf(event.nativeEvent) !== 'Mod+k') return;
    event.preventDefault();
    leave(cameFrom);
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && leave(cameFrom)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.32)] transition-opacity duration-100 data-starting-style:opacity-0" />
        <Dialog.Popup
          data-modal
          data-testid="palette"
          finalFocus={false}
          onKeyDownCapture={moves}
          onKeyDown={onKeyDown}
          onPointerMoveCapture={moves}
          onPointerMove={moved}
          className="pop fixed top-[min(12vh,110px)] left-1/2 z-40 flex max-h-[min(560px,calc(100vh-24px-min(12vh,110px)))] w-[640px] max-w-[calc(100vw-24px)] -translate-x-1/2 flex-col overflow-hidden rounded-card border border-line bg-raised shadow-pop outline-none"
        >
          <Dialog.Title className="sr-only">{t('palette.title')}</Dialog.Title>
          <Command
            label={t('palette.title')}
            shouldFilter={false}
            vimBindings={false}
            loop
            value={value}
            onValueChange={(id) => userMoves.current && setChosen(id)}
            className="flex min-h-0 flex-1 flex-col"
          >
            <div className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line px-3.5">
              <Search size={15} strokeWidth={1.75} className="shrink-0 text-text-2" aria-hidden />
              <Command.Input
                value={typed}
                onValueChange={(next) => {
                  setTyped(next);
                  setChosen(null);
                  list.current?.scrollTo({ top: 0 });
                }}
                placeholder={t('palette.placeholder')}
                aria-label={t('palette.open')}
                data-testid="palette-input"
                className="h-full min-w-0 flex-1 bg-transparent text-[14px] outline-none placeholder:text-text-2"
              />
            </div>
            <Command.List
              ref={list}
              label={t('palette.results')}
              className="min-h-0 flex-1 scroll-py-1.5 overflow-y-auto overscroll-contain p-1.5"
            >
              {groups.map(({ group, entries: own }) => (
                <Command.Group
                  key={group}
                  heading={<GroupName group={group} />}
                  className="not-first:mt-1 not-first:border-t not-first:border-line-soft not-first:pt-1"
                >
                  {own.map((entry) => (
                    <Entry key={entry.id} entry={entry} onChoose={() => leave(cameFrom, entry)} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            <Hints />
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function GroupName({ group }: { group: PaletteGroup }) {
  const { t } = useTranslation();
  switch (group) {
    case 'event':
    case 'customer':
    case 'list':
    case 'go':
    case 'line':
    case 'app':
      return <GroupWords text={t(`shortcut.group.${group}`)} />;
    case 'recent':
    case 'views':
    case 'endpoints':
    case 'customers':
    case 'types':
    case 'copy':
    case 'play':
    case 'trigger':
    case 'search':
      return <GroupWords text={t(`palette.group.${group}`)} />;
  }
}

function GroupWords({ text }: { text: string }) {
  return <span className="block px-2 pt-1.5 pb-0.5 text-[11.5px] text-text-2">{text}</span>;
}

function Entry({ entry, onChoose }: { entry: PaletteEntry; onChoose(): void }) {
  const { text, detail, keys } = entry;
  return (
    <Command.Item
      value={entry.id}
      data-testid="palette-entry"
      data-entry={entry.id}
      onSelect={onChoose}
      className="flex min-h-[30px] cursor-default items-center gap-2.5 rounded-m px-2 py-0.5 data-[selected=true]:bg-select"
    >
      <span className="flex w-4 shrink-0 justify-center text-text-2">
        <EntryIcon entry={entry} />
      </span>
      <span className="min-w-0 shrink truncate">{text}</span>
      {detail !== undefined && (
        <span className="min-w-0 flex-1 truncate text-right font-mono text-[11.5px] text-text-2">
          {detail}
        </span>
      )}
      {keys !== undefined && (
        <span className="ml-auto shrink-0">
          <Kbd keys={keys} />
        </span>
      )}
    </Command.Item>
  );
}

function Hints() {
  const { t } = useTranslation();
  return (
    <p className="flex shrink-0 gap-4 border-t border-line-soft px-3.5 py-1.5 text-[12px] text-text-2">
      {(
        [
          ['ArrowUp ArrowDown', 'move'],
          ['Enter', 'run'],
          ['Escape', 'close'],
        ] as const
      ).map(([keys, word]) => (
        <span key={word} className="flex items-center gap-1.5">
          <Kbd keys={keys} /> {t(`palette.hints.${word}`)}
        </span>
      ))}
    </p>
  );
}
