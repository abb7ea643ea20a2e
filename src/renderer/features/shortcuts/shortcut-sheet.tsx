// The sheet of all keyboard shortcuts, made from the list of commands.
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { commands, keysOf, type CommandGroup } from '../../commands/commands.ts';
import { IconButton } from '../../components/button.tsx';
import { Kbd, keyLabel } from '../../components/kbd.tsx';
import { useView } from '../../stores/view-store.ts';

/** What has only a name is found in the palette. */
const GROUPS = (['event', 'list', 'customer', 'go', 'line', 'app'] satisfies CommandGroup[]).filter((group) =>
  commands.some((command) => command.group === group && command.keys.length > 0),
);

export function ShortcutSheet() {
  const { t } = useTranslation();
  const open = useView((state) => state.shortcutsOpen);
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open={open} onOpenChange={(shortcutsOpen) => useView.setState({ shortcutsOpen })}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.32)] transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          ref={popup}
          initialFocus={popup}
          data-testid="shortcuts"
          className="pop fixed top-1/2 left-1/2 z-40 max-h-[calc(100vh-48px)] w-[940px] max-wide:w-[620px] max-w-[calc(100vw-32px)] -translate-1/2 overflow-y-auto rounded-card border border-line bg-raised p-5 shadow-pop outline-none"
        >
          <div className="mb-3 flex items-center justify-between">
            <Dialog.Title className="text-[15px] font-[640] tracking-[-0.01em]">
              {t('shortcut.title')}
            </Dialog.Title>
            <Dialog.Close
              render={
                <IconButton label={t('action.close')} keys="Escape" icon={<X size={15} aria-hidden />} />
              }
            />
          </div>
          <p className="mb-3 text-text-2">
            {t('shortcut.more', { keys: keyLabel(keysOf('palette') ?? '') })}
          </p>
          <div className="columns-3 gap-8 max-wide:columns-2 max-panes:columns-1">
            {GROUPS.map((group) => (
              <section key={group} className="mb-4 break-inside-avoid">
                <h3 className="mb-1 text-[12px] font-semibold text-text-2">{t(`shortcut.group.${group}`)}</h3>
                <dl>
                  {commands
                    .filter((command) => command.group === group && command.keys.length > 0)
                    .map((command) => (
                      <div key={command.id} className="flex h-[26px] items-center justify-between gap-4">
                        <dt className="truncate">{t(`shortcut.${command.id}`)}</dt>
                        <dd className="flex shrink-0 items-center gap-1">
                          {command.keys.map((keys) => (
                            <Kbd key={keys} keys={keys} />
                          ))}
                        </dd>
                      </div>
                    ))}
                </dl>
              </section>
            ))}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
