// Gives the focus back to just what had it before a dialog opened, also to a region that Tab passes over.
import { useEffect, useState, type RefObject } from 'react';

/** @param popup of the dialog; the caller is mounted as long as it is open */
export function useReturnFocus(popup: RefObject<HTMLElement | null>): void {
  const [cameFrom] = useState(() => document.activeElement);
  useEffect(() => {
    const dialog = popup.current;
    return () => {
      // Once everything around it can be focused again.
      queueMicrotask(() => {
        // Still there: React only tries out the effect.
        if (dialog?.isConnected === true) return;
        // What closed the dialog has sent the focus somewhere already.
        if (document.activeElement !== null && document.activeElement !== document.body) return;
        if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
      });
    };
  }, [popup, cameFrom]);
}
