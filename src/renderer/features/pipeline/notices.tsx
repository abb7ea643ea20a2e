// Strips below the pipeline: the engine is away, live mode, and what the engine wants to be known once.
import { FlaskConical, LoaderCircle, ShieldAlert, TriangleAlert, X } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '#shared/contract/status.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { openView } from '../../stores/view-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { conditionSentence } from '../endpoints/condition-words.ts';
import { standingsOf } from '../endpoints/endpoint-state.ts';
import { ExpiryNotice } from '../sign-in/expiry-notice.tsx';
import { useDriftNotification } from '../notifying/use-drift-notification.ts';
import { ReleaseButtons } from '../endpoints/release-buttons.tsx';

export function Notices() {
  const { t } = useTranslation();
  const away = useConnection((state) => state.phase === 'away');
  const live = useStatus((state) => state.status?.forwarder.livemode === true);
  const demo = useStatus((state) => state.status?.demo === true);
  const drifting = useStatus((state) => state.status?.plans.drifting ?? 0);
  const notices = useStatus((state) => state.status?.notices);
  useDriftNotification();
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  return (
    <>
      {demo && (
        <p
          data-testid="demo-ribbon"
          className="flex items-center gap-2 border-b border-line bg-synthetic-soft px-4 py-1 text-text"
        >
          <FlaskConical size={14} strokeWidth={1.75} className="shrink-0 text-synthetic" aria-hidden />
          <span className="min-w-0">
            <strong className="font-semibold text-synthetic">{t('demo.badge')}</strong> {t('demo.text')}
          </span>
        </p>
      )}
      {live && (
        <div
          data-testid="live-banner"
          className="flex items-center gap-2 bg-bad px-4 py-1.5 font-semibold text-surface"
        >
          <ShieldAlert size={15} aria-hidden />
          <span className="rounded-chip border border-current px-1.5 text-[11px] font-bold">
            {t('live.badge')}
          </span>
          {t('live.banner')}
        </div>
      )}
      {away && (
        <div
          role="status"
          data-testid="connection-banner"
          className="flex items-center gap-2.5 border-b border-line bg-warn-soft px-4 py-1.5"
        >
          <LoaderCircle size={14} className="spin shrink-0 text-warn" aria-hidden />
          <p>
            <strong className="font-semibold text-warn">{t('connection.awayTitle')}</strong>{' '}
            <Prose text={t('connection.awayText')} />
          </p>
        </div>
      )}
      {drifting > 0 && (
        <div
          role="alert"
          data-testid="drift-banner"
          className="flex items-center gap-2.5 border-b border-line bg-bad-soft px-4 py-1"
        >
          <TriangleAlert size={14} className="shrink-0 text-bad" aria-hidden />
          <p className="min-w-0 flex-1 font-semibold text-bad">
            {t('customers.banner', { count: drifting })}
          </p>
          <Button small onClick={() => openView('customers')}>
            {t('customers.show')}
          </Button>
        </div>
      )}
      <ExpiryNotice />
      <Questions />
      {notices
        ?.filter((notice) => !dismissed.includes(notice.code + notice.detail))
        .map((notice) => (
          <div
            key={notice.code + notice.detail}
            role="alert"
            className="flex items-center gap-2.5 border-b border-line bg-warn-soft px-4 py-1"
          >
            <TriangleAlert size={14} className="shrink-0 text-warn" aria-hidden />
            <p className="min-w-0 flex-1 break-words">
              <Prose text={noticeText(t, notice)} />
            </p>
            <IconButton
              label={t('notice.dismiss')}
              icon={<X size={14} aria-hidden />}
              onClick={() => setDismissed([...dismissed, notice.code + notice.detail])}
            />
          </div>
        ))}
    </>
  );
}

function noticeText(t: TFunction, { code, detail, count = 1 }: Notice): string {
  // A page without an address of its own says `null`; others may leave it out.
  const shown = code === 'page_requests_refused' && detail === '' ? t('notice.unknownPage') : detail;
  return t(`notice.${code}`, { detail: shown.replaceAll('`', "'"), count });
}

/** Events that were held for so long that they are not sent without a yes. */
function Questions() {
  const { t } = useTranslation();
  const format = useFormat();
  const status = useStatus((state) => state.status);
  if (status === null) return null;
  const asking = standingsOf(status.endpoints, status.health).filter(
    ({ condition }) => condition === 'asking',
  );
  return asking.map((one, index) => (
    <div
      key={one.endpoint.id}
      role="alert"
      className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b border-line bg-warn-soft px-4 py-1.5"
    >
      <TriangleAlert size={14} className="shrink-0 text-warn" aria-hidden />
      <p className="min-w-0 flex-1 break-words">
        <strong className="font-semibold text-warn">{one.endpoint.name}:</strong>{' '}
        <Prose text={conditionSentence(t, format, one)} />
      </p>
      <ReleaseButtons endpointId={one.endpoint.id} testIds={index === 0} />
    </div>
  ));
}
