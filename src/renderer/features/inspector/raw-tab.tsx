// Raw: what came over the wire, byte for byte, and how its signature was checked.
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetail, Receipt } from '#shared/contract/events.ts';
import { SIGNATURE_TOLERANCE_SECONDS } from '#shared/domain/signature.ts';
import { classNames } from '../../components/class-names.ts';
import { CopyButton } from '../copying/copy-button.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { engine } from '../../stores/engine.ts';
import { useInspected } from '../../stores/inspected-store.ts';
import { HeaderTable } from './header-table.tsx';
import { checkWords, secretWords } from './signature-words.ts';

export function RawTab({ detail }: { detail: EventDetail | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const chosen = useInspected((state) => state.receiptId);
  const receipt = detail?.receipts.find(({ id }) => id === chosen) ?? detail?.receipts[0];
  const body = useReceiptText(detail?.id, receipt?.id);

  if (detail === null) return <p className="text-text-2">{t('inspector.loading')}</p>;
  if (receipt === undefined) return null;
  return (
    <div className="flex flex-col gap-4">
      {detail.receipts.length > 1 && (
        <div className="flex flex-wrap gap-1.5">
          {detail.receipts.map((one, index) => (
            <button
              key={one.id}
              type="button"
              aria-pressed={one === receipt}
              onClick={() => useInspected.setState({ receiptId: one.id })}
              className={classNames(
                'rounded-m border px-2 py-0.5 text-[12px]',
                one === receipt ? 'border-accent bg-accent-soft text-accent' : 'border-line text-text-2',
              )}
            >
              {t('raw.receipt', { n: index + 1, total: detail.receipts.length })}
            </button>
          ))}
        </div>
      )}
      <Part title={t('raw.check')}>
        <SignatureSteps receipt={receipt} />
      </Part>
      <Part title={t('raw.requestLine')}>
        <p className="font-mono text-[12px] break-all">
          {receipt.method} {receipt.path}
        </p>
      </Part>
      <Part title={t('raw.headers')}>
        <HeaderTable headers={receipt.headers} />
      </Part>
      <Part
        title={`${t('raw.body')} · ${t('raw.bytes', { count: receipt.sizeBytes, n: format.number(receipt.sizeBytes) })}`}
        action={
          body !== null && body !== 'failed' && <CopyButton text={body.text} label={t('payload.copy')} />
        }
      >
        {body === null || body === 'failed' ? (
          <p className="text-text-2">{t(body === null ? 'payload.loading' : 'raw.unread')}</p>
        ) : (
          <pre
            data-scrolls
            data-testid="raw-body"
            tabIndex={0}
            aria-label={t('raw.body')}
            className="max-h-[60vh] overflow-auto rounded-[8px] bg-sunken px-3 py-2.5 leading-[1.55] break-all whitespace-pre-wrap"
          >
            {body.text}
          </pre>
        )}
      </Part>
    </div>
  );
}

/** The bytes of one arrival, as text; null until they are there. Two arrivals of an event may have different ones. */
function useReceiptText(
  eventId: string | undefined,
  receiptId: number | undefined,
): { text: string } | 'failed' | null {
  const [read, setRead] = useState<{ receiptId: number; body: { text: string } | 'failed' } | null>(null);
  useEffect(() => {
    if (eventId === undefined || receiptId === undefined) return undefined;
    const left = new AbortController();
    const load = async (): Promise<{ text: string }> => {
      const blob = await engine.query((api) => api.events.payload({ id: eventId, receiptId }), left.signal);
      return { text: await blob.text() };
    };
    void load()
      .catch(() => 'failed' as const)
      .then((body) => left.signal.aborted || setRead({ receiptId, body }));
    return () => left.abort();
  }, [eventId, receiptId]);
  return read?.receiptId === receiptId ? (read?.body ?? null) : null;
}

function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <div className="mb-1 flex min-h-[26px] items-center justify-between">
        <h3 className="text-[12px] font-semibold text-text-2">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}

function SignatureSteps({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { signature, headers } = receipt;
  const header = headers.find(([name]) => name.toLowerCase() === 'stripe-signature')?.[1];
  const steps: [name: string, value: ReactNode][] = [
    [
      t('raw.stepHeader'),
      header === undefined ? (
        t('raw.stepHeaderMissing')
      ) : (
        <code key="header" className="break-all">
          {header}
        </code>
      ),
    ],
    [
      t('raw.stepTimestamp'),
      signature.timestamp === null ? (
        t('raw.stepTimestampNone')
      ) : (
        <span key="timestamp">
          <code>{signature.timestamp}</code> {format.dateTime(signature.timestamp * 1000)}
        </span>
      ),
    ],
    [
      t('raw.stepAge'),
      signature.ageSeconds === null
        ? '–'
        : t('raw.stepAgeText', {
            age: `${format.number(Math.round(signature.ageSeconds * 10) / 10)} s`,
            tolerance: format.number(SIGNATURE_TOLERANCE_SECONDS),
          }),
    ],
    [
      t('raw.stepSecrets'),
      signature.triedSecrets.length === 0
        ? t('raw.stepSecretsNone')
        : signature.triedSecrets.map((label) => secretWords(t, label)).join(', '),
    ],
  ];
  const colour = { valid: 'text-ok', invalid: 'text-bad', unverified: 'text-text-2' }[signature.state];
  return (
    <ol className="grid grid-cols-[18px_auto_minmax(0,1fr)] gap-x-2 gap-y-1.5">
      {steps.map(([name, value], index) => (
        <Step key={name} number={index + 1} name={name}>
          {value}
        </Step>
      ))}
      <Step number={steps.length + 1} name={t('raw.stepVerdict')}>
        <span className={classNames('[&_code]:text-current', colour)}>
          {signature.secretLabel !== null && <b>{secretWords(t, signature.secretLabel)}: </b>}
          <Prose text={checkWords(t, signature)} />
        </span>
      </Step>
    </ol>
  );
}

function Step({ number, name, children }: { number: number; name: string; children: ReactNode }) {
  return (
    <li className="col-span-full grid grid-cols-subgrid">
      <span aria-hidden className="font-mono text-[11px] leading-[19px] text-text-3">
        {number}
      </span>
      <span className="text-text-2">
        <Prose text={name} />
      </span>
      <span className="min-w-0">{children}</span>
    </li>
  );
}
