// How an export begins, how many events it has and how large it gets.
import { useTranslation } from 'react-i18next';
import type { ExportPreview as Preview } from '#shared/contract/transfer.ts';
import type { ExportFormat } from '#shared/domain/export/export-format.ts';
import { useFormat } from '../../i18n/format.ts';

interface ExportPreviewProps {
  preview: Preview | null;
  format: ExportFormat;
  sizeOf(bytes: number): string;
}

export function ExportPreview({ preview, format: form, sizeOf }: ExportPreviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const taken = preview === null ? 0 : preview.removed.secrets + preview.removed.personal;
  const sentences: string[] = [];
  if (preview === null) sentences.push(t('export.looking'));
  else if (preview.total === 0) sentences.push(t('export.nothing'));
  else {
    const size = sizeOf(preview.sizeBytes);
    sentences.push(
      t('export.size', {
        count: preview.total,
        n: format.number(preview.total),
        size: preview.sizeExact ? size : t('export.about', { size }),
      }),
    );
  }
  if (preview !== null && preview.leftOut > 0) {
    sentences.push(t('export.leftOut', { count: preview.leftOut, n: format.number(preview.leftOut) }));
  }
  if (taken > 0) sentences.push(t('export.tookOut', { count: taken, n: format.number(taken) }));
  const empty = form === 'har' && preview !== null && preview.total > 0 && hasNoEntries(preview);
  if (empty) sentences.push(t('export.noAttempts'));

  return (
    <section data-testid="export-preview" data-total={preview?.total ?? ''} className="min-w-0">
      <h3 className="font-medium">{t('export.preview')}</h3>
      <p role="status" className="mt-0.5 flex flex-wrap gap-x-1.5 text-text-2">
        {sentences.map((sentence) => (
          <span key={sentence}>{sentence}</span>
        ))}
      </p>
      <pre
        data-scrolls
        tabIndex={0}
        role="group"
        aria-label={t('export.preview')}
        data-testid="export-text"
        className="mt-1.5 h-44 overflow-auto rounded-[8px] bg-sunken px-3 py-2 font-mono text-[12px] leading-[1.5] [overflow-wrap:anywhere] whitespace-pre-wrap text-text"
      >
        {preview !== null && preview.total > 0 && preview.text}
        {preview?.whole === false && '…'}
      </pre>
    </section>
  );
}

function hasNoEntries({ whole, text }: Preview): boolean {
  return whole && !text.includes('"startedDateTime"');
}
