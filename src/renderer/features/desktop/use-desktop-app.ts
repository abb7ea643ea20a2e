// The page's part of the desktop app while the page is there: carries out what the app asks, and tells it the menu.
import { useEffect } from 'react';
import { isDesktop } from '../../api/port-link.ts';
import { followRequests } from '../../stores/desktop-store.ts';
import { carryOut } from './carry-out.ts';
import { startMenuSync } from './menu-sync.ts';

/** Does nothing in a browser. */
export function useDesktopApp(): void {
  useEffect(() => {
    if (!isDesktop()) return;
    const ended = new AbortController();
    void followRequests(carryOut, ended.signal);
    const stopMenu = startMenuSync();
    return () => {
      ended.abort();
      stopMenu();
    };
  }, []);
}
