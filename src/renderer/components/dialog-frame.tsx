// A modal dialog: a title, what it is about, and its buttons below. While it is open no shortcut reaches what is behind it.
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { Boundary } from './boundary.tsx';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { useReturnFocus } from './use-return-focus.ts';
import { useScrollStop } from './use-scroll-stop.ts';

interface DialogFrameProps {
  title: ReactNode;
  intro?: ReactNode;
  closeLabel: string;
  /** `tall` fills the window's height, for editors. */
  size?: 'small' | 'wide' | 'tall';
  testId?: string;
  children: ReactNode;
  footer?: ReactNode;
  onClose(): void;
}

const SIZES = {
  small: 'w-[520px] max-h-[calc(100vh-48px)]',
  wide: 'w-[760px] max-h-[calc(100vh-48px)]',
  tall: 'w-[1080px] h-[calc(100vh-48px)]',
};

export function DialogFrame(props: DialogFrameProps) {
  return (
    <Boundary part="dialog" onClose={props.onClose}>
      <Frame {...props} />
    </Boundary>
  );
}

function Frame({
  title,
  intro,
  closeLabel,
  size = 'small',
  testId,
  children,
  footer,
  onClose,
}: DialogFrameProps) {
  const popup = useRef<HTMLDivElement>(null);
  useReturnFocus(popup);
  const [body, setBody] = useState<HTMLDivElement | null>(null);
  const isStop = useScrollStop(body);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.32)] transition-opacity duration-100 data-starting-style:opacity-0" />
        <Dialog.Popup
          ref={popup}
          data-modal
          data-testid={testId}
          finalFocus={false}
          initialFocus={() =>
            popup.current?.querySelector<HTMLElement>('[data-first-focus]') ?? popup.current
          }
          className={classNames(
            'pop fixed top-1/2 left-1/2 z-40 flex max-w-[calc(100vw-24px)] -translate-1/2 flex-col rounded-card border border-line bg-raised shadow-pop outline-none',
            SIZES[size],
          )}
        >
          <div className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="text-[15px] font-[640] tracking-[-0.01em] break-words">
                {title}
              </Dialog.Title>
              {intro !== undefined && (
                <Dialog.Description className="mt-0.5 text-text-2">{intro}</Dialog.Description>
              )}
            </div>
            <Dialog.Close
              render={<IconButton label={closeLabel} keys="Escape" icon={<X size={15} aria-hidden />} />}
            />
          </div>
          <div
            ref={setBody}
            data-scrolls
            tabIndex={isStop ? 0 : undefined}
            className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-4 outline-offset-[-2px]"
          >
            {children}
          </div>
          {footer !== undefined && (
            <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line-soft px-5 py-3">
              {footer}
            </div>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
