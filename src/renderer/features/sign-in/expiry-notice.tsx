// Says in good time that the key for Stripe will expire, and leads to a new one.
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { useNow } from '../../components/use-now.ts';
import { useFormat } from '../../i18n/format.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { keyDaysLeft, WARN_DAYS } from './key-days.ts';

const MINUTE_MS = 60_000;

export function ExpiryNotice() {
  const { t } = useTranslation();
  const format = useFormat();
  const expiresAt = useStatus((state) => state.status?.forwarder.keyExpiresAt ?? null);
  const now = useNow(MINUTE_MS, expiresAt !== null);
  const days = keyDaysLeft({ keyExpiresAt: expiresAt }, now);
  if (expiresAt === null || days === null || days > WARN_DAYS) return null;
  const date = format.date(expiresAt);
  return (
    <div
      role="alert"
      data-testid="expiry-notice"
      className="flex items-center gap-2.5 border-b border-line bg-warn-soft px-4 py-1"
    >
      <TriangleAlert size={14} className="shrink-0 text-warn" aria-hidden />
      <p className="min-w-0 flex-1">
        {days <= 0 ? t('account.expiredSince', { date }) : t('account.expiresSoon', { count: days, date })}
      </p>
      <Button small onClick={() => openDialog({ kind: 'signIn', way: 'browser' })}>
        {t('account.signInAgain')}
      </Button>
    </div>
  );
}
