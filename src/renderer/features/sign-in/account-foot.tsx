// At the foot of the sidebar: whose events these are, test or live, and how long the key will do. Opens the sign-in.
import { CircleUserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Status } from '#shared/contract/status.ts';
import { classNames } from '../../components/class-names.ts';
import { Tooltip } from '../../components/tooltip.tsx';
import { useNow } from '../../components/use-now.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { keyDaysLeft, WARN_DAYS } from './key-days.ts';

const MINUTE_MS = 60_000;

export function AccountFoot() {
  const status = useStatus((state) => state.status);
  return status === null || status.demo ? null : <Foot status={status} />;
}

function Foot({ status }: { status: Status }) {
  const { t } = useTranslation();
  const now = useNow(MINUTE_MS, true);
  const { name, id, livemode } = whose(status);
  const days = keyDaysLeft(status.forwarder, now);
  const soon = days !== null && days <= WARN_DAYS;
  const mode = livemode === null ? null : t(livemode ? 'account.live' : 'account.test');
  const left = days === null ? null : days <= 0 ? t('account.expired') : t('account.days', { count: days });
  const title = name ?? id ?? t('account.none');
  const facts = [mode, left].filter((one) => one !== null);
  return (
    <Tooltip
      text={[title, ...(name === null || id === null ? [] : [id]), ...facts, t('account.switch')].join(' · ')}
      side="right"
    >
      <button
        type="button"
        data-testid="account-foot"
        data-live={livemode === true}
        // What one reads on it stands in it as it is, or who speaks to the page could not name it.
        aria-label={`${t('account.label')}: ${title} ${facts.join(' · ')}. ${t('account.switch')}`}
        onClick={() => openDialog({ kind: 'signIn', way: 'browser' })}
        className={classNames(
          'mt-1 flex shrink-0 items-center gap-[9px] rounded-m border px-2.5 py-1.5 text-left max-wide:flex-col max-wide:gap-0.5 max-wide:px-0.5',
          livemode === true ? 'border-bad bg-bad-soft' : 'border-line bg-raised hover:bg-sunken',
        )}
      >
        <CircleUserRound size={15} strokeWidth={1.75} className="shrink-0 text-text-2" aria-hidden />
        <span className="min-w-0 flex-1 max-wide:hidden">
          <span className="block truncate font-medium">{title}</span>{' '}
          {facts.length > 0 && (
            <span className="block truncate text-[11.5px] text-text-2">
              {mode !== null && <span className={livemode === true ? 'font-bold text-bad' : ''}>{mode}</span>}
              {mode !== null && left !== null && ' · '}
              {left !== null && (
                <span
                  className={soon ? (days <= 0 ? 'font-semibold text-bad' : 'font-semibold text-warn') : ''}
                >
                  {left}
                </span>
              )}
            </span>
          )}
        </span>
        <span className="hidden text-center text-[10px] leading-3 max-wide:block" aria-hidden>
          {livemode === true && <b className="block text-bad">{t('account.live')}</b>}
          {days !== null && (
            <span className={soon ? 'font-semibold text-warn' : 'text-text-2'}>
              {t('account.daysShort', { count: Math.max(0, days) })}
            </span>
          )}
        </span>
      </button>
    </Tooltip>
  );
}

/** While the session is not there yet, the history that is open tells. */
function whose({ forwarder, account }: Status): {
  name: string | null;
  id: string | null;
  livemode: boolean | null;
} {
  const open = account.histories.find((one) => one.open);
  const id = forwarder.accountId ?? open?.accountId ?? null;
  const named = account.histories.find((one) => one.accountId === id && one.accountName !== null);
  return {
    id,
    name: forwarder.accountName ?? named?.accountName ?? null,
    livemode: forwarder.livemode ?? open?.livemode ?? null,
  };
}
