// Many at once: where to, how fast, what would go out in which order, and then the start.
import { Play } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventFilter } from '#shared/contract/events.ts';
import { stripeIdOf } from '#shared/domain/event-id.ts';
import { errorCode } from '../../api/errors.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Prose } from '../../components/prose.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useFormat } from '../../i18n/format.ts';
import { clearMarks } from '../../stores/marks-store.ts';
import { dryRun, resendMany, type BulkOrder } from '../../stores/resend-store.ts';
import { EndpointSelect } from './target-field.tsx';

const ERRORS = ['JOB_RUNNING', 'NO_ENDPOINT', 'NOT_CONNECTED', 'CONNECTION_LOST'] as const;
const SHOWN_IDS = 100;

interface BulkDialogProps {
  ids?: readonly string[];
  filter?: EventFilter;
  onClose(): void;
}

type Seen = { total: number; leftOut: number; sample: string[] } | 'looking' | null;

export function BulkDialog({ ids, filter, onClose }: BulkDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [endpointId, setEndpointId] = useState('');
  const [rate, setRate] = useState('');
  const [seen, setSeen] = useState<Seen>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const perSecond = rate.trim() === '' ? undefined : Number(rate.trim().replace(',', '.'));
  const badRate = perSecond !== undefined && !(perSecond >= 0.1 && perSecond <= 1000);

  const what = useMemo<BulkOrder>(
    () => (ids === undefined ? { filter: filter?.filter ?? '' } : { ids: [...ids] }),
    [ids, filter],
  );
  const order = (): BulkOrder => ({
    ...what,
    ...(endpointId !== '' && { endpointId }),
    ...(perSecond !== undefined && { ratePerSecond: perSecond }),
  });

  const look = async () => {
    setSeen('looking');
    setError(null);
    try {
      setSeen(await dryRun(order()));
    } catch (thrown) {
      setSeen(null);
      setError(errorCode(thrown));
    }
  };

  // What it is about is shown at once; the button looks again, for another endpoint.
  useEffect(() => {
    let current = true;
    setSeen('looking');
    dryRun(what).then(
      (found) => current && setSeen(found),
      (thrown: unknown) => {
        if (!current) return;
        setSeen(null);
        setError(errorCode(thrown));
      },
    );
    return () => {
      current = false;
    };
  }, [what]);

  const start = async () => {
    setBusy(true);
    const code = await resendMany(order());
    setBusy(false);
    setError(code);
    if (code !== null) return;
    clearMarks();
    onClose();
  };

  const known = typeof seen === 'object' && seen !== null ? seen : null;
  return (
    <DialogFrame
      title={t('bulk.title')}
      intro={
        ids === undefined ? (
          <Prose text={t('bulk.introFilter', { filter: filter?.filter || t('bulk.everything') })} />
        ) : (
          t('bulk.introIds', { count: ids.length, n: format.number(ids.length) })
        )
      }
      closeLabel={t('action.close')}
      testId="bulk-dialog"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            data-testid="bulk-dry-run"
            disabled={seen === 'looking' || badRate}
            onClick={() => void look()}
          >
            {t('bulk.dryRun')}
          </Button>
          <Button
            look="primary"
            data-testid="bulk-start"
            disabled={busy || badRate || known?.total === 0}
            icon={<Play size={14} aria-hidden />}
            onClick={() => void start()}
          >
            {t('bulk.start')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 items-start gap-4 max-panes:grid-cols-1">
        <EndpointSelect
          label={t('bulk.endpoint')}
          none={t('bulk.firstEnabled')}
          value={endpointId}
          onChange={setEndpointId}
        />
        <TextField
          label={t('bulk.rate')}
          data-testid="bulk-rate"
          mono
          inputMode="decimal"
          value={rate}
          hint={t('bulk.rateHint')}
          error={badRate ? t('bulk.badRate') : null}
          onChange={setRate}
        />
      </div>
      {error !== null && (
        <p role="alert" className="text-bad">
          {t(`bulk.error.${ERRORS.find((one) => one === error) ?? 'UNKNOWN'}`)}
        </p>
      )}
      <section data-testid="bulk-preview" data-total={known?.total ?? ''}>
        <p role="status">
          {seen === 'looking'
            ? t('bulk.looking')
            : known !== null &&
              (known.total === 0
                ? t('bulk.nothing')
                : t('bulk.would', { count: known.total, n: format.number(known.total) }))}
        </p>
        {known !== null && known.leftOut > 0 && (
          <p className="text-text-2" data-testid="bulk-left-out">
            {t('bulk.leftOut', { count: known.leftOut, n: format.number(known.leftOut) })}
          </p>
        )}
        {known !== null && known.total > 0 && (
          <div
            data-scrolls
            tabIndex={0}
            role="group"
            aria-label={t('bulk.dryRun')}
            className="mt-1.5 max-h-48 overflow-y-auto rounded-[8px] bg-sunken px-3 py-2 font-mono text-[12px] leading-[1.6]"
          >
            <ol className="list-inside list-decimal">
              {known.sample.slice(0, SHOWN_IDS).map((id) => (
                <li key={id} className="break-all">
                  {stripeIdOf(id)}
                </li>
              ))}
            </ol>
            {known.total > known.sample.length && (
              <p className="text-text-2">
                {t('bulk.andMore', { n: format.number(known.total - known.sample.length) })}
              </p>
            )}
          </div>
        )}
      </section>
    </DialogFrame>
  );
}
