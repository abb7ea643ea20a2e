// Reads a pasted `stripe listen` line into endpoints: shows what it would make of it, then makes it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListenImport, NewEndpoint } from '#shared/contract/endpoints.ts';
import type { ListenRemark } from '#shared/domain/listen-command.ts';
import { errorCode, errorDatum } from '../../api/errors.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { Prose } from '../../components/prose.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { useFormat } from '../../i18n/format.ts';
import { engine } from '../../stores/engine.ts';
import { headersText } from './field-text.ts';

const ERRORS = ['BAD_URL', 'LOOP', 'NOT_CONNECTED', 'CONNECTION_LOST'] as const;

export function ImportDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [line, setLine] = useState('');
  const [found, setFound] = useState<ListenImport | null>(null);
  const [error, setError] = useState<string | null>(null);
  /** Why nothing could be read. */
  const [causes, setCauses] = useState<ListenRemark[]>([]);
  const [busy, setBusy] = useState(false);

  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    setCauses([]);
    try {
      await work();
    } catch (thrown) {
      if (errorCode(thrown) === 'UNREADABLE') setCauses(remarksOf(thrown));
      else setError(errorCode(thrown));
    }
    setBusy(false);
  };
  const read = () =>
    run(async () => setFound(await engine.query((api) => api.endpoints.importListen({ commandLine: line }))));
  const create = () =>
    run(async () => {
      // One after the other, and what is made is taken off the list: a second press goes on where an error stopped it.
      for (let left = found?.endpoints ?? []; left.length > 0; left = left.slice(1)) {
        const [next] = left;
        if (next !== undefined) await engine.call((api) => api.endpoints.create(next));
        setFound({ notes: found?.notes ?? [], remarks: found?.remarks ?? [], endpoints: left.slice(1) });
      }
      onClose();
    });

  const count = found?.endpoints.length ?? 0;
  return (
    <DialogFrame
      title={t('import.title')}
      intro={t('import.intro')}
      closeLabel={t('action.close')}
      size="wide"
      testId="import-dialog"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          {found === null ? (
            <Button
              look="primary"
              data-testid="import-read"
              disabled={busy || line.trim() === ''}
              onClick={() => void read()}
            >
              {t('import.read')}
            </Button>
          ) : (
            <Button
              look="primary"
              data-testid="import-create"
              disabled={busy || count === 0}
              onClick={() => void create()}
            >
              {t('import.create', { count, n: format.number(count) })}
            </Button>
          )}
        </>
      }
    >
      <TextArea
        label={t('import.line')}
        data-testid="import-line"
        data-first-focus
        rows={5}
        value={line}
        placeholder="stripe listen --forward-to localhost:3000/webhook --events invoice.paid,invoice.payment_failed"
        error={
          error === null ? null : t(`import.error.${ERRORS.find((known) => known === error) ?? 'UNKNOWN'}`)
        }
        onChange={(text) => {
          setLine(text);
          setFound(null);
          setError(null);
          setCauses([]);
        }}
      />
      {causes.length > 0 && (
        <Callout tone="bad" role="alert" testId="import-unreadable" title={t('import.unreadable')}>
          <Remarks remarks={causes} />
        </Callout>
      )}
      {found !== null && found.remarks.length > 0 && (
        <Callout tone="warn" testId="import-remarks" title={t('import.remarks')}>
          <Remarks remarks={found.remarks} />
        </Callout>
      )}
      {found?.endpoints.map((one) => (
        <Preview key={JSON.stringify(one)} endpoint={one} />
      ))}
      {found !== null && found.notes.length > 0 && (
        <Callout tone="idle" title={t('import.notes')}>
          <ul>
            {found.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Callout>
      )}
    </DialogFrame>
  );
}

function Remarks({ remarks }: { remarks: readonly ListenRemark[] }) {
  const { t } = useTranslation();
  return remarks.map(({ code, text, value }) => (
    <p key={code + text}>
      <Prose text={t(`import.remark.${code}`, { text, value: value ?? '' })} />
    </p>
  ));
}

function remarksOf(error: unknown): ListenRemark[] {
  const remarks = errorDatum(error, 'remarks');
  return Array.isArray(remarks) ? (remarks as ListenRemark[]) : [];
}

function Preview({ endpoint }: { endpoint: NewEndpoint }) {
  const { t } = useTranslation();
  const { filter } = endpoint;
  const rows: [string, string][] = [[t('endpoint.url'), endpoint.url]];
  if (endpoint.name !== undefined) rows.push([t('endpoint.name'), endpoint.name]);
  if (filter !== undefined) {
    rows.push([t('endpoint.types'), filter.types.join(', ') || t('endpoint.summary.allTypes')]);
    if (filter.kinds !== 'all') rows.push([t('endpoint.kinds'), t(`endpoint.kindOf.${filter.kinds}`)]);
    if (filter.accounts !== 'all')
      rows.push([t('endpoint.accounts'), t(`endpoint.accountOf.${filter.accounts}`)]);
  }
  if (endpoint.headers !== undefined && endpoint.headers.length > 0) {
    rows.push([t('endpoint.headers'), headersText(endpoint.headers)]);
  }
  if (endpoint.allowSelfSigned === true) rows.push([t('endpoint.selfSigned'), '✓']);
  return (
    <div data-testid="import-preview" className="rounded-[8px] border border-line px-3 py-2.5">
      <Facts>
        {rows.map(([name, value]) => (
          <Fact key={name} name={name}>
            <span className="font-mono text-[12px] break-all whitespace-pre-wrap">{value}</span>
          </Fact>
        ))}
      </Facts>
    </div>
  );
}
