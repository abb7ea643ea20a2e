// A word from the system when a customer paid and is still free, for whoever looks at another window. The banner stays either way. The desktop app notifies by itself.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isDesktop } from '../../api/port-link.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { openView } from '../../stores/view-store.ts';

export function useDriftNotification(): void {
  const { t } = useTranslation();
  const drifting = useStatus((state) => state.status?.plans.drifting ?? null);
  const wanted = usePreferences((state) => state.notifyDrift) && !isDesktop();
  /** null = nothing is known yet; what was so before this page was opened is no news. */
  const before = useRef<number | null>(null);

  useEffect(() => {
    const known = before.current;
    before.current = drifting;
    if (drifting === null || known === null || drifting <= known || !wanted || document.hasFocus()) return;
    if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
    const note = new Notification(t('customers.banner', { count: drifting }), {
      body: t('notify.driftBody'),
      // One, however many there are.
      tag: 'hookline-drift',
    });
    note.addEventListener('click', () => {
      window.focus();
      openView('customers');
      note.close();
    });
  }, [drifting, wanted, t]);
}
