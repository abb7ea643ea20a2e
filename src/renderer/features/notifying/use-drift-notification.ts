// Notifies of customers who paid and did not get their plan, while another window is in front. The banner stays either way. The desktop app notifies by itself.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DriftedCustomer } from '#shared/contract/plans.ts';
import { createDriftNews } from '#shared/domain/plans/drift-news.ts';
import { isDesktop } from '../../api/port-link.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { openView } from '../../stores/view-store.ts';

export function useDriftNotification(): void {
  const { t } = useTranslation();
  const drifted = useStatus((state) => state.status?.plans.drifted ?? null);
  const wanted = usePreferences((state) => state.notifyDrift) && !isDesktop();
  /** null = nothing is known yet; what was so before this page was opened is no news. */
  const newsIn = useRef<((drifted: readonly DriftedCustomer[]) => DriftedCustomer[]) | null>(null);

  useEffect(() => {
    if (drifted === null) return;
    if (newsIn.current === null) {
      newsIn.current = createDriftNews(drifted);
      return;
    }
    const news = newsIn.current(drifted);
    const [first] = news;
    if (first === undefined || !wanted || document.hasFocus()) return;
    if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
    const title =
      news.length === 1
        ? t('notify.driftOne', { customer: first.label })
        : t('customers.banner', { count: news.length });
    const body =
      news.length === 1
        ? t('notify.driftOneBody', {
            believed: first.believed ?? t('customers.nothing'),
            expected: first.expected,
          })
        : news.map(({ label }) => label).join(', ');
    const note = new Notification(title, { body, tag: `hookline-drift-${first.id}-${first.since}` });
    note.addEventListener('click', () => {
      window.focus();
      openView('customers');
      note.close();
    });
  }, [drifted, wanted, t]);
}
