// The export dialog: which form, what is taken out, how it begins, how large it gets; then the file or the clipboard.
import { Copy, Download, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EXPORT_FORMATS, type ExportFormat } from '#shared/domain/export/export-format.ts';
import { copyText } from '../../commands/clipboard.ts';
import { errorCode } from '../../api/errors.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceList } from '../../components/choice-list.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Prose } from '../../components/prose.tsx';
import { SwitchField } from '../../components/switch-field.tsx';
import { useFormat } from '../../i18n/format.ts';
import { announce } from '../../stores/announcement-store.ts';
import { exportFile, type ExportHow, type ExportWhat } from '../../stores/export-store.ts';
import { ExportPreview } from './export-preview.tsx';
import { saveFile } from './save-file.ts';
import { useExportPreview } from './use-export-preview.ts';

const ERRORS = ['TOO_LARGE', 'BAD_FILTER', 'NOT_CONNECTED', 'CONNECTION_LOST'] as const;
const MOST_TO_COPY_BYTES = 5 * 1024 * 1024;

interface ExportDialogProps {
  what: ExportWhat;
  onClose(): void;
}

export function ExportDialog({ what, onClose }: ExportDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [how, setHow] = useState<ExportHow>({
    format: 'ndjson',
    personal: false,
    metadata: false,
    keepSignatures: false,
  });
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const { preview, error: unseen } = useExportPreview(what, how);
  const error = failed ?? unseen;
  const change = (patch: Partial<ExportHow>) => {
    setFailed(null);
    setHow({ ...how, ...patch });
  };

  const make = async (deliver: (file: File) => Promise<void> | void) => {
    setBusy(true);
    setFailed(null);
    try {
      await deliver(await exportFile(what, how));
    } catch (thrown) {
      setFailed(errorCode(thrown));
    }
    setBusy(false);
  };
  const copy = async (file: File) => {
    const copied = await copyText(await file.text());
    announce(t(copied ? 'export.copied' : 'copyAs.failed'), copied ? 'ok' : 'bad');
    if (copied) onClose();
  };
  const save = (file: File) => {
    saveFile(file);
    announce(t('export.saved', { name: file.name }));
    onClose();
  };

  const tooLargeToCopy = preview !== null && preview.sizeBytes > MOST_TO_COPY_BYTES;
  const nothing = preview === null || preview.total === 0;
  return (
    <DialogFrame
      title={t('export.title')}
      intro={<Intro what={what} />}
      closeLabel={t('action.close')}
      size="wide"
      testId="export-dialog"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            data-testid="export-copy"
            disabled={busy || nothing || tooLargeToCopy}
            title={tooLargeToCopy ? t('export.copyTooLarge') : undefined}
            icon={<Copy size={14} aria-hidden />}
            onClick={() => void make(copy)}
          >
            {t('export.copy')}
          </Button>
          <Button
            look="primary"
            data-testid="export-save"
            disabled={busy || nothing}
            icon={
              busy ? (
                <LoaderCircle size={14} className="spin" aria-hidden />
              ) : (
                <Download size={14} aria-hidden />
              )
            }
            onClick={() => void make(save)}
          >
            {t(busy ? 'export.saving' : 'export.save')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 items-start gap-x-6 gap-y-4 max-panes:grid-cols-1">
        <ChoiceList<ExportFormat>
          label={t('export.format')}
          testId="export-format"
          value={how.format}
          options={EXPORT_FORMATS.map((value) => ({
            value,
            label: t(`export.formatOf.${value}`),
            hint: t(`export.formatHint.${value}`),
          }))}
          onChange={(next) => change({ format: next })}
        />
        <div className="flex flex-col gap-2.5">
          <div>
            <h3 className="font-medium">{t('export.removed')}</h3>
            <p className="mt-1 text-text-2">
              <Prose text={t('export.secrets')} />
            </p>
          </div>
          <SwitchField
            label={t('export.personal')}
            hint={t('export.personalHint')}
            testId="export-personal"
            checked={how.personal}
            onChange={(personal) => change({ personal, metadata: personal && how.metadata })}
          />
          <SwitchField
            label={t('export.metadata')}
            hint={t('export.metadataHint')}
            testId="export-metadata"
            checked={how.metadata}
            disabled={!how.personal}
            onChange={(metadata) => change({ metadata })}
          />
          <SwitchField
            label={t('export.signatures')}
            hint={<Prose text={t('export.signaturesHint')} />}
            testId="export-signatures"
            checked={!how.keepSignatures}
            onChange={(removed) => change({ keepSignatures: !removed })}
          />
        </div>
      </div>
      {error !== null && (
        <p role="alert" className="text-bad">
          {t(`export.error.${ERRORS.find((one) => one === error) ?? 'UNKNOWN'}`)}
        </p>
      )}
      <ExportPreview preview={preview} format={how.format} sizeOf={(bytes) => format.bytes(bytes)} />
    </DialogFrame>
  );
}

function Intro({ what }: { what: ExportWhat }) {
  const { t } = useTranslation();
  const format = useFormat();
  if ('ids' in what) {
    return t('export.introIds', { count: what.ids.length, n: format.number(what.ids.length) });
  }
  const filter = what.filter.filter ?? '';
  if (filter === '') return t('export.introAll');
  return <Prose text={t('export.introFilter', { filter })} />;
}
