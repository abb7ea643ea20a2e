// The import dialog: a file or pasted text, its progress, and what came of it.
import { FileUp, LoaderCircle } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Prose } from '../../components/prose.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { useFormat } from '../../i18n/format.ts';
import { forgetImport, importFile, stopImport, useImport } from '../../stores/import-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { ImportReportView } from './import-report.tsx';

const ERRORS = [
  'IMPORT_RUNNING',
  'NOT_FOUND',
  'NOT_STORED',
  'NOT_CONNECTED',
  'CONNECTION_LOST',
  'UNREADABLE',
] as const;

interface ImportDialogProps {
  /** Dropped on the window. */
  file: File | null;
  onClose(): void;
}

export function ImportDialog({ file: dropped, onClose }: ImportDialogProps) {
  const { t } = useTranslation();
  const [file, setFile] = useState(dropped);
  const [text, setText] = useState('');
  const { busy, report, error } = useImport();
  useEffect(() => forgetImport, []);
  // Another one dropped while the dialog is open takes the place of the first.
  useEffect(() => setFile(dropped), [dropped]);

  const over = report !== null && !busy;
  const start = () => void importFile(file ?? new Blob([text]));
  const again = () => {
    forgetImport();
    setFile(null);
    setText('');
  };
  return (
    <DialogFrame
      title={t('importing.title')}
      intro={<Prose text={t('importing.intro')} />}
      closeLabel={t('action.close')}
      testId="import-dialog"
      onClose={onClose}
      footer={
        <>
          {busy && (
            <Button data-testid="import-stop" onClick={() => void stopImport()}>
              {t('importing.stop')}
            </Button>
          )}
          {over && (
            <Button data-testid="import-again" onClick={again}>
              {t('importing.again')}
            </Button>
          )}
          {over ? (
            <Button look="primary" onClick={onClose}>
              {t('action.close')}
            </Button>
          ) : (
            <>
              {!busy && <Button onClick={onClose}>{t('action.cancel')}</Button>}
              <Button
                look="primary"
                data-testid="import-start"
                disabled={busy || (file === null && text.trim() === '')}
                icon={
                  busy ? (
                    <LoaderCircle size={14} className="spin" aria-hidden />
                  ) : (
                    <FileUp size={14} aria-hidden />
                  )
                }
                onClick={start}
              >
                {t('importing.start')}
              </Button>
            </>
          )}
        </>
      }
    >
      {!over && !busy && <Source file={file} text={text} onFile={setFile} onText={setText} />}
      {busy && <Progress />}
      {error !== null && (
        <p role="alert" className="text-bad">
          {t(`importing.error.${ERRORS.find((one) => one === error) ?? 'UNKNOWN'}`)}
        </p>
      )}
      {over && <ImportReportView report={report} />}
      {!over && <p className="text-text-2">{t('importing.notSent')}</p>}
    </DialogFrame>
  );
}

interface SourceProps {
  file: File | null;
  text: string;
  onFile(file: File | null): void;
  onText(text: string): void;
}

function Source({ file, text, onFile, onText }: SourceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-[8px] border border-dashed border-line px-3 py-3">
        <input
          ref={input}
          type="file"
          hidden
          data-testid="import-file"
          accept=".ndjson,.jsonl,.json,.txt,.log,.har,.md,.http,.gz,application/json,application/x-ndjson,application/gzip,text/*"
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            // Cleared, or choosing the same file again would go unnoticed.
            event.target.value = '';
            if (chosen !== undefined) onFile(chosen);
          }}
        />
        <Button data-first-focus data-testid="import-choose" onClick={() => input.current?.click()}>
          {t(file === null ? 'importing.choose' : 'importing.otherFile')}
        </Button>
        <p className="min-w-0 flex-1 break-words text-text-2">
          {file === null ? (
            t('importing.dropHere')
          ) : (
            <span data-testid="import-chosen" className="text-text">
              {t('importing.chosen', { name: file.name, size: format.bytes(file.size) })}
            </span>
          )}
        </p>
      </div>
      {file === null && (
        <TextArea
          label={t('importing.paste')}
          data-testid="import-text"
          rows={6}
          value={text}
          placeholder='{"id": "evt_…", "object": "event", "type": "invoice.paid", …}'
          onChange={onText}
        />
      )}
    </>
  );
}

function Progress() {
  const { t } = useTranslation();
  const format = useFormat();
  // The status tells of every step; the report only of every part.
  const job = useStatus((state) =>
    state.status?.jobs.find(({ kind, state: at }) => kind === 'import' && at === 'running'),
  );
  const done = job?.done ?? 0;
  const total = job?.total ?? 0;
  return (
    <div data-testid="import-progress">
      <p role="status">{t('importing.running', { done: format.bytes(done), total: format.bytes(total) })}</p>
      <div
        role="progressbar"
        aria-label={t('importing.title')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className="mt-1.5 h-1 overflow-hidden rounded-chip bg-sunken"
      >
        <div
          className="h-full rounded-chip bg-accent transition-[width] duration-150"
          style={{ width: `${total === 0 ? 0 : Math.min(100, (done / total) * 100)}%` }}
        />
      </div>
    </div>
  );
}
