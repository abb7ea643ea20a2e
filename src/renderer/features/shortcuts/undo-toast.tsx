// The offer to take the last act back. It stands a while, and for as long as the pointer or the focus is on it.
import { Undo2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf } from '../../commands/commands.ts';
import { focusList } from '../../commands/focus.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { holdUndo, undoLast, useUndo, withdrawUndo } from '../../stores/undo-store.ts';

export function UndoToast() {
  const { t } = useTranslation();
  const { offer, busy, failed } = useUndo();
  const box = useRef<HTMLDivElement>(null);
  const focus = useRef({ inside: false, cameFrom: null as Element | null });
  const id = offer?.id ?? null;
  useEffect(() => {
    if (id !== null || !focus.current.inside) return;
    // The focus must not fall to nowhere with the button that had it.
    const { cameFrom } = focus.current;
    focus.current.inside = false;
    if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
    else focusList();
  }, [id]);

  return (
    <div role="status" className="flex max-w-full justify-center">
      {offer !== null && (
        <div
          key={offer.id}
          ref={box}
          data-testid="undo-toast"
          className="pointer-events-auto flex max-w-full items-center gap-3 rounded-m border border-line bg-raised py-1.5 pr-1.5 pl-3 shadow-pop"
          onPointerEnter={() => holdUndo('pointer', true)}
          onPointerLeave={() => holdUndo('pointer', false)}
          onFocus={({ relatedTarget }) => {
            if (!focus.current.inside) focus.current = { inside: true, cameFrom: relatedTarget };
            holdUndo('focus', true);
          }}
          onBlur={({ relatedTarget }) => {
            if (box.current?.contains(relatedTarget) === true) return;
            // It went elsewhere by itself; where it goes away with the toast, it is brought back.
            if (useUndo.getState().offer?.id === offer.id) focus.current.inside = false;
            holdUndo('focus', false);
          }}
        >
          <span className="min-w-0">
            {offer.text}
            {failed && <span className="block text-bad">{t('did.undoFailed')}</span>}
          </span>
          <Button
            small
            data-testid="undo"
            aria-disabled={busy}
            keys={keysOf('undo')}
            icon={<Undo2 size={13} aria-hidden />}
            onClick={() => void undoLast()}
          >
            {t(busy ? 'did.undoing' : 'did.undo')}
          </Button>
          <IconButton
            label={t('did.dismiss')}
            data-testid="undo-dismiss"
            icon={<X size={14} aria-hidden />}
            onClick={withdrawUndo}
          />
        </div>
      )}
    </div>
  );
}
